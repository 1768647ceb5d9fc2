// A person's name as typed: one line, any script, 1 to 200 characters. People's names follow no rule
// (no first and last, no capital letters), so nothing else is asked of it.

package struct PersonName: Hashable, Sendable {
  package let text: String

  package static let longest = 200

  package enum Problem: Error, Hashable { case missing, tooLong, unreadable }

  package init(_ typed: String) throws(Problem) {
    let text = trimmed(typed)
    guard isSeen(text) else { throw .missing }
    // 4 bytes a character on the average bounds what combining marks could pile up.
    guard text.count <= Self.longest, text.utf8.count <= 4 * Self.longest else { throw .tooLong }
    guard isPrintable(text) else { throw .unreadable }
    self.text = text
  }

  /// In the place of a name that was erased.
  package static let erased = PersonName(stored: "–")

  /// From the database, which holds only names that were checked.
  package init(stored text: String) { self.text = text }
}

/// Without white space at both ends.
package func trimmed(_ text: some StringProtocol) -> String {
  var scalars = Substring(text).unicodeScalars
  while let first = scalars.first, first.properties.isWhitespace { scalars.removeFirst() }
  while let last = scalars.last, last.properties.isWhitespace { scalars.removeLast() }
  return String(scalars)
}

/// Whether there is anything to see: some signs are no white space and yet are not seen.
package func isSeen(_ text: String) -> Bool {
  text.unicodeScalars.contains { !$0.properties.isDefaultIgnorableCodePoint }
}

/// No control characters, and none of those that turn the direction of a line around
/// (U+202A–202E, U+2066–2069), with which a name could be made to read as something else.
package func isPrintable(_ text: String) -> Bool {
  text.unicodeScalars.allSatisfy { scalar in
    switch scalar.value {
    case 0..<0x20, 0x7F..<0xA0, 0x2028, 0x2029, 0x202A...0x202E, 0x2066...0x2069: false
    default: true
    }
  }
}
