// `usher account list|show`: who is there.

import Actions
import ArgumentParser
import Foundation
import Languages
import Membership

struct Account: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Keep people's accounts.",
    subcommands: [
      List.self, Show.self, Add.self, Change.self, Suspend.self, Restore.self, Remove.self,
      SignOut.self, Erase.self, Reissue.self, Import.self, Export.self,
    ])

  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "List accounts, by name.")

    @OptionGroup var choice: AccountChoice

    @Option(help: "How many at the most; all if not given.")
    var limit: Int?

    @Flag(help: "Print JSON.")
    var json = false

    @OptionGroup var options: SiteOptions

    func run() throws {
      let installation = try options.open()
      let accounts = try installation.accounts(
        choice.filter(in: installation), limit: max(0, limit ?? .max))
      try printAccounts(accounts, installation, json: json)
    }
  }

  struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Show what is known of an account.")

    @Argument(help: "The account's login.")
    var login: String

    @Flag(help: "Print JSON.")
    var json = false

    @OptionGroup var options: SiteOptions

    func run() throws {
      let installation = try options.open()
      let account = try installation.inviter(typed: login)
      let line = try AccountLine(
        account, installation, path: installation.departmentPath(of: account))
      let access = try installation.publicAccounts(for: account)
      let links = try installation.livingInvitations(of: account, at: .now)
      let application = try installation.application(of: account)?.reference
      if json {
        return try printJSON(
          Whole(
            account: line, application: application, livingLinks: links.links,
            mayUse: access.map {
              .init(login: $0.account.login.text, why: $0.reasons.map(said))
            }))
      }
      let facts: [(String, String)] = [
        ("Login", line.login), ("Name", line.name), ("E-mail", line.email),
        ("State", line.state), ("Kind", line.administrator ? "administrator" : line.kind),
        ("Department", line.department ?? "–"), ("Holds", line.held),
        ("Language", line.language), ("Since", line.since),
        ("Application", application ?? "–"), ("Links", "\(links.links) that are not over"),
      ]
      for (name, value) in facts {
        print(name.padding(toLength: 14, withPad: " ", startingAt: 0) + value)
      }
      for each in access {
        print(
          "May use       \(each.account.login.text): \(each.reasons.map(said).joined(separator: ", "))"
        )
      }
    }

    private func said(_ grant: Grant) -> String { Strings.of(.english).grants.through(grant) }

    private struct Whole: Encodable {
      let account: AccountLine
      let application: String?
      let livingLinks: Int
      let mayUse: [Access]

      struct Access: Encodable {
        let login: String
        let why: [String]
      }
    }
  }
}

/// What of the accounts: the same for each command that lists them.
struct AccountChoice: ParsableArguments {
  @Option(
    help: "Only those in that state: active, suspended, removed; all but removed if not given.")
  var state: Membership.Account.State?

  @Option(help: "Only of that kind: personal, public.")
  var kind: Membership.Account.Kind?

  @Option(help: "Only in that department, and what lies under it.")
  var department: String?

  @Option(help: "Only who holds that position.")
  var position: String?

  @Option(help: "Only who is in that group.")
  var group: String?

  @Option(help: "Only who has that role.")
  var role: String?

  @Option(help: "Only who may use the public account of that login.")
  var mayUse: String?

  func validate() throws {
    guard [position, group, role].compactMap({ $0 }).count < 2 else {
      throw ValidationError("Give one of --position, --group and --role.")
    }
  }

  func filter(in installation: Installation) throws -> AccountFilter {
    var holding: Holding?
    for (kind, name) in [(Holding.Kind.position, position), (.group, group), (.role, role)] {
      if let name { holding = try installation.holding(kind, typed: name) }
    }
    return AccountFilter(
      state: state, kind: kind,
      department: try department.map { try installation.department(named: $0).id },
      holding: holding?.id,
      mayUse: try mayUse.map { try installation.publicAccount(typed: $0).id })
  }
}

/// An account as commands print it; moments in RFC 3339.
struct AccountLine: Encodable {
  let login, name, email, kind, state, language, since: String
  let administrator: Bool
  let department: String?
  let positions, groups, roles: [String]

  init(_ account: Membership.Account, _ installation: Installation, path: String) throws {
    let holdings = try installation.holdings(of: account)
    func names(_ kind: Holding.Kind) -> [String] {
      holdings.filter { $0.kind == kind }.map(\.name)
    }
    login = account.login.text
    name = account.name.text
    email = account.email.text
    kind = account.kind.rawValue
    state = account.state.rawValue
    language = account.language.tag
    since = account.created.rfc3339
    administrator = account.isAdministrator
    department = path.isEmpty ? nil : path
    (positions, groups, roles) = (names(.position), names(.group), names(.role))
  }

  var held: String {
    let all = positions + groups + roles
    return all.isEmpty ? "–" : all.joined(separator: ", ")
  }
}

func accountLines(_ accounts: [Membership.Account], _ installation: Installation) throws
  -> [AccountLine]
{
  var paths: [Membership.Department.ID: String] = [:]
  return try accounts.map { account in
    var path = ""
    if let department = account.department {
      path = try paths[department] ?? installation.departmentPath(of: account)
      paths[department] = path
    }
    return try AccountLine(account, installation, path: path)
  }
}

func printAccounts(
  _ accounts: [Membership.Account], _ installation: Installation, json: Bool
) throws {
  let lines = try accountLines(accounts, installation)
  if json { return try printJSON(lines) }
  printTable(
    ["LOGIN", "STATE", "KIND", "DEPARTMENT", "HOLDS", "E-MAIL", "NAME"],
    lines.map {
      [
        $0.login, $0.state, $0.administrator ? "administrator" : $0.kind, $0.department ?? "–",
        $0.held, $0.email.isEmpty ? "–" : $0.email, $0.name,
      ]
    })
}

extension Installation {
  fileprivate func publicAccount(typed login: String) throws -> Membership.Account {
    guard let found = try Login(login).flatMap({ try account(login: $0) }), found.kind == .public
    else {
      throw Complaint(
        "there is no public account \(login)",
        mend: "`usher account list --kind public` shows them")
    }
    return found
  }
}

extension Membership.Account.State: ExpressibleByArgument {
  public static var allValueStrings: [String] { ["active", "suspended", "removed"] }
}

extension Membership.Account.Kind: ExpressibleByArgument {
  public static var allValueStrings: [String] { ["personal", "public"] }
}
