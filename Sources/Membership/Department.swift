// A node of the organisation's tree.

package struct Department: Hashable, Sendable {
  package typealias ID = Identifier<Department>

  package var id: ID
  package var name: String
  package var parent: ID?
  /// From the root, as people read it: `Sales / North`.
  package var path: String

  package init(id: ID, name: String, parent: ID?, path: String) {
    self.id = id
    self.name = name
    self.parent = parent
    self.path = path
  }

  /// Between the names of a path.
  package static let separator = " / "

  /// The names in a path as typed: `Sales/North` and `Sales / North` are the same.
  package static func names(inPath path: String) -> [String] {
    path.split(separator: "/", omittingEmptySubsequences: false).map { trimmed($0) }
  }

  package static let longestName = 100

  /// A name is 1 to 100 characters without a slash or control characters.
  package static func isName(_ name: String) -> Bool {
    isSeen(name) && name.count <= longestName && !name.contains("/") && isPrintable(name)
  }
}
