// The code in an invitation's link: 60 random bits and a check character, in groups a person can
// type: `7K3M-Q9XT-2HVAB`. Guessing one of a million live codes takes 10^12 tries.

package struct InvitationCode: Hashable, Sendable, CustomStringConvertible {
  /// Upper case, with hyphens: 15 characters, each of the alphanumeric set of QR codes.
  package let text: String

  package var description: String { text }

  /// A code as typed, printed or scanned: case, hyphens, spaces, and O I L for 0 1 1 are folded.
  /// nil where a character is foreign or the check character does not fit: no such code was made.
  package init?(_ typed: some StringProtocol) {
    var values: [Int] = []
    for byte in typed.utf8 where byte != UInt8(ascii: "-") && byte != UInt8(ascii: " ") {
      guard let value = Base32.value(of: byte), values.count < 13 else { return nil }
      values.append(value)
    }
    guard values.count == 13, values[12] == Self.check(values.prefix(12)) else { return nil }
    self.init(values: values)
  }

  package static func random(
    using generator: inout some RandomNumberGenerator
  ) -> InvitationCode {
    let number: UInt64 = generator.next()
    var values = (0..<12).map { Int(number >> UInt64(5 * $0) & 31) }
    values.append(check(values[...]))
    return InvitationCode(values: values)
  }

  package static func random() -> InvitationCode {
    var system = SystemRandomNumberGenerator()
    return random(using: &system)
  }

  private init(values: [Int]) {
    var bytes: [UInt8] = []
    for (place, value) in values.enumerated() {
      if place == 4 || place == 8 { bytes.append(UInt8(ascii: "-")) }
      bytes.append(Base32.symbols[value])
    }
    text = String(decoding: bytes, as: UTF8.self)
  }

  /// Luhn mod N with N = 32: finds every single wrong character and nearly every swap of neighbours.
  private static func check(_ values: ArraySlice<Int>) -> Int {
    var sum = 0
    for (place, value) in values.reversed().enumerated() {
      let weighed = place % 2 == 0 ? value * 2 : value
      sum += weighed / 32 + weighed % 32
    }
    return (32 - sum % 32) % 32
  }
}
