// Passwords as the database keeps them: Argon2id (RFC 9106), two passes over 19 MiB, in the usual
// `$argon2id$…` text, which names its own parameters, so that they can grow. 28–44 ms each, and memory
// enough that only four run at once on a host (`HashingSlots`).

import CSodium

package enum PasswordHash {
  package static func make(_ password: String) throws(SecretsError) -> String {
    start()
    var text = [CChar](repeating: 0, count: Int(crypto_pwhash_STRBYTES))
    let bytes = password.utf8.map { CChar(bitPattern: $0) }
    let status = crypto_pwhash_str_alg(
      &text, bytes, UInt64(bytes.count), passes, memory, crypto_pwhash_ALG_ARGON2ID13)
    guard status == 0 else { throw .outOfMemory }
    return String(
      decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  /// With no hash, where there is no such account: the same work, and false.
  package static func matches(_ password: String, hash: String?) -> Bool {
    start()
    let bytes = password.utf8.map { CChar(bitPattern: $0) }
    let fits = (hash ?? nobody).withCString {
      crypto_pwhash_str_verify($0, bytes, UInt64(bytes.count)) == 0
    }
    return fits && hash != nil
  }

  static let passes: UInt64 = 2
  static let memory = 19 * 1024 * 1024

  /// The hash of a password that nobody was given, with the parameters above.
  static let nobody =
    "$argon2id$v=19$m=19456,t=2,p=1$b3BlbnNub3RoaW5nYXRhbA$"
    + "0J2y4Yq1pQm3yZ0k3bqkqkH0pI0aY4c0b3uJq3pQm3w"

  /// libsodium chooses its fastest code once per process.
  private static func start() { _ = sodium_init() }
}

/// Crockford-style secret for a person to type: 80 random bits as `xxxx-xxxx-xxxx-xxxx`, without the
/// letters i, l, o, u.
package func newInitialPassword() -> String {
  let symbols = Array("0123456789abcdefghjkmnpqrstvwxyz".utf8)
  var bytes: [UInt8] = []
  for (place, byte) in randomBytes(16).enumerated() {
    if place > 0, place % 4 == 0 { bytes.append(UInt8(ascii: "-")) }
    bytes.append(symbols[Int(byte & 31)])
  }
  return String(decoding: bytes, as: UTF8.self)
}
