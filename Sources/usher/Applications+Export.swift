// `usher applications export`: the list as CSV, however long, to standard output or into a file, which is
// there whole or not at all.

import Actions
import ArgumentParser
import Foundation
import Membership

extension Applications {
  struct Export: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Write applications as CSV, in UTF-8, with moments in UTC.")

    @Argument(help: "The file to write; standard output if not given, or -.")
    var file: String = "-"

    @OptionGroup var choice: ApplicationChoice

    @OptionGroup var options: SiteOptions

    func run() throws {
      let installation = try options.open()
      let export = ExportApplications(
        try choice.filter(in: installation), by: choice.sort)
      let isShown = isatty(STDERR_FILENO) == 1 && (file != "-" || isatty(STDOUT_FILENO) == 0)
      func write(to output: FileHandle) throws {
        func show(_ done: Int) { if isShown { complain("\r\(done) applications") } }
        try export.perform(in: installation, progress: show) {
          try output.write(contentsOf: Data($0.utf8))
        }
        if isShown { complain("\r\u{1B}[K") }
      }
      guard file != "-" else { return try write(to: .standardOutput) }
      let beside = "\(file).\(getpid())"
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
      guard rename(beside, file) == 0 else {
        let complaint = unwritable
        unlink(beside)
        throw complaint
      }
    }

    private var unwritable: Complaint {
      Complaint(
        "cannot write \(file) (\(String(cString: strerror(errno))))",
        mend: "choose a file in a folder that you may write")
    }
  }
}
