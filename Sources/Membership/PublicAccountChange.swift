// What is done to a public account, and why it may not be.

package enum PublicAccountChange: String, CaseIterable, Sendable {
  case suspend, restore
  /// For good. Its login stays taken, since the record of its uses names it.
  case remove
}

/// Why a personal account stays one.
package enum ConversionProblem: Hashable, CaseIterable, Sendable {
  case administrator, yourself
  /// Links cannot go to that account: it is no active administrator's.
  case noHeir
}

/// Why a public account stays one.
package enum ReversionProblem: Hashable, Sendable {
  case suspended
  case addressTaken(by: Login)
}

/// Why a public account is not associated with somebody or something.
package enum AssociationProblem: CaseIterable, Sendable {
  case already
  /// It is not there any more.
  case gone
  /// A public account uses no other.
  case publicAccount
}
