// `usher settings list|set`

import Actions
import ArgumentParser
import Membership
import Site

struct Settings: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Look at and change the site's settings.", subcommands: [List.self, Set.self])

  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "List the settings.")

    @Flag(help: "Print JSON.")
    var json = false

    @OptionGroup var options: SiteOptions

    func run() throws {
      let installation = try options.open()
      let values = try Membership.Settings.Name.allCases.map {
        ($0.rawValue, try installation.text(of: $0))
      }
      if json {
        try printJSON(Dictionary(uniqueKeysWithValues: values))
      } else {
        printTable(["NAME", "VALUE"], values.map { [$0.0, $0.1] })
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

    @Option(
      help: "With member_invitations no: what becomes of members' links that are not over.")
    var links: OutstandingLinks?

    @OptionGroup var options: SiteOptions

    func run() throws {
      guard let known = Membership.Settings.Name(rawValue: name) else {
        throw Complaint(
          "there is no setting \(name)", mend: "`usher settings list` shows them")
      }
      try options.open().change(known, to: value, links: links)
    }
  }
}

extension OutstandingLinks: ExpressibleByArgument {}

extension Installation {
  /// Checks and stores one setting.
  /// - Parameter links: what becomes of members' links, where they are switched off.
  func change(
    _ name: Membership.Settings.Name, to value: String, links: OutstandingLinks? = nil
  ) throws {
    let change = ChangeSettings([(name, value)], memberLinks: links, by: .commandLine)
    if links == .revoke { try publisher().prepare() }
    switch try change.perform(in: self, at: .now) {
    case .changed(_, let pages): if !pages.isEmpty { try BuildAll(self).run(only: pages) }
    case .refused(let refusals):
      for refusal in refusals {
        throw Complaint("\(name.rawValue) cannot be \"\(value)\"", mend: "give \(refusal.rule)")
      }
    case .asks(let living):
      throw Complaint(
        """
        members have links that are not over (\(living.links), printed \(living.printed), \
        with \(living.pending) applications waiting)
        """, mend: "give --links keep or --links revoke")
    }
  }
}
