// Time-based one-time passwords (RFC 6238 over RFC 4226), as authenticator apps make them: HMAC-SHA-1,
// six digits, a new code every 30 seconds. Who stores the secret, and which step was used last, is not
// decided here.

import CNettle

package struct TOTP: Sendable {
  /// 160 bits, as RFC 4226 (4, R6) recommends.
  package let secret: [UInt8]

  package static func new() -> TOTP { TOTP(secret: randomBytes(size)) }

  private init(secret: [UInt8]) { self.secret = secret }

  /// 32 characters of `A-Z 2-7`; nil for anything else.
  package init?(base32 text: String) {
    guard let secret = bytes(base32: text), secret.count == Self.size else { return nil }
    self.secret = secret
  }

  /// The secret as an app takes it, and as it is stored, sealed.
  package var base32: String { Secrets.base32(secret) }

  /// Six digits, zeros in front included (RFC 4226, 5.3).
  package func code(at step: Int64) -> String {
    let hash = hmacSHA1(withUnsafeBytes(of: step.bigEndian, Array.init))
    let offset = Int(hash[19] & 0x0F)
    let word = hash[offset..<offset + 4].reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
    let digits = String((word & 0x7FFF_FFFF) % 1_000_000)
    return String(repeating: "0", count: 6 - digits.utf8.count) + digits
  }

  /// - Parameter seconds: since 1970, not before it.
  package static func step(at seconds: Int64) -> Int64 { seconds / 30 }

  /// The step whose code was typed, spaces or not: the current one or, for clocks that drift, one before
  /// or after. It is later than `last`, so that each code is good for once (RFC 6238, 5.2). nil for any
  /// other text.
  /// - Parameter seconds: since 1970.
  /// - Parameter last: the step that this gave last; any negative number if there was none.
  package func step(of typed: String, at seconds: Int64, after last: Int64) -> Int64? {
    let now = Self.step(at: seconds)
    let digits: String.UnicodeScalarView = typed.unicodeScalars.filter {
      !$0.properties.isWhitespace
    }
    // All are compared, and the latest wins: where two steps share a code, neither is left over.
    var found: Int64?
    for step in now - 1...now + 1
    where isEqualInConstantTime(String(digits), code(at: step)) {
      found = step
    }
    return found.flatMap { $0 > last ? $0 : nil }
  }

  /// What an app reads from a QR code
  /// (https://github.com/google/google-authenticator/wiki/Key-Uri-Format). Colons, which the format
  /// wants between issuer and account alone, are left out of both.
  package func address(issuer: String, account: String) -> String {
    let (issuer, account) = (percentEncoded(issuer), percentEncoded(account))
    return "otpauth://totp/\(issuer):\(account)?secret=\(base32)&issuer=\(issuer)"
  }

  private static let size = 20

  private func hmacSHA1(_ message: [UInt8]) -> [UInt8] {
    var context = hmac_sha1_ctx()
    var hash = [UInt8](repeating: 0, count: 20)
    nettle_hmac_sha1_set_key(&context, secret.count, secret)
    nettle_hmac_sha1_update(&context, message.count, message)
    nettle_hmac_sha1_digest(&context, hash.count, &hash)
    return hash
  }
}

/// RFC 3986: everything but the unreserved characters as `%XX` of its UTF-8; colons left out.
private func percentEncoded(_ text: String) -> String {
  let digits = Array("0123456789ABCDEF".utf8)
  var encoded: [UInt8] = []
  for byte in text.utf8 where byte != UInt8(ascii: ":") {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."),
      UInt8(ascii: "_"), UInt8(ascii: "~"):
      encoded.append(byte)
    default:
      encoded += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
    }
  }
  return String(decoding: encoded, as: UTF8.self)
}

/// RFC 4648, 6, without padding.
func base32(_ bytes: [UInt8]) -> String {
  var (text, bits, count) = ([UInt8](), UInt16(0), 0)
  for byte in bytes {
    bits = bits << 8 | UInt16(byte)
    count += 8
    while count >= 5 {
      count -= 5
      text.append(base32Symbols[Int(bits >> UInt16(count) & 31)])
    }
  }
  if count > 0 { text.append(base32Symbols[Int(bits << UInt16(5 - count) & 31)]) }
  return String(decoding: text, as: UTF8.self)
}

/// nil for other symbols, lower case included, and where the bits left over are no zeros or a whole symbol.
func bytes(base32 text: String) -> [UInt8]? {
  var (bytes, bits, count) = ([UInt8](), UInt16(0), 0)
  for symbol in text.utf8 {
    guard let value = base32Symbols.firstIndex(of: symbol) else { return nil }
    bits = bits << 5 | UInt16(value)
    count += 5
    if count >= 8 {
      count -= 8
      bytes.append(UInt8(truncatingIfNeeded: bits >> UInt16(count)))
    }
  }
  return count < 5 && bits & (1 << UInt16(count) - 1) == 0 ? bytes : nil
}

private let base32Symbols = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".utf8)
