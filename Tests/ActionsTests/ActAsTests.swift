// Acting as a public account: through what it is open, what ends it within one request, and that a session never
// has more than one use that goes on.

import Actions
import Dispatch
import Membership
import Store
import TestSite
import Testing

@Suite("Act as") struct ActAsTests {
  enum Way: CaseIterable { case account, department, above, position, group, role }

  private let site: TestSite
  private let press: Account

  init() throws {
    site = try TestSite()
    press = try site.publicAccount("press")
  }

  private func login(_ acting: Acting?) -> String? { acting?.account?.login.text }

  private func isEnded(_ acting: Acting?) -> Bool {
    if case .ended(let account) = acting { account.id == press.id } else { false }
  }

  private func isOneself(_ acting: Acting?) -> Bool {
    if case .oneself = acting { true } else { false }
  }

  private func isRefused(_ outcome: ActAs.Outcome?) -> Bool {
    if case .refused = outcome { true } else { false }
  }

  private func running() throws -> Int {
    try site.count("SELECT COUNT(*) FROM public_account_access WHERE ended IS NULL")
  }

  private func dissociate(_ subject: GrantSubject) throws {
    let dissociate = Dissociate(login: press.login, subject, by: .commandLine)
    guard case .dissociated = try dissociate.perform(in: site.open(), at: .now) else {
      throw TestSite.Unexpected("not dissociated")
    }
  }

  private func change(_ change: PublicAccountChange) throws {
    let change = ChangePublicAccount(login: press.login, .state(change), by: .commandLine)
    guard case .changed = try change.perform(in: site.open(), at: .now) else {
      throw TestSite.Unexpected("not changed")
    }
  }

  // MARK: Through what

  @Test(
    "Open through each way; it says which; dissociated, the next request is out",
    arguments: Way.allCases)
  func ways(_ way: Way) throws {
    let holding: Holding? =
      switch way {
      case .position: try site.holding(.position, "Editor")
      case .group: try site.holding(.group, "Editor")
      case .role: try site.holding(.role, "Editor")
      default: nil
      }
    let grace = try site.person("grace", in: "Sales / North", holding: holding.map { [$0] } ?? [])
    let alan = try site.person("alan", in: "Sales / South")
    let subject: GrantSubject =
      switch way {
      case .account: .account(grace.id)
      case .department: .department(try site.department("Sales / North").id)
      case .above: .department(try site.department("Sales").id)
      case .position, .group, .role: .holding(try #require(holding).id)
      }
    let token = try site.beginSession(of: grace)
    #expect(isRefused(try site.act(token, as: "press")))
    try site.associate(press, subject)
    let open = try site.open().publicAccounts(for: grace)
    #expect(open.map(\.account.id) == [press.id] && open[0].reasons.map(\.subject) == [subject])
    let users = try site.open().users(of: press, limit: 9)
    #expect(users.map(\.account.login.text) == (way == .above ? ["alan", "grace"] : ["grace"]))
    #expect(users.allSatisfy { $0.reasons.map(\.subject) == [subject] })
    #expect(try site.open().publicAccounts(for: alan).count == (way == .above ? 1 : 0))

    guard case .acting = try site.act(token, as: "press") else { return #expect(Bool(false)) }
    #expect(login(try site.acting(token)) == "press")
    #expect(login(try site.acting(token)) == "press")
    try dissociate(subject)
    #expect(isEnded(try site.acting(token)))
    #expect(isEnded(try site.acting(token)))  // Until that was said.
    let installation = try site.open()
    try Session(cookie: token, in: installation, at: .now)?.goOnAsOneself(in: installation)
    #expect(isOneself(try site.acting(token)))
    #expect(try running() == 0)
    #expect(isRefused(try site.act(token, as: "press")))
    let uses = try site.open().uses(of: press, limit: 9, at: .now)
    #expect(uses.count == 1 && uses[0].account.id == grace.id && uses[0].ended != nil)
    #expect(try site.open().uses(by: grace, limit: 9, at: .now) == uses)
  }

  @Test("Every reason is told, departments first")
  func reasons() throws {
    let editor = try site.holding(.role, "Editor")
    let grace = try site.person("grace", in: "Sales / North", holding: [editor])
    let subjects: [GrantSubject] = [
      .department(try site.department("Sales").id),
      .department(try site.department("Sales / North").id), .holding(editor.id),
      .account(grace.id),
    ]
    for subject in subjects.reversed() { try site.associate(press, subject) }
    try site.associate(press, .department(try site.department("Works").id))
    #expect(
      try site.open().publicAccounts(for: grace).first?.reasons.map(\.subject) == subjects)
    #expect(
      try site.open().users(of: press, limit: 9).map { $0.reasons.map(\.subject) } == [subjects])
    #expect(try site.open().grants(for: press).count == 5)
    // One of four ways gone, three are left.
    let token = try site.beginSession(of: grace)
    _ = try site.act(token, as: "press")
    try dissociate(subjects[0])
    #expect(login(try site.acting(token)) == "press")
  }

  // MARK: Ends

  @Test("Moved to another department, or a role taken: the next request is out")
  func moved() throws {
    let editor = try site.holding(.role, "Editor")
    var grace = try site.person("grace", in: "Sales / North", holding: [editor])
    let sales = GrantSubject.department(try site.department("Sales").id)
    try site.associate(press, sales)
    let token = try site.beginSession(of: grace)
    _ = try site.act(token, as: "press")
    #expect(login(try site.acting(token)) == "press")
    let store = try site.store()
    grace.department = try site.department("Works").id
    try store.write { try store.accounts.update(grace) }
    #expect(isEnded(try site.acting(token)))
    #expect(isRefused(try site.act(token, as: "press")))
    #expect(try site.open().users(of: press, limit: 9).isEmpty)

    try site.associate(press, .holding(editor.id))
    _ = try site.act(token, as: "press")
    #expect(login(try site.acting(token)) == "press")
    try store.write { _ = try store.holdings.take(editor.id, from: grace.id) }
    #expect(isEnded(try site.acting(token)))
    #expect(try running() == 0)
  }

  @Test(
    "Suspended, removed or personal again: out with the next request, though it be restored before",
    arguments: ["suspend", "remove", "revert"])
  func changed(_ what: String) throws {
    let grace = try site.person("grace", in: "Sales / North")
    try site.associate(press, .account(grace.id))
    let token = try site.beginSession(of: grace)
    _ = try site.act(token, as: "press")
    switch what {
    case "suspend":
      try change(.suspend)
      #expect(isRefused(try site.act(try site.beginSession(of: grace), as: "press")))
      try change(.restore)
    case "remove": try change(.remove)
    default:
      let revert = RevertAccount(
        login: press.login, email: try EmailAddress("press@navy.example"), by: .commandLine)
      guard case .reverted = try revert.perform(in: site.open(), at: .now) else {
        return #expect(Bool(false))
      }
    }
    #expect(try running() == 0)
    #expect(isEnded(try site.acting(token)))
    #expect(isEnded(try site.acting(token)))  // Until that was said.
    let installation = try site.open()
    try Session(cookie: token, in: installation, at: .now)?.goOnAsOneself(in: installation)
    #expect(isOneself(try site.acting(token)))
    #expect(isRefused(try site.act(token, as: "press")) == (what != "suspend"))
  }

  @Test("Signed out: the use ends; a session that was left lying ends it when it was seen last")
  func signedOut() throws {
    let grace = try site.person("grace")
    try site.associate(press, .account(grace.id))
    let token = try site.beginSession(of: grace)
    _ = try site.act(token, as: "press")
    try Session(cookie: token, in: site.open(), at: .now)?.signOut(in: site.open(), at: .now)
    #expect(try running() == 0)

    let left = try site.beginSession(of: grace)
    _ = try site.act(left, as: "press")
    let seen = try site.count("SELECT seen FROM session")
    let later = Moment(seconds: Int64(seen)) + SessionRows.longestIdle + 1
    #expect(try site.open().uses(of: press, limit: 1, at: .now).first?.ended == nil)
    let uses = try site.open().uses(of: press, limit: 1, at: later)
    #expect(uses.first?.ended?.seconds == Int64(seen))
    let store = try site.store()
    try store.write { try store.sessions.deleteEnded(at: later + SessionRows.longest) }
    #expect(try running() == 0)
    #expect(try site.count("SELECT COUNT(*) FROM public_account_access WHERE ended < began") == 0)
  }

  // MARK: Windows

  @Test("Two windows of one session: chosen, switched and left in either, one use at a time")
  func windows() throws {
    let grace = try site.person("grace")
    let office = try site.publicAccount("office", "Office")
    for account in [press, office] { try site.associate(account, .account(grace.id)) }
    let (token, other) = (try site.beginSession(of: grace), try site.beginSession(of: grace))
    // Both windows were opened before anything was chosen.
    let installation = try site.open()
    let one = try #require(try Session(cookie: token, in: installation, at: .now))
    let two = try #require(try Session(cookie: token, in: installation, at: .now))
    func act(_ session: Session, _ login: String?) throws {
      let outcome = try ActAs(session, login.flatMap { Login($0) }).perform(
        in: installation, at: .now)
      guard case .acting(let acting) = outcome, acting.account?.login.text == login else {
        throw TestSite.Unexpected("\(outcome)")
      }
    }
    try act(one, "press")
    try act(two, "press")  // The same again begins nothing.
    #expect(try site.count("SELECT COUNT(*) FROM public_account_access") == 1)
    try act(two, "office")
    #expect(login(try site.acting(token)) == "office")
    #expect(try running() == 1)
    try act(one, nil)
    try act(two, nil)
    #expect(isOneself(try site.acting(token)))
    #expect(try running() == 0)
    // Another session of the same person is another affair.
    try act(one, "press")
    _ = try site.act(other, as: "office")
    #expect(try running() == 2)
    #expect(login(try site.acting(token)) == "press")
    #expect(login(try site.acting(other)) == "office")
  }

  @Test("What ends in one window does not end what another has begun meanwhile")
  func meanwhile() throws {
    let grace = try site.person("grace")
    let office = try site.publicAccount("office", "Office")
    for account in [press, office] { try site.associate(account, .account(grace.id)) }
    let token = try site.beginSession(of: grace)
    _ = try site.act(token, as: "press")
    let store = try site.store()
    let old = try #require(try site.open().uses(by: grace, limit: 1, at: .now).first).id
    _ = try site.act(token, as: "office")
    let digest = try #require(
      try store.sessions.all(of: grace.id, at: .now).first?.tokenDigest)
    try store.write { try store.sessions.clearAccess(tokenDigest: digest, of: old) }
    #expect(login(try site.acting(token)) == "office")
  }

  @Test("Whom it is not open to is refused, and as whom he acts stays")
  func refused() throws {
    let grace = try site.person("grace")
    _ = try site.person("alan")
    let office = try site.publicAccount("office", "Office")
    try site.associate(press, .account(grace.id))
    let token = try site.beginSession(of: grace)
    _ = try site.act(token, as: "press")
    let before = try site.dump("public_account_access") + site.dump("session")
    for login in ["office", "alan", "grace", "nobody", "ada"] {
      #expect(isRefused(try site.act(token, as: login)), "\(login)")
    }
    #expect(try site.dump("public_account_access") + site.dump("session") == before)
    #expect(login(try site.acting(token)) == "press")
    _ = office
    // The session was over before the choice came.
    let installation = try site.open()
    let session = try #require(try Session(cookie: token, in: installation, at: .now))
    try session.signOut(in: installation, at: .now)
    #expect(isRefused(try ActAs(session, press.login).perform(in: installation, at: .now)))
    #expect(try running() == 0)
  }

  @Test("Fifty at once choose, switch and leave in one session: at most one use goes on")
  func parallel() throws {
    let grace = try site.person("grace")
    let office = try site.publicAccount("office", "Office")
    for account in [press, office] { try site.associate(account, .account(grace.id)) }
    let token = try site.beginSession(of: grace)
    DispatchQueue.concurrentPerform(iterations: 50) { place in
      _ = try? site.act(token, as: ["press", "office", nil][place % 3])
      _ = try? site.acting(token)
    }
    #expect(try running() <= 1)
    #expect(try site.count("SELECT COUNT(*) FROM public_account_access") > 1)
    #expect(
      try site.count(
        """
        SELECT COUNT(*) FROM public_account_access WHERE ended IS NULL
          AND id NOT IN (SELECT access FROM session WHERE access IS NOT NULL)
        """) == 0)
    // And while it is taken from them.
    DispatchQueue.concurrentPerform(iterations: 50) { place in
      if place == 25 { try? dissociate(.account(grace.id)) }
      _ = try? site.act(token, as: ["press", "office"][place % 2])
      _ = try? site.acting(token)
    }
    _ = try site.acting(token)
    #expect(try running() <= 1)
    let acting = login(try site.acting(token))
    #expect(acting == (try running() == 1 ? "office" : nil))
  }
}
