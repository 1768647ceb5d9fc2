// `usher applications export`: the list as CSV, however long.

import Actions
import ArgumentParser

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
      try TableFile(path: file).write("applications") { progress, write in
        try export.perform(in: installation, progress: progress, write)
      }
    }
  }
}
