// The columns in which accounts are imported and exported, in the order in which they are written.

package enum AccountColumn: String, CaseIterable, Sendable {
  case login, name, email, department, positions, groups, roles, language, state, kind

  /// Where it lists what is held, with `;` between the names.
  package var holdingKind: Holding.Kind? {
    switch self {
    case .positions: .position
    case .groups: .group
    case .roles: .role
    default: nil
    }
  }

  package init(_ kind: Holding.Kind) {
    switch kind {
    case .position: self = .positions
    case .group: self = .groups
    case .role: self = .roles
    }
  }

  /// As the first line of a file names it; case does not matter.
  package init?(typed: String) { self.init(rawValue: trimmed(csvText(typed)).asciiLowercased) }

  /// Between the names of a list.
  package static let listSeparator = ";"

  /// The names of a list, each once. By scalars: a combining mark does not hide the sign in front of it.
  package static func names(inList list: String) -> [String] {
    var seen: Set<String> = []
    return list.unicodeScalars.split(separator: ";").map { trimmed(String($0)) }
      .filter { !$0.isEmpty && seen.insert($0).inserted }
  }
}
