// Signing in, initial passwords, and the choice of one's own.

import Actions
import Membership
import Store
import TestSite
import Testing

@Suite("Sign in") struct SignInTests {
  /// A newcomer and the initial password that the outbox holds.
  private func newcomer(_ site: TestSite, at now: Moment = .now) throws -> String {
    let invitation = try site.invitation(approval: false)
    let apply = Apply(
      code: invitation.code.text, name: "Grace", email: "grace@navy.example", language: .english)
    _ = try apply.perform(in: site.open(), at: now)
    guard let password = try DeliverMail().take(in: site.open(), at: now)?.initialPassword else {
      throw TestSite.Unexpected("no password")
    }
    return password
  }

  private func signIn(
    _ site: TestSite, _ name: String, _ password: String, at now: Moment = .now
  ) throws -> SignIn.Outcome {
    try SignIn(name: name, password: password).perform(in: site.open(), at: now)
  }

  private func isRefused(_ outcome: SignIn.Outcome) -> Bool {
    if case .refused = outcome { true } else { false }
  }

  @Test("By login and by address in any case; wrong, unknown and suspended are refused alike")
  func names() throws {
    let site = try TestSite()
    for name in ["ada", "ADA", " ada ", "Ada@Example.ORG"] {
      guard case .signedIn = try signIn(site, name, TestSite.password) else {
        return #expect(Bool(false), "\(name)")
      }
    }
    #expect(isRefused(try signIn(site, "ada", "wrong")))
    #expect(isRefused(try signIn(site, "nobody", TestSite.password)))
    #expect(isRefused(try signIn(site, "ada\u{212A}", TestSite.password)))
    try site.run("UPDATE account SET state = 'suspended'")
    #expect(isRefused(try signIn(site, "ada", TestSite.password)))
  }

  @Test("An initial password opens one session")
  func once() throws {
    let site = try TestSite()
    let password = try newcomer(site)
    guard case .signedIn(_, _, let account) = try signIn(site, "grace", password) else {
      return #expect(Bool(false))
    }
    #expect(account.mustChangePassword)
    guard case .initialPasswordUsed = try signIn(site, "grace", password) else {
      return #expect(Bool(false))
    }
    #expect(try site.count("SELECT COUNT(*) FROM session") == 1)
  }

  @Test("An initial password ends after the hours that are set")
  func expires() throws {
    let site = try TestSite()
    let now = Moment.now
    let password = try newcomer(site, at: now)
    guard case .initialPasswordExpired = try signIn(site, "grace", password, at: now + 24 * 3600)
    else {
      return #expect(Bool(false))
    }
    guard case .signedIn = try signIn(site, "grace", password, at: now + (24 * 3600 - 1)) else {
      return #expect(Bool(false))
    }
  }

  @Test("A reissued password voids the old one, its mail and its session")
  func reissue() throws {
    let site = try TestSite()
    let old = try newcomer(site)
    _ = try signIn(site, "grace", old)
    _ = try ReissuePassword(login: Login("grace")!, by: .commandLine).perform(
      in: site.open(), at: .now)
    #expect(isRefused(try signIn(site, "grace", old)))
    #expect(try site.count("SELECT COUNT(*) FROM session") == 0)
    #expect(try site.count("SELECT COUNT(*) FROM mail_outbox WHERE sealed IS NOT NULL") == 1)
    let taken = try DeliverMail().take(in: site.open(), at: .now)
    guard case .signedIn = try signIn(site, "grace", taken?.initialPassword ?? "") else {
      return #expect(Bool(false))
    }
  }

  @Test("A change of password that began before a reissue does not undo it")
  func overtaken() throws {
    let site = try TestSite()
    let initial = try newcomer(site)
    guard case .signedIn(_, _, let account) = try signIn(site, "grace", initial) else {
      return #expect(Bool(false))
    }
    // What the other transaction looks at: the hash that was verified.
    let store = try site.store()
    let hash = try #require(try store.accounts.credentials(signInName: "grace")).passwordHash
    #expect(try store.accounts.holds(hash, account.id))
    _ = try ReissuePassword(login: account.login, by: .commandLine).perform(
      in: site.open(), at: .now)
    #expect(try !store.accounts.holds(hash, account.id))
    try site.run("UPDATE account SET state = 'suspended'")
    let newHash = try #require(try store.accounts.credentials(signInName: "grace")).passwordHash
    #expect(try !store.accounts.holds(newHash, account.id))
  }

  @Test("A chosen password ends every session and the initial one")
  func change() throws {
    let site = try TestSite()
    let initial = try newcomer(site)
    guard case .signedIn(_, _, let account) = try signIn(site, "grace", initial) else {
      return #expect(Bool(false))
    }
    func change(_ chosen: String, _ repeated: String) throws -> ChangePassword.Outcome {
      try ChangePassword(account: account, current: "", chosen: chosen, repeated: repeated)
        .perform(in: site.open(), at: .now)
    }
    let table: [(String, String, ChangePassword.Problem)] = [
      ("short", "short", .unsuitable(.tooShort)),
      ("passwordpassword", "passwordpassword", .unsuitable(.common)),
      ("grace hopper ahoy", "grace hopper ahoi", .repeatedDiffers),
      (initial, initial, .sameAsBefore),
    ]
    for (chosen, repeated, problem) in table {
      guard case .refused(let found) = try change(chosen, repeated) else {
        return #expect(Bool(false), "\(chosen)")
      }
      #expect(found == problem)
    }
    guard case .changed = try change("a ship in port is safe", "a ship in port is safe") else {
      return #expect(Bool(false))
    }
    #expect(isRefused(try signIn(site, "grace", initial)))
    guard case .signedIn(_, _, let changed) = try signIn(site, "grace", "a ship in port is safe")
    else {
      return #expect(Bool(false))
    }
    #expect(!changed.mustChangePassword)
    // The new one, and this sign-in's.
    #expect(try site.count("SELECT COUNT(*) FROM session") == 2)
  }
}
