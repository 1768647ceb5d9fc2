// An administrator makes an invitation.

package import Membership
import Store

package struct CreateInvitation {
  package var label: String
  package var inviter: Account
  /// Who makes it, in the audit log.
  package var actor: Actor
  package var department: Department?
  package var language: Language
  package var requiresApproval: Bool
  package var notBefore: Moment?
  package var validity: Validity
  package var maxUses: Int?
  /// What newcomers hold besides.
  package var holdings: Set<Holding.ID>

  package init(
    label: String, inviter: Account, by actor: Actor? = nil, department: Department?,
    language: Language, requiresApproval: Bool, notBefore: Moment?, validity: Validity,
    maxUses: Int?, holdings: Set<Holding.ID> = []
  ) {
    self.label = label
    self.inviter = inviter
    self.actor = actor ?? .account(inviter.id)
    self.department = department
    self.language = language
    self.requiresApproval = requiresApproval
    self.notBefore = notBefore
    self.validity = validity
    self.maxUses = maxUses
    self.holdings = holdings
  }

  package enum Problem: Hashable, Sendable {
    case label, validityInPast, opensAfterItEnds, maxUses
    // Somebody has removed it meanwhile.
    case departmentGone, holdingGone
  }

  package enum Outcome {
    case created(Invitation)
    case refused(Problem)
  }

  package func perform(in installation: Installation, at now: Moment) throws -> Outcome {
    let label = trimmed(label)
    guard Invitation.isLabel(label) else { return .refused(.label) }
    let expires = validity.end(from: max(now, notBefore ?? now))
    if let expires {
      guard expires > now else { return .refused(.validityInPast) }
      guard expires > notBefore ?? now else { return .refused(.opensAfterItEnds) }
    }
    if let maxUses, !Invitation.limits.contains(maxUses) { return .refused(.maxUses) }
    let invitation = Invitation(
      id: .new(), label: label, inviter: inviter.id, inviterName: inviter.name.text,
      department: department?.id, departmentPath: department?.path ?? "", language: language,
      requiresApproval: requiresApproval, created: now, notBefore: notBefore,
      expires: expires, maxUses: maxUses)
    let store = installation.store
    return try store.write {
      if let department, try store.departments.find(id: department.id) == nil {
        return .refused(.departmentGone)
      }
      guard try installation.areThere(holdings) else { return .refused(.holdingGone) }
      try store.invitations.insert(invitation)
      try store.holdings.change(HoldingsChange(give: holdings), of: invitation.id)
      try store.audit.append(
        actor, "create", "invitation", invitation.id.text, at: now)
      return .created(invitation)
    }
  }
}
