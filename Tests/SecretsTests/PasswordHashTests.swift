// Tests how passwords are hashed and compared: Argon2id with its parameters in the text, BLAKE2b for those
// that the program made, and the same work for either, and where there is no account.

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

  @Test("An initial password's hash fits it and no other")
  func initial() {
    let password = newInitialPassword()
    let hash = PasswordHash.makeInitial(password)
    #expect(PasswordHash.matches(password, hash: hash))
    for other in [
      String(password.dropLast()), password + " ", password.uppercased(), "", "\0",
      newInitialPassword(), hash,
    ] {
      #expect(!PasswordHash.matches(other, hash: hash))
    }
  }

  @Test("An initial password's hash names BLAKE2b, and holds a salt of its own and 32 bytes")
  func initialForm() {
    let hashes = (0..<100).map { _ in PasswordHash.makeInitial("7k3m-q9xt-2hva-b10w") }
    #expect(Set(hashes).count == 100)
    for hash in hashes {
      let parts = hash.split(separator: "$", omittingEmptySubsequences: false)
      #expect(parts.prefix(2) == ["", "blake2b"])
      #expect(parts.dropFirst(2).map { bytes(base64url: String($0))?.count } == [16, 32])
    }
  }

  /// From Python: hashlib.blake2b(b"7k3m-q9xt-2hva-b10w", digest_size=32, key=bytes(range(16))).
  private static let fixed =
    "$blake2b$AAECAwQFBgcICQoLDA0ODw$7awTnhMkhwaywdzDaY1jb-TC0IjZJkKVddgwzLlSrAc"

  @Test("An initial password's hash is keyed BLAKE2b-256, in every version")
  func initialVector() {
    #expect(PasswordHash.matches("7k3m-q9xt-2hva-b10w", hash: Self.fixed))
  }

  @Test(
    "An initial password's hash that was changed anywhere fits nothing",
    arguments: [0, 1, 8, 9, 20, 30, 31, 32, 50, 73, 74])
  func initialTampering(place: Int) {
    var changed = Array(Self.fixed.utf8)
    changed[place] = changed[place] == UInt8(ascii: "A") ? UInt8(ascii: "B") : UInt8(ascii: "A")
    let hash = String(decoding: changed, as: UTF8.self)
    #expect(!PasswordHash.matches("7k3m-q9xt-2hva-b10w", hash: hash))
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
    arguments: [
      "", "x", "$argon2id$", "$2b$12$abcdefghijklmnopqrstuv", "$blake2b$", "$blake2b$$",
      "$blake2b$AAAA$",
      // No salt, one too short, and one too long, and the hash of nothing under them.
      "$blake2b$$DldRwCblQ7Loqy6wYJnaodHl30d3j3eH-qtFzfEv46g",
      "$blake2b$AA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
      "$blake2b$\(String(repeating: "A", count: 100))$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
    ])
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

  @Test("Without an account nothing fits, and it takes as long; so does an initial password")
  func nobody() throws {
    #expect(!PasswordHash.matches("kestrel", hash: nil))
    #expect(!PasswordHash.matches("", hash: nil))
    // In turn, and the least of each: what else the machine does comes on top of both.
    let hash = try PasswordHash.make("another")
    let initialHash = PasswordHash.makeInitial("another")
    let clock = ContinuousClock()
    let runs = (0..<10).map { _ in
      (
        known: clock.measure { _ = PasswordHash.matches("kestrel", hash: hash) },
        unknown: clock.measure { _ = PasswordHash.matches("kestrel", hash: nil) },
        initial: clock.measure { _ = PasswordHash.matches("kestrel", hash: initialHash) }
      )
    }
    let known = runs.map(\.known).min() ?? .zero
    let unknown = runs.map(\.unknown).min() ?? .zero
    #expect(
      (0.6...1.7).contains(unknown / known), "\(unknown) without, \(known) with an account")
    let initial = runs.map(\.initial).min() ?? .zero
    #expect(
      (0.6...1.7).contains(initial / known), "\(initial) for an initial, \(known) for another")
  }
}
