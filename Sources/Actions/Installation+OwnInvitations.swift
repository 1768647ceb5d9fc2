// What a member's own page of invitations shows.

package import Membership
import Store

extension Installation {
  /// Why a member could not make the next one by now; nil where that could be done.
  package func problem(ofInviting account: Account, at now: Moment) throws
    -> InvitingProblem?
  {
    let ready = try InviteAsMember(account, language: account.language).ready(store, at: now)
    guard case .failure(let refusal) = ready else { return nil }
    return refusal.problem
  }

  /// How many of a member's invitations are not over, counted to as many as a member may have.
  package func openInvitations(of account: Account, at now: Moment) throws -> Int {
    try store.invitations.membersLiving(of: account.id, at: now, most: settings.memberLinks)
  }

  /// Those that a member made, the newest first.
  package func ownInvitations(of account: Account, after last: Invitation? = nil, limit: Int) throws
    -> [Invitation]
  {
    try store.invitations.membersList(of: account.id, after: last, limit: limit)
  }

  /// nil where it is another's, or was not made under the members' rules.
  package func ownInvitation(_ code: InvitationCode, of account: Account) throws -> Invitation? {
    guard let invitation = try store.invitations.find(code: code),
      invitation.inviter == account.id, try store.invitations.isMembers(invitation.id)
    else { return nil }
    return invitation
  }

  /// Where newcomers through a member's invitation would belong; empty: nowhere.
  package func departmentPath(ofInvitationsOf account: Account) throws -> String {
    try store.departments.path(of: settings.memberDepartment ?? account.department)
  }

  /// Who joined through an invitation, the newest first.
  package func joined(through invitation: Invitation, limit: Int) throws -> [Application] {
    try store.applications.list(
      ApplicationFilter(state: .approved, invitation: invitation.id), by: .newest, from: .first,
      limit: limit)
  }
}
