// Passwords as the database keeps them. A person's: Argon2id (RFC 9106), two passes over 19 MiB, in the
// usual `$argon2id$…` text, which names its own parameters, so that they can grow; 28–44 ms each, and
// memory enough that only four run at once on a host (`HashingSlots`). One that the program made: BLAKE2b.

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

  /// Of a password from `newInitialPassword()`, and of no other: `$blake2b$<salt>$<hash>`, 16 and 32
  /// bytes in base64url, BLAKE2b-256 (RFC 7693) with the salt as key. A hash is slow to make each guess
  /// dear, because what people choose can be searched. 80 uniformly random bits cannot, whatever a guess
  /// costs, and the salt lets no guess count against two accounts.
  package static func makeInitial(_ password: String) -> String {
    initialHash(password, salt: randomBytes(saltSize))
  }

  /// Argon2id runs once whatever is asked, so that the time tells neither whether there is such an
  /// account (no hash: false), nor whether it has a password (an empty one: false), nor whether that is still the
  /// one that was made for it.
  package static func matches(_ password: String, hash: String?) -> Bool {
    start()
    let hash = hash?.isEmpty == true ? nil : hash
    let salt = hash.flatMap(initialSalt)
    let bytes = password.utf8.map { CChar(bitPattern: $0) }
    let fits = (salt == nil ? hash ?? nobody : nobody).withCString {
      crypto_pwhash_str_verify($0, bytes, UInt64(bytes.count)) == 0
    }
    guard let hash else { return false }
    guard let salt else { return fits }
    return isEqualInConstantTime(hash, initialHash(password, salt: salt))
  }

  static let passes: UInt64 = 2
  static let memory = 19 * 1024 * 1024

  /// The hash of a password that nobody was given, with the parameters above.
  static let nobody =
    "$argon2id$v=19$m=19456,t=2,p=1$b3BlbnNub3RoaW5nYXRhbA$"
    + "0J2y4Yq1pQm3yZ0k3bqkqkH0pI0aY4c0b3uJq3pQm3w"

  private static let initialMark = "$blake2b$"
  private static let saltSize = 16

  private static func initialHash(_ password: String, salt: [UInt8]) -> String {
    let hash = keyedHash(Array(password.utf8), key: salt)
    return "\(initialMark)\(base64url(salt))$\(base64url(hash))"
  }

  private static func initialSalt(_ hash: String) -> [UInt8]? {
    guard hash.hasPrefix(initialMark),
      let salt = bytes(base64url: String(hash.dropFirst(initialMark.count).prefix { $0 != "$" })),
      salt.count == saltSize
    else { return nil }
    return salt
  }

  /// libsodium chooses its fastest code once per process.
  private static func start() { _ = sodium_init() }
}
