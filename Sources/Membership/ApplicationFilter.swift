// What of the applications a list shows, and in which order.

package struct ApplicationFilter: Hashable, Sendable {
  /// nil in each: any.
  package var state: ApplicationState?
  package var inviter: Account.ID?
  package var department: Department.ID?
  package var invitation: Invitation.ID?
  /// Applied then or later.
  package var from: Moment?
  /// Applied before that.
  package var until: Moment?

  package init(
    state: ApplicationState? = nil, inviter: Account.ID? = nil, department: Department.ID? = nil,
    invitation: Invitation.ID? = nil, from: Moment? = nil, until: Moment? = nil
  ) {
    self.state = state
    self.inviter = inviter
    self.department = department
    self.invitation = invitation
    self.from = from
    self.until = until
  }
}

package enum ApplicationSort: String, CaseIterable, Sendable {
  case newest, oldest, name
}

/// Where a page of a list begins: a row, and not a number of rows, so that pages stay right while rows
/// arrive.
package enum ListStart<Row: Sendable>: Sendable {
  case first
  /// What follows that row.
  case after(Row)
  /// That row and what follows it.
  case at(Row)
}
