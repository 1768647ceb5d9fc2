// A piece of a page whose interpolations are escaped: `"<td>\(name)</td>"` is safe whatever the name
// is. Pieces go into pieces as they are; the way to put in foreign markup has a long name.

package struct HTML: Hashable, Sendable, ExpressibleByStringInterpolation {
  package private(set) var text: String

  package init(stringLiteral text: String) { self.text = text }

  package init(stringInterpolation: Interpolation) { text = stringInterpolation.text }

  package init(unsafeMarkup text: String) { self.text = text }

  package struct Interpolation: StringInterpolationProtocol {
    fileprivate var text = ""

    package init(literalCapacity: Int, interpolationCount: Int) {
      text.reserveCapacity(literalCapacity + 32 * interpolationCount)
    }

    package mutating func appendLiteral(_ literal: String) { text += literal }

    /// Safe in text and in quoted attributes.
    package mutating func appendInterpolation(_ value: some StringProtocol) {
      for byte in value.utf8 where Self.isSpecial(byte) {
        appendEscaped(value)
        return
      }
      text += value
    }

    package mutating func appendInterpolation(_ number: Int) { text += String(number) }

    package mutating func appendInterpolation(_ piece: HTML) { text += piece.text }

    package mutating func appendInterpolation(_ pieces: [HTML]) {
      for piece in pieces { text += piece.text }
    }

    private mutating func appendEscaped(_ value: some StringProtocol) {
      for scalar in value.unicodeScalars {
        switch scalar {
        case "&": text += "&amp;"
        case "<": text += "&lt;"
        case ">": text += "&gt;"
        case "\"": text += "&quot;"
        case "'": text += "&#39;"
        default: text.unicodeScalars.append(scalar)
        }
      }
    }

    private static func isSpecial(_ byte: UInt8) -> Bool {
      switch byte {
      case UInt8(ascii: "&"), UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "\""),
        UInt8(ascii: "'"):
        true
      default: false
      }
    }
  }
}

/// The piece, where there is a value to make it of; else nothing.
func piece<Value>(_ value: Value?, _ make: (Value) -> HTML) -> HTML {
  value.map(make) ?? ""
}

/// The piece, or nothing.
func piece(if holds: Bool, _ piece: @autoclosure () -> HTML) -> HTML {
  holds ? piece() : ""
}
