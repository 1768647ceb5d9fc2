// People's accounts: made, changed, suspended, restored, removed, signed out; and what becomes of the links of who
// leaves.

import Actions
import Dispatch
import Foundation
import Membership
import Store
import TestSite
import Testing

@Suite("Accounts") struct AccountTests {
  private let site: TestSite
  private let ada: Actor

  init() throws {
    site = try TestSite()
    ada = .account(site.administrator.id)
  }

  private func add(
    _ name: String = "Grace Hopper", _ email: String = "grace@navy.example", login: String? = nil,
    department: Department.ID? = nil, holdings: Set<Holding.ID> = [], isMailed: Bool = true
  ) throws -> AddAccount.Outcome {
    try AddAccount(
      login: login.flatMap { Login($0) }, name: try PersonName(name),
      email: try EmailAddress(email), department: department, language: .simplifiedChinese,
      holdings: holdings, isMailed: isMailed, by: ada
    ).perform(in: site.open(), at: .now)
  }

  private func added(_ outcome: AddAccount.Outcome) throws -> Account {
    guard case .added(let account) = outcome else { throw TestSite.Unexpected("\(outcome)") }
    return account
  }

  private func change(
    _ login: Login, _ change: AccountChange, links: LeavingLinks? = nil, by actor: Actor? = nil
  ) throws -> ChangeAccountState.Outcome {
    try ChangeAccountState(login: login, change, links: links, by: actor ?? ada)
      .perform(in: site.open(), at: .now)
  }

  private func problem(_ outcome: ChangeAccountState.Outcome) -> AccountChange.Problem? {
    if case .refused(_, let problem) = outcome { problem } else { nil }
  }

  private func isChanged(_ outcome: ChangeAccountState.Outcome) -> Bool {
    if case .changed = outcome { true } else { false }
  }

  private func verbs() throws -> [String] {
    try site.store().audit.list(before: nil, subject: nil, limit: 10).map(\.verb)
  }

  private func holding(_ name: String = "Editor") throws -> Holding {
    let outcome = try AddHolding(.role, named: name, by: ada).perform(in: site.open(), at: .now)
    guard case .added(let holding) = outcome else { throw TestSite.Unexpected("\(outcome)") }
    return holding
  }

  private func everything() throws -> [String] {
    try site.tables().flatMap { try site.dump($0) }
  }

  // MARK: Add

  @Test("One more: login from the address, what was chosen, and a welcome mail that opens it")
  func added() throws {
    let role = try holding()
    let north = try #require(try site.store().departments.all().first { $0.name == "North" })
    let account = try added(add(department: north.id, holdings: [role.id]))
    #expect(account.login.text == "grace" && !account.isAdministrator)
    #expect(try site.open().holdings(of: account) == [role])
    #expect(try site.open().departmentPath(of: account) == "Sales / North")
    let taken = try #require(try DeliverMail().take(in: site.open(), at: .now))
    #expect(taken.entry.kind == .welcome && taken.entry.language == .simplifiedChinese)
    let signIn = SignIn(name: "grace", password: taken.initialPassword ?? "")
    guard case .signedIn = try signIn.perform(in: site.open(), at: .now) else {
      return #expect(Bool(false))
    }
    #expect(try verbs().first == "create")
    #expect(try site.open().accounts(SearchText("hopp"), limit: 9).found.map(\.id) == [account.id])
  }

  @Test("Without a mail it waits until a password is sent")
  func silent() throws {
    let account = try added(add(login: "hopper", isMailed: false))
    #expect(account.login.text == "hopper" && account.mustChangePassword)
    #expect(try site.count("SELECT COUNT(*) FROM mail_outbox") == 0)
    guard
      case .reissued = try ReissuePassword(login: account.login, by: ada).perform(
        in: site.open(), at: .now)
    else { return #expect(Bool(false)) }
    #expect(try DeliverMail().take(in: site.open(), at: .now)?.initialPassword != nil)
  }

  @Test("What cannot be added changes nothing")
  func notAdded() throws {
    _ = try add()
    let before = try everything()
    guard case .loginTaken = try add(login: "ADA", isMailed: false),
      case .addressTaken(let holder) = try add("Other", "GRACE@Navy.example"),
      case .departmentGone = try add("X", "x@navy.example", department: .new()),
      case .holdingGone = try add("X", "x@navy.example", holdings: [.new()])
    else { return #expect(Bool(false)) }
    #expect(holder.text == "grace")
    #expect(try everything() == before)
  }

  // MARK: Change

  @Test("Name, address, department and language change, lists and search with them")
  func changed() throws {
    let account = try added(add())
    let north = try #require(try site.store().departments.all().first { $0.name == "North" })
    let change = ChangeAccount(
      login: account.login, name: try PersonName("Zoë Grace"),
      email: try EmailAddress("zoe@navy.example"), department: .some(north.id),
      language: .english, by: ada)
    guard case .changed(let changed, let pages) = try change.perform(in: site.open(), at: .now)
    else { return #expect(Bool(false)) }
    #expect(changed.name.text == "Zoë Grace" && pages.isEmpty)
    let installation = try site.open()
    #expect(try installation.account(login: account.login) == changed)
    #expect(try installation.accounts(SearchText("hopper"), limit: 9).found.isEmpty)
    #expect(try installation.accounts(SearchText("zoe"), limit: 9).found == [changed])
    #expect(
      try installation.accounts(AccountFilter(department: north.id), limit: 9) == [changed])
    // The mail that waits goes where it should have gone.
    #expect(
      try site.count("SELECT COUNT(*) FROM mail_outbox WHERE recipient = 'zoe@navy.example'") == 1)
    #expect(
      try Set(verbs().prefix(4))
        == ["change name", "change address", "change department", "change language"])
    let lines = try site.count("SELECT COUNT(*) FROM audit_log")
    guard case .changed = try change.perform(in: site.open(), at: .now) else {
      return #expect(Bool(false))
    }
    #expect(try site.count("SELECT COUNT(*) FROM audit_log") == lines)
  }

  @Test("An inviter's new name stands on the pages of the links")
  func inviterRenamed() throws {
    let invitation = try site.invitation()
    let change = ChangeAccount(
      login: site.administrator.login, name: try PersonName("Ada King"), by: ada)
    guard case .changed(_, let pages) = try change.perform(in: site.open(), at: .now) else {
      return #expect(Bool(false))
    }
    #expect(pages == [invitation.code])
  }

  @Test(
    "An address that somebody has, a department that is gone, a removed account: nothing changes")
  func notChanged() throws {
    let account = try added(add())
    let gone = try added(add("Gone", "gone@navy.example"))
    _ = try change(gone.login, .remove)
    let before = try everything()
    func attempt(_ login: Login, email: String? = nil, department: Department.ID?? = nil) throws
      -> ChangeAccount.Outcome
    {
      try ChangeAccount(
        login: login, email: try email.map { try EmailAddress($0) }, department: department,
        by: ada
      ).perform(in: site.open(), at: .now)
    }
    guard case .addressTaken(let holder) = try attempt(account.login, email: "ADA@example.org"),
      case .departmentGone = try attempt(account.login, department: .some(.new())),
      case .removed = try attempt(gone.login, email: "x@navy.example"),
      case .unknown = try attempt(#require(Login("nobody")), email: "x@navy.example")
    else { return #expect(Bool(false)) }
    #expect(holder.text == "ada")
    #expect(try everything() == before)
    // Another spelling of one's own address is no other address.
    guard case .changed = try attempt(account.login, email: "Grace@navy.example") else {
      return #expect(Bool(false))
    }
  }

  // MARK: Leaving

  @Test("Suspended: signed out, and a password that waits is void; restored, and removed for good")
  func leaves() throws {
    let role = try holding()
    let account = try added(add(holdings: [role.id]))
    let publicAccount = Account(
      login: try #require(Login("press")), name: try PersonName("Press"),
      email: EmailAddress(stored: ""), kind: .public, language: .english,
      mustChangePassword: false, created: .now)
    let store = try site.store()
    try store.write {
      try store.accounts.insert(publicAccount, passwordHash: "", expires: nil)
      _ = try store.grants.insert(.account(account.id), for: publicAccount.id)
    }
    let password = try #require(try DeliverMail().take(in: site.open(), at: .now)?.initialPassword)
    let signIn = SignIn(name: "grace", password: password)
    guard case .signedIn(let token, _, _) = try signIn.perform(in: site.open(), at: .now) else {
      return #expect(Bool(false))
    }
    #expect(try isChanged(change(account.login, .signOut)))
    #expect(try Session(cookie: token, in: site.open(), at: .now) == nil)
    #expect(try isChanged(change(account.login, .suspend)))
    #expect(
      try site.count("SELECT COUNT(*) FROM mail_outbox WHERE state = 'failed' AND sealed IS NULL")
        == 1)
    #expect(try problem(change(account.login, .suspend)) == .notSo)
    #expect(try isChanged(change(account.login, .restore)))
    #expect(try problem(change(account.login, .restore)) == .notSo)
    #expect(try site.open().holdings(of: account) == [role])
    #expect(try isChanged(change(account.login, .remove)))
    #expect(try verbs().prefix(4) == ["remove", "restore", "suspend", "sign out"])
    for table in ["account_holding", "public_account_grant", "session", "device"] {
      #expect(try site.dump(table) == [], "\(table)")
    }
    for step in AccountChange.allCases {
      #expect(try problem(change(account.login, step)) == .notSo)
    }
    // The address is free again, the login is not.
    #expect(try added(add()).login.text == "grace2")
    #expect(try site.open().accounts(AccountFilter(state: .removed), limit: 9).count == 1)
  }

  @Test("Nobody does it to himself, the last active administrator stays, a public account is none")
  func limits() throws {
    let login = site.administrator.login
    let before = try site.dump("account")
    for step in [AccountChange.suspend, .remove] {
      #expect(try problem(change(login, step)) == .yourself)
      #expect(try problem(change(login, step, by: .commandLine)) == .last)
    }
    let erase = EraseAccount(login: login, by: .commandLine)
    guard case .refused(_, .last) = try erase.perform(in: site.open(), at: .now),
      case .refused(_, .yourself) = try EraseAccount(login: login, by: ada).perform(
        in: site.open(), at: .now),
      case .unknown = try change(#require(Login("nobody")), .suspend)
    else { return #expect(Bool(false)) }
    #expect(try site.dump("account") == before)
    let bob = try site.administrator("bob", "Bob")
    #expect(try isChanged(change(login, .suspend, by: .account(bob.id))))
    #expect(try problem(change(bob.login, .remove, by: .commandLine)) == .last)
    // A suspended administrator is not the last active one.
    #expect(try isChanged(change(login, .remove, by: .account(bob.id))))
  }

  @Test("Of two administrators who remove each other at the same instant one stays")
  func eachOther() throws {
    for _ in 0..<5 {
      let site = try TestSite()
      let bob = try site.administrator("bob", "Bob")
      let steps: [(Login, Actor)] = [
        (bob.login, .account(site.administrator.id)),
        (site.administrator.login, .account(bob.id)),
      ]
      DispatchQueue.concurrentPerform(iterations: 2) { place in
        _ = try? ChangeAccountState(login: steps[place].0, .remove, by: steps[place].1)
          .perform(in: site.open(), at: .now)
      }
      #expect(try site.count("SELECT COUNT(*) FROM account WHERE state = 'active'") == 1)
    }
  }

  @Test("Links of who leaves: asked first, with the numbers; then kept, ended or handed over")
  func links() throws {
    let bob = try site.administrator("bob", "Bob")
    let carol = try site.administrator("carol", "Carol")
    let invitation = try site.invitation()
    let dead = try site.invitation()
    _ = try RevokeInvitation(dead.code, by: ada).perform(in: site.open(), at: .now)
    _ = try MarkPrinted(invitation.code, isPrinted: true, by: ada).perform(
      in: site.open(), at: .now)
    try site.apply(invitation)
    let login = site.administrator.login
    let by = Actor.account(bob.id)
    let before = try everything()
    for step in [AccountChange.suspend, .remove] {
      guard case .asks(_, let living) = try change(login, step, by: by) else {
        return #expect(Bool(false))
      }
      #expect(living == LivingInvitations(links: 1, printed: 1, pending: 1))
      let grace = try #require(Login("grace"))
      for heir in [login, grace] {
        #expect(
          try problem(change(login, step, links: .handOver(to: heir), by: by)) == .noHeir)
      }
    }
    // The administrators' page does the same.
    let administrator = ChangeAdministrator(login: login, .suspend, by: by)
    guard case .asks = try administrator.perform(in: site.open(), at: .now) else {
      return #expect(Bool(false))
    }
    #expect(try everything() == before)
    #expect(try isChanged(change(login, .suspend, links: .keep, by: by)))
    #expect(try site.reload(invitation).inviterName == "Ada Lovelace")
    #expect(try isChanged(change(login, .restore, by: by)))
    guard
      case .changed(_, let pages) = try change(
        login, .suspend, links: .handOver(to: carol.login), by: by)
    else { return #expect(Bool(false)) }
    #expect(pages == [invitation.code])
    #expect(try site.reload(invitation).inviterName == "Carol")
    #expect(try site.reload(dead).inviterName == "Ada Lovelace")
    #expect(try verbs().prefix(2) == ["suspend", "hand over"])
    guard case .changed(_, let ended) = try change(carol.login, .remove, links: .revoke, by: by)
    else { return #expect(Bool(false)) }
    #expect(ended == [invitation.code])
    #expect(try site.reload(invitation).revoked != nil)
    // Who waits can still be decided on.
    #expect(try site.open().pendingCount() == 1)
  }
}
