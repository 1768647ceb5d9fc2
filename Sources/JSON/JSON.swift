// A JSON value (RFC 8259), as it is read and written on the wire.

package enum JSON: Hashable, Sendable {
  case null
  case bool(Bool)
  /// As it is spelled: what it may be is asked where it is read.
  case number(String)
  case string(String)
  case array([JSON])
  /// In the order in which its members come; each name once.
  case object([Member])

  package struct Member: Hashable, Sendable {
    package let name: String
    package let value: JSON

    package init(_ name: String, _ value: JSON) {
      self.name = name
      self.value = value
    }
  }

  package static func number(_ count: some BinaryInteger) -> JSON { .number(String(count)) }

  package static func string(orNull text: String?) -> JSON { text.map(JSON.string) ?? .null }

  /// On one line, without spaces.
  package var text: String {
    switch self {
    case .null: "null"
    case .bool(let isTrue): isTrue ? "true" : "false"
    case .number(let text): text
    case .string(let text): Self.quoted(text)
    case .array(let values): "[" + values.map(\.text).joined(separator: ",") + "]"
    case .object(let members):
      "{" + members.map { Self.quoted($0.name) + ":" + $0.value.text }.joined(separator: ",") + "}"
    }
  }

  private static func quoted(_ text: String) -> String {
    var quoted = "\""
    // By scalars: with an accent on it, a quote would be another character.
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": quoted += "\\\""
      case "\\": quoted += "\\\\"
      case "\n": quoted += "\\n"
      case _ where scalar.value < 0x20:
        let digits = String(scalar.value, radix: 16)
        quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: quoted.unicodeScalars.append(scalar)
      }
    }
    return quoted + "\""
  }
}
