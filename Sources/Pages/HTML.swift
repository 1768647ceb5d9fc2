// A piece of a page whose interpolations are escaped: `"<td>\(name)</td>"` is safe whatever the name
// is. Pieces go into pieces as they are; the way to put in foreign markup has a long name.
//
// Kept as bytes: appending to a String looks at every character, which took a third of a list's time.

package struct HTML: Hashable, Sendable, ExpressibleByStringInterpolation {
  /// In UTF-8.
  package private(set) var bytes: [UInt8]

  package var text: String { String(decoding: bytes, as: UTF8.self) }

  package init(stringLiteral text: String) { bytes = Array(text.utf8) }

  package init(stringInterpolation: Interpolation) { bytes = stringInterpolation.bytes }

  package init(unsafeMarkup text: String) { bytes = Array(text.utf8) }

  package struct Interpolation: StringInterpolationProtocol {
    fileprivate var bytes: [UInt8] = []

    package init(literalCapacity: Int, interpolationCount: Int) {
      bytes.reserveCapacity(literalCapacity + 32 * interpolationCount)
    }

    package mutating func appendLiteral(_ literal: String) { bytes += literal.utf8 }

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

    /// By bytes: no part of another character looks like one of these.
    private mutating func appendEscaped(_ text: UnsafeBufferPointer<UInt8>) {
      var start = 0
      for place in text.indices {
        guard let escaped = Self.escaped(text[place]) else { continue }
        bytes += text[start..<place]
        bytes += escaped.utf8
        start = place + 1
      }
      bytes += text[start...]
    }

    private static func escaped(_ byte: UInt8) -> String? {
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
