// How the rows of a list come into their order, where not every filter has an index in every order: few are
// sorted, many are walked. A database's planner cannot know which it is before it has counted.

/// The columns that no index is to be taken for stand in expressions: `name || ''`, `moment + 0`. Both engines
/// read that.
package enum ListWay: CaseIterable, Sendable {
  /// An index has just these rows in this order.
  case indexed
  /// Few fit: found by what is filtered, then sorted.
  case sorted
  /// Many fit: found in their order, each looked at whether it fits, until a page is full.
  case walked

  /// As many rows are sorted within the time of a page.
  static let mostSorted = 2000
}
