// What one does to a position, a group or a role, and what one changes about who holds it.

package enum HoldingChange: Hashable, Sendable {
  case rename(to: String)
  /// It is taken from everyone, and links and public accounts know nothing of it any more.
  case remove

  package enum Problem: Hashable, Sendable {
    case name
    /// One of that kind has a name that reads alike.
    case taken(by: Holding)
  }
}

/// Some are given, some taken; the others stay as they are, whoever changes them meanwhile.
package struct HoldingsChange: Hashable, Sendable {
  package var given: Set<Holding.ID>
  package var taken: Set<Holding.ID>

  package init(give given: Set<Holding.ID> = [], take taken: Set<Holding.ID> = []) {
    self.given = given
    self.taken = taken
  }

  /// As a form has it.
  /// - Parameters:
  ///   - before: what was ticked when it was opened.
  ///   - after: what was ticked when it was sent.
  package init(from before: Set<Holding.ID>, to after: Set<Holding.ID>) {
    self.init(give: after.subtracting(before), take: before.subtracting(after))
  }

  package var isEmpty: Bool { given.isEmpty && taken.isEmpty }
}
