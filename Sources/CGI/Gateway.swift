// The one loop behind both protocols: requests come in, answers go out. Started as a CGI program the process
// answers one request and ends; started with a listening socket as standard input it speaks FastCGI, one
// request at a time, until it is told to end.

import CFastCGI
import Glibc

package enum Gateway {
  /// Seconds for a request to come in, and for each piece of a long answer to go out: a last resort, so that
  /// nothing hangs for ever. Longer than all that is waited for inside.
  static let patience: UInt32 = 60
  /// Seconds for an answer to be made: the write gate, the database, a page to be published.
  private static let patienceWithin: UInt32 = 120

  /// Takes one line for the web server's error log.
  package typealias Log = (_ line: String) -> Void

  /// - Parameters:
  ///   - answer: makes an answer of a request, or of what is wrong with it, and says what is left to do.
  ///   - afterwards: does what is left when all is written and nobody waits.
  package static func serve<Afterwards>(
    _ answer: (Result<Request, RequestError>, @escaping Log) -> (Response, Afterwards),
    afterwards: (Afterwards, Log) -> Void
  ) {
    signal(SIGPIPE, SIG_IGN)
    FastCGI.takeSocketOfSystemd()
    guard FCGX_IsCGI() == 0 else {
      let channel = StandardChannel()
      afterwards(handle(channel, answer), channel.log)
      return
    }
    let program = ProgramFile()
    let isWorker = Workers.fork(program)
    let isReplaced = FastCGI.serve(program) { channel in
      afterwards(handle(channel, answer), channel.log)
      // What was started for earlier requests and has ended.
      while waitpid(-1, nil, WNOHANG) > 0 {}
    }
    // Workers end; their first process sees to it.
    if isReplaced, !isWorker { program?.startAnew() }
  }

  private static func handle<Afterwards>(
    _ channel: some Channel,
    _ answer: (Result<Request, RequestError>, @escaping Log) -> (Response, Afterwards)
  ) -> Afterwards {
    alarm(patience)
    defer { alarm(0) }
    let result: Result<Request, RequestError>
    var withBody = true
    do throws(RequestError) {
      let variables = try variables(channel.variables)
      withBody = variables["REQUEST_METHOD"] != "HEAD"
      result = .success(try Request(environment: variables, body: channel.read))
    } catch {
      result = .failure(error)
    }
    alarm(patienceWithin)
    let (response, afterwards) = answer(result, channel.log)
    alarm(patience)
    channel.write(response.cgi(withBody: withBody))
    if withBody, let stream = response.stream {
      do {
        try stream { bytes in
          alarm(patience)
          guard channel.write(bytes) else { throw ClientGone() }
        }
      } catch is ClientGone {
      } catch {
        // The status is sent; whoever reads the file has to see that it is not whole.
        channel.write(Array("\r\nThis file is not complete.\r\n".utf8))
      }
    }
    if case .success(let request) = result, request.method == .post, request.problem == nil {
    } else {
      channel.discardInput()
    }
    channel.finish()
    return afterwards
  }

  /// - Parameter list: `NAME=value`, ended by NULL.
  package static func variables(
    _ list: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?
  ) throws(RequestError) -> [String: String] {
    var variables: [String: String] = [:]
    var isAddressBroken = false
    guard var entry = list else { return variables }
    while let text = entry.pointee {
      entry += 1
      // By bytes: with an accent behind it, `=` would be another character.
      guard let equals = strchr(text, Int32(UInt8(ascii: "="))) else { continue }
      let bytes = UnsafeRawBufferPointer(start: text, count: equals - text)
      let name = String(decoding: bytes, as: UTF8.self)
      // A header in another encoding is its sender's affair; an address has to be exact.
      let isAddress = ["PATH_INFO", "SCRIPT_NAME", "QUERY_STRING"].contains(name)
      if isAddress, String(validatingCString: equals + 1) == nil { isAddressBroken = true }
      variables[name] = String(cString: equals + 1)
    }
    // An authorizer is not asked for an address of its own.
    guard !isAddressBroken || Request.isAuthorizer(variables) else {
      throw .malformed("the address is not UTF-8")
    }
    return variables
  }

  private struct ClientGone: Error {}
}

/// What one request comes in by, and its answer goes out by.
protocol Channel {
  /// `NAME=value`, ended by NULL: RFC 3875, section 4.1.
  var variables: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? { get }
  /// Reads up to that many bytes of the body, fewer only at its end.
  func read(_ limit: Int) throws(RequestError) -> [UInt8]
  /// Whether all of it was taken.
  @discardableResult func write(_ bytes: [UInt8]) -> Bool
  /// Reads away what was not read of the body, where the server wants that.
  func discardInput()
  /// Says that the answer is whole.
  func finish()
  /// One line for the server's error log.
  func log(_ line: String)
}
