// `usher public-account list|create|show|who|uses`

import Actions
import ArgumentParser
import Languages
import Membership

struct PublicAccount: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Keep the accounts that several people act as.",
    subcommands: [
      List.self, Create.self, Show.self, Convert.self, Revert.self, Associate.self,
      Dissociate.self, Rename.self, Suspend.self, Restore.self, Remove.self, Who.self, Uses.self,
    ])

  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "List the public accounts.")

    @Flag(help: "Print JSON.")
    var json = false

    @OptionGroup var options: SiteOptions

    private struct Line: Encodable {
      let login, name, state, since: String
      let associations: Int
    }

    func run() throws {
      let installation = try options.open()
      let lines = try installation.publicAccounts(limit: .max).map {
        Line(
          login: $0.login.text, name: $0.name.text, state: $0.state.rawValue,
          since: $0.created.rfc3339, associations: try installation.grantCount(for: $0))
      }
      if json { return try printJSON(lines) }
      printTable(
        ["LOGIN", "STATE", "SINCE", "ASSOCIATIONS", "NAME"],
        lines.map { [$0.login, $0.state, $0.since, String($0.associations), $0.name] })
    }
  }

  struct Create: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Make a public account; nobody signs in with it.")

    @Argument(help: "Its login: 1 to 64 of a-z 0-9 . _ -")
    var login: String

    @Option(help: "Its name.")
    var name: String

    @OptionGroup var options: SiteOptions

    func run() throws {
      let create = CreatePublicAccount(
        login: try adminLogin(login), name: try personName(name), by: .commandLine)
      switch try create.perform(in: options.open(), at: .now) {
      case .created(let account): print(account.login.text)
      case .loginTaken: throw Complaint("\(login) exists already", mend: "choose another login")
      }
    }
  }

  struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Print a public account and what it is associated with.")

    @Flag(help: "Print JSON.")
    var json = false

    @OptionGroup var which: Which

    private struct Shown: Encodable {
      let login, name, state, since: String
      let associations: [Association]
    }

    private struct Association: Encodable {
      let kind, name: String

      /// A person by the login, which is what a command takes.
      init(_ grant: Grant) {
        switch grant {
        case .department(let department): (kind, name) = ("department", department.path)
        case .holding(let holding): (kind, name) = (holding.kind.rawValue, holding.name)
        case .account(let account): (kind, name) = ("account", account.login.text)
        }
      }
    }

    func run() throws {
      let installation = try which.options.open()
      let account = try which.find(in: installation)
      let shown = Shown(
        login: account.login.text, name: account.name.text, state: account.state.rawValue,
        since: account.created.rfc3339,
        associations: try installation.grants(for: account).map(Association.init))
      if json { return try printJSON(shown) }
      print("Login  \(shown.login)\nName   \(shown.name)\nState  \(shown.state)")
      print("Since  \(shown.since)")
      if shown.associations.isEmpty { return print("Nobody may use it.") }
      print()
      printTable(["KIND", "NAME"], shown.associations.map { [$0.kind, $0.name] })
    }
  }

  struct Who: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "List who may use a public account by now, and through what.")

    @Flag(help: "Print JSON.")
    var json = false

    @Option(help: "At the most so many, in the order of the names.")
    var limit: Int?

    @OptionGroup var which: Which

    private struct Line: Encodable {
      let login, name: String
      let reasons: [String]
    }

    func run() throws {
      let installation = try which.options.open()
      let through = Strings.of(.english).grants.through
      let users = try installation.users(
        of: try which.find(in: installation), limit: try atMost(limit))
      let lines = users.map {
        Line(
          login: $0.account.login.text, name: $0.account.name.text, reasons: $0.reasons.map(through)
        )
      }
      if json { return try printJSON(lines) }
      printTable(
        ["LOGIN", "NAME", "WHY"],
        lines.map { [$0.login, $0.name, $0.reasons.joined(separator: ", ")] })
    }
  }

  struct Uses: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "List who used a public account, and when; the newest first.")

    @Flag(help: "Print JSON.")
    var json = false

    @Option(help: "At the most so many.")
    var limit: Int?

    @OptionGroup var which: Which

    private struct Line: Encodable {
      let login, name, from: String
      let until: String?
    }

    func run() throws {
      let installation = try which.options.open()
      let uses = try installation.uses(
        of: try which.find(in: installation), limit: try atMost(limit ?? 50), at: .now)
      let lines = uses.map {
        Line(
          login: $0.account.login.text, name: $0.account.name.text, from: $0.began.rfc3339,
          until: $0.ended?.rfc3339)
      }
      if json { return try printJSON(lines) }
      printTable(
        ["FROM", "UNTIL", "LOGIN", "NAME"],
        lines.map { [$0.from, $0.until ?? "goes on", $0.login, $0.name] })
    }
  }

  /// A public account by its login.
  struct Which: ParsableArguments {
    @Argument(help: "The public account's login.")
    var login: String

    @OptionGroup var options: SiteOptions

    func find(in installation: Installation) throws -> Membership.Account {
      guard let found = try Login(login).flatMap({ try installation.publicAccount(login: $0) })
      else { throw unknown }
      return found
    }

    var unknown: Complaint {
      Complaint(
        "there is no public account \(login)", mend: "`usher public-account list` shows them")
    }
  }
}

private func atMost(_ limit: Int?) throws -> Int {
  let limit = limit ?? .max
  guard limit > 0 else { throw Complaint("--limit cannot be \(limit)", mend: "give 1 or more") }
  return limit
}
