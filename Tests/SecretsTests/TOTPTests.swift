// Tests one-time passwords against the vectors of RFC 4226, RFC 6238 and RFC 4648; which codes are taken,
// and that none is taken twice.

import TestTools
import Testing

@testable import Secrets

@Suite struct TOTPTests {
  /// The ASCII text `12345678901234567890` of both RFCs.
  private let totp: TOTP

  init() throws {
    totp = try #require(TOTP(base32: "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"))
    #expect(totp.secret == Array("12345678901234567890".utf8))
  }

  @Test("Codes of the first ten steps are those of RFC 4226, appendix D")
  func hotp() {
    #expect(
      (0..<10).map(totp.code) == [
        "755224", "287082", "359152", "969429", "338314", "254676", "287922", "162583", "399871",
        "520489",
      ])
  }

  @Test(
    "Codes at a time are those of RFC 6238, appendix B, by their last six digits",
    arguments: [
      (59, "287082"), (1_111_111_109, "081804"), (1_111_111_111, "050471"),
      (1_234_567_890, "005924"), (2_000_000_000, "279037"), (20_000_000_000, "353130"),
    ])
  func vectors(seconds: Int64, code: String) {
    let step = TOTP.step(at: seconds)
    #expect(totp.code(at: step) == code)
    #expect(totp.step(of: code, at: seconds, after: -1) == step)
  }

  @Test(
    "A step is 30 seconds",
    arguments: [(0, 0), (29, 0), (30, 1), (59, 1), (60, 2), (20_000_000_000, 666_666_666)])
  func steps(seconds: Int64, step: Int64) {
    #expect(TOTP.step(at: seconds) == step)
  }

  @Test("A code is taken one step before and after its own, no earlier and no later")
  func drift() {
    let code = totp.code(at: 1000)
    for seconds in 29_900...30_100 as ClosedRange<Int64> {
      let isTaken = (29_970..<30_060).contains(seconds)
      #expect(totp.step(of: code, at: seconds, after: -1) == (isTaken ? 1000 : nil), "\(seconds)")
    }
  }

  @Test("A code is taken once, and none before it afterwards")
  func once() throws {
    let seconds: Int64 = 30_000
    let used = try #require(totp.step(of: totp.code(at: 1000), at: seconds, after: 999))
    #expect(used == 1000)
    #expect(totp.step(of: totp.code(at: 1000), at: seconds, after: used) == nil)
    #expect(totp.step(of: totp.code(at: 999), at: seconds, after: used) == nil)
    #expect(totp.step(of: totp.code(at: 1001), at: seconds, after: used) == 1001)
    #expect(totp.step(of: totp.code(at: 1000), at: seconds, after: .max) == nil)
  }

  @Test("A code that two neighbouring steps share is taken once, too")
  func sharedCode() {
    let step: Int64 = 910_737
    let code = totp.code(at: step)
    #expect(totp.code(at: step + 1) == code)
    #expect(totp.step(of: code, at: 30 * step, after: -1) == step + 1)
    #expect(totp.step(of: code, at: 30 * step, after: step + 1) == nil)
  }

  @Test(
    "Spaces do not matter",
    arguments: ["755224", "755 224", " 75 52 24 ", "755\u{A0}224\n", "\u{3000}755224"])
  func spaces(typed: String) {
    #expect(totp.step(of: typed, at: 0, after: -1) == 0)
  }

  @Test(
    "What is no code is not taken",
    arguments: [
      "", " ", "0", "75522", "7552240", "0755224", "755-224", "755224x", "+755224", "-755224",
      "755224\0", "755224\u{301}", "７５５２２４", "٧٥٥٢٢٤", "😀",
      String(repeating: "755224", count: 100),
    ])
  func junk(typed: String) {
    #expect(totp.step(of: typed, at: 0, after: -1) == nil)
  }

  @Test("At any time, any text is a step near the time or nil")
  func anything() {
    var dice = SplitMix64(seed: 4226)
    let alphabet = Array("0123456789 x\0é")
    for _ in 0..<2000 {
      let seconds = Int64.random(in: .min...(.max), using: &dice)
      let now = TOTP.step(at: seconds)
      let typed = String((0..<6).compactMap { _ in alphabet.randomElement(using: &dice) })
      let step = totp.step(of: typed, at: seconds, after: .min)
      #expect(step.map { abs($0 - now) <= 1 } ?? true)
      #expect(totp.step(of: totp.code(at: now), at: seconds, after: .min) != nil)
      #expect(totp.code(at: now).utf8.count == 6)
    }
  }

  @Test(
    "Base 32 is that of RFC 4648, 10, without padding",
    arguments: [
      ("", ""), ("f", "MY"), ("fo", "MZXQ"), ("foo", "MZXW6"), ("foob", "MZXW6YQ"),
      ("fooba", "MZXW6YTB"), ("foobar", "MZXW6YTBOI"),
    ])
  func base32Vectors(plain: String, encoded: String) {
    #expect(base32(Array(plain.utf8)) == encoded)
    #expect(bytes(base32: encoded) == Array(plain.utf8))
  }

  @Test("Base 32 of any bytes reads back")
  func base32RoundTrip() {
    var dice = SplitMix64(seed: 4648)
    for count in 0...100 {
      let random = (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &dice) }
      #expect(bytes(base32: base32(random)) == random)
    }
  }

  @Test(
    "What is no base 32 is no bytes",
    arguments: [
      "A", "AAA", "AAAAAA", "MZ", "my", "MY======", "M1", "M8", "M Y", "MY\n", "É", "A\0",
    ])
  func notBase32(text: String) {
    // "MZ": its last bits are no part of a byte, and not 0.
    #expect(bytes(base32: text) == nil)
  }

  @Test("A new secret is 160 bits, in 32 characters that read back, and never the same")
  func new() {
    let all = (0..<500).map { _ in TOTP.new() }
    #expect(Set(all.map(\.secret)).count == all.count)
    for totp in all {
      #expect(totp.secret.count == 20)
      #expect(totp.base32.utf8.count == 32)
      #expect(TOTP(base32: totp.base32)?.secret == totp.secret)
    }
  }

  @Test(
    "A secret of another form is refused",
    arguments: [
      "", "GEZDGNBVGY3TQOJQ", "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJ",
      "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQG",
      "gezdgnbvgy3tqojqgezdgnbvgy3tqojq", "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJ=",
      "GEZDGNBVGY3TQOJQ GEZDGNBVGY3TQOJ", "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJ1",
    ])
  func malformed(text: String) {
    #expect(TOTP(base32: text) == nil)
  }

  @Test(
    "An address holds issuer and account, percent-encoded, and the secret",
    arguments: [
      ("Navy", "grace", "Navy:grace", "Navy"),
      (
        "Sales & Co. 50%", "g.h_1-2~", "Sales%20%26%20Co.%2050%25:g.h_1-2~",
        "Sales%20%26%20Co.%2050%25"
      ),
      ("清华", "grace", "%E6%B8%85%E5%8D%8E:grace", "%E6%B8%85%E5%8D%8E"),
      ("A:B/C?D#E", "a:b@c", "AB%2FC%3FD%23E:ab%40c", "AB%2FC%3FD%23E"),
    ])
  func address(issuer: String, account: String, label: String, parameter: String) {
    #expect(
      totp.address(issuer: issuer, account: account)
        == "otpauth://totp/\(label)?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=\(parameter)")
  }
}
