// `usher public-account convert|revert|associate|dissociate|rename|suspend|restore|remove`

import Actions
import ArgumentParser
import Membership
import Site

extension PublicAccount {
  struct Convert: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Make a person's account public; the person is signed out and cannot sign in again."
    )

    @Argument(help: "The person's login.")
    var login: String

    @OptionGroup var links: LinksOptions
    @OptionGroup var options: SiteOptions

    func run() throws {
      let installation = try options.open()
      let convert = ConvertAccount(
        login: try adminLogin(login), links: try links.answer(), by: .commandLine)
      if convert.links != nil, convert.links != .keep { try installation.publisher().prepare() }
      switch try convert.perform(in: installation, at: .now) {
      case .converted(let account, let pages):
        try BuildAll(installation).run(only: pages)
        print("\(account.login.text) is public")
      case .asks(let account, let living): throw question(account, living, isForGood: false)
      case .refused(_, .noHeir):
        throw Complaint(
          "\(links.to ?? "") cannot take the links over",
          mend: "name another administrator who is active")
      case .unknown:
        throw Complaint(
          "there is no personal account \(login)", mend: "check the login's spelling")
      case .refused(let account, .administrator), .refused(let account, .yourself):
        throw Complaint(
          "\(account.login.text) is an administrator", mend: "name an account that is not")
      }
    }
  }

  struct Revert: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Make a public account one person's; an initial password is mailed.")

    @Option(help: "The person's e-mail address; the one it had if not given.")
    var email: String?

    @OptionGroup var which: Which

    func run() throws {
      let installation = try which.options.open()
      let account = try which.find(in: installation)
      guard let typed = email ?? (account.email.text.isEmpty ? nil : account.email.text) else {
        throw Complaint("\(account.login.text) has no address", mend: "give one with --email")
      }
      let revert = RevertAccount(
        login: account.login, email: try emailAddress(typed), by: .commandLine)
      switch try revert.perform(in: installation, at: .now) {
      case .reverted(let account):
        print("A new initial password for \(account.login.text) waits in the outbox.")
      case .unknown: throw which.unknown
      case .refused(let account, .suspended):
        throw Complaint("\(account.login.text) is suspended", mend: "restore it first")
      case .refused(_, .addressTaken(let holder)):
        throw Complaint(
          "account \(holder.text) has the address \(typed) already",
          mend: "give another with --email")
      }
    }
  }

  // MARK: Associations

  /// Exactly one of them.
  struct Subject: ParsableArguments {
    @Option(help: "A department, with whatever lies under it.")
    var department: String?

    @Option(help: "Whoever has that position.")
    var position: String?

    @Option(help: "Whoever is in that group.")
    var group: String?

    @Option(help: "Whoever has that role.")
    var role: String?

    @Option(help: "A person, by login or e-mail address.")
    var account: String?

    func validate() throws {
      guard [department, position, group, role, account].compactMap({ $0 }).count == 1 else {
        throw ValidationError("give one of --department, --position, --group, --role, --account")
      }
    }

    func find(in installation: Installation) throws -> GrantSubject {
      if let department {
        return .department(try installation.department(named: department).id)
      }
      for (kind, name) in [(Holding.Kind.position, position), (.group, group), (.role, role)] {
        if let name { return .holding(try installation.holding(kind, typed: name).id) }
      }
      guard let account, let found = try installation.account(typed: account) else {
        throw Complaint("there is no account \(account ?? "")", mend: "check its spelling")
      }
      return .account(found.id)
    }
  }

  struct Associate: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Open a public account to a department, a position, group or role, or a person.")

    @OptionGroup var which: Which
    @OptionGroup var subject: Subject

    func run() throws {
      let installation = try which.options.open()
      let account = try which.find(in: installation)
      let associate = Actions.Associate(
        login: account.login, try subject.find(in: installation), by: .commandLine)
      switch try associate.perform(in: installation, at: .now) {
      case .associated(let grant):
        print("\(account.login.text) is open to \(PublicAccount.name(of: grant))")
      case .unknown: throw which.unknown
      case .refused(.already):
        print("\(account.login.text) is open to that already")
      case .refused(.gone):
        throw Complaint("that is not there any more", mend: "name something else")
      case .refused(.publicAccount):
        throw Complaint("a public account uses no other", mend: "name a person")
      }
    }
  }

  struct Dissociate: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Close a public account to one of those; whoever uses it for that alone is out.")

    @OptionGroup var which: Which
    @OptionGroup var subject: Subject

    func run() throws {
      let installation = try which.options.open()
      let account = try which.find(in: installation)
      let dissociate = Actions.Dissociate(
        login: account.login, try subject.find(in: installation), by: .commandLine)
      switch try dissociate.perform(in: installation, at: .now) {
      case .dissociated(let grant):
        let whom = grant.map(PublicAccount.name) ?? "that"
        print("\(account.login.text) is not open to \(whom) any more")
      case .unknown: throw which.unknown
      case .notAssociated:
        throw Complaint(
          "\(account.login.text) is not open to that",
          mend: "`usher public-account show \(account.login.text)` says to whom it is")
      }
    }
  }

  fileprivate static func name(of grant: Grant) -> String {
    switch grant {
    case .department(let department): "department \(department.path)"
    case .holding(let holding): "\(holding.kind.rawValue) \(holding.name)"
    case .account(let account): account.login.text
    }
  }

  // MARK: Changes

  struct Rename: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Give a public account another name.")

    @OptionGroup var which: Which

    @Option(help: "Its new name.")
    var name: String

    func run() throws { print("\(try which.change(.rename(try personName(name)))) is renamed") }
  }

  struct Suspend: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Keep everybody from using a public account; uses end at once.")

    @OptionGroup var which: Which

    func run() throws { print("\(try which.change(.state(.suspend))) is suspended") }
  }

  struct Restore: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Undo a suspension.")

    @OptionGroup var which: Which

    func run() throws { print("\(try which.change(.state(.restore))) can be used again") }
  }

  struct Remove: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Remove a public account for good; the record of its uses stays.")

    @OptionGroup var which: Which

    func run() throws { print("\(try which.change(.state(.remove))) is removed") }
  }
}

extension PublicAccount.Which {
  /// - Returns: the login.
  func change(_ change: ChangePublicAccount.Change) throws -> String {
    let installation = try options.open()
    let account = try find(in: installation)
    let action = ChangePublicAccount(login: account.login, change, by: .commandLine)
    switch try action.perform(in: installation, at: .now) {
    case .changed(let account): return account.login.text
    case .notSo(let account):
      throw Complaint(
        "\(account.login.text) is so already", mend: "`usher public-account list` shows the states")
    case .unknown: throw unknown
    }
  }
}
