// What one administrator can do to another's account, and why it may not be.

package enum AdministratorChange: String, CaseIterable, Sendable {
  case suspend, restore
  /// A new initial password.
  case reset
  case removeSecondFactor = "remove-second-factor"

  package typealias Problem = AccountChange.Problem
}
