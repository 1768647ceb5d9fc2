// What an applicant can do afterwards: mend the address, withdraw. And what scripts cannot: apply a thousand times.

import Actions
import Foundation
import Membership
import Store
import TestSite
import Testing

@Suite("Applicants") struct ApplicantTests {
  private func mend(_ site: TestSite, _ token: String, _ email: String) throws
    -> MendApplication.Outcome
  {
    try MendApplication(token: token, email: email, client: nil).perform(
      in: site.open(), at: .now)
  }

  @Test("A mistyped address is mended, and found by the search under the new one alone")
  func mended() throws {
    let site = try TestSite()
    let token = try site.apply(try site.invitation(), "Grace", "grcae@navy.example").token
    guard case .mended = try mend(site, token, "grace@navy.example") else {
      return #expect(Bool(false))
    }
    #expect(
      try FindApplication(token: token).perform(in: site.open())?.email.text
        == "grace@navy.example")
    let rows = try site.store().applications
    #expect(try rows.find(SearchText("ace@na"), limit: 9).found.count == 1)
    #expect(try rows.find(SearchText("cae"), limit: 9).found.isEmpty)
    guard case .invalid(_, .malformed) = try mend(site, token, "grace@navy") else {
      return #expect(Bool(false))
    }
  }

  @Test("Withdrawn: the use is free, nobody decides any more, and the address may apply again")
  func withdrawn() throws {
    let site = try TestSite()
    let invitation = try site.invitation(maxUses: 1)
    let (application, token) = try site.apply(invitation)
    let withdraw = WithdrawApplication(token: token)
    guard case .withdrawn(let reopened) = try withdraw.perform(in: site.open(), at: .now) else {
      return #expect(Bool(false))
    }
    #expect(reopened == invitation.code)
    guard case .decided = try withdraw.perform(in: site.open(), at: .now) else {
      return #expect(Bool(false))
    }
    let outcome = try Decide([application.reference], .approve, approver: site.administrator)
      .perform(in: site.open(), at: .now)
    #expect(outcome?.already.first?.state == .withdrawn)
    #expect(try site.count("SELECT uses_reserved FROM invitation") == 0)
    try site.apply(invitation)
    guard case .decided = try mend(site, token, "x@navy.example") else {
      return #expect(Bool(false))
    }
  }

  @Test("Whether an address is known cannot be seen by mending to it, nor by mending back")
  func unseen() throws {
    let site = try TestSite()
    let invitation = try site.invitation(maxUses: 2)
    let token = try site.apply(invitation).token
    let other = try site.apply(invitation, "Linus", "linus@kernel.example").application
    for known in ["ada@example.org", "linus@kernel.example"] {
      guard case .mended(changed: nil, _) = try mend(site, token, known) else {
        return #expect(Bool(false))
      }
      let shown = try #require(try FindApplication(token: token).perform(in: site.open()))
      #expect(shown.state == .pending && shown.email.text == known)
      #expect(try site.count("SELECT uses_reserved FROM invitation") == 2)
      // Whatever has become of the link.
      try site.run("UPDATE invitation SET revoked = 1")
      guard case .mended(changed: nil, _) = try mend(site, token, "grace@army.example") else {
        return #expect(Bool(false))
      }
      try site.run("UPDATE invitation SET revoked = NULL")
    }
    #expect(try site.count("SELECT COUNT(*) FROM mail_outbox WHERE kind = 'known'") == 1)
    // Two of one address wait beside one another; one of them becomes an account.
    _ = try mend(site, token, "linus@kernel.example")
    let references = try site.open().applications(
      ApplicationFilter(state: .pending), by: .newest, limit: 9
    ).map(\.reference)
    let outcome = try #require(
      try Decide(references, .approve, approver: site.administrator).perform(
        in: site.open(), at: .now))
    #expect(outcome.decided.count == 1 && outcome.taken.count == 1)
    #expect(references.contains(other.reference))
  }

  @Test("What came through a known address becomes an application when it is mended, open or not")
  func fromReceipt() throws {
    let site = try TestSite()
    let invitation = try site.invitation(maxUses: 1)
    let token = try site.apply(invitation, "Grace", "ada@example.org").token
    #expect(try site.count("SELECT COUNT(*) FROM application") == 0)
    try site.run("UPDATE invitation SET expires = 1")
    guard case .mended = try mend(site, token, "grace@army.example") else {
      return #expect(Bool(false))
    }
    #expect(
      try site.count(
        "SELECT COUNT(*) FROM application WHERE state = 'pending' AND email_key = 'grace@army.example'"
      ) == 1)
    #expect(try site.count("SELECT uses_reserved FROM invitation") == 1)
    #expect(try site.count("SELECT COUNT(*) FROM application_receipt") == 0)
    // The limit holds: the next one's page says the same, and waits for nothing.
    try site.run("UPDATE invitation SET expires = NULL, max_uses = 2")
    let second = try site.apply(invitation, "Ada", "ada@example.org").token
    try site.run("UPDATE invitation SET max_uses = 1")
    guard case .mended = try mend(site, second, "new@army.example") else {
      return #expect(Bool(false))
    }
    #expect(
      try FindApplication(token: second).perform(in: site.open())?.email.text
        == "new@army.example")
    #expect(try site.count("SELECT uses_reserved FROM invitation") == 1)
  }

  @Test(
    "A receipt's page can be withdrawn like any other, and is as it was whatever becomes of the link"
  )
  func receipt() throws {
    let site = try TestSite()
    let invitation = try site.invitation()
    let token = try site.apply(invitation, "Ada", "ada@example.org").token
    try site.run("UPDATE invitation SET requires_approval = 0, department = NULL")
    let shown = try #require(try FindApplication(token: token).perform(in: site.open()))
    #expect(shown.state == .pending && shown.departmentPath == "Sales / North")
    guard case .withdrawn = try WithdrawApplication(token: token).perform(in: site.open(), at: .now)
    else { return #expect(Bool(false)) }
    #expect(try FindApplication(token: token).perform(in: site.open())?.state == .withdrawn)
    // Who has joined directly cannot withdraw, known or not.
    for email in ["ada@example.org", "grace@navy.example"] {
      let joined = try site.apply(invitation, "Grace", email).token
      guard
        case .decided = try WithdrawApplication(token: joined).perform(in: site.open(), at: .now)
      else { return #expect(Bool(false)) }
    }
  }

  @Test("A thousand scripted posts make at most twenty applications, from one address or from many")
  func bots() throws {
    for client in [{ (_: Int) in "192.0.2.1" }, { "10.0.\($0 / 250).\($0 % 250)" }] {
      let site = try TestSite()
      let invitation = try site.invitation()
      let installation = try site.open()
      for place in 0..<1000 {
        let apply = Apply(
          code: invitation.code.text, name: "Bot \(place)", email: "bot\(place)@example.net",
          language: .english, client: NetworkAddress(client(place)))
        _ = try apply.perform(in: installation, at: .now)
      }
      let made = try site.count("SELECT COUNT(*) FROM application")
      #expect(made == 20)
    }
  }

  @Test("One network's twenty are counted over all links, and begin anew after ten minutes")
  func quota() throws {
    let site = try TestSite()
    let links = try (0..<30).map { _ in try site.invitation() }
    let start = Moment.now
    func apply(_ place: Int, at now: Moment) throws -> Apply.Outcome {
      try Apply(
        code: links[place].code.text, name: "P", email: "p\(place)-\(now.seconds)@example.net",
        language: .english, client: NetworkAddress("2001:db8::\(place)")
      ).perform(in: site.open(), at: now)
    }
    for place in 0..<20 {
      guard case .applied = try apply(place, at: start) else { return #expect(Bool(false)) }
    }
    guard case .tooMany(_, let until) = try apply(20, at: start + 60) else {
      return #expect(Bool(false))
    }
    #expect(until == start + 600)
    guard case .applied = try apply(20, at: start + 600) else { return #expect(Bool(false)) }
  }

  @Test(
    "A confirmation is good from three seconds to an hour after it was shown, for its code alone")
  func confirmation() throws {
    let site = try TestSite()
    let installation = try site.open()
    let start = Moment.now
    let sent = try installation.confirmation(of: "A", email: "a b@c.example", at: start)
    func isConfirmed(
      _ sent: String?, _ code: String, after seconds: Int64, email: String = "a b@c.example"
    ) -> Bool {
      installation.isConfirmed(sent, of: code, email: email, at: start + seconds)
    }
    for (seconds, isGood) in [(0, false), (2, false), (3, true), (3600, true), (3601, false)] {
      #expect(isConfirmed(sent, "A", after: Int64(seconds)) == isGood)
    }
    #expect(!isConfirmed(sent, "B", after: 10))
    #expect(!isConfirmed(sent, "A", after: 10, email: "b@c.example"))
    #expect(!isConfirmed("x", "A", after: 10))
    #expect(!isConfirmed(nil, "A", after: 10))
  }
}
