// Tests tokens that browsers and applicants carry: their form, their digests, and what is derived of them.

import Testing

@testable import Secrets

@Suite struct RandomTokenTests {
  private static let alphabet = Set(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")

  @Test("A token is 43 characters of base64url, read back as sent, and never the same")
  func shape() {
    let tokens = (0..<500).map { _ in RandomToken.new().text }
    #expect(Set(tokens).count == tokens.count)
    for token in tokens {
      #expect(token.count == 43)
      #expect(token.allSatisfy(Self.alphabet.contains))
      #expect(RandomToken(token)?.text == token)
      #expect(bytes(base64url: token)?.count == 32)
    }
  }

  @Test(
    "A text of another form is no token",
    arguments: [
      "", "x", String(repeating: "A", count: 42), String(repeating: "A", count: 44),
      String(repeating: "A", count: 42) + "=", String(repeating: "A", count: 42) + "+",
      String(repeating: "A", count: 42) + "/", String(repeating: "A", count: 42) + " ",
      String(repeating: "A", count: 42) + "\n", String(repeating: "A", count: 42) + "\0",
      String(repeating: "A", count: 41) + "é", String(repeating: "A", count: 42) + "[",
      String(repeating: "A", count: 42) + "@", String(repeating: "A", count: 42) + "`",
      String(repeating: "A", count: 42) + "{", String(repeating: "é", count: 43),
    ])
  func malformed(sent: String) {
    #expect(RandomToken(sent) == nil)
  }

  @Test(
    "A digest is BLAKE2b-256, the same on every machine and in every version",
    arguments: [
      // From Python: hashlib.blake2b(text, digest_size=32), in base64url.
      ("", "DldRwCblQ7Loqy6wYJnaodHl30d3j3eH-qtFzfEv46g"),
      ("abc", "vd2BPGNCOXIxce8_7phXm5SWTjuxyz5CcmLIwGjVIxk"),
    ])
  func digests(text: String, expected: String) {
    #expect(digest(text) == expected)
  }

  @Test("A token's digest is its text's, and a good 256 bits")
  func tokenDigest() {
    let token = RandomToken.new()
    #expect(token.digest == digest(token.text))
    #expect(token.digest != token.text)
    #expect(bytes(base64url: token.digest)?.count == 32)
    #expect(RandomToken(token.text)?.digest == token.digest)
  }

  @Test("What is derived depends on the token and on the purpose")
  func derived() throws {
    let (one, other) = (RandomToken.new(), RandomToken.new())
    #expect(one.derived(for: "form") == RandomToken(one.text)?.derived(for: "form"))
    #expect(one.derived(for: "form") != one.derived(for: "other"))
    #expect(one.derived(for: "form") != other.derived(for: "form"))
    #expect(one.derived(for: "form") != one.digest)
    #expect(one.derived(for: "") != one.digest)
    // Keyed BLAKE2b, as Python has it: hashlib.blake2b(b"form", digest_size=32, key=b"A" * 43).
    let fixed = try #require(RandomToken(String(repeating: "A", count: 43)))
    #expect(fixed.derived(for: "form") == "b7VHUBZSgDHCndot5Et9_hJ0ohjlklHAgZVff3MfLcQ")
  }

  @Test(
    "Equal is equal, and nothing else",
    arguments: [
      ("", "", true), ("a", "a", true), ("a", "b", false), ("a", "aa", false), ("", "a", false),
      ("a\0b", "a\0c", false), ("é", "é", true), ("é", "e\u{301}", false),
    ])
  func equality(one: String, other: String, isEqual: Bool) {
    #expect(isEqualInConstantTime(one, other) == isEqual)
  }

  @Test("Base64url of any bytes reads back, without padding")
  func base64() {
    for count in 0...100 {
      let random = randomBytes(count)
      let text = base64url(random)
      #expect(bytes(base64url: text) == random)
      #expect(text.allSatisfy(Self.alphabet.contains))
    }
    #expect(base64url([0xFB, 0xFF, 0xFE]) == "-__-")
  }

  @Test(
    "What is no base64url is no bytes",
    arguments: ["A", "AA==", "A+A/", "AAA A", "AAAA\n", "é", "AB", "=", "A\0AA"])
  func notBase64(text: String) {
    // "AB": its last bits are no part of a byte, and not 0.
    #expect(bytes(base64url: text) == nil)
  }
}
