// What of the accounts a list shows. Its order is that of the names.

package struct AccountFilter: Hashable, Sendable {
  /// nil: any but those that are removed.
  package var state: Account.State?
  /// nil in each: any.
  package var kind: Account.Kind?
  /// That one, and whatever lies under it.
  package var department: Department.ID?
  package var holding: Holding.ID?
  /// Who may use that public account.
  package var mayUse: Account.ID?

  package init(
    state: Account.State? = nil, kind: Account.Kind? = nil, department: Department.ID? = nil,
    holding: Holding.ID? = nil, mayUse: Account.ID? = nil
  ) {
    self.state = state
    self.kind = kind
    self.department = department
    self.holding = holding
    self.mayUse = mayUse
  }
}
