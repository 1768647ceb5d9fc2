// Crockford's base 32 (https://www.crockford.com/base32.html): digits and capital letters without
// I, L, O and U, so that a person can read a code aloud and type it from paper.

package enum Base32 {
  static let symbols = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ".utf8)

  /// The lowest `5 × characters` bits of the number, most significant first.
  package static func spell(_ number: UInt64, characters: Int) -> String {
    var bytes: [UInt8] = []
    for place in (0..<characters).reversed() {
      bytes.append(symbols[Int(number >> UInt64(5 * place) & 31)])
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// The value of a symbol as a person may type it: either case, O for 0, I and L for 1.
  static func value(of symbol: UInt8) -> Int? {
    let upper = symbol >= UInt8(ascii: "a") ? symbol & 0xDF : symbol
    switch upper {
    case UInt8(ascii: "O"): return 0
    case UInt8(ascii: "I"), UInt8(ascii: "L"): return 1
    default: return symbols.firstIndex(of: upper)
    }
  }
}
