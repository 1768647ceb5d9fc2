// A path of this host with its query, as a form or an address carried it: where somebody wants to go who has to
// sign in first. Whatever could lead a browser to another host is none.

package struct HostPath: Hashable, Sendable {
  /// As it stands in an address: ASCII, percent-encoded, beginning with one slash.
  package let text: String
  /// Decoded, without the query.
  package let path: String
  /// Without its question mark.
  package let query: String?

  /// More is no address that a person came by.
  package static let longest = 4000

  /// nil unless it is a path of one slash at its beginning and none doubled, without steps upwards, backslashes
  /// and control characters, plain or percent-encoded; or an address of that origin with such a path.
  package init?(_ typed: String, at base: BaseAddress) {
    // A browser takes control characters out of an address and a backslash for a slash.
    guard typed.utf8.count <= Self.longest,
      typed.utf8.allSatisfy({ $0 > 0x20 && $0 != 0x7F && $0 != UInt8(ascii: "\\") })
    else { return nil }
    var rest = Substring(typed)
    if let mark = typed.firstRange(of: "://"), !typed.hasPrefix("/") {
      rest = typed[mark.upperBound...].drop { $0 != "/" }
      guard BaseAddress(String(typed[..<rest.startIndex]))?.origin == base.origin else {
        return nil
      }
    }
    let bare = rest.prefix { $0 != "?" && $0 != "#" }
    // Its first slash has to be a plain one: behind the origin anything else belongs to the host's name.
    guard rest.hasPrefix("/"), let path = Self.decoded(bare) else { return nil }
    self.path = path
    text = Self.encoded(rest)
    query =
      rest[bare.endIndex...].hasPrefix("?")
      ? Self.encoded(rest[bare.endIndex...].dropFirst().prefix { $0 != "#" }) : nil
  }

  private static func decoded(_ path: Substring) -> String? {
    let bytes = percentDecoded(path)
    guard bytes.allSatisfy({ $0 >= 0x20 && $0 != 0x7F && $0 != UInt8(ascii: "\\") }) else {
      return nil
    }
    let steps = bytes.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
    guard steps.count > 1, steps[0].isEmpty,
      steps.dropFirst().dropLast().allSatisfy({ !$0.isEmpty }),
      steps.allSatisfy({ !$0.elementsEqual(".".utf8) && !$0.elementsEqual("..".utf8) })
    else { return nil }
    return String(decoding: bytes, as: UTF8.self)
  }

  private static func encoded(_ text: Substring) -> String {
    let digits = Array("0123456789ABCDEF".utf8)
    var bytes: [UInt8] = []
    for byte in text.utf8 {
      bytes +=
        byte < 0x80 ? [byte] : [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}

/// Each `%XX` as its byte; a percent sign without two digits behind it stays.
package func percentDecoded(_ text: some StringProtocol) -> [UInt8] {
  var rest = Array(text.utf8)[...]
  var bytes: [UInt8] = []
  while let byte = rest.popFirst() {
    if byte == UInt8(ascii: "%"), let high = rest.first.flatMap(hexDigit),
      let low = rest.dropFirst().first.flatMap(hexDigit)
    {
      bytes.append(high << 4 | low)
      rest = rest.dropFirst(2)
    } else {
      bytes.append(byte)
    }
  }
  return bytes
}

private func hexDigit(_ byte: UInt8) -> UInt8? {
  switch byte {
  case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
  case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
  case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
  default: nil
  }
}
