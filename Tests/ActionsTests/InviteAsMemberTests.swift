// Members invite by the administrators' rules, within their limits, and only while they are let.

import Actions
import Membership
import Store
import TestSite
import Testing

@Suite("Members invite") struct InviteAsMemberTests {
  private let site: TestSite
  private let grace: Account

  init() throws {
    site = try TestSite()
    grace = try site.member("grace", department: "Sales / North")
    try site.set(.memberInvitations, "yes")
  }

  private func invite(_ account: Account? = nil, label: String = "", at now: Moment = .now) throws
    -> InviteAsMember.Outcome
  {
    try InviteAsMember(account ?? grace, label: label, language: .english)
      .perform(in: site.open(), at: now)
  }

  private func made(_ outcome: InviteAsMember.Outcome) throws -> Invitation {
    guard case .created(let invitation) = outcome else {
      throw TestSite.Unexpected("refused: \(outcome)")
    }
    return invitation
  }

  private func problem(_ outcome: InviteAsMember.Outcome) -> InvitingProblem? {
    if case .refused(let problem) = outcome { problem } else { nil }
  }

  @Test("Made by the rules: the inviter's own department, approval, a week")
  func own() throws {
    let now = Moment.now
    let invitation = try made(invite(label: " Book club ", at: now))
    #expect(invitation.label == "Book club" && invitation.inviter == grace.id)
    #expect(invitation.departmentPath == "Sales / North" && invitation.requiresApproval)
    #expect(invitation.expires == now + 7 * 86400 && invitation.maxUses == nil)
    let stored = try #require(try site.open().ownInvitation(invitation.code, of: grace))
    #expect(stored.code == invitation.code)
    let log = try #require(try site.open().auditLines(limit: 1).first)
    #expect(log.entry.verb == "create" && log.actor?.login.text == "grace")
  }

  @Test("The administrators' other rules: a fixed department, nobody asked, without an end")
  func fixed() throws {
    _ = try AddDepartment(path: "Guests").perform(in: site.open(), at: .now)
    try site.set(.memberDepartment, "Guests")
    try site.set(.memberApproval, "no")
    try site.set(.memberValidity, "never")
    let invitation = try made(invite())
    #expect(invitation.departmentPath == "Guests" && !invitation.requiresApproval)
    #expect(invitation.expires == nil)
    // By its path it is typed and shown, by its id it is kept: a new name changes nothing.
    let installation = try site.open()
    #expect(try installation.text(of: .memberDepartment) == "Guests")
    let id = try #require(installation.settings.memberDepartment)
    _ = try ChangeDepartment(id, .rename(to: "Visitors"), by: .commandLine)
      .perform(in: site.open(), at: .now)
    #expect(try made(invite()).departmentPath == "Visitors")
  }

  @Test("A department that becomes part of another takes the rule along")
  func merged() throws {
    for path in ["Guests", "Friends"] {
      _ = try AddDepartment(path: path).perform(in: site.open(), at: .now)
    }
    try site.set(.memberDepartment, "Guests")
    let departments = try site.open().departments()
    let guests = try #require(departments.first { $0.path == "Guests" })
    let friends = try #require(departments.first { $0.path == "Friends" })
    _ = try ChangeDepartment(guests.id, .merge(into: friends.id), by: .commandLine)
      .perform(in: site.open(), at: .now)
    #expect(try site.open().settings.memberDepartment == friends.id)
    let remove = ChangeDepartment(friends.id, .remove, by: .commandLine)
    guard case .refused(_, [.memberRule]) = try remove.perform(in: site.open(), at: .now) else {
      return #expect(Bool(false))
    }
    try site.set(.memberDepartment, "")
    guard case .changed = try remove.perform(in: site.open(), at: .now) else {
      return #expect(Bool(false))
    }
    #expect(try made(invite()).departmentPath == "Sales / North")
  }

  @Test("Who is not let makes nothing: switched off, suspended, a public account, a label too long")
  func refused() throws {
    let press = try site.publicAccount("press")
    let before = try site.dump("invitation") + site.dump("audit_log")
    #expect(try problem(invite(press)) == .notActive)
    #expect(try problem(invite(label: String(repeating: "x", count: 101))) == .label)
    #expect(try site.dump("invitation") + site.dump("audit_log") == before)
    _ = try ChangeAccountState(login: grace.login, .suspend, by: .commandLine)
      .perform(in: site.open(), at: .now)
    #expect(try problem(invite()) == .notActive)
    try site.set(.memberInvitations, "no")
    #expect(try problem(invite()) == .off)
    #expect(try site.count("SELECT COUNT(*) FROM invitation") == 0)
  }

  @Test("As many open ones as set; one that has ended makes room")
  func open() throws {
    try site.set(.memberLinks, "2")
    let first = try made(invite())
    _ = try made(invite())
    #expect(try problem(invite()) == .tooMany(2))
    // Another member has room of his own.
    _ = try made(invite(try site.member("joan")))
    _ = try RevokeInvitation(first.code, by: .account(grace.id)).perform(in: site.open(), at: .now)
    _ = try made(invite())
    #expect(try problem(invite()) == .tooMany(2))
    // A week later both have ended by themselves.
    _ = try made(invite(at: .now + 8 * 86400))
  }

  @Test("As many a day as set, ended or not; the next when the first of them is a day old")
  func perDay() throws {
    try site.set(.memberLinksPerDay, "2")
    let now = Moment.now
    let first = try made(invite(at: now))
    _ = try made(invite(at: now + 3600))
    _ = try RevokeInvitation(first.code, by: .account(grace.id)).perform(in: site.open(), at: now)
    let next = now + 86400
    #expect(try problem(invite(at: now + 7200)) == .tooManyToday(2, next: next))
    #expect(try problem(invite(at: next + -1)) == .tooManyToday(2, next: next))
    _ = try made(invite(at: next))
    #expect(try problem(invite(at: next)) == .tooManyToday(2, next: now + 3600 + 86400))
  }

  @Test("All people of a business system together: its own limit")
  func system() throws {
    let shop = BusinessSystem(
      id: BusinessSystem.ID("s1"), name: "Shop", linksPerDay: 2, created: .now)
    try site.run(
      """
      INSERT INTO business_system (id, name, name_key, links_per_day, created)
      VALUES ('s1', 'Shop', 'shop', 2, 1)
      """)
    let now = Moment.now
    func invite(_ account: Account) throws -> InviteAsMember.Outcome {
      try InviteAsMember(account, language: .english, in: shop).perform(in: site.open(), at: now)
    }
    _ = try made(invite(grace))
    _ = try made(invite(try site.member("joan")))
    #expect(
      try problem(invite(try site.member("alan"))) == .systemTooManyToday(2, next: now + 86400))
    // On their own page it does not count.
    _ = try made(self.invite(grace))
  }

  @Test("Switched off with open links: nothing is stored before it is said what becomes of them")
  func switchedOff() throws {
    let invitation = try made(invite())
    let own = try site.invitation()
    func switchOff(_ links: OutstandingLinks?) throws -> ChangeSettings.Outcome {
      try ChangeSettings([(.memberInvitations, "no")], memberLinks: links, by: .commandLine)
        .perform(in: site.open(), at: .now)
    }
    guard case .asks(let living) = try switchOff(nil) else { return #expect(Bool(false)) }
    #expect(living.links == 1)
    #expect(try site.open().settings.memberInvitations)
    guard case .changed([.memberInvitations], pages: []) = try switchOff(.keep) else {
      return #expect(Bool(false))
    }
    #expect(try site.open().invitation(code: invitation.code)?.revoked == nil)
    try site.set(.memberInvitations, "yes")
    guard case .changed(_, let pages) = try switchOff(.revoke) else { return #expect(Bool(false)) }
    #expect(pages == [invitation.code])
    #expect(try site.open().invitation(code: invitation.code)?.revoked != nil)
    #expect(try site.open().invitation(code: own.code)?.revoked == nil)
    // Now there is nothing to ask.
    try site.set(.memberInvitations, "yes")
    guard case .changed = try switchOff(nil) else { return #expect(Bool(false)) }
  }

  @Test("Handed over to an administrator, a link is under the members' rules no more")
  func handedOver() throws {
    let invitation = try made(invite())
    let leave = ChangeAccountState(
      login: grace.login, .suspend, links: .handOver(to: site.administrator.login), by: .commandLine
    )
    guard case .changed = try leave.perform(in: site.open(), at: .now) else {
      return #expect(Bool(false))
    }
    #expect(try site.open().ownInvitation(invitation.code, of: site.administrator) == nil)
    #expect(try site.open().membersLivingInvitations(at: .now).links == 0)
  }
}
