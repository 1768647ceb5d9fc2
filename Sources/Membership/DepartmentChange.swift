// What one does to a department, and what keeps it from being done.

package enum DepartmentChange: Hashable, Sendable {
  case rename(to: String)
  /// With whatever lies under it; nil: to the top.
  case move(under: Department.ID?)
  /// Its people, what lies under it and whatever points to it go over to another, and it is gone.
  case merge(into: Department.ID)
  case remove

  package enum Problem: Hashable, Sendable, CaseIterable {
    case name
    /// Another of that name stands there.
    case taken
    /// It would lie under itself.
    case circle
    case targetGone
    // What keeps one from being removed: who belongs to it, and what is not over.
    case people, departments, links, applications, publicAccounts
    /// Newcomers through members' invitations join it.
    case memberRule
  }
}
