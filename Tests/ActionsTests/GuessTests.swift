// How guessing is slowed down: what counts, under what, how exactly, and who is not locked out by it.

import Actions
import Dispatch
import Foundation
import Membership
import Secrets
import Store
import TestSite
import Testing

@Suite("Guessing") struct GuessTests {
  private let now = Moment.now

  enum Answer: Equatable {
    case signedIn, refused, later
    case tooMany(Int64)
  }

  private func signIn(
    _ site: TestSite, _ name: String, _ password: String = "wrong wrong wrong",
    after seconds: Int64 = 0, client: String? = nil, device: String? = nil
  ) throws -> (answer: Answer, device: String?) {
    let action = SignIn(
      name: name, password: password, client: client.flatMap { NetworkAddress($0) },
      device: device)
    switch try action.perform(in: site.open(), at: now + seconds) {
    case .signedIn(_, let device, _): return (.signedIn, device)
    case .refused: return (.refused, nil)
    case .tooMany(let until): return (.tooMany(until - (now + seconds)), nil)
    case .awaitsCode, .initialPasswordUsed, .initialPasswordExpired: return (.later, nil)
    }
  }

  @Test("Five wrong tries are free; then the waits double from 15 seconds to 15 minutes")
  func waits() throws {
    let site = try TestSite()
    for _ in 0..<5 { #expect(try signIn(site, "ada").answer == .refused) }
    var at: Int64 = 0
    for wait in [15, 30, 60, 120, 240, 480, 900, 900, 900] as [Int64] {
      // Not even the right one is looked at.
      #expect(try signIn(site, "ada", TestSite.password, after: at).answer == .tooMany(wait))
      #expect(try signIn(site, "ada", after: at + wait - 1).answer == .tooMany(1))
      at += wait
      #expect(try signIn(site, "ada", after: at).answer == .refused)
    }
    #expect(try signIn(site, "ada", TestSite.password, after: at + 900).answer == .signedIn)
    // Who was right begins anew.
    for _ in 0..<5 { #expect(try signIn(site, "ada", after: at + 900).answer == .refused) }
  }

  @Test("Login and address of an account, in any spelling, are one")
  func oneSubject() throws {
    let site = try TestSite()
    for name in ["ada", "ADA", "ada@example.org", "Ada@Example.ORG", " ada "] {
      #expect(try signIn(site, name).answer == .refused)
    }
    #expect(try signIn(site, "ada", TestSite.password).answer == .tooMany(15))
  }

  @Test(
    "Address, then login: counted as one, whether or not there is such an account",
    arguments: [true, false])
  func addressThenLogin(exists: Bool) throws {
    let site = try TestSite()
    if exists { try addGrace(site, "grace", "grace@navy.example") }
    for _ in 0..<5 { #expect(try signIn(site, "grace@navy.example").answer == .refused) }
    #expect(try signIn(site, "grace").answer == .tooMany(15))
    #expect(try signIn(site, "GRACE@other.example").answer == .tooMany(15))
  }

  private func addGrace(_ site: TestSite, _ login: String, _ email: String) throws {
    let add = AddAdministrator(
      login: try #require(Login(login)), name: try PersonName("Grace"),
      email: try EmailAddress(email), language: .english,
      password: try Password(TestSite.password, personal: []))
    _ = try add.perform(in: site.open(), at: now)
  }

  @Test("Who has an address with another's name before the @ forgets no guesses at the other")
  func sharedName() throws {
    let site = try TestSite()
    try addGrace(site, "grace2", "ada@evil.example")
    for _ in 0..<4 { #expect(try signIn(site, "ada").answer == .refused) }
    #expect(try signIn(site, "ada@evil.example", TestSite.password).answer == .signedIn)
    #expect(try signIn(site, "ada").answer == .refused)
    #expect(try signIn(site, "ada").answer == .tooMany(15))
  }

  @Test("A try that is not looked at takes nothing from its network's quota")
  func quotaOfLookedAt() throws {
    let site = try TestSite()
    for _ in 0..<40 { _ = try signIn(site, "ada", client: "192.0.2.1") }
    for place in 0..<15 {
      #expect(try signIn(site, "nobody\(place)", client: "192.0.2.1").answer == .refused)
    }
    #expect(try signIn(site, "nobody", client: "192.0.2.1").answer == .tooMany(900))
    // Nor is what the quota keeps out a guess.
    #expect(try site.count("SELECT COUNT(*) FROM guess") == 16)
  }

  @Test("A new initial password may be typed at once, whatever was guessed before")
  func reissued() throws {
    let site = try TestSite()
    try addGrace(site, "grace2", "grace@navy.example")
    for name in ["grace2", "grace"] { for _ in 0..<6 { _ = try signIn(site, name) } }
    let login = try #require(Login("grace2"))
    let account = try #require(try site.store().accounts.find(login: login))
    let code = "code \(account.id.text)"
    let store = try site.store()
    for _ in 0..<5 { _ = try store.write { try store.guesses.take(code, at: now) } }
    _ = try ReissuePassword(login: account.login, by: .commandLine).perform(
      in: site.open(), at: now)
    #expect(try site.count("SELECT COUNT(*) FROM guess") == 0)
    #expect(try signIn(site, "grace@navy.example").answer == .refused)
  }

  @Test("A name that nobody has, and a suspended one, wait like a known one")
  func unknown() throws {
    let site = try TestSite()
    try site.run("UPDATE account SET state = 'suspended'")
    for name in ["nobody", "ada"] {
      for _ in 0..<5 { #expect(try signIn(site, name, TestSite.password).answer == .refused) }
      #expect(try signIn(site, name, TestSite.password).answer == .tooMany(15))
    }
    // No name that somebody typed, a password in the wrong field perhaps, is kept.
    #expect(try site.dump("guess").allSatisfy { !$0.contains("nobody") })
  }

  @Test(
    "Of fifty tries at the same instant exactly five are looked at", arguments: ["ada", "nobody"])
  func parallel(_ name: String) throws {
    let site = try TestSite()
    let lock = NSLock()
    nonisolated(unsafe) var answers: [Answer] = []
    DispatchQueue.concurrentPerform(iterations: 50) { _ in
      let answer = try? signIn(site, name).answer
      lock.withLock { if let answer { answers.append(answer) } }
    }
    #expect(answers.count == 50)
    #expect(answers.count { $0 == .refused } == 5)
    #expect(answers.count { $0 == .tooMany(15) } == 45)
  }

  @Test("Twenty wrong tries of one network address in 15 minutes, exact at the same instant too")
  func addressQuota() throws {
    let site = try TestSite()
    let lock = NSLock()
    nonisolated(unsafe) var refused = 0
    DispatchQueue.concurrentPerform(iterations: 50) { place in
      let answer = try? signIn(site, "nobody\(place)", client: "2001:db8::\(place)").answer
      lock.withLock { if answer == .refused { refused += 1 } }
    }
    #expect(refused == 20)
    let right = TestSite.password
    #expect(try signIn(site, "ada", right, client: "2001:db8::ffff").answer == .tooMany(900))
    #expect(
      try signIn(site, "ada", right, after: 899, client: "2001:db8::1").answer == .tooMany(1))
    // Another household, and the same one afterwards.
    #expect(try signIn(site, "ada", right, client: "2001:db8:0:1::1").answer == .signedIn)
    #expect(try signIn(site, "ada", right, after: 900, client: "2001:db8::1").answer == .signedIn)
  }

  @Test("An office behind one address may sign in as often as it likes")
  func office() throws {
    let site = try TestSite()
    for _ in 0..<25 {
      #expect(
        try signIn(site, "ada", TestSite.password, client: "192.0.2.1").answer == .signedIn)
    }
  }

  @Test("A browser in which the account has signed in is locked out by nobody else's guessing")
  func device() throws {
    let site = try TestSite()
    let right = TestSite.password
    let device = try #require(try signIn(site, "ada", right).device)
    #expect(try site.dump("device").allSatisfy { !$0.contains(device) })
    for place in 0..<25 { _ = try signIn(site, "nobody\(place)", client: "192.0.2.1") }
    for _ in 0..<5 { _ = try signIn(site, "ada") }
    #expect(try signIn(site, "ada", right).answer == .tooMany(15))
    #expect(
      try signIn(site, "ada", right, client: "192.0.2.1", device: device).answer == .signedIn)
    // Made up, and known to another account: like none.
    let made = RandomToken.new().text
    #expect(try signIn(site, "ada", right, device: made).answer == .tooMany(15))
    try site.run("UPDATE device SET account = (SELECT id FROM account WHERE login = 'ada')")
    let other = AddAdministrator(
      login: try #require(Login("bob")), name: try PersonName("Bob"),
      email: try EmailAddress("bob@example.org"), language: .english,
      password: try Password(right, personal: []))
    _ = try other.perform(in: site.open(), at: now)
    let bobs = try #require(try signIn(site, "bob", right, device: device).device)
    #expect(bobs != device)
    #expect(try signIn(site, "ada", right, device: bobs).answer == .tooMany(15))
    // It guesses no faster itself, and locks out itself alone.
    for _ in 0..<5 { _ = try signIn(site, "ada", device: device) }
    #expect(try signIn(site, "ada", right, device: device).answer == .tooMany(15))
    #expect(try signIn(site, "ada", right, after: 15).answer == .signedIn)
  }

  @Test("A device is renewed by signing in, and known for 400 days")
  func deviceLife() throws {
    let site = try TestSite()
    let right = TestSite.password
    let device = try #require(try signIn(site, "ada", right).device)
    #expect(try signIn(site, "ada", right, after: 399 * 86400, device: device).device == device)
    try DeliverMail().tidy(in: site.open(), at: now + 798 * 86400)
    #expect(try site.count("SELECT COUNT(*) FROM device") == 1)
    try DeliverMail().tidy(in: site.open(), at: now + 800 * 86400)
    #expect(try site.count("SELECT COUNT(*) FROM device") == 0)
  }

  @Test("A new password and a suspension forget every browser but the one it was chosen in")
  func forgotten() throws {
    let site = try TestSite()
    let here = try #require(try signIn(site, "ada", TestSite.password).device)
    _ = try signIn(site, "ada", TestSite.password)
    #expect(try site.count("SELECT COUNT(*) FROM device") == 2)
    let chosen = "a ship in port is safe"
    let change = ChangePassword(
      account: site.administrator, current: TestSite.password, chosen: chosen, repeated: chosen,
      device: here)
    guard case .changed = try change.perform(in: site.open(), at: now) else {
      return #expect(Bool(false))
    }
    #expect(try site.count("SELECT COUNT(*) FROM device") == 1)
    #expect(try signIn(site, "ada", chosen, device: here).device == here)
    _ = try ReissuePassword(login: site.administrator.login, by: .commandLine)
      .perform(in: site.open(), at: now)
    #expect(try site.count("SELECT COUNT(*) FROM device") == 0)
  }

  @Test("Who found a browser open guesses the current password no faster")
  func currentPassword() throws {
    let site = try TestSite()
    func change(_ current: String) throws -> ChangePassword.Outcome {
      try ChangePassword(
        account: site.administrator, current: current, chosen: "a ship in port is safe",
        repeated: "a ship in port is safe"
      ).perform(in: site.open(), at: now)
    }
    for _ in 0..<5 {
      guard case .refused(.currentIsWrong) = try change("wrong") else {
        return #expect(Bool(false))
      }
    }
    guard case .tooMany(let until) = try change(TestSite.password) else {
      return #expect(Bool(false))
    }
    #expect(until - now == 15)
    // The owner signs in elsewhere all the same.
    #expect(try signIn(site, "ada", TestSite.password).answer == .signedIn)
  }

  @Test("A wrong initial password counts like any other")
  func initial() throws {
    let site = try TestSite()
    try site.run("UPDATE account SET must_change_password = 1")
    for _ in 0..<5 { #expect(try signIn(site, "ada").answer == .refused) }
    #expect(try signIn(site, "ada", TestSite.password).answer == .tooMany(15))
  }

  @Test("Counts are kept while they matter, and no longer")
  func tidy() throws {
    let site = try TestSite()
    _ = try signIn(site, "ada", client: "192.0.2.1")
    func counts() throws -> [Int] {
      [
        try site.count("SELECT COUNT(*) FROM guess"), try site.count("SELECT COUNT(*) FROM quota"),
      ]
    }
    try DeliverMail().tidy(in: site.open(), at: now + 3600)
    #expect(try counts() == [1, 1])
    try DeliverMail().tidy(in: site.open(), at: now + 86401)
    #expect(try counts() == [0, 0])
  }
}
