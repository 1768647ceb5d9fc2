// What may be changed about a link while its printed QR code stays good: label, end, department, what else it
// gives, approval, limit. What is nil stays as it is.

package import Membership
import Store

package struct ChangeInvitation {
  package var code: InvitationCode
  package var actor: Actor
  package var label: String?
  package var validity: Validity?
  /// `.some(nil)`: none from now on.
  package var department: Department?? = nil
  /// Of what newcomers hold besides.
  package var holdings = HoldingsChange()
  package var requiresApproval: Bool?
  /// `.some(nil)`: no limit from now on.
  package var maxUses: Int?? = nil

  package init(_ code: InvitationCode, by actor: Actor) {
    self.code = code
    self.actor = actor
  }

  package enum Problem: Hashable, Sendable {
    case label, validityInPast, endsBeforeItOpens, maxUses
    /// The limit would be below what is used.
    case fewerThanUsed(Int)
    case departmentGone, holdingGone
  }

  package enum Outcome {
    case changed(Invitation)
    case refused(Invitation, [Problem])
    case revoked(Invitation)
    case unknown
  }

  package func perform(in installation: Installation, at now: Moment) throws -> Outcome {
    let store = installation.store
    return try store.write {
      guard var invitation = try store.invitations.find(code: code) else { return .unknown }
      guard invitation.revoked == nil else { return .revoked(invitation) }
      let before = invitation
      var problems: [Problem] = []
      if let label {
        invitation.label = trimmed(label)
        if !Invitation.isLabel(invitation.label) { problems.append(.label) }
      }
      if let validity {
        invitation.expires = validity.end(from: max(now, invitation.notBefore ?? now))
        if let expires = invitation.expires {
          if expires <= now {
            problems.append(.validityInPast)
          } else if let opens = invitation.notBefore, expires <= opens {
            problems.append(.endsBeforeItOpens)
          }
        }
      }
      if let department {
        if let department, try store.departments.find(id: department.id) == nil {
          problems.append(.departmentGone)
        }
        invitation.department = department?.id
        invitation.departmentPath = department?.path ?? ""
      }
      if try !installation.areThere(holdings.given) { problems.append(.holdingGone) }
      if let requiresApproval { invitation.requiresApproval = requiresApproval }
      if let maxUses {
        invitation.maxUses = maxUses
        let used = invitation.usesReserved + invitation.usesCompleted
        if let maxUses, !Invitation.limits.contains(maxUses) {
          problems.append(.maxUses)
        } else if let maxUses, maxUses < used {
          problems.append(.fewerThanUsed(used))
        }
      }
      guard problems.isEmpty else { return .refused(before, problems) }
      guard try store.invitations.update(invitation) else { return .revoked(before) }
      try store.holdings.change(holdings, of: invitation.id)
      for verb in verbs {
        try store.audit.append(actor, verb, "invitation", invitation.id.text, at: now)
      }
      return .changed(invitation)
    }
  }

  /// One line of the log for each thing that was asked for.
  private var verbs: [String] {
    var verbs: [String] = []
    if label != nil { verbs.append("relabel") }
    if validity != nil { verbs.append("extend") }
    if department != nil || requiresApproval != nil || !holdings.isEmpty {
      verbs.append("retarget")
    }
    if maxUses != nil { verbs.append("limit") }
    return verbs
  }
}
