// `usher account add|change|reissue`: one more, and what may be changed about one.

import Actions
import ArgumentParser
import Membership
import Site

extension Account {
  struct Add: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Make an account for somebody who did not apply.",
      discussion: "A welcome mail brings the initial password.")

    @Argument(help: "The person's e-mail address.")
    var email: String

    @Option(help: "The person's name.")
    var name: String

    @Option(help: "The account to sign in with; made from the address if not given.")
    var login: String?

    @Option(help: "The department the person belongs to.")
    var department: String?

    @Option(help: "A position; may be given more than once, like --group and --role.")
    var position: [String] = []

    @Option(help: "A group.")
    var group: [String] = []

    @Option(help: "A role.")
    var role: [String] = []

    @Option(help: "The person's language; the site's if not given.")
    var language: String?

    @Flag(
      inversion: .prefixedNo, help: "Whether a welcome mail brings an initial password at once.")
    var mail = true

    @OptionGroup var options: SiteOptions

    func run() throws {
      let installation = try options.open()
      let holdings = try [(Holding.Kind.position, position), (.group, group), (.role, role)]
        .flatMap { kind, names in try names.map { try installation.holding(kind, typed: $0).id } }
      let action = AddAccount(
        login: try login.map(checkedLogin), name: try personName(name),
        email: try emailAddress(email),
        department: try department.map { try installation.department(named: $0).id },
        language: try findLanguage(language) ?? installation.settings.language,
        holdings: Set(holdings), isMailed: mail, by: .commandLine)
      switch try action.perform(in: installation, at: .now) {
      case .added(let account) where mail:
        print("A welcome mail for \(account.login.text) waits in the outbox.")
      case .added(let account):
        print(
          "\(account.login.text) has no password yet: `usher account reissue \(account.login.text)` mails one"
        )
      case .loginTaken:
        throw Complaint("\(login ?? "") exists already", mend: "choose another login")
      case .addressTaken(let holder):
        throw Complaint(
          "account \(holder.text) has the address \(action.email.text) already",
          mend: "give another address")
      case .departmentGone, .holdingGone:
        throw Complaint("what it shall belong to was removed just now", mend: "look again")
      }
    }
  }

  struct Change: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Change name, address, department or language of an account.",
      discussion: "What is not given stays as it is; the login stays always.")

    @Argument(help: "The account's login.")
    var login: String

    @Option(help: "The person's name.")
    var name: String?

    @Option(help: "The person's e-mail address.")
    var email: String?

    @Option(help: "The department the person belongs to from now on.")
    var department: String?

    @Flag(help: "The person belongs to no department from now on.")
    var noDepartment = false

    @Option(help: "The person's language.")
    var language: String?

    @OptionGroup var options: SiteOptions

    func validate() throws {
      guard department == nil || !noDepartment else {
        throw ValidationError("Give --department or --no-department, not both.")
      }
      guard name != nil || email != nil || department != nil || noDepartment || language != nil
      else {
        throw ValidationError("Say what to change: name, email, department, language.")
      }
    }

    func run() throws {
      let installation = try options.open()
      var action = ChangeAccount(login: try checkedLogin(login), by: .commandLine)
      action.name = try name.map(personName)
      action.email = try email.map(emailAddress)
      if let department {
        action.department = .some(try installation.department(named: department).id)
      } else if noDepartment {
        action.department = .some(nil)
      }
      action.language = try findLanguage(language)
      // Before anything is stored: a folder that cannot be written, a mistake in a template.
      if name != nil { try installation.publisher().prepare() }
      switch try action.perform(in: installation, at: .now) {
      case .changed(let account, let pages):
        try BuildAll(installation).run(changed: pages)
        try printAccounts([account], installation, json: false)
      case .addressTaken(let holder):
        throw Complaint(
          "account \(holder.text) has the address \(email ?? "") already",
          mend: "give another address")
      case .departmentGone:
        throw Complaint("the department is gone", mend: "`usher department list` shows them")
      case .removed(let account):
        throw Complaint("\(account.login.text) is removed", mend: "make a new account")
      case .unknown: throw unknownAccount(login)
      }
    }
  }

  struct Reissue: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Mail a new initial password; the one before is void, and sessions end.")

    @Argument(help: "The account's login.")
    var login: String

    @OptionGroup var options: SiteOptions

    func run() throws {
      let installation = try options.open()
      let login = try checkedLogin(login)
      let reissue = ReissuePassword(login: login, by: .commandLine)
      switch try reissue.perform(in: installation, at: .now) {
      case .reissued(let account):
        print("A new initial password for \(account.login.text) waits in the outbox.")
      case .unknown: throw unknownAccount(login.text)
      case .notActive:
        throw Complaint("\(login.text) is suspended or removed", mend: "restore the account first")
      }
    }
  }
}

extension BuildAll {
  /// - Parameter pages: codes of links that changed; as many as there may be more.
  func run(changed pages: [InvitationCode]) throws {
    if pages.count >= ChangeAccount.mostPages {
      _ = try run(showingProgress: false)
    } else if !pages.isEmpty {
      try run(only: pages)
    }
  }
}

/// Of an account that there should be.
func checkedLogin(_ typed: String) throws -> Login { try adminLogin(typed) }

func unknownAccount(_ login: String) -> Complaint {
  Complaint("there is no account \(login)", mend: "`usher account list` shows them")
}
