// `usher find`: people by a part of their name or address, those who applied and those who have an account.

import Actions
import ArgumentParser
import Membership

struct Find: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Find people by a part of the name or the address; the newest first.",
    discussion: "Who applied and has an account stands in both lists: accounts, then applications.")

  @Argument(help: "Two characters or more, or one Chinese one; case and accents do not matter.")
  var text: String

  @Option(help: "How many of each at the most.")
  var limit: Int = 50

  @Flag(help: "Print JSON.")
  var json = false

  @OptionGroup var options: SiteOptions

  func run() throws {
    let installation = try options.open()
    let search = SearchText(text)
    guard search.isSearchable else {
      throw Complaint(
        "\"\(text)\" is too short",
        mend: "give two characters that belong together, or a Chinese one")
    }
    let (found, more) = try installation.applicants(search, limit: max(0, limit))
    let (accounts, moreAccounts) = try installation.accounts(search, limit: max(0, limit))
    if json {
      try printJSON(
        try accountLines(accounts, installation).map(Line.account)
          + found.map { .application(ApplicationLine($0)) })
    } else {
      if !accounts.isEmpty {
        try printAccounts(accounts, installation, json: false)
        print()
      }
      try printApplications(found, installation, json: false)
    }
    if more || moreAccounts { complain("There may be more: give more of the name, or --limit.\n") }
  }

  /// What the lists of accounts and applications print, with `place`.
  private enum Line: Encodable {
    case account(AccountLine)
    case application(ApplicationLine)

    private enum Key: String, CodingKey { case place }

    func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: Key.self)
      switch self {
      case .account(let line):
        try container.encode("account", forKey: .place)
        try line.encode(to: encoder)
      case .application(let line):
        try container.encode("application", forKey: .place)
        try line.encode(to: encoder)
      }
    }
  }
}
