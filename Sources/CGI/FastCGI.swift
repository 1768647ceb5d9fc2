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
  /// `USHER_FCGI_MAX_REQUESTS`, if that is set, or after the request in which the program was replaced.
  /// - Returns: whether it was.
  static func serve(_ program: ProgramFile?, _ body: (FastCGIChannel) -> Void) -> Bool {
    usher_end_listening_when_told()
    // What one request gave back the next needs: given to the system each time, a twentieth went into page faults.
    usher_keep_memory()
    var told = sigset_t()
    sigemptyset(&told)
    for number in [SIGTERM, SIGINT] { sigaddset(&told, number) }
    let most = number(of: "USHER_FCGI_MAX_REQUESTS") ?? 0
    var request = FCGX_Request()
    guard FCGX_InitRequest(&request, 0, 0) == 0 else { return false }
    var count = 0
    var isReplaced = false
    while !isReplaced, most == 0 || count < most, FCGX_Accept_r(&request) == 0 {
      // A read with a time limit is not begun anew after a signal.
      sigprocmask(SIG_BLOCK, &told, nil)
      defer { sigprocmask(SIG_UNBLOCK, &told, nil) }
      // A client that is slower than this is not waited for.
      var limit = timeval(tv_sec: 15, tv_usec: 0)
      setsockopt(
        request.ipcFd, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
      withUnsafeMutablePointer(to: &request) { body(FastCGIChannel(request: $0)) }
      count += 1
      isReplaced = program?.isReplaced ?? false
    }
    FCGX_Finish_r(&request)
    FCGX_Free(&request, 1)
    return isReplaced
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
    let bytes = [UInt8](unsafeUninitializedCapacity: limit) { buffer, count in
      let length = Int32(clamping: limit)
      count = Int(
        buffer.withMemoryRebound(to: CChar.self) {
          FCGX_GetStr($0.baseAddress, length, request.pointee.in)
        })
    }
    if bytes.count < limit, FCGX_GetError(request.pointee.in) == EAGAIN { throw .tooSlow }
    return bytes
  }

  @discardableResult
  func write(_ bytes: [UInt8]) -> Bool { write(bytes, to: request.pointee.out) }

  /// libfcgi closes the connection, or skips what is left of the request on one that is kept.
  func discardInput() {}

  func finish() { FCGX_Finish_r(request) }

  /// The server's error log, while the request lasts; standard error after it.
  func log(_ line: String) {
    guard request.pointee.err != nil else { return StandardChannel().log(line) }
    write(Array("usher.cgi: \(line)\n".utf8), to: request.pointee.err)
  }

  private func write(_ bytes: [UInt8], to stream: UnsafeMutablePointer<FCGX_Stream>?) -> Bool {
    bytes.withUnsafeBytes {
      FCGX_PutStr($0.bindMemory(to: CChar.self).baseAddress, Int32($0.count), stream) >= 0
    }
  }
}
