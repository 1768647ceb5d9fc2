// What one administrator can do to another's account, and why it may not be.

package enum AdministratorChange: String, CaseIterable, Sendable {
  case suspend, restore
  /// A new initial password.
  case reset
  case removeSecondFactor = "remove-second-factor"

  package enum Problem: Hashable, CaseIterable, Sendable {
    /// For one's own there are other ways: another administrator, or the page of one's account.
    case yourself
    /// Nobody would be left.
    case last
    /// It is as asked already, or is suspended and cannot be given a password.
    case notSo
  }
}
