// The key that seals what waits in the outbox: libsodium's secretbox (XSalsa20-Poly1305) under 256 bits
// in a file of its own, 0600, which no backup holds: a stolen database gives no password away.

import CSodium
import Glibc

package struct SealingKey: Sendable {
  private let key: [UInt8]

  /// Reads the 32 bytes.
  package init(file: String) throws(SecretsError) {
    let descriptor = Glibc.open(file, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
    guard descriptor >= 0 else {
      throw .key(file: file, problem: "cannot be read: \(String(cString: strerror(errno)))")
    }
    defer { close(descriptor) }
    var bytes = [UInt8](repeating: 0, count: 33)
    guard read(descriptor, &bytes, bytes.count) == 32 else {
      throw .key(file: file, problem: "does not hold 32 bytes")
    }
    key = Array(bytes.prefix(32))
  }

  /// Makes a new key file, readable by its owner alone; refuses to replace one.
  package static func create(file: String) throws(SecretsError) {
    let descriptor = Glibc.open(file, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard descriptor >= 0 else {
      throw .key(file: file, problem: "cannot be made: \(String(cString: strerror(errno)))")
    }
    defer { close(descriptor) }
    guard write(descriptor, randomBytes(32), 32) == 32, fsync(descriptor) == 0 else {
      throw .key(file: file, problem: "cannot be written: \(String(cString: strerror(errno)))")
    }
  }

  /// Nonce and ciphertext, in base64url.
  package func seal(_ text: String) -> String {
    let nonce = randomBytes(Int(crypto_secretbox_NONCEBYTES))
    let plain = Array(text.utf8)
    var sealed = [UInt8](repeating: 0, count: plain.count + Int(crypto_secretbox_MACBYTES))
    crypto_secretbox_easy(&sealed, plain, UInt64(plain.count), nonce, key)
    return base64url(nonce + sealed)
  }

  package func open(_ text: String) throws(SecretsError) -> String {
    guard let sealed = bytes(base64url: text) else { throw .notSealedWithThisKey }
    let nonce = Array(sealed.prefix(Int(crypto_secretbox_NONCEBYTES)))
    let cipher = Array(sealed.dropFirst(nonce.count))
    let mac = Int(crypto_secretbox_MACBYTES)
    guard cipher.count >= mac else { throw .notSealedWithThisKey }
    var plain = [UInt8](repeating: 0, count: cipher.count - mac)
    guard crypto_secretbox_open_easy(&plain, cipher, UInt64(cipher.count), nonce, key) == 0
    else { throw .notSealedWithThisKey }
    return String(decoding: plain, as: UTF8.self)
  }
}
