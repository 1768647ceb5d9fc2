// FastCGI 1.0, the responder role, over libfcgi: a listening socket as standard input, one connection and
// one request at a time. https://fastcgi-archives.github.io/FastCGI_Specification.html

import CFastCGI
import CSystem
import Glibc

enum FastCGI {
  /// systemd hands a socket over as descriptor 3; FastCGI has it at 0.
  static func takeSocketOfSystemd() {
    guard number(of: "LISTEN_FDS") == 1, number(of: "LISTEN_PID") == Int(getpid()) else { return }
    dup2(3, 0)
    close(3)
    // They are not meant for the workers.
    unsetenv("LISTEN_FDS")
    unsetenv("LISTEN_PID")
  }

  /// Hands each request to the body, until SIGTERM or SIGINT (the request under way is finished first), after
  /// `USHER_FCGI_MAX_REQUESTS`, if that is set, or until the program was replaced.
  /// - Returns: whether it was. The connection that then waits was not taken: it is the other program's.
  static func serve(_ program: ProgramFile?, _ body: (FastCGIChannel) -> Void) -> Bool {
    usher_hold_back_ends()
    defer { usher_let_ends_through() }
    // What one request gave back the next needs: given to the system each time, a twentieth went into page faults.
    usher_keep_memory()
    let most = number(of: "USHER_FCGI_MAX_REQUESTS") ?? 0
    // libfcgi keeps its address.
    let request = UnsafeMutablePointer<FCGX_Request>.allocate(capacity: 1)
    defer { request.deallocate() }
    // It is handed connections: one that it accepts itself it reads from without a limit of time.
    guard FCGX_InitRequest(request, -1, 0) == 0 else { return false }
    var count = 0
    while most == 0 || count < most, usher_await_connection() {
      if let program, program.isReplaced { return true }
      let connection = usher_accept()
      guard connection >= 0 else {
        // Another process took it, or it went away.
        if [EAGAIN, EINTR, ECONNABORTED, EPROTO].contains(errno) { continue }
        return false
      }
      limit(connection)
      alarm(Gateway.patience)
      request.pointee.ipcFd = connection
      // Else it is closed, as that of an earlier request.
      request.pointee.keepConnection = 1
      guard FCGX_Accept_r(request) == 0 else {
        // It went away before it had asked for anything.
        alarm(0)
        continue
      }
      // Kept, it would bind this process to one peer, and what is unread of a body would be the next request.
      request.pointee.keepConnection = 0
      body(FastCGIChannel(request: request))
      count += 1
    }
    return false
  }

  /// A peer that is slower is not waited for: the parameters, each piece of the body, each piece of the answer.
  private static func limit(_ connection: Int32) {
    for (option, seconds) in [(SO_RCVTIMEO, StandardChannel.patience), (SO_SNDTIMEO, 45)] {
      var limit = timeval(tv_sec: seconds, tv_usec: 0)
      setsockopt(
        connection, SOL_SOCKET, option, &limit, socklen_t(MemoryLayout<timeval>.size))
    }
    // Nobody answers what is sent last; on a Unix socket there is no such option, and no need of it.
    var on: Int32 = 1
    setsockopt(
      connection, Int32(IPPROTO_TCP), TCP_NODELAY, &on, socklen_t(MemoryLayout<Int32>.size))
  }

  /// What an environment variable says, where it is a number of 1 and more.
  static func number(of variable: String) -> Int? {
    getenv(variable).flatMap { Int(String(cString: $0)) }.flatMap { $0 > 0 ? $0 : nil }
  }
}

struct FastCGIChannel: Channel {
  fileprivate let request: UnsafeMutablePointer<FCGX_Request>

  var variables: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? { request.pointee.envp }

  func read(_ limit: Int) throws(RequestError) -> [UInt8] {
    guard let stream = request.pointee.in else { return [] }
    let end = time(nil) + StandardChannel.patience
    var bytes: [UInt8] = []
    while bytes.count < limit {
      // Waits for the next piece, whose rest is then there.
      let byte = FCGX_GetChar(stream)
      guard byte >= 0 else { break }
      bytes.append(UInt8(truncatingIfNeeded: byte))
      let count = min(stream.pointee.stop - stream.pointee.rdNext, limit - bytes.count)
      bytes += UnsafeBufferPointer(start: stream.pointee.rdNext, count: count)
      stream.pointee.rdNext += count
      guard time(nil) < end else { throw .tooSlow }
    }
    guard bytes.count < limit else { return bytes }
    switch FCGX_GetError(stream) {
    case 0: return bytes
    case EAGAIN: throw .tooSlow
    default: throw .malformed("the body ended early")
    }
  }

  @discardableResult
  func write(_ bytes: [UInt8]) -> Bool { write(bytes, to: request.pointee.out) }

  /// libfcgi reads it away when it closes the connection.
  func discardInput() {}

  func finish() { FCGX_Finish_r(request) }

  /// The server's error log, while the request lasts; standard error after it.
  func log(_ line: String) {
    guard request.pointee.err != nil else { return StandardChannel().log(line) }
    write(Array("usher.cgi: \(line)\n".utf8), to: request.pointee.err)
  }

  @discardableResult
  private func write(_ bytes: [UInt8], to stream: UnsafeMutablePointer<FCGX_Stream>?) -> Bool {
    bytes.withUnsafeBytes {
      FCGX_PutStr($0.bindMemory(to: CChar.self).baseAddress, Int32($0.count), stream) >= 0
    }
  }
}
