// One person's request to join through an invitation. Department, inviter and approval mode are
// snapshots: what the applicant saw stays true, whatever becomes of the link.

package struct Application: Hashable, Sendable {
  package typealias ID = Identifier<Application>

  package var id: ID
  /// What applicant and administrator call it: `K7QM-93XT`.
  package var reference: String
  package var invitation: Invitation.ID
  package var invitationLabel: String
  package var inviter: Account.ID
  package var inviterName: String
  package var department: Department.ID?
  package var departmentPath: String
  package var requiresApproval: Bool
  package var name: PersonName
  package var email: EmailAddress
  /// The applicant's mails are written in it.
  package var language: Language
  package var applied: Moment
  package var decision: Decision?

  package init(
    id: ID, reference: String, invitation: Invitation.ID, invitationLabel: String,
    inviter: Account.ID, inviterName: String, department: Department.ID?, departmentPath: String,
    requiresApproval: Bool, name: PersonName, email: EmailAddress, language: Language,
    applied: Moment, decision: Decision?
  ) {
    self.id = id
    self.reference = reference
    self.invitation = invitation
    self.invitationLabel = invitationLabel
    self.inviter = inviter
    self.inviterName = inviterName
    self.department = department
    self.departmentPath = departmentPath
    self.requiresApproval = requiresApproval
    self.name = name
    self.email = email
    self.language = language
    self.applied = applied
    self.decision = decision
  }

  package var state: ApplicationState { decision?.state ?? .pending }

  /// 40 random bits: enough to tell applications apart on the phone; it opens nothing.
  package static func newReference() -> String {
    var system = SystemRandomNumberGenerator()
    let text = Base32.spell(system.next(), characters: 8)
    return "\(text.prefix(4))-\(text.suffix(4))"
  }
}

package enum ApplicationState: String, CaseIterable, Sendable {
  case pending, approved, rejected, withdrawn
}

/// What became of an application, when, by whom and why.
package struct Decision: Hashable, Sendable {
  package var state: ApplicationState
  package var at: Moment
  /// The approver's name as it was then; `system` where no approval is asked.
  package var approver: String
  package var reason: String

  package init(state: ApplicationState, at: Moment, approver: String, reason: String) {
    self.state = state
    self.at = at
    self.approver = approver
    self.reason = reason
  }

  /// The approver of those who join directly.
  package static let system = "system"
  /// Characters that a reason may have.
  package static let longestReason = 1000
}
