// A secret that a person or a browser carries: 256 random bits. The database keeps only its digest,
// so that who reads the database can impersonate nobody.

import CSodium

package struct RandomToken: Sendable {
  /// 43 characters of `A-Z a-z 0-9 - _`.
  package let text: String

  package static func new() -> RandomToken {
    RandomToken(text: base64url(randomBytes(32)))
  }

  private init(text: String) { self.text = text }

  /// A token that a client sent; nil where it has not the form of one.
  package init?(_ sent: some StringProtocol) {
    let marks = Array("-_".utf8)
    guard sent.utf8.count == 43,
      sent.utf8.allSatisfy({
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0 | 0x20)
          || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) || marks.contains($0)
      })
    else { return nil }
    text = String(sent)
  }

  /// What the database keeps.
  package var digest: String { Secrets.digest(text) }

  /// Another secret that only who holds this one can make, such as a form's token from a session's.
  package func derived(for purpose: String) -> String {
    base64url(keyedHash(Array(purpose.utf8), key: Array(text.utf8)))
  }
}

package func randomBytes(_ count: Int) -> [UInt8] {
  var bytes = [UInt8](repeating: 0, count: count)
  randombytes_buf(&bytes, count)
  return bytes
}

/// BLAKE2b-256 of the text's UTF-8, in base64url. For what already has 128 bits or more of its own.
package func digest(_ text: String) -> String {
  base64url(keyedHash(Array(text.utf8), key: []))
}

/// Equal or not, in a time that does not tell where the difference is.
package func isEqualInConstantTime(_ one: String, _ other: String) -> Bool {
  let (one, other) = (Array(one.utf8), Array(other.utf8))
  return one.count == other.count && sodium_memcmp(one, other, one.count) == 0
}

/// BLAKE2b-256 (RFC 7693) of the bytes.
/// - Parameter key: none, or 16 to 64 bytes.
func keyedHash(_ bytes: [UInt8], key: [UInt8]) -> [UInt8] {
  var hash = [UInt8](repeating: 0, count: 32)
  crypto_generichash(
    &hash, hash.count, bytes, UInt64(bytes.count), key.isEmpty ? nil : key, key.count)
  return hash
}

func base64url(_ bytes: [UInt8]) -> String {
  let variant = Int32(sodium_base64_VARIANT_URLSAFE_NO_PADDING)
  var text = [CChar](
    repeating: 0, count: sodium_base64_encoded_len(bytes.count, variant))
  sodium_bin2base64(&text, text.count, bytes, bytes.count, variant)
  return String(decoding: text.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
}

func bytes(base64url text: String) -> [UInt8]? {
  var bytes = [UInt8](repeating: 0, count: text.utf8.count)
  var count = 0
  let status = sodium_base642bin(
    &bytes, bytes.count, text, text.utf8.count, nil, &count, nil,
    Int32(sodium_base64_VARIANT_URLSAFE_NO_PADDING))
  return status == 0 ? Array(bytes.prefix(count)) : nil
}
