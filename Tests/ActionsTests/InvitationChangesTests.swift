// What becomes of a link after it was made: changed, revoked, reset.

import Actions
import Foundation
import Membership
import TestSite
import Testing

@Suite("Invitations change") struct InvitationChangesTests {
  private func change(
    _ site: TestSite, _ invitation: Invitation, _ set: (inout ChangeInvitation) -> Void
  ) throws -> ChangeInvitation.Outcome {
    var change = ChangeInvitation(invitation.code, by: .account(site.administrator.id))
    set(&change)
    return try change.perform(in: site.open(), at: .now)
  }

  @Test("Label, end, department, approval and limit change; the code stays")
  func changed() throws {
    let site = try TestSite()
    let invitation = try site.invitation(maxUses: 3)
    let end = Moment.now + 1000
    _ = try change(site, invitation) {
      $0.label = " Reception "
      $0.validity = .until(end)
      $0.department = .some(nil)
      $0.requiresApproval = false
      $0.maxUses = .some(nil)
    }
    let found = try site.reload(invitation)
    #expect(found.label == "Reception" && found.expires == end && found.department == nil)
    #expect(!found.requiresApproval && found.maxUses == nil && found.code == invitation.code)
    #expect(
      try site.count(
        "SELECT COUNT(*) FROM audit_log WHERE verb IN ('relabel', 'extend', 'retarget', 'limit')")
        == 4)
  }

  @Test("What cannot be is refused with every reason at once, and changes nothing")
  func refused() throws {
    let site = try TestSite()
    let invitation = try site.invitation(maxUses: 5)
    try site.apply(invitation)
    try site.apply(invitation, "Linus", "linus@kernel.example")
    let gone = Department(id: .new(), name: "Gone", parent: nil, path: "Gone")
    let outcome = try change(site, invitation) {
      $0.label = String(repeating: "x", count: 101)
      $0.validity = .until(Moment.now + -1)
      $0.department = .some(gone)
      $0.maxUses = .some(1)
    }
    guard case .refused(_, let problems) = outcome else { return #expect(Bool(false)) }
    #expect(
      Set(problems) == [.label, .validityInPast, .departmentGone, .fewerThanUsed(2)])
    let found = try site.reload(invitation)
    #expect(found.label == invitation.label && found.maxUses == 5 && found.expires == nil)
    _ = try change(site, invitation) { $0.maxUses = .some(2) }
    #expect(try site.reload(invitation).state(at: .now) == .full)
  }

  @Test("An expired link that is extended is open again; a revoked one is not changed any more")
  func extended() throws {
    let site = try TestSite()
    let invitation = try site.invitation(validity: .seconds(60), at: .now + -120)
    #expect(try site.reload(invitation).state(at: .now) == .expired)
    _ = try change(site, invitation) { $0.validity = .never }
    #expect(try site.reload(invitation).state(at: .now) == .active)
    let revoke = RevokeInvitation(invitation.code, by: .account(site.administrator.id))
    guard case .revoked = try revoke.perform(in: site.open(), at: .now),
      case .already = try revoke.perform(in: site.open(), at: .now),
      case .revoked = try change(site, invitation, { $0.validity = .never })
    else { return #expect(Bool(false)) }
    #expect(try site.reload(invitation).state(at: .now) == .revoked)
    #expect(
      try site.count("SELECT COUNT(*) FROM invitation WHERE revoked_by IS NOT NULL") == 1)
  }

  @Test("Reset All ends one administrator's links, and nobody else's; what waits can be decided")
  func reset() throws {
    let site = try TestSite()
    let other = try site.administrator("bob", "Bob")
    let mine = try site.invitation()
    let printed = try site.invitation(label: "Wall")
    let over = try site.invitation(validity: .seconds(60), at: .now + -120)
    _ = try MarkPrinted(printed.code, isPrinted: true, by: .commandLine).perform(
      in: site.open(), at: .now)
    let application = try site.apply(mine).application
    let create = CreateInvitation(
      label: "Bob's", inviter: other, department: nil, language: .english, requiresApproval: true,
      notBefore: nil, validity: .never, maxUses: nil)
    guard case .created(let theirs) = try create.perform(in: site.open(), at: .now) else {
      return #expect(Bool(false))
    }
    let reset = ResetInvitations(
      of: site.administrator.id, by: .account(site.administrator.id))
    #expect(
      try reset.preview(in: site.open(), at: .now)
        == LivingInvitations(links: 2, printed: 1, pending: 1))
    let codes = try reset.perform(in: site.open(), at: .now)
    #expect(Set(codes) == [mine.code, printed.code])
    #expect(try site.reload(mine).state(at: .now) == .revoked)
    #expect(try site.reload(over).state(at: .now) == .expired)
    #expect(try site.reload(theirs).state(at: .now) == .active)
    // The second time there is nothing to do.
    #expect(try reset.perform(in: site.open(), at: .now) == [])
    #expect(try site.count("SELECT COUNT(*) FROM audit_log WHERE verb = 'reset'") == 1)
    let decide = Decide([application.reference], .approve, approver: site.administrator)
    #expect(try decide.perform(in: site.open(), at: .now)?.decided.count == 1)
  }
}
