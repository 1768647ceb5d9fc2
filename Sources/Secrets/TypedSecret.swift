// Secrets that a program makes and a person types, from a mail or from paper: 80 random bits in the
// symbols of Crockford's base 32 (https://www.crockford.com/base32.html), which are hard to confuse.

/// What a newcomer signs in with for the first time.
package func newInitialPassword() -> String { newTypedSecret() }

/// What signs a person in whose authenticator is lost, once.
package func newRecoveryCode() -> String { newTypedSecret() }

/// A secret as it was given out, from what a person typed: either case, O for 0, I and L for 1, spaces
/// and dashes anywhere; nil where the rest is not 16 symbols.
package func typedSecret(_ typed: String) -> String? {
  var secret: [UInt8] = []
  for scalar in typed.unicodeScalars {
    let properties = scalar.properties
    if properties.isWhitespace || properties.generalCategory == .dashPunctuation { continue }
    guard scalar.isASCII, let symbol = symbol(UInt8(scalar.value)), secret.count < 16 else {
      return nil
    }
    secret.append(symbol)
  }
  return secret.count == 16 ? inGroups(secret) : nil
}

/// `xxxx-xxxx-xxxx-xxxx`, in digits and small letters without i, l, o, u.
private func newTypedSecret() -> String {
  inGroups(randomBytes(16).map { symbols[Int($0 & 31)] })
}

private func inGroups(_ secret: [UInt8]) -> String {
  stride(from: 0, to: secret.count, by: 4)
    .map { String(decoding: secret[$0..<$0 + 4], as: UTF8.self) }
    .joined(separator: "-")
}

private func symbol(_ typed: UInt8) -> UInt8? {
  let isCapital = (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(typed)
  let small = isCapital ? typed | 0x20 : typed
  return switch small {
  case UInt8(ascii: "o"): UInt8(ascii: "0")
  case UInt8(ascii: "i"), UInt8(ascii: "l"): UInt8(ascii: "1")
  default: symbols.contains(small) ? small : nil
  }
}

private let symbols = Array("0123456789abcdefghjkmnpqrstvwxyz".utf8)
