// An e-mail address: the form that HTML's `type=email` accepts
// (https://html.spec.whatwg.org/multipage/input.html#valid-e-mail-address), with the lengths of
// RFC 5321 (64 and 254 octets), a domain of at least two labels, and no hyphen at the front, which a
// program could take for an option. Domains outside ASCII come as A-labels (`xn--…`), as browsers send them.

package struct EmailAddress: Hashable, Sendable {
  /// As typed; mail goes here.
  package let text: String

  package static let longest = 254

  package enum Problem: Error, Hashable { case missing, tooLong, malformed, notASCII }

  package init(_ typed: String) throws(Problem) {
    let text = trimmed(typed)
    guard !text.isEmpty else { throw .missing }
    guard text.utf8.count <= Self.longest else { throw .tooLong }
    guard text.utf8.allSatisfy({ $0 < 0x80 }) else { throw .notASCII }
    let parts = text.split(separator: "@", omittingEmptySubsequences: false)
    guard parts.count == 2, Self.isLocalPart(parts[0]), Self.isDomain(parts[1]) else {
      throw .malformed
    }
    self.text = text
  }

  /// From the database, which holds only addresses that were checked.
  package init(stored text: String) { self.text = text }

  /// What two spellings of one mailbox share: ASCII letters in lower case.
  package var key: String { text.asciiLowercased }

  package var localPart: Substring { text.prefix { $0 != "@" } }

  private static func isLocalPart(_ part: Substring) -> Bool {
    (1...64).contains(part.utf8.count) && part.utf8.first != UInt8(ascii: "-")
      && part.utf8.first != UInt8(ascii: ".") && part.utf8.last != UInt8(ascii: ".")
      && !part.contains("..")
      && part.utf8.allSatisfy { isAlphanumeric($0) || localMarks.contains($0) }
  }

  private static func isDomain(_ domain: Substring) -> Bool {
    let labels = domain.split(separator: ".", omittingEmptySubsequences: false)
    return labels.count >= 2
      && labels.allSatisfy { label in
        (1...63).contains(label.utf8.count) && label.utf8.first != UInt8(ascii: "-")
          && label.utf8.last != UInt8(ascii: "-")
          && label.utf8.allSatisfy { isAlphanumeric($0) || $0 == UInt8(ascii: "-") }
      }
  }

  private static let localMarks = Array(".!#$%&'*+/=?^_`{|}~-".utf8)

  private static func isAlphanumeric(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
      || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }
}
