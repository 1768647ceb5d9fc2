// The fields of a form or a query, by `application/x-www-form-urlencoded`
// (https://url.spec.whatwg.org/#urlencoded-parsing), strictly: each name once, valid UTF-8, no NUL.

package struct Fields: Hashable, Sendable, Sequence {
  private var values: [String: String] = [:]
  /// As they were sent.
  private var names: [String] = []

  package init() {}

  package init(encoded bytes: [UInt8]) throws(RequestError) {
    for pair in bytes.split(separator: UInt8(ascii: "&")) {
      let equals = pair.firstIndex(of: UInt8(ascii: "=")) ?? pair.endIndex
      let name = try Self.decode(pair[..<equals])
      let value = try Self.decode(pair[equals...].dropFirst())
      guard values.updateValue(value, forKey: name) == nil else {
        throw .malformed("a parameter is given twice")
      }
      names.append(name)
      guard values.count <= 1000 else { throw .malformed("more than 1,000 parameters") }
    }
  }

  package subscript(name: String) -> String? { values[name] }

  /// In the order in which they were sent.
  package func makeIterator() -> some IteratorProtocol<(name: String, value: String)> {
    names.map { (name: $0, value: values[$0] ?? "") }.makeIterator()
  }

  /// As a query, or a form's body.
  package var encoded: String {
    map { "\(percentEncoded($0.name))=\(percentEncoded($0.value))" }.joined(separator: "&")
  }

  private static func decode(_ bytes: ArraySlice<UInt8>) throws(RequestError) -> String {
    var decoded: [UInt8] = []
    decoded.reserveCapacity(bytes.count)
    var place = bytes.startIndex
    while place < bytes.endIndex {
      var byte = bytes[place]
      if byte == UInt8(ascii: "+") {
        byte = UInt8(ascii: " ")
      } else if byte == UInt8(ascii: "%"), place + 2 < bytes.endIndex,
        let high = hexValue(bytes[place + 1]), let low = hexValue(bytes[place + 2])
      {
        byte = high << 4 | low
        place += 2
      }
      decoded.append(byte)
      place += 1
    }
    guard !decoded.contains(0) else { throw .malformed("a NUL in a parameter") }
    guard let text = String(validating: decoded, as: UTF8.self) else {
      throw .malformed("a parameter is not UTF-8")
    }
    return text
  }

  private static func hexValue(_ byte: UInt8) -> UInt8? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
    default: nil
    }
  }
}

/// For a query: every byte but RFC 3986's unreserved ones as `%XX`.
package func percentEncoded(_ text: String) -> String {
  let digits = Array("0123456789ABCDEF".utf8)
  let plain = Array("-._~".utf8)
  var bytes: [UInt8] = []
  for byte in text.utf8 {
    let letter = (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
    if letter || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || plain.contains(byte) {
      bytes.append(byte)
    } else {
      bytes += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
    }
  }
  return String(decoding: bytes, as: UTF8.self)
}
