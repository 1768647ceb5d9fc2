// `usher account export`: the accounts as CSV, however many, as `usher account import` reads them.

import Actions
import ArgumentParser
import Membership

extension Account {
  struct Export: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Write accounts as CSV, in UTF-8, by name; `usher account import` reads it again.",
      discussion: "Removed accounts are left out, and passwords are not in it.")

    @Argument(help: "The file to write; standard output if not given, or -.")
    var file: String = "-"

    @Option(help: "Only those in that state: active or suspended.")
    var state: State?

    @Option(help: "Only those of that kind: personal or public.")
    var kind: Kind?

    @Option(help: "Only those in that department, and in what lies under it.")
    var department: String?

    @OptionGroup var options: SiteOptions

    enum State: String, CaseIterable, ExpressibleByArgument { case active, suspended }
    enum Kind: String, CaseIterable, ExpressibleByArgument { case personal, `public` }

    func run() throws {
      let installation = try options.open()
      let filter = AccountFilter(
        state: state.flatMap { .init(rawValue: $0.rawValue) },
        kind: kind.flatMap { .init(rawValue: $0.rawValue) },
        department: try department.map { try installation.department(named: $0).id })
      try TableFile(path: file).write("accounts") { progress, write in
        try ExportAccounts(filter).perform(in: installation, progress: progress, write)
      }
    }
  }
}
