// A piece of a page whose interpolations are escaped: `"<td>\(name)</td>"` is safe whatever the name
// is. Pieces go into pieces as they are; the way to put in foreign markup has a long name.
//
// Kept as bytes: appending to a String looks at every character, which took a third of a list's time.

package struct HTML: Hashable, Sendable, ExpressibleByStringInterpolation {
  /// In UTF-8.
  package private(set) var bytes: [UInt8]

  package var text: String { String(decoding: bytes, as: UTF8.self) }

  package init(stringLiteral text: StaticString) {
    bytes = text.withUTF8Buffer { Array($0) }
  }

  package init(stringInterpolation: Interpolation) { bytes = stringInterpolation.bytes }

  package init(unsafeMarkup text: String) { bytes = Array(text.utf8) }

  package struct Interpolation: StringInterpolationProtocol {
    fileprivate var bytes: [UInt8] = []

    package init(literalCapacity: Int, interpolationCount: Int) {
      bytes.reserveCapacity(literalCapacity + 32 * interpolationCount)
    }

    package mutating func appendLiteral(_ literal: StaticString) {
      literal.withUTF8Buffer { bytes.append(contentsOf: $0) }
    }

    /// Safe in text and in quoted attributes.
    package mutating func appendInterpolation(_ value: String) {
      var value = value
      value.withUTF8 { appendEscaped($0) }
    }

    package mutating func appendInterpolation(_ value: Substring) {
      var value = value
      value.withUTF8 { appendEscaped($0) }
    }

    package mutating func appendInterpolation(_ number: Int) {
      bytes += String(number).utf8
    }

    package mutating func appendInterpolation(_ piece: HTML) { bytes += piece.bytes }

    package mutating func appendInterpolation(_ pieces: [HTML]) {
      for piece in pieces { bytes += piece.bytes }
    }

    /// UTF-8, by bytes: no part of another character looks like one of these.
    mutating func appendEscaped(_ text: UnsafeBufferPointer<UInt8>) {
      var start = 0
      for place in text.indices {
        guard let escaped = Self.escaped(text[place]) else { continue }
        bytes.append(contentsOf: UnsafeBufferPointer(rebasing: text[start..<place]))
        appendLiteral(escaped)
        start = place + 1
      }
      bytes.append(contentsOf: UnsafeBufferPointer(rebasing: text[start...]))
    }

    private static func escaped(_ byte: UInt8) -> StaticString? {
      switch byte {
      case UInt8(ascii: "&"): "&amp;"
      case UInt8(ascii: "<"): "&lt;"
      case UInt8(ascii: ">"): "&gt;"
      case UInt8(ascii: "\""): "&quot;"
      case UInt8(ascii: "'"): "&#39;"
      default: nil
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
