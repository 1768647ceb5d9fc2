// What an administrator can do to a person's account, and why it may not be.

package enum AccountChange: String, CaseIterable, Sendable {
  case suspend, restore
  /// For good. The row stays, since the history points to it.
  case remove
  /// Sessions end, and browsers are forgotten.
  case signOut = "sign-out"

  package enum Problem: Hashable, CaseIterable, Sendable {
    /// For one's own there are other ways: another administrator, or the page of one's account.
    case yourself
    /// Nobody would be left.
    case last
    /// It is as asked already, or is suspended and cannot be given a password.
    case notSo
    /// Links cannot go to that account: it is no active administrator's, or the one that leaves.
    case noHeir
  }
}

/// What becomes of members' links that are not over, when members may not invite any more.
package enum OutstandingLinks: String, CaseIterable, Sendable { case keep, revoke }

/// What becomes of the links of who leaves.
package enum LeavingLinks: Hashable, Sendable {
  case keep, revoke
  /// To another administrator, whose they are from now on.
  case handOver(to: Login)
}
