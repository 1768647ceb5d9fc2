// Decisions: one each, with what they bring.

import Actions
import Foundation
import Membership
import TestSite
import Testing

@Suite("Decide") struct DecideTests {
  private func pending(_ site: TestSite, maxUses: Int? = nil) throws -> Application {
    let invitation = try site.invitation(maxUses: maxUses)
    let apply = Apply(
      code: invitation.code.text, name: "Grace Hopper", email: "grace@navy.example",
      language: .simplifiedChinese)
    guard case .applied(let token, _, _, _) = try apply.perform(in: site.open(), at: .now),
      let application = try FindApplication(token: token).perform(in: site.open())
    else { throw TestSite.Unexpected("no application") }
    return application
  }

  private func decide(
    _ site: TestSite, _ application: Application, _ verdict: Decide.Verdict
  ) throws -> Decide.Outcome {
    try Decide(reference: application.reference, verdict: verdict, approver: site.administrator)
      .perform(in: site.open(), at: .now)
  }

  @Test("Approved: account, sealed mail and decision together")
  func approve() throws {
    let site = try TestSite()
    let application = try pending(site)
    guard case .decided(let decided, _, let mail) = try decide(site, application, .approve) else {
      return #expect(Bool(false))
    }
    #expect(mail && decided.decision?.approver == "Ada Lovelace")
    #expect(
      try site.count(
        "SELECT COUNT(*) FROM account WHERE email_key = 'grace@navy.example' AND language = 'zh-Hans'"
      ) == 1)
    #expect(
      try site.count(
        "SELECT COUNT(*) FROM mail_outbox WHERE kind = 'welcome' AND sealed IS NOT NULL AND language = 'zh-Hans'"
      ) == 1)
    #expect(try site.count("SELECT uses_completed - uses_reserved FROM invitation") == 1)
    #expect(try site.count("SELECT COUNT(*) FROM audit_log WHERE verb = 'approve'") == 1)
  }

  @Test(
    "Rejected: the use is free again, the reason is kept, mail only if wanted",
    arguments: [true, false])
  func reject(mailed: Bool) throws {
    let site = try TestSite()
    let application = try pending(site, maxUses: 1)
    guard
      case .decided(let decided, let reopened, let mail) = try decide(
        site, application, .reject(reason: " unknown to us ", mailed: mailed))
    else { return #expect(Bool(false)) }
    #expect(decided.decision?.reason == "unknown to us")
    #expect(reopened != nil)  // It was full; its page has to say that it is open again.
    #expect(mail == mailed)
    #expect(try site.count("SELECT uses_reserved + uses_completed FROM invitation") == 0)
    #expect(try site.count("SELECT COUNT(*) FROM account") == 1)
    #expect(try site.count("SELECT COUNT(*) FROM mail_outbox") == (mailed ? 1 : 0))
  }

  @Test("Who comes second is told who was first, and changes nothing")
  func second() throws {
    let site = try TestSite()
    let application = try pending(site)
    _ = try decide(site, application, .approve)
    guard
      case .alreadyDecided(let found) = try decide(
        site, application, .reject(reason: "", mailed: true))
    else { return #expect(Bool(false)) }
    #expect(found.state == .approved && found.decision?.approver == "Ada Lovelace")
    #expect(try site.count("SELECT COUNT(*) FROM mail_outbox") == 1)
  }

  @Test("An address that has an account by now is not approved twice")
  func addressTaken() throws {
    let site = try TestSite()
    let application = try pending(site)
    try site.run(
      "UPDATE account SET email = 'grace@navy.example', email_key = 'grace@navy.example'")
    guard case .addressTaken(_, let login) = try decide(site, application, .approve) else {
      return #expect(Bool(false))
    }
    #expect(login.text == "ada")
    #expect(try site.count("SELECT COUNT(*) FROM application WHERE state = 'pending'") == 1)
  }

  @Test("A reason of 1,001 characters is refused")
  func longReason() throws {
    let site = try TestSite()
    let application = try pending(site)
    let outcome = try decide(
      site, application, .reject(reason: String(repeating: "x", count: 1001), mailed: false))
    guard case .reasonTooLong = outcome else { return #expect(Bool(false)) }
    #expect(try site.count("SELECT COUNT(*) FROM application WHERE state = 'pending'") == 1)
  }

  @Test("Forty approvals at the same instant: one account, one mail")
  func race() throws {
    let site = try TestSite()
    let application = try pending(site)
    DispatchQueue.concurrentPerform(iterations: 40) { _ in
      _ = try? decide(site, application, .approve)
    }
    #expect(try site.count("SELECT COUNT(*) FROM account") == 2)
    #expect(try site.count("SELECT COUNT(*) FROM mail_outbox") == 1)
    #expect(try site.count("SELECT uses_completed FROM invitation") == 1)
    #expect(try site.count("SELECT uses_reserved FROM invitation") == 0)
  }
}
