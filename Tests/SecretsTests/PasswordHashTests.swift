// Tests how passwords are hashed and compared: Argon2id with its parameters in the text, and the same work
// where there is no account.

import CSodium
import Testing

@testable import Secrets

@Suite(.serialized) struct PasswordHashTests {
  @Test("A hash fits its own password and no other")
  func verify() throws {
    let hash = try PasswordHash.make("kestrel violins borrow")
    #expect(PasswordHash.matches("kestrel violins borrow", hash: hash))
    for other in [
      "kestrel violins borro", "kestrel violins borrow ", "Kestrel violins borrow", "", "\0", hash,
    ] {
      #expect(!PasswordHash.matches(other, hash: hash))
    }
  }

  @Test("A hash names Argon2id, 19 MiB and two passes")
  func parameters() throws {
    // RFC 9106 and OWASP's least: m=19456, t=2, p=1; 16 bytes of salt, 32 of hash.
    let parts = try PasswordHash.make("x").split(separator: "$")
    #expect(parts.prefix(3) == ["argon2id", "v=19", "m=19456,t=2,p=1"])
    #expect(parts.dropFirst(3).map(\.utf8.count) == [22, 43])
  }

  @Test("The same password twice gives two hashes")
  func salt() throws {
    #expect(try PasswordHash.make("x") != PasswordHash.make("x"))
  }

  @Test(
    "Any text can be a password",
    arguments: ["", "\0", "a\0b", "密码😀", "e\u{301}", String(repeating: "x", count: 1024)])
  func anyText(password: String) throws {
    let hash = try PasswordHash.make(password)
    #expect(PasswordHash.matches(password, hash: hash))
    #expect(!PasswordHash.matches(password + "x", hash: hash))
    #expect(!PasswordHash.matches("a", hash: hash))
  }

  @Test(
    "A hash that is none fits nothing",
    arguments: ["", "x", "$argon2id$", "$2b$12$abcdefghijklmnopqrstuv"])
  func malformed(hash: String) {
    #expect(!PasswordHash.matches("", hash: hash))
    #expect(!PasswordHash.matches("x", hash: hash))
  }

  @Test("What stands in for a missing account is a hash of the same parameters")
  func placeholder() {
    #expect(
      crypto_pwhash_str_needs_rehash(
        PasswordHash.nobody, PasswordHash.passes, PasswordHash.memory) == 0)
  }

  @Test("Without an account nothing fits, and it takes as long")
  func nobody() throws {
    #expect(!PasswordHash.matches("kestrel", hash: nil))
    #expect(!PasswordHash.matches("", hash: nil))
    // In turn, and the least of each: what else the machine does comes on top of both.
    let hash = try PasswordHash.make("another")
    let clock = ContinuousClock()
    let runs = (0..<10).map { _ in
      (
        known: clock.measure { _ = PasswordHash.matches("kestrel", hash: hash) },
        unknown: clock.measure { _ = PasswordHash.matches("kestrel", hash: nil) }
      )
    }
    let known = runs.map(\.known).min() ?? .zero
    let unknown = runs.map(\.unknown).min() ?? .zero
    #expect(
      (0.6...1.7).contains(unknown / known), "\(unknown) without, \(known) with an account")
  }
}
