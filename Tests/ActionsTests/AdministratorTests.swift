// What administrators do to each other's accounts, and what they cannot.

import Actions
import Dispatch
import Foundation
import Membership
import Secrets
import Store
import TestSite
import Testing

@Suite("Administrators") struct AdministratorTests {
  private func add(_ site: TestSite, _ login: String, mailed: Bool = false) throws -> Login {
    let checked = try #require(Login(login))
    let add = AddAdministrator(
      login: checked, name: try PersonName("Grace Hopper"),
      email: try EmailAddress("\(login)@Navy.example"), language: .simplifiedChinese,
      password: mailed ? nil : try Password(TestSite.password, personal: []), isMailed: mailed,
      by: .account(site.administrator.id))
    guard case .added(nil) = try add.perform(in: site.open(), at: .now) else {
      throw TestSite.Unexpected("not added")
    }
    return checked
  }

  private func change(
    _ site: TestSite, _ login: Login, _ change: AdministratorChange, by actor: Actor? = nil
  ) throws -> ChangeAdministrator.Outcome {
    try ChangeAdministrator(
      login: login, change, by: actor ?? .account(site.administrator.id)
    ).perform(in: site.open(), at: .now)
  }

  private func problem(_ outcome: ChangeAdministrator.Outcome) -> AdministratorChange.Problem? {
    if case .refused(_, let problem) = outcome { problem } else { nil }
  }

  private func verbs(_ site: TestSite) throws -> [String] {
    try site.store().audit.list(before: nil, subject: nil, limit: 10).map(\.verb)
  }

  @Test("One who is added gets a welcome mail with an initial password, and no other way in")
  func added() throws {
    let site = try TestSite()
    _ = try add(site, "grace", mailed: true)
    let taken = try #require(try DeliverMail().take(in: site.open(), at: .now))
    #expect(taken.entry.kind == .welcome && taken.entry.language == .simplifiedChinese)
    #expect(taken.entry.recipient == "grace@Navy.example")
    #expect(taken.application == nil && taken.account?.isAdministrator == true)
    let signIn = SignIn(name: "grace", password: taken.initialPassword ?? "")
    guard case .signedIn(_, _, let account) = try signIn.perform(in: site.open(), at: .now) else {
      return #expect(Bool(false))
    }
    #expect(account.mustChangePassword)
    #expect(try verbs(site).first == "create")
  }

  @Test(
    "Suspended: sessions and browsers end at once, and the password opens nothing; restored: it does"
  )
  func suspended() throws {
    let site = try TestSite()
    let grace = try add(site, "grace")
    let signIn = SignIn(name: "grace", password: TestSite.password)
    guard case .signedIn(let token, _, _) = try signIn.perform(in: site.open(), at: .now) else {
      return #expect(Bool(false))
    }
    guard case .changed = try change(site, grace, .suspend) else { return #expect(Bool(false)) }
    #expect(try Session(cookie: token, in: site.open(), at: .now) == nil)
    #expect(try site.count("SELECT COUNT(*) FROM session") == 0)
    #expect(try site.count("SELECT COUNT(*) FROM device") == 0)
    guard case .refused = try signIn.perform(in: site.open(), at: .now) else {
      return #expect(Bool(false))
    }
    #expect(problem(try change(site, grace, .suspend)) == .notSo)
    #expect(problem(try change(site, grace, .reset)) == .notSo)
    guard case .changed = try change(site, grace, .restore) else { return #expect(Bool(false)) }
    #expect(problem(try change(site, grace, .restore)) == .notSo)
    guard case .signedIn = try signIn.perform(in: site.open(), at: .now) else {
      return #expect(Bool(false))
    }
    #expect(try verbs(site).prefix(2) == ["restore", "suspend"])
  }

  @Test("Nobody does it to himself, the last active one stays, and who is no administrator is none")
  func limits() throws {
    let site = try TestSite()
    let ada = site.administrator.login
    let grace = try add(site, "grace")
    let before = try site.dump("account")
    for step in [AdministratorChange.suspend, .reset, .removeSecondFactor] {
      #expect(problem(try change(site, ada, step)) == .yourself)
    }
    guard case .changed = try change(site, grace, .suspend),
      case .refused(_, .last) = try change(site, ada, .suspend, by: .commandLine),
      case .changed = try change(site, grace, .restore)
    else { return #expect(Bool(false)) }
    #expect(try site.dump("account") == before)
    try site.run("UPDATE account SET is_administrator = 0 WHERE login = 'grace'")
    for step in AdministratorChange.allCases {
      guard case .unknown = try change(site, grace, step) else { return #expect(Bool(false)) }
    }
  }

  @Test("Of two who suspend each other at the same instant one stays")
  func eachOther() throws {
    for _ in 0..<10 {
      let site = try TestSite()
      let grace = try add(site, "grace")
      let graces = try #require(try site.store().accounts.find(login: grace)).id
      let steps: [(Login, Actor)] = [
        (grace, .account(site.administrator.id)), (site.administrator.login, .account(graces)),
      ]
      DispatchQueue.concurrentPerform(iterations: 2) { place in
        _ = try? change(site, steps[place].0, .suspend, by: steps[place].1)
      }
      #expect(try site.count("SELECT COUNT(*) FROM account WHERE state = 'active'") == 1)
    }
  }

  @Test("Reset: a new initial password by mail, and the old one is void")
  func reset() throws {
    let site = try TestSite()
    let grace = try add(site, "grace")
    guard case .changed = try change(site, grace, .reset) else { return #expect(Bool(false)) }
    let old = SignIn(name: "grace", password: TestSite.password)
    guard case .refused = try old.perform(in: site.open(), at: .now) else {
      return #expect(Bool(false))
    }
    let taken = try #require(try DeliverMail().take(in: site.open(), at: .now))
    #expect(taken.entry.kind == .renewed && taken.initialPassword != nil)
    #expect(try verbs(site).first == "reissue password")
  }

  @Test("The second factor of who lost the telephone is turned off by another")
  func secondFactor() throws {
    let site = try TestSite()
    let grace = try add(site, "grace")
    #expect(problem(try change(site, grace, .removeSecondFactor)) == .notSo)
    let account = try #require(try site.store().accounts.find(login: grace))
    let installation = try site.open()
    let new = try installation.newSecondFactor(for: account, at: .now)
    let code = TOTP(base32: new.secret)?.code(at: TOTP.step(at: Moment.now.seconds)) ?? ""
    _ = try ConfirmSecondFactor(account: account, sealed: new.sealed, typed: code)
      .perform(in: installation, at: .now)
    #expect(try installation.haveSecondFactor() == [account.id])
    guard case .changed = try change(site, grace, .removeSecondFactor) else {
      return #expect(Bool(false))
    }
    #expect(try installation.haveSecondFactor() == [])
    #expect(try site.count("SELECT COUNT(*) FROM recovery_code") == 0)
    guard
      case .signedIn = try SignIn(name: "grace", password: TestSite.password).perform(
        in: site.open(), at: .now)
    else { return #expect(Bool(false)) }
    #expect(try verbs(site).prefix(2) == ["turn off second factor", "turn on second factor"])
  }
}
