// The file that this process was started from. One day a newer Usher lies in its place (a site's copy is
// replaced by `usher`), and a process that runs on for weeks has to give way to it.

import Glibc

struct ProgramFile {
  private let path: String
  private let started: stat

  /// nil where /proc is not mounted.
  init?() {
    var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
    let count = readlink("/proc/self/exe", &buffer, buffer.count)
    guard count > 0 else { return nil }
    path = String(
      decoding: buffer.prefix(count).map { UInt8(bitPattern: $0) }, as: UTF8.self)
    var status = stat()
    guard stat("/proc/self/exe", &status) == 0 else { return nil }
    started = status
  }

  /// Whether another program lies there by now. One that is away for a moment is not another.
  var isReplaced: Bool {
    var status = stat()
    guard stat(path, &status) == 0, access(path, X_OK) == 0 else { return false }
    return status.st_ino != started.st_ino || status.st_dev != started.st_dev
  }

  /// The other program, in this very process: who started it notices nothing. Returns where that fails.
  func startAnew() {
    _ = execv(path, CommandLine.unsafeArgv)
  }
}
