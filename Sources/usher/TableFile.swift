// A table that a command writes: to standard output, or into a file, which is there whole or not at all.

import Foundation

struct TableFile {
  /// `-`: standard output.
  let path: String

  private var isStandard: Bool { path == "-" }

  /// - Parameters:
  ///   - noun: what is counted on a terminal.
  ///   - export: hands its lines to the second of what it is given, and their number to the first.
  func write(
    _ noun: String,
    _ export: (_ progress: (Int) -> Void, _ write: (String) throws -> Void) throws -> Void
  ) throws {
    let isShown = isatty(STDERR_FILENO) == 1 && (!isStandard || isatty(STDOUT_FILENO) == 0)
    func write(to output: FileHandle) throws {
      func show(_ done: Int) { if isShown { complain("\r\(done) \(noun)") } }
      try export(show) { try output.write(contentsOf: Data($0.utf8)) }
      if isShown { complain("\r\u{1B}[K") }
    }
    if isStandard { return try write(to: .standardOutput) }
    let beside = "\(path).\(getpid())"
    // Names and addresses: for its owner alone.
    let descriptor = open(beside, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard descriptor >= 0 else { throw unwritable }
    let output = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    do {
      // By the mark of UTF-8 spreadsheets know the encoding; programs, which read standard output, need none.
      try output.write(contentsOf: Data("\u{FEFF}".utf8))
      try write(to: output)
      try output.synchronize()
    } catch {
      unlink(beside)
      throw error
    }
    guard rename(beside, path) == 0 else {
      let complaint = unwritable
      unlink(beside)
      throw complaint
    }
  }

  private var unwritable: Complaint {
    Complaint(
      "cannot write \(path) (\(String(cString: strerror(errno))))",
      mend: "choose a file in a folder that you may write")
  }
}
