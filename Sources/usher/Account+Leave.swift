// `usher account suspend|restore|remove|sign-out|erase`: how somebody leaves, and what becomes of the links.

import Actions
import ArgumentParser
import Foundation
import Membership
import Site

extension Account {
  struct Suspend: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Keep somebody from signing in; sessions end at once.")
    @OptionGroup var whom: Whom
    @OptionGroup var links: LinksOptions

    func run() throws { print("\(try whom.change(.suspend, links)) is suspended") }
  }

  struct Restore: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Undo a suspension.")
    @OptionGroup var whom: Whom

    func run() throws { print("\(try whom.change(.restore)) can sign in again") }
  }

  struct Remove: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Take an account away for good; the history keeps it.",
      discussion: """
        The person holds nothing any more. `usher account erase` takes name and address away too.
        """)
    @OptionGroup var whom: Whom
    @OptionGroup var links: LinksOptions

    func run() throws { print("\(try whom.change(.remove, links)) is removed") }
  }

  struct SignOut: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "End every session of an account; the password stays good.")
    @OptionGroup var whom: Whom

    func run() throws { print("\(try whom.change(.signOut)) is signed out everywhere") }
  }

  struct Erase: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Erase a person: name, address and login go from everywhere but old backups.",
      discussion: """
        The account is removed, and the history keeps a mark without a name. The database's file is written anew, \
        which takes a while where it is large. Mails that were sent, and labels that others typed, are not reached.
        """)

    @Flag(help: "Do it without asking.")
    var yes = false

    @OptionGroup var whom: Whom
    @OptionGroup var links: LinksOptions

    func run() throws {
      let installation = try whom.options.open()
      let account = try installation.inviter(typed: whom.login)
      guard account.kind == .personal else { throw publicAccount(account) }
      if account.isErased {
        throw Complaint("\(account.login.text) is erased already", mend: "there is nothing to do")
      }
      guard try isAgreed(account) else {
        print("Nothing was changed.")
        return
      }
      try installation.publisher().prepare()
      let erase = EraseAccount(
        login: account.login, links: try links.answer(), by: .commandLine)
      switch try erase.perform(in: installation, at: .now) {
      case .erased(let erased, let pages):
        try BuildAll(installation).run(changed: pages)
        try FinishErasures().perform(in: installation)
        print("The person is erased; the history knows \(erased.login.text).")
        for name in installation.settingsNaming(account) {
          complain("usher: the setting \(name.rawValue) still says it: change it\n")
        }
      case .refused(let account, let problem): throw refusal(account, problem, nil, links)
      case .asks(let account, let living): throw question(account, living, isForGood: true)
      case .unknown: throw unknownAccount(whom.login)
      }
    }

    private func isAgreed(_ account: Membership.Account) throws -> Bool {
      if yes { return true }
      guard isatty(STDIN_FILENO) == 1 else {
        throw Complaint("nothing was changed", mend: "give --yes to do it")
      }
      print("\(account.name.text), \(account.email.text), \(account.state.rawValue).")
      print("Erase this person for good? Type yes: ", terminator: "")
      fflush(nil)
      return readLine()?.trimmingCharacters(in: .whitespaces).lowercased() == "yes"
    }
  }

  struct Whom: ParsableArguments {
    @Argument(help: "The account's login.")
    var login: String

    @OptionGroup var options: SiteOptions

    func change(_ change: AccountChange, _ links: LinksOptions? = nil) throws -> String {
      let installation = try options.open()
      let action = ChangeAccountState(
        login: try checkedLogin(login), change, links: try links?.answer(), by: .commandLine)
      if action.links != nil, action.links != .keep { try installation.publisher().prepare() }
      switch try action.perform(in: installation, at: .now) {
      case .changed(let account, let pages):
        try BuildAll(installation).run(only: pages)
        return account.login.text
      case .refused(let account, let problem): throw refusal(account, problem, change, links)
      case .asks(let account, let living): throw question(account, living, isForGood: false)
      case .unknown:
        let account = try installation.inviter(typed: login)
        throw publicAccount(account)
      }
    }
  }
}

/// What becomes of the links of who leaves.
struct LinksOptions: ParsableArguments {
  enum Answer: String, CaseIterable, ExpressibleByArgument {
    case keep, revoke
    case handOver = "hand-over"
  }

  @Option(help: "What becomes of the links that are not over.")
  var links: Answer?

  @Option(help: "Who takes them over: an administrator's login.")
  var to: String?

  func validate() throws {
    guard (links == .handOver) == (to != nil) else {
      throw ValidationError("--links hand-over and --to belong together.")
    }
  }

  func answer() throws -> LeavingLinks? {
    switch links {
    case .keep: .keep
    case .revoke: .revoke
    case .handOver: .handOver(to: try checkedLogin(to ?? ""))
    case nil: nil
    }
  }
}

private func publicAccount(_ account: Membership.Account) -> Complaint {
  Complaint(
    "\(account.login.text) is a public account", mend: "this command is for people's accounts")
}

/// - Parameter isForGood: whether nobody will be left whose they could be.
func question(
  _ account: Membership.Account, _ living: LivingInvitations, isForGood: Bool
) -> Complaint {
  Complaint(
    """
    \(account.login.text) has links that are not over (\(living.links), printed \(living.printed), \
    applications that wait \(living.pending))
    """,
    mend: "give --links \(isForGood ? "" : "keep, --links ")revoke, or --links hand-over --to LOGIN"
  )
}

private func refusal(
  _ account: Membership.Account, _ problem: AccountChange.Problem, _ change: AccountChange?,
  _ links: LinksOptions?
) -> Complaint {
  switch problem {
  case .last:
    Complaint(
      "\(account.login.text) is the last active administrator", mend: "add another one first")
  case .noHeir:
    Complaint(
      "\(links?.to ?? "") cannot take the links over",
      mend: "name another administrator who is active")
  case .notSo, .yourself:
    Complaint(
      change == .restore && account.state == .active
        ? "\(account.login.text) is not suspended"
        : "\(account.login.text) is \(account.state.rawValue)",
      mend: "`usher account show \(account.login.text)` shows the state")
  }
}
