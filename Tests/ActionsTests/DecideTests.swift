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
    _ site: TestSite, _ application: Application, _ verdict: Decide.Verdict, reason: String = "",
    isMailed: Bool = false
  ) throws -> Decide.Outcome? {
    try Decide(
      [application.reference], verdict, reason: reason, isMailed: isMailed,
      approver: site.administrator
    ).perform(in: site.open(), at: .now)
  }

  @Test("Approved: account, sealed mail and decision together")
  func approve() throws {
    let site = try TestSite()
    let application = try pending(site)
    let outcome = try #require(try decide(site, application, .approve))
    #expect(outcome.mail && outcome.decided.first?.decision?.approver == "Ada Lovelace")
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
    let outcome = try #require(
      try decide(site, application, .reject, reason: " unknown to us ", isMailed: mailed))
    #expect(outcome.decided.first?.decision?.reason == "unknown to us")
    #expect(outcome.reopened.count == 1)  // It was full; its page has to say that it is open again.
    #expect(outcome.mail == mailed)
    #expect(try site.count("SELECT uses_reserved + uses_completed FROM invitation") == 0)
    #expect(try site.count("SELECT COUNT(*) FROM account") == 1)
    #expect(try site.count("SELECT COUNT(*) FROM mail_outbox") == (mailed ? 1 : 0))
  }

  @Test("Who comes second is told who was first, and changes nothing")
  func second() throws {
    let site = try TestSite()
    let application = try pending(site)
    _ = try decide(site, application, .approve)
    let outcome = try #require(try decide(site, application, .reject, isMailed: true))
    let found = try #require(outcome.already.first)
    #expect(outcome.decided.isEmpty)
    #expect(found.state == .approved && found.decision?.approver == "Ada Lovelace")
    #expect(try site.count("SELECT COUNT(*) FROM mail_outbox") == 1)
  }

  @Test("An address that has an account by now is not approved twice")
  func addressTaken() throws {
    let site = try TestSite()
    let application = try pending(site)
    try site.run(
      "UPDATE account SET email = 'grace@navy.example', email_key = 'grace@navy.example'")
    let outcome = try #require(try decide(site, application, .approve))
    #expect(outcome.decided.isEmpty && outcome.taken.map(\.by.text) == ["ada"])
    #expect(try site.count("SELECT COUNT(*) FROM application WHERE state = 'pending'") == 1)
  }

  @Test("The log says who acted: the command line is nobody's account")
  func actor() throws {
    let site = try TestSite()
    let application = try pending(site)
    _ = try Decide(
      [application.reference], .approve, approver: site.administrator, by: .commandLine
    ).perform(in: site.open(), at: .now)
    _ = try CreateInvitation(
      label: "", inviter: site.administrator, by: .commandLine, department: nil,
      language: .english, requiresApproval: true, notBefore: nil, validity: .never, maxUses: nil
    ).perform(in: site.open(), at: .now)
    func count(_ verb: String, _ actor: String) throws -> Int {
      try site.count(
        SQLText(
          """
          SELECT COUNT(*) FROM audit_log WHERE verb = '\(verb)' AND actor = '\(actor)'
            AND subject_kind IN ('application', 'invitation')
          """))
    }
    #expect(try count("approve", "command line") == 1)
    #expect(try count("create", "command line") == 1)
    // The invitation of the application, made on a page.
    #expect(try count("create", site.administrator.id.text) == 1)
  }

  @Test("A reason of 1,001 characters is refused")
  func longReason() throws {
    let site = try TestSite()
    let application = try pending(site)
    let outcome = try decide(
      site, application, .reject, reason: String(repeating: "x", count: 1001))
    #expect(outcome == nil)
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
