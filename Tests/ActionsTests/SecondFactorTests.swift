// The second factor: turned on with a code, asked for at each sign-in, each code good once; recovery codes.

import Actions
import Dispatch
import Foundation
import Membership
import Secrets
import Store
import TestSite
import Testing

@Suite("Second factor") struct SecondFactorTests {
  private let now = Moment.now

  /// Turns it on; its key and the recovery codes.
  private func turnOn(_ site: TestSite) throws -> (totp: TOTP, codes: [String]) {
    let installation = try site.open()
    let new = try installation.newSecondFactor(for: site.administrator, at: now)
    let totp = try #require(TOTP(base32: new.secret))
    // With the code of a minute ago, so that those of now are left.
    let confirm = ConfirmSecondFactor(
      account: site.administrator, sealed: new.sealed,
      typed: totp.code(at: TOTP.step(at: now.seconds) - 1))
    guard case .on(let codes) = try confirm.perform(in: installation, at: now) else {
      throw TestSite.Unexpected("not on")
    }
    return (totp, codes)
  }

  private func awaiting(_ site: TestSite, at moment: Moment? = nil) throws -> AwaitingSession {
    let moment = moment ?? now
    let signIn = SignIn(name: "ada", password: TestSite.password)
    guard case .awaitsCode(let token) = try signIn.perform(in: site.open(), at: moment),
      let session = try AwaitingSession(cookie: token, in: site.open(), at: moment)
    else { throw TestSite.Unexpected("no code is asked for") }
    // It is no session yet.
    #expect(try Session(cookie: token, in: site.open(), at: moment) == nil)
    return session
  }

  enum Answer: Equatable { case signedIn, wrong, tooMany, ended }

  private func give(
    _ code: String, _ session: AwaitingSession, _ site: TestSite, after seconds: Int64 = 0
  ) throws -> Answer {
    let give = GiveCode(session: session, typed: code, device: nil)
    switch try give.perform(in: site.open(), at: now + seconds) {
    case .signedIn(let token, _, _):
      #expect(try Session(cookie: token, in: site.open(), at: now + seconds) != nil)
      return .signedIn
    case .wrong: return .wrong
    case .tooMany: return .tooMany
    case .ended: return .ended
    }
  }

  @Test("Nothing is stored until a first code is given, and then no secret as it is")
  func turningOn() throws {
    let site = try TestSite()
    let before = try site.dump("account")
    let installation = try site.open()
    let new = try installation.newSecondFactor(for: site.administrator, at: now)
    #expect(new.address.hasPrefix("otpauth://totp/Acme:ada?secret=\(new.secret)"))
    let wrong = ConfirmSecondFactor(
      account: site.administrator, sealed: new.sealed, typed: "000000x")
    guard case .wrong = try wrong.perform(in: installation, at: now) else {
      return #expect(Bool(false))
    }
    #expect(try site.dump("account") == before)
    let code = try #require(TOTP(base32: new.secret)).code(at: TOTP.step(at: now.seconds))
    // Another's page, one of an hour ago, and none of ours.
    var other = site.administrator
    other.id = .new()
    let stale = [
      (other, new.sealed, Int64(0)), (site.administrator, new.sealed, 3601),
      (site.administrator, "x", 0),
    ]
    for (account, sealed, seconds) in stale {
      let confirm = ConfirmSecondFactor(account: account, sealed: sealed, typed: code)
      guard case .stale = try confirm.perform(in: installation, at: now + seconds) else {
        return #expect(Bool(false))
      }
    }
    let confirm = ConfirmSecondFactor(account: site.administrator, sealed: new.sealed, typed: code)
    guard case .on(let codes) = try confirm.perform(in: installation, at: now) else {
      return #expect(Bool(false))
    }
    #expect(Set(codes).count == 10)
    let stored = try site.dump("account") + site.dump("recovery_code")
    for secret in [new.secret] + codes { #expect(!stored.contains { $0.contains(secret) }) }
    // What is on is not replaced from another window.
    guard case .isOnAlready = try confirm.perform(in: installation, at: now) else {
      return #expect(Bool(false))
    }
    // The code that turned it on signs nobody in.
    #expect(try give(code, awaiting(site), site) == .wrong)
  }

  @Test("Each code is good once, and none of before it afterwards")
  func once() throws {
    let site = try TestSite()
    let totp = try turnOn(site).totp
    let step = TOTP.step(at: now.seconds)
    #expect(try give(totp.code(at: step + 1), awaiting(site), site) == .signedIn)
    #expect(try give(totp.code(at: step + 1), awaiting(site), site) == .wrong)
    #expect(try give(totp.code(at: step), awaiting(site), site) == .wrong)
    #expect(try give(totp.code(at: step + 2), awaiting(site), site, after: 30) == .signedIn)
  }

  @Test("Of twenty who give one code at the same instant one is let in")
  func parallel() throws {
    let site = try TestSite()
    let (totp, codes) = try turnOn(site)
    for code in [totp.code(at: TOTP.step(at: now.seconds) + 1), codes[0]] {
      let sessions = try (0..<4).map { _ in try awaiting(site) }
      let lock = NSLock()
      nonisolated(unsafe) var answers: [Answer] = []
      nonisolated(unsafe) let shared = sessions
      DispatchQueue.concurrentPerform(iterations: 4) { place in
        let answer = try? give(code, shared[place], site)
        lock.withLock { if let answer { answers.append(answer) } }
      }
      #expect(answers.count == 4 && answers.count { $0 == .signedIn } == 1, "\(answers)")
    }
  }

  @Test("A recovery code in any spelling lets in once; new ones void those before")
  func recovery() throws {
    let site = try TestSite()
    let (totp, codes) = try turnOn(site)
    let spelled = codes[0].uppercased().replacingOccurrences(of: "-", with: " ")
    #expect(try give(spelled, awaiting(site), site) == .signedIn)
    #expect(try give(codes[0], awaiting(site), site) == .wrong)
    #expect(try site.open().recoveryCodesLeft(of: site.administrator) == 9)
    func change(_ change: ChangeSecondFactor.Change, _ code: String) throws
      -> ChangeSecondFactor.Outcome
    {
      try ChangeSecondFactor(account: site.administrator, change, typed: code)
        .perform(in: site.open(), at: now)
    }
    guard case .wrong = try change(.newRecoveryCodes, codes[0]),
      case .recoveryCodes(let newer) = try change(.newRecoveryCodes, codes[1])
    else { return #expect(Bool(false)) }
    #expect(try give(codes[2], awaiting(site), site) == .wrong)
    #expect(try give(newer[0], awaiting(site), site) == .signedIn)
    guard case .wrong = try change(.off, codes[3]),
      case .off = try change(.off, totp.code(at: TOTP.step(at: now.seconds) + 1))
    else { return #expect(Bool(false)) }
    #expect(try site.count("SELECT COUNT(*) FROM recovery_code") == 0)
    guard
      case .signedIn = try SignIn(name: "ada", password: TestSite.password).perform(
        in: site.open(), at: now)
    else { return #expect(Bool(false)) }
  }

  @Test("Wrong codes are counted like wrong passwords, over all sessions")
  func guessing() throws {
    let site = try TestSite()
    let totp = try turnOn(site).totp
    for _ in 0..<5 { #expect(try give("000000x", awaiting(site), site) == .wrong) }
    let right = totp.code(at: TOTP.step(at: now.seconds) + 1)
    let session = try awaiting(site)
    #expect(try give(right, session, site) == .tooMany)
    #expect(try give(right, session, site, after: 15) == .signedIn)
    #expect(try site.count("SELECT COUNT(*) FROM guess") == 0)
  }

  @Test("Who waits for a code waits ten minutes, and not while the account is suspended")
  func tenMinutes() throws {
    let site = try TestSite()
    let (_, codes) = try turnOn(site)
    let session = try awaiting(site)
    #expect(try give(codes[0], session, site, after: 600) == .ended)
    #expect(try give("x", session, site, after: 599) == .wrong)
    try site.run("UPDATE account SET state = 'suspended'")
    #expect(try give(codes[0], session, site) == .ended)
    try site.run("UPDATE account SET state = 'active'")
    #expect(try give(codes[0], session, site, after: 599) == .signedIn)
    #expect(try give(codes[1], session, site) == .ended)
    _ = try awaiting(site)
    try DeliverMail().tidy(in: site.open(), at: now + 601)
    #expect(try site.count("SELECT COUNT(*) FROM session WHERE awaits_code = 1") == 0)
  }

  @Test("An initial password is used up by the code, and not before")
  func initial() throws {
    let site = try TestSite()
    let (_, codes) = try turnOn(site)
    try site.run("UPDATE account SET must_change_password = 1")
    let (one, other) = (try awaiting(site), try awaiting(site))
    #expect(try give(codes[0], one, site) == .signedIn)
    #expect(try give(codes[1], other, site) == .ended)
    guard
      case .initialPasswordUsed = try SignIn(name: "ada", password: TestSite.password).perform(
        in: site.open(), at: now)
    else { return #expect(Bool(false)) }
  }
}
