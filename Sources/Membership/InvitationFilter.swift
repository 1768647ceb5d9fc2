// What of the invitations a list shows, and in which order.

package struct InvitationFilter: Hashable, Sendable {
  /// nil in each: any.
  package var state: InvitationState?
  package var inviter: Account.ID?
  package var department: Department.ID?

  package init(
    state: InvitationState? = nil, inviter: Account.ID? = nil, department: Department.ID? = nil
  ) {
    self.state = state
    self.inviter = inviter
    self.department = department
  }
}

package enum InvitationSort: String, CaseIterable, Sendable {
  case newest, label
  /// Active, full: what ends first. Not yet open: what opens first. Expired, revoked: what did so last.
  case state
}
