// A position, a group or a role: what an account can hold beside its department.

package struct Holding: Hashable, Sendable {
  package typealias ID = Identifier<Holding>

  package enum Kind: String, CaseIterable, Sendable { case position, group, role }

  package var id: ID
  package var kind: Kind
  package var name: String

  package init(id: ID = .new(), kind: Kind, name: String) {
    self.id = id
    self.kind = kind
    self.name = name
  }

  package static let longestName = 100

  /// 1 to 100 characters on one line, without the signs that stand between names where several are listed.
  package static func isName(_ name: String) -> Bool {
    isSeen(name) && name.count <= longestName && isPrintable(name)
      // By scalars: a combining mark does not hide the sign in front of it.
      && !name.unicodeScalars.contains { $0 == ";" || $0 == "," }
  }
}
