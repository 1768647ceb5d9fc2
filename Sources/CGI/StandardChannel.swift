// The wire of RFC 3875: environment and standard input in, standard output out.

import Glibc

struct StandardChannel: Channel {
  /// Seconds for a client to send its body; a slow sender holds one process of Apache's that long.
  static let patience = 15
  /// Bytes of a body that nobody asked for.
  private static let longestDiscarded = 16 << 20

  var variables: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? { environ }

  func read(_ limit: Int) throws(RequestError) -> [UInt8] {
    var bytes: [UInt8] = []
    let end = time(nil) + Self.patience
    var buffer = [UInt8](repeating: 0, count: 8192)
    while bytes.count < limit {
      var source = pollfd(fd: 0, events: Int16(POLLIN), revents: 0)
      let left = end - time(nil)
      guard left > 0, poll(&source, 1, Int32(left) * 1000) != 0 else { throw .tooSlow }
      let count = Glibc.read(0, &buffer, min(buffer.count, limit - bytes.count))
      if count == 0 { break }
      guard count > 0 || errno == EINTR else { throw .malformed("the body cannot be read") }
      if count > 0 { bytes += buffer.prefix(count) }
    }
    return bytes
  }

  @discardableResult
  func write(_ bytes: [UInt8]) -> Bool { write(bytes, to: 1) }

  /// What was not read is read away, up to a bound, when the answer is written: mod_cgid hands the body over
  /// on the socket that it reads the answer from, and a socket closed with something unread loses both.
  func discardInput() {
    let announced = getenv("CONTENT_LENGTH").flatMap { Int(String(cString: $0)) } ?? 0
    guard announced > 0 || getenv("HTTP_TRANSFER_ENCODING") != nil else { return }
    var buffer = [UInt8](repeating: 0, count: 65_536)
    var left = Self.longestDiscarded
    while left > 0 {
      var source = pollfd(fd: 0, events: Int16(POLLIN), revents: 0)
      guard poll(&source, 1, 2000) > 0 else { return }
      let count = Glibc.read(0, &buffer, buffer.count)
      guard count > 0 else { return }
      left -= count
    }
  }

  /// The server waits for the end of standard output.
  func finish() { close(1) }

  /// Web servers put standard error into their error log.
  func log(_ line: String) { write(Array("usher.cgi: \(line)\n".utf8), to: 2) }

  @discardableResult
  private func write(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if count < 0, errno != EINTR { return false }  // The client has gone.
      if count > 0 { rest = rest.dropFirst(count) }
    }
    return true
  }
}
