// Decisions on many at once, and decisions taken back.

import Actions
import Foundation
import Membership
import TestSite
import Testing

@Suite("Decide on many") struct DecideManyTests {
  private func waiting(_ count: Int, _ site: TestSite) throws -> [String] {
    let invitation = try site.invitation()
    return try (0..<count).map {
      try site.apply(invitation, "Person \($0)", "p\($0)@example.net").application.reference
    }
  }

  @Test("Of 500 of which 3 are decided, 497 are done and 3 are named")
  func fiveHundred() throws {
    let site = try TestSite()
    let bob = try site.administrator("bob", "Bob")
    let references = try waiting(500, site)
    let early = Array(references[100..<103])
    _ = try Decide(early, .reject, reason: "unknown", approver: bob).perform(
      in: site.open(), at: .now)
    let outcome = try #require(
      try Decide(references + ["NOPE-NOPE"], .approve, approver: site.administrator)
        .perform(in: site.open(), at: .now))
    // The five hundred and first is not looked at.
    #expect(outcome.decided.count == 497 && outcome.unknown.isEmpty)
    #expect(Set(outcome.already.map(\.reference)) == Set(early))
    #expect(outcome.already.allSatisfy { $0.decision?.approver == "Bob" })
    #expect(try site.count("SELECT COUNT(*) FROM mail_outbox WHERE kind = 'welcome'") == 497)
    #expect(try site.count("SELECT uses_completed FROM invitation") == 497)
    #expect(try site.count("SELECT uses_reserved FROM invitation") == 0)
  }

  @Test("Two administrators, fifty decisions on the same hundred at once: each decided once")
  func race() throws {
    let site = try TestSite()
    let both = [site.administrator, try site.administrator("bob", "Bob")]
    let references = try waiting(100, site)
    let told = Told()
    DispatchQueue.concurrentPerform(iterations: 50) { place in
      let decide = Decide(
        references, place % 3 == 0 ? .reject : .approve, approver: both[place % 2])
      if let outcome = try? decide.perform(in: site.open(), at: .now) { told.add(outcome) }
    }
    #expect(told.decided == 100)
    #expect(told.already == 49 * 100)
    #expect(try site.count("SELECT COUNT(*) FROM application WHERE state = 'pending'") == 0)
    let approved = try site.count("SELECT COUNT(*) FROM application WHERE state = 'approved'")
    #expect(try site.count("SELECT COUNT(*) FROM mail_outbox") == approved)
    #expect(try site.count("SELECT COUNT(*) FROM account") == approved + 2)
    #expect(try site.count("SELECT uses_completed FROM invitation") == approved)
  }

  /// What the deciders were told, counted from many threads.
  private final class Told: @unchecked Sendable {
    private let lock = NSLock()
    private(set) var decided = 0
    private(set) var already = 0

    func add(_ outcome: Decide.Outcome) {
      lock.withLock {
        decided += outcome.decided.count
        already += outcome.already.count
      }
    }
  }

  @Test("Who has mended the address since the approver saw it is not decided on")
  func mended() throws {
    let site = try TestSite()
    let (application, token) = try site.apply(try site.invitation(), "Chief", "cfo@corp.example")
    _ = try MendApplication(token: token, email: "x@evil.example", client: nil).perform(
      in: site.open(), at: .now)
    var decide = Decide([application.reference], .approve, approver: site.administrator)
    decide.seen = [application.reference: "cfo@corp.example"]
    let outcome = try #require(try decide.perform(in: site.open(), at: .now))
    #expect(outcome.decided.isEmpty && outcome.mended.map(\.email.text) == ["x@evil.example"])
    #expect(try site.count("SELECT COUNT(*) FROM mail_outbox") == 0)
  }

  @Test("Where the database is busy halfway, what was decided is said, and what was not")
  func halfway() throws {
    let site = try TestSite()
    let references = try waiting(60, site)
    // The second transaction's first row cannot be written.
    try site.run(
      SQLText(
        """
        CREATE TRIGGER refuse BEFORE UPDATE ON application WHEN NEW.reference = '\(references[55])'
        BEGIN SELECT RAISE(ABORT, 'no'); END
        """))
    let outcome = try #require(
      try Decide(references, .reject, approver: site.administrator).perform(
        in: site.open(), at: .now))
    #expect(outcome.decided.count == 50)
    #expect(outcome.notTried == Array(references[50...]))
  }

  @Test("A rejected application waits again, with a use of its link and without its unsent mail")
  func reopened() throws {
    let site = try TestSite()
    let invitation = try site.invitation(maxUses: 1)
    let reference = try site.apply(invitation).application.reference
    _ = try Decide([reference], .reject, isMailed: true, approver: site.administrator).perform(
      in: site.open(), at: .now)
    let reopen = ReopenApplication(reference: reference, by: .account(site.administrator.id))
    guard
      case .reopened(let application, let closed) = try reopen.perform(in: site.open(), at: .now)
    else { return #expect(Bool(false)) }
    #expect(application.state == .pending && closed == invitation.code)
    #expect(try site.count("SELECT uses_reserved FROM invitation") == 1)
    #expect(try site.count("SELECT COUNT(*) FROM mail_outbox WHERE state = 'failed'") == 1)
    guard case .notRejected = try reopen.perform(in: site.open(), at: .now) else {
      return #expect(Bool(false))
    }
    #expect(try site.count("SELECT uses_reserved FROM invitation") == 1)
  }

  @Test("What has no place, or applied again, or has an account, is not reopened")
  func notReopened() throws {
    let site = try TestSite()
    let invitation = try site.invitation(maxUses: 1)
    let reference = try site.apply(invitation).application.reference
    _ = try Decide([reference], .reject, approver: site.administrator).perform(
      in: site.open(), at: .now)
    let reopen = ReopenApplication(reference: reference, by: .commandLine)
    let other = try site.apply(invitation, "Linus", "linus@kernel.example").application
    guard case .full(_, isRevoked: false) = try reopen.perform(in: site.open(), at: .now) else {
      return #expect(Bool(false))
    }
    _ = try Decide([other.reference], .reject, approver: site.administrator).perform(
      in: site.open(), at: .now)
    let again = try site.apply(invitation).application
    guard case .appliedAgain = try reopen.perform(in: site.open(), at: .now) else {
      return #expect(Bool(false))
    }
    _ = try Decide([again.reference], .approve, approver: site.administrator).perform(
      in: site.open(), at: .now)
    guard case .addressTaken = try reopen.perform(in: site.open(), at: .now) else {
      return #expect(Bool(false))
    }
    #expect(try site.count("SELECT COUNT(*) FROM application WHERE state = 'rejected'") == 2)
  }
}
