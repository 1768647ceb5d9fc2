// `usher settings list|set`

import Actions
import ArgumentParser
import Membership

struct Settings: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Look at and change the site's settings.", subcommands: [List.self, Set.self])

  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "List the settings.")

    @Flag(help: "Print JSON.")
    var json = false

    @OptionGroup var options: SiteOptions

    func run() throws {
      let settings = try options.open().settings
      let names = Membership.Settings.Name.allCases
      if json {
        try printJSON(
          Dictionary(uniqueKeysWithValues: names.map { ($0.rawValue, settings[$0]) }))
      } else {
        printTable(["NAME", "VALUE"], names.map { [$0.rawValue, settings[$0]] })
      }
    }
  }

  struct Set: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Change a setting.",
      discussion: "Pages that show it are written again by the next `usher build`.")

    @Argument(help: "The setting's name, as `usher settings list` shows it.")
    var name: String

    @Argument(help: "Its new value.")
    var value: String

    @OptionGroup var options: SiteOptions

    func run() throws {
      guard let known = Membership.Settings.Name(rawValue: name) else {
        throw Complaint(
          "there is no setting \(name)", mend: "`usher settings list` shows them")
      }
      try options.open().change(known, to: value)
    }
  }
}
