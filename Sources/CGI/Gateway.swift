// The wire of RFC 3875: environment and standard input in, standard output out.

import Glibc

package enum Gateway {
  /// Seconds for a client to send its body; a slow sender holds one process of Apache's that long.
  private static let patience = 15
  /// Bytes of a body that nobody asked for.
  private static let longestDiscarded = 16 << 20

  /// Reads the one request of this process, hands it or what is wrong with it to the body, and writes
  /// its answer. What the body returns beside the answer comes back when all is written.
  package static func serve<Afterwards>(
    _ answer: (Result<Request, RequestError>) -> (Response, Afterwards)
  ) -> Afterwards {
    // A last resort, so that nothing hangs for ever: longer than all that is waited for inside.
    alarm(60)
    signal(SIGPIPE, SIG_IGN)
    let result: Result<Request, RequestError>
    var withBody = true
    do throws(RequestError) {
      let environment = try environment()
      withBody = environment["REQUEST_METHOD"] != "HEAD"
      result = .success(try Request(environment: environment, body: readInput))
    } catch {
      result = .failure(error)
    }
    let (response, afterwards) = answer(result)
    write(response.cgi(withBody: withBody))
    if withBody, let stream = response.stream {
      do {
        try stream { bytes in
          // The last resort counts from here on.
          alarm(60)
          guard write(bytes) else { throw ClientGone() }
        }
      } catch is ClientGone {
      } catch {
        // The status is sent; whoever reads the file has to see that it is not whole.
        write(Array("\r\nThis file is not complete.\r\n".utf8))
      }
    }
    if case .success(let request) = result, request.method == .post {} else { discardInput() }
    // The server waits for its end.
    close(1)
    return afterwards
  }

  private static func environment() throws(RequestError) -> [String: String] {
    var variables: [String: String] = [:]
    var entry = environ
    while let text = entry.pointee {
      entry += 1
      let line = String(cString: text)
      // By bytes: with an accent behind it, `=` would be another character.
      guard let equals = line.utf8.firstIndex(of: UInt8(ascii: "=")) else { continue }
      let name = String(line[..<equals])
      // A header in another encoding is its sender's affair; an address has to be exact.
      let isAddress = ["PATH_INFO", "SCRIPT_NAME", "QUERY_STRING"].contains(name)
      guard !isAddress || String(validatingCString: text) != nil else {
        throw .malformed("the address is not UTF-8")
      }
      variables[name] = String(line[line.utf8.index(after: equals)...])
    }
    return variables
  }

  private static func readInput(_ limit: Int) throws(RequestError) -> [UInt8] {
    var bytes: [UInt8] = []
    let end = time(nil) + patience
    var buffer = [UInt8](repeating: 0, count: 8192)
    while bytes.count < limit {
      var source = pollfd(fd: 0, events: Int16(POLLIN), revents: 0)
      let left = end - time(nil)
      guard left > 0, poll(&source, 1, Int32(left) * 1000) != 0 else { throw .tooSlow }
      let count = read(0, &buffer, min(buffer.count, limit - bytes.count))
      if count == 0 { break }
      guard count > 0 || errno == EINTR else { throw .malformed("the body cannot be read") }
      if count > 0 { bytes += buffer.prefix(count) }
    }
    return bytes
  }

  /// What was not read is read away, up to a bound, when the answer is written: mod_cgid hands the body over
  /// on the socket that it reads the answer from, and a socket closed with something unread loses both.
  private static func discardInput() {
    let announced = getenv("CONTENT_LENGTH").flatMap { Int(String(cString: $0)) } ?? 0
    guard announced > 0 || getenv("HTTP_TRANSFER_ENCODING") != nil else { return }
    var buffer = [UInt8](repeating: 0, count: 65_536)
    var left = longestDiscarded
    while left > 0 {
      var source = pollfd(fd: 0, events: Int16(POLLIN), revents: 0)
      guard poll(&source, 1, 2000) > 0 else { return }
      let count = read(0, &buffer, buffer.count)
      guard count > 0 else { return }
      left -= count
    }
  }

  private struct ClientGone: Error {}

  /// Whether all of it was taken.
  @discardableResult
  private static func write(_ bytes: [UInt8]) -> Bool {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.write(1, $0.baseAddress, $0.count) }
      if count < 0, errno != EINTR { return false }  // The client has gone.
      if count > 0 { rest = rest.dropFirst(count) }
    }
    return true
  }
}
