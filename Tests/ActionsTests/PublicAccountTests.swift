// Public accounts made, made of a person's and back, associated and changed; and what cannot be, with nothing
// changed.

import Actions
import Membership
import Secrets
import Store
import TestSite
import Testing

@Suite("Public accounts") struct PublicAccountTests {
  private let site: TestSite

  init() throws { site = try TestSite() }

  private func login(_ text: String) throws -> Login { try #require(Login(text)) }

  private func convert(
    _ text: String, links: LeavingLinks? = nil, by actor: Actor? = nil
  ) throws -> ConvertAccount.Outcome {
    try ConvertAccount(
      login: login(text), links: links, by: actor ?? .account(site.administrator.id)
    ).perform(in: site.open(), at: .now)
  }

  private func revert(_ text: String, _ email: String) throws -> RevertAccount.Outcome {
    try RevertAccount(
      login: login(text), email: try EmailAddress(email), by: .account(site.administrator.id)
    ).perform(in: site.open(), at: .now)
  }

  private func signIn(_ name: String, _ password: String = TestSite.password) throws
    -> SignIn.Outcome
  {
    try SignIn(name: name, password: password).perform(in: site.open(), at: .now)
  }

  private func isRefused(_ outcome: SignIn.Outcome) -> Bool {
    if case .refused = outcome { true } else { false }
  }

  private func verbs() throws -> [String] {
    try site.store().audit.list(before: nil, subject: nil, limit: 20).map(\.verb)
  }

  /// Whatever may not change where something is refused.
  private func all() throws -> [String] {
    try site.tables().filter { $0 != "guess" }.flatMap { try site.dump($0) }
  }

  // MARK: New

  @Test("A new one has no password and no address: nobody signs in with it, whatever is typed")
  func created() throws {
    let press = try site.publicAccount("press")
    #expect(press.kind == .public && press.state == .active && press.email.text.isEmpty)
    #expect(try site.open().publicAccounts(limit: 9).map(\.id) == [press.id])
    for password in ["", TestSite.password, "press"] {
      #expect(isRefused(try signIn("press", password)))
    }
    #expect(isRefused(try signIn("", "")))
    #expect(try site.count("SELECT COUNT(*) FROM session") == 0)
    guard
      case .unknown = try ReissuePassword(login: press.login, by: .commandLine).perform(
        in: site.open(), at: .now)
    else { return #expect(Bool(false)) }
    #expect(try verbs().first == "create")
    let before = try all()
    for taken in ["press", "ada"] {
      let again = CreatePublicAccount(
        login: try login(taken), name: try PersonName("x"), by: .commandLine)
      guard case .loginTaken = try again.perform(in: site.open(), at: .now) else {
        return #expect(Bool(false))
      }
    }
    #expect(try all() == before)
  }

  // MARK: Of a person's, and back

  @Test("Made public: sessions, browsers, waiting passwords and what it might use are gone")
  func converted() throws {
    let invitation = try site.invitation(approval: false)
    try site.apply(invitation)
    let press = try site.publicAccount("press")
    let grace = try #require(try site.store().accounts.find(login: login("grace")))
    try site.associate(press, .account(grace.id))
    let token = try site.beginSession(of: grace)
    let store = try site.store()
    try store.write {
      try store.devices.insert(tokenDigest: "d", account: grace.id, at: .now)
    }
    _ = try site.act(token, as: "press")
    let mail = try #require(try DeliverMail().take(in: site.open(), at: .now))
    let password = try #require(mail.initialPassword)
    try site.run("UPDATE mail_outbox SET state = 'queued'")
    guard case .converted(let account, []) = try convert("grace") else {
      return #expect(Bool(false))
    }
    #expect(account.kind == .public && account.email.text == "grace@navy.example")
    #expect(try site.acting(token) == nil)
    for table in ["session", "device", "public_account_grant"] {
      #expect(try site.dump(table) == [], "\(table)")
    }
    #expect(try site.count("SELECT COUNT(*) FROM mail_outbox WHERE sealed IS NOT NULL") == 0)
    #expect(try site.count("SELECT COUNT(*) FROM public_account_access WHERE ended IS NULL") == 0)
    for name in ["grace", "grace@navy.example"] {
      #expect(isRefused(try signIn(name, password)))
    }
    #expect(try verbs().first == "convert")
    // It is public by now.
    guard case .unknown = try convert("grace") else { return #expect(Bool(false)) }
    // Its address is free for another account.
    try site.apply(invitation, "Grace", "Grace@navy.example")
    #expect(try site.count("SELECT COUNT(*) FROM account WHERE kind = 'personal'") == 2)
    guard case .refused(_, .addressTaken(let holder)) = try revert("grace", "grace@navy.example")
    else { return #expect(Bool(false)) }
    #expect(holder.text == "grace2")
  }

  @Test("An administrator, oneself and who has open links stay personal; nothing is changed")
  func notConverted() throws {
    let bob = try site.administrator("bob", "Bob")
    let grace = try site.person("grace")
    _ = try site.beginSession(of: grace)
    let create = CreateInvitation(
      label: "", inviter: grace, department: nil, language: .english, requiresApproval: true,
      notBefore: nil, validity: .never, maxUses: nil)
    guard case .created(let invitation) = try create.perform(in: site.open(), at: .now) else {
      return #expect(Bool(false))
    }
    let before = try all()
    guard case .refused(_, .administrator) = try convert("bob"),
      case .refused(_, .administrator) = try convert("ada", by: .commandLine),
      case .refused(_, .yourself) = try convert("grace", by: .account(grace.id)),
      case .refused(_, .yourself) = try convert("ada"),
      case .asks(_, let living) = try convert("grace"),
      case .refused(_, .noHeir) = try convert("grace", links: .handOver(to: login("grace"))),
      case .refused(_, .noHeir) = try convert("grace", links: .handOver(to: login("nobody"))),
      case .unknown = try convert("nobody")
    else { return #expect(Bool(false)) }
    #expect(living.links == 1)
    #expect(try all() == before)
    #expect(bob.isAdministrator && !invitation.code.text.isEmpty)
  }

  @Test("Its links are kept, end, or go over to an administrator, as was said", arguments: 0..<3)
  func links(_ answer: Int) throws {
    _ = try site.administrator("bob", "Bob")
    let grace = try site.person("grace")
    let create = CreateInvitation(
      label: "", inviter: grace, department: nil, language: .english, requiresApproval: true,
      notBefore: nil, validity: .never, maxUses: nil)
    guard case .created(let invitation) = try create.perform(in: site.open(), at: .now) else {
      return #expect(Bool(false))
    }
    let answers: [LeavingLinks] = [.keep, .revoke, .handOver(to: try login("bob"))]
    guard case .converted(_, let pages) = try convert("grace", links: answers[answer]) else {
      return #expect(Bool(false))
    }
    #expect(pages == (answer == 0 ? [] : [invitation.code]))
    let after = try site.reload(invitation)
    #expect((after.revoked != nil) == (answer == 1))
    #expect(after.inviterName == (answer == 2 ? "Bob" : "Grace"))
  }

  @Test("Personal again: open to nobody, an initial password is mailed, and it signs in")
  func reverted() throws {
    let grace = try site.person("grace", in: "Sales / North")
    let alan = try site.person("alan")
    _ = try convert("grace")
    try site.associate(grace, .account(alan.id))
    let token = try site.beginSession(of: alan)
    _ = try site.act(token, as: "grace")
    guard case .reverted(let account) = try revert("grace", "Hopper@navy.example") else {
      return #expect(Bool(false))
    }
    #expect(account.kind == .personal && account.email.text == "Hopper@navy.example")
    #expect(try site.dump("public_account_grant") == [])
    #expect(try site.count("SELECT COUNT(*) FROM public_account_access WHERE ended IS NULL") == 0)
    guard case .ended = try site.acting(token) else { return #expect(Bool(false)) }
    let mail = try #require(try DeliverMail().take(in: site.open(), at: .now))
    #expect(mail.entry.kind == .renewed && mail.entry.recipient == "Hopper@navy.example")
    guard
      case .signedIn(_, _, let who) = try signIn(
        "hopper@navy.example", try #require(mail.initialPassword))
    else { return #expect(Bool(false)) }
    #expect(who.id == grace.id && who.mustChangePassword && who.department == grace.department)
    #expect(isRefused(try signIn("grace")))
    #expect(try verbs().contains("revert"))
    #expect(
      try site.store().accounts.find(SearchText("hopper@navy"), limit: 2).found.map(\.id)
        == [grace.id])
  }

  @Test("An address that another has, a suspended one: it stays public, and nothing is changed")
  func notReverted() throws {
    let press = try site.publicAccount("press")
    try site.associate(press, .account(try site.person("grace").id))
    let before = try all()
    guard
      case .refused(_, .addressTaken(let holder)) = try revert("press", "GRACE@navy.example"),
      case .unknown = try revert("grace", "x@navy.example"),
      case .unknown = try revert("nobody", "x@navy.example")
    else { return #expect(Bool(false)) }
    #expect(holder.text == "grace")
    #expect(try all() == before)
    try site.run("UPDATE account SET state = 'suspended' WHERE login = 'press'")
    guard case .refused(_, .suspended) = try revert("press", "x@navy.example") else {
      return #expect(Bool(false))
    }
  }

  // MARK: Associations

  @Test("Twice, with what is gone, with another public account: refused, and nothing is changed")
  func associations() throws {
    let press = try site.publicAccount("press")
    let office = try site.publicAccount("office", "Office")
    let grace = try site.person("grace")
    try site.run("UPDATE account SET state = 'removed' WHERE login = 'grace'")
    let sales = GrantSubject.department(try site.department("Sales").id)
    try site.associate(press, sales)
    let before = try all()
    let refused: [(GrantSubject, AssociationProblem)] = [
      (sales, .already), (.department(Department.ID("x")), .gone), (.holding(.new()), .gone),
      (.account(.new()), .gone), (.account(grace.id), .gone), (.account(office.id), .publicAccount),
      (.account(press.id), .publicAccount),
    ]
    for (subject, problem) in refused {
      let outcome = try Associate(login: press.login, subject, by: .commandLine).perform(
        in: site.open(), at: .now)
      guard case .refused(let found) = outcome else { return #expect(Bool(false), "\(outcome)") }
      #expect(found == problem, "\(subject)")
    }
    guard
      case .unknown = try Associate(login: grace.login, sales, by: .commandLine).perform(
        in: site.open(), at: .now),
      case .unknown = try Dissociate(login: grace.login, sales, by: .commandLine).perform(
        in: site.open(), at: .now),
      case .notAssociated = try Dissociate(login: office.login, sales, by: .commandLine).perform(
        in: site.open(), at: .now)
    else { return #expect(Bool(false)) }
    #expect(try all() == before)
    _ = try Dissociate(login: press.login, sales, by: .commandLine).perform(
      in: site.open(), at: .now)
    #expect(
      try verbs().prefix(4) == ["let use no more", "dissociate", "let use", "associate"])
  }

  // MARK: Changes

  @Test("Renamed, suspended, restored, removed: each once, and the log says so")
  func changes() throws {
    let press = try site.publicAccount("press")
    let grace = try site.person("grace")
    try site.associate(press, .account(grace.id))
    func change(_ change: ChangePublicAccount.Change) throws -> ChangePublicAccount.Outcome {
      try ChangePublicAccount(login: press.login, change, by: .commandLine).perform(
        in: site.open(), at: .now)
    }
    guard case .changed(let renamed) = try change(.rename(try PersonName("Presse"))),
      case .notSo = try change(.rename(try PersonName("Presse"))),
      case .notSo = try change(.state(.restore)),
      case .changed = try change(.state(.suspend)), case .notSo = try change(.state(.suspend))
    else { return #expect(Bool(false)) }
    #expect(renamed.name.text == "Presse")
    #expect(try site.open().publicAccounts(for: grace).isEmpty)
    #expect(try site.open().publicAccounts(limit: 9).count == 1)
    guard case .changed = try change(.state(.restore)) else { return #expect(Bool(false)) }
    #expect(try site.open().publicAccounts(for: grace).count == 1)
    _ = try change(.state(.suspend))
    guard case .changed = try change(.state(.remove)), case .unknown = try change(.state(.restore))
    else { return #expect(Bool(false)) }
    #expect(try site.open().publicAccounts(limit: 9).isEmpty)
    #expect(try site.open().publicAccounts(for: grace).isEmpty)
    #expect(try site.dump("public_account_grant") == [])
    #expect(
      try verbs().prefix(5) == ["remove", "suspend", "restore", "suspend", "rename"])
    guard
      case .unknown = try ChangePublicAccount(
        login: grace.login, .state(.remove), by: .commandLine
      ).perform(in: site.open(), at: .now)
    else { return #expect(Bool(false)) }
  }

  @Test("A mail that says that one has an account goes to no public one")
  func mails() throws {
    let grace = try site.person("grace")
    let installation = try site.open()
    try installation.store.write {
      try installation.store.outbox.insert(
        OutboxEntry(
          id: OutboxEntry.ID("m"), kind: .known, account: grace.id, application: nil,
          recipient: grace.email.text, language: .english, sealed: nil, messageID: "m",
          nextAttempt: .now, givesUp: .now, created: .now))
    }
    try site.run("UPDATE mail_outbox SET state = 'sent'")
    _ = try convert("grace")
    let resend = ResendMail(OutboxEntry.ID("m"), by: .commandLine)
    guard case .refused(_, .notActive) = try resend.perform(in: site.open(), at: .now) else {
      return #expect(Bool(false))
    }
  }
}
