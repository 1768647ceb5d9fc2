// Why a member cannot make an invitation.

package enum InvitingProblem: Hashable, Sendable {
  /// Members do not make invitations at present.
  case off
  /// Suspended or removed, or a public account.
  case notActive
  case label
  /// As many as a member may have at the same time.
  case tooMany(Int)
  /// As many as a member may make within 24 hours; the next at that moment.
  case tooManyToday(Int, next: Moment)
  /// As many as all people of the business system may make within 24 hours.
  case systemTooManyToday(Int, next: Moment)
  /// The administrators have to name another.
  case departmentGone
}
