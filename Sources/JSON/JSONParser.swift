// From bytes to a JSON value, strictly by RFC 8259: UTF-8, no name twice in one object, nothing behind the value.

extension JSON {
  package struct Malformed: Error, Hashable {
    /// The byte at which it is wrong, from 0.
    package let place: Int
    package let reason: String
  }

  /// How deep arrays and objects may lie in one another.
  package static let deepest = 32

  package init(_ bytes: [UInt8]) throws(Malformed) {
    guard String(validating: bytes, as: UTF8.self) != nil else {
      throw Malformed(place: 0, reason: "it is not UTF-8")
    }
    var parser = JSONParser(bytes: bytes)
    self = try parser.whole()
  }
}

private struct JSONParser {
  let bytes: [UInt8]
  private var place = 0

  init(bytes: [UInt8]) { self.bytes = bytes }

  mutating func whole() throws(JSON.Malformed) -> JSON {
    let value = try value(depth: 0)
    skipSpace()
    guard place == bytes.count else { throw wrong("there is more behind the value") }
    return value
  }

  private func wrong(_ reason: String) -> JSON.Malformed {
    JSON.Malformed(place: place, reason: reason)
  }

  private var next: UInt8? { place < bytes.count ? bytes[place] : nil }

  private mutating func skipSpace() {
    while let byte = next, [0x20, 0x09, 0x0A, 0x0D].contains(byte) { place += 1 }
  }

  private mutating func takes(_ byte: Character) -> Bool {
    guard next == byte.asciiValue else { return false }
    place += 1
    return true
  }

  private mutating func value(depth: Int) throws(JSON.Malformed) -> JSON {
    guard depth <= JSON.deepest else { throw wrong("it is nested too deep") }
    skipSpace()
    switch next {
    case UInt8(ascii: "{"): return try object(depth: depth)
    case UInt8(ascii: "["): return try array(depth: depth)
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "t"): return try word("true", .bool(true))
    case UInt8(ascii: "f"): return try word("false", .bool(false))
    case UInt8(ascii: "n"): return try word("null", .null)
    case nil: throw wrong("it ends early")
    default: return .number(try number())
    }
  }

  private mutating func word(_ word: String, _ value: JSON) throws(JSON.Malformed) -> JSON {
    guard bytes[place...].starts(with: word.utf8) else { throw wrong("no value begins so") }
    place += word.utf8.count
    return value
  }

  private mutating func object(depth: Int) throws(JSON.Malformed) -> JSON {
    place += 1
    var members: [JSON.Member] = []
    var names: Set<String> = []
    skipSpace()
    if takes("}") { return .object(members) }
    while true {
      skipSpace()
      guard next == UInt8(ascii: "\"") else { throw wrong("a name in quotes is missing") }
      let name = try string()
      guard names.insert(name).inserted else { throw wrong("a name is there twice") }
      skipSpace()
      guard takes(":") else { throw wrong("a colon is missing") }
      members.append(JSON.Member(name, try value(depth: depth + 1)))
      skipSpace()
      if takes("}") { return .object(members) }
      guard takes(",") else { throw wrong("a comma or a brace is missing") }
    }
  }

  private mutating func array(depth: Int) throws(JSON.Malformed) -> JSON {
    place += 1
    var values: [JSON] = []
    skipSpace()
    if takes("]") { return .array(values) }
    while true {
      values.append(try value(depth: depth + 1))
      skipSpace()
      if takes("]") { return .array(values) }
      guard takes(",") else { throw wrong("a comma or a bracket is missing") }
    }
  }

  private mutating func string() throws(JSON.Malformed) -> String {
    place += 1
    var text: [UInt8] = []
    while let byte = next {
      place += 1
      switch byte {
      case UInt8(ascii: "\""): return String(decoding: text, as: UTF8.self)
      case UInt8(ascii: "\\"): text += Array(String(try escaped()).utf8)
      case 0..<0x20: throw wrong("a control character stands in a string")
      default: text.append(byte)
      }
    }
    throw wrong("it ends early")
  }

  private mutating func escaped() throws(JSON.Malformed) -> Unicode.Scalar {
    guard let byte = next else { throw wrong("it ends early") }
    place += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(byte)
    case UInt8(ascii: "b"): return "\u{8}"
    case UInt8(ascii: "f"): return "\u{C}"
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "u"):
      let unit = try unit()
      if let scalar = Unicode.Scalar(unit) { return scalar }
      // Half of a pair (RFC 8259, section 7): the other half follows.
      guard unit < 0xDC00, takes("\\"), takes("u") else { throw wrong("half a character") }
      let low = try self.unit()
      guard (0xDC00..<0xE000).contains(low),
        let scalar = Unicode.Scalar(0x10000 + (unit - 0xD800) << 10 + (low - 0xDC00))
      else { throw wrong("half a character") }
      return scalar
    default: throw wrong("no character is escaped so")
    }
  }

  private mutating func unit() throws(JSON.Malformed) -> UInt32 {
    let digits = bytes[place...].prefix(4)
    guard digits.count == 4, digits.allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }),
      let unit = UInt32(String(decoding: digits, as: UTF8.self), radix: 16)
    else { throw wrong("four hexadecimal digits are missing") }
    place += 4
    return unit
  }

  private mutating func number() throws(JSON.Malformed) -> String {
    let start = place
    _ = takes("-")
    if !takes("0") { try digits() }
    if takes(".") { try digits() }
    if takes("e") || takes("E") {
      if !takes("+") { _ = takes("-") }
      try digits()
    }
    return String(decoding: bytes[start..<place], as: UTF8.self)
  }

  private mutating func digits() throws(JSON.Malformed) {
    let start = place
    while let byte = next, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) { place += 1 }
    guard place > start else { throw wrong("no value begins so") }
  }
}
