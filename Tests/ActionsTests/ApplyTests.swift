// Applying: what is taken, what is refused, and what nobody may learn.

import Actions
import Foundation
import Membership
import TestSite
import Testing

@Suite("Apply") struct ApplyTests {
  private func apply(
    _ site: TestSite, _ code: InvitationCode, _ email: String, name: String = "Grace Hopper",
    at now: Moment = .now
  ) throws -> Apply.Outcome {
    try Apply(code: code.text, name: name, email: email, language: .english)
      .perform(in: site.open(), at: now)
  }

  @Test("With approval: a pending application, a use reserved, no account, no mail")
  func approval() throws {
    let site = try TestSite()
    let invitation = try site.invitation(maxUses: 2)
    guard
      case .applied(let token, _, let closed, let mail) = try apply(
        site, invitation.code, "grace@navy.example")
    else { return #expect(Bool(false)) }
    #expect(!closed && !mail)
    let found = try FindApplication(token: token).perform(in: site.open())
    #expect(found?.state == .pending)
    #expect(found?.departmentPath == "Sales / North")
    #expect(found?.inviterName == "Ada Lovelace")
    #expect(try site.count("SELECT uses_reserved FROM invitation") == 1)
    #expect(try site.count("SELECT COUNT(*) FROM account") == 1)
    #expect(try site.count("SELECT COUNT(*) FROM mail_outbox") == 0)
  }

  @Test("Without approval: joined, approver system, one account, one mail, a use completed")
  func direct() throws {
    let site = try TestSite()
    let invitation = try site.invitation(approval: false, maxUses: 1)
    guard
      case .applied(let token, _, let closed, let mail) = try apply(
        site, invitation.code, "grace@navy.example")
    else { return #expect(Bool(false)) }
    #expect(closed && mail)
    let found = try FindApplication(token: token).perform(in: site.open())
    #expect(found?.decision?.approver == Decision.system)
    #expect(try site.count("SELECT uses_completed FROM invitation") == 1)
    #expect(
      try site.count(
        "SELECT COUNT(*) FROM account WHERE login = 'grace' AND must_change_password = 1") == 1)
    #expect(
      try site.count(
        "SELECT COUNT(*) FROM mail_outbox WHERE kind = 'welcome' AND sealed IS NOT NULL") == 1)
    #expect(
      try site.count(
        "SELECT COUNT(*) FROM application WHERE account IS NOT NULL AND state = 'approved'") == 1)
  }

  @Test(
    "Dead links take nothing and say why",
    arguments: [
      (InvitationState.revoked, "UPDATE invitation SET revoked = 1"),
      (.expired, "UPDATE invitation SET expires = 1"),
      (.notYetOpen, "UPDATE invitation SET not_before = 99999999999"),
      (.full, "UPDATE invitation SET max_uses = 1, uses_reserved = 1"),
    ])
  func dead(_ expected: InvitationState, _ change: String) throws {
    let site = try TestSite()
    let invitation = try site.invitation()
    try site.run(SQLText(change))
    guard case .dead(_, let state) = try apply(site, invitation.code, "grace@navy.example") else {
      return #expect(Bool(false))
    }
    #expect(state == expected)
    #expect(try site.count("SELECT COUNT(*) FROM application") == 0)
  }

  @Test("A second application of an address changes nothing and shows the same kind of page")
  func twice() throws {
    let site = try TestSite()
    let invitation = try site.invitation()
    _ = try apply(site, invitation.code, "grace@navy.example")
    guard
      case .applied(let token, _, _, _) = try apply(
        site, invitation.code, "GRACE@navy.example", name: "Mallory")
    else { return #expect(Bool(false)) }
    let shown = try FindApplication(token: token).perform(in: site.open())
    #expect(shown?.state == .pending)
    #expect(shown?.name.text == "Mallory")  // What was typed, nothing of the first.
    #expect(try site.count("SELECT COUNT(*) FROM application") == 1)
    #expect(try site.count("SELECT uses_reserved FROM invitation") == 1)
  }

  @Test("An address with an account makes no application; its owner gets one mail a day")
  func known() throws {
    let site = try TestSite()
    let invitation = try site.invitation(approval: false)
    for _ in 0..<3 {
      guard case .applied(let token, _, _, _) = try apply(site, invitation.code, "Ada@Example.org")
      else {
        return #expect(Bool(false))
      }
      #expect(try FindApplication(token: token).perform(in: site.open())?.state == .approved)
    }
    #expect(try site.count("SELECT COUNT(*) FROM application") == 0)
    #expect(try site.count("SELECT COUNT(*) FROM account") == 1)
    #expect(try site.count("SELECT COUNT(*) FROM mail_outbox WHERE kind = 'known'") == 1)
    #expect(try site.count("SELECT uses_completed FROM invitation") == 0)
  }

  @Test("Somebody who waits keeps nobody from joining directly with that address")
  func directWhilePending() throws {
    let site = try TestSite()
    _ = try apply(site, try site.invitation().code, "grace@navy.example")
    _ = try apply(site, try site.invitation(approval: false).code, "grace@navy.example")
    #expect(try site.count("SELECT COUNT(*) FROM account WHERE login = 'grace'") == 1)
    #expect(try site.count("SELECT COUNT(*) FROM mail_outbox WHERE kind = 'welcome'") == 1)
  }

  @Test("Logins are told apart by a number")
  func logins() throws {
    let site = try TestSite()
    let invitation = try site.invitation(approval: false)
    for host in ["a", "b", "c"] { _ = try apply(site, invitation.code, "ada@\(host).example") }
    #expect(
      try site.count("SELECT COUNT(*) FROM account WHERE login IN ('ada', 'ada2', 'ada3', 'ada4')")
        == 4)
  }

  @Test("Problems of both fields are told at once, and an unknown code comes first")
  func problems() throws {
    let site = try TestSite()
    let invitation = try site.invitation()
    guard
      case .invalid(_, let name, let email) = try apply(site, invitation.code, "nobody", name: " ")
    else {
      return #expect(Bool(false))
    }
    #expect(name == .missing && email == .malformed)
    guard case .unknown = try apply(site, .random(), "nobody", name: "") else {
      return #expect(Bool(false))
    }
  }

  @Test("Ten uses stay ten, however many threads apply at the same instant")
  func race() throws {
    let site = try TestSite()
    let invitation = try site.invitation(maxUses: 10)
    DispatchQueue.concurrentPerform(iterations: 40) { place in
      _ = try? apply(site, invitation.code, "person\(place)@example.net")
    }
    #expect(try site.count("SELECT COUNT(*) FROM application") == 10)
    #expect(try site.count("SELECT uses_reserved FROM invitation") == 10)
  }
}
