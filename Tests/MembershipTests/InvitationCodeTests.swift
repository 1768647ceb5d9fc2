// Tests how invitation codes are made, spelled and read back: what a person mistypes is either the same
// code or none, never another one.

import Membership
import TestTools
import Testing

@Suite struct InvitationCodeTests {
  private static let symbols = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ")

  @Test("A random code is read as it was spelled")
  func roundTrip() {
    var dice = SplitMix64(seed: 1)
    let codes = (0..<10_000).map { _ in InvitationCode.random(using: &dice) }
    #expect(codes.filter { InvitationCode($0.text) != $0 }.isEmpty)
    #expect(Set(codes).count == codes.count)
  }

  @Test("A code is 4, 4 and 5 characters that the alphanumeric mode of QR codes knows")
  func shape() {
    var dice = SplitMix64(seed: 2)
    // ISO/IEC 18004, table 5, without what an address would encode.
    let known = Set("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-")
    for _ in 0..<1000 {
      let text = InvitationCode.random(using: &dice).text
      #expect(text.split(separator: "-").map(\.count) == [4, 4, 5])
      #expect(text.allSatisfy(known.contains))
    }
  }

  @Test("Every character of a code takes every symbol")
  func spread() {
    var dice = SplitMix64(seed: 3)
    var seen = [Set<Character>](repeating: [], count: 13)
    for _ in 0..<2000 {
      let text = InvitationCode.random(using: &dice).text.filter { $0 != "-" }
      for (place, symbol) in text.enumerated() { seen[place].insert(symbol) }
    }
    #expect(seen.map(\.count) == Array(repeating: 32, count: 13))
  }

  @Test("The system's own codes differ")
  func systemRandom() {
    #expect(Set((0..<100).map { _ in InvitationCode.random() }).count == 100)
  }

  @Test("Every single wrong character is found")
  func substitution() {
    var dice = SplitMix64(seed: 4)
    for _ in 0..<200 {
      let right = Array(InvitationCode.random(using: &dice).text)
      for place in right.indices where right[place] != "-" {
        for symbol in Self.symbols where symbol != right[place] {
          var wrong = right
          wrong[place] = symbol
          if let taken = InvitationCode(String(wrong)) {
            Issue.record("\(String(right)) was taken for \(taken)")
          }
        }
      }
    }
  }

  @Test("A swap of neighbours is found, but for 0 and Z, which Luhn's sum cannot tell apart")
  func swap() {
    var dice = SplitMix64(seed: 5)
    for _ in 0..<500 {
      let right = Array(InvitationCode.random(using: &dice).text.filter { $0 != "-" })
      for place in 1..<right.count where right[place] != right[place - 1] {
        var wrong = right
        wrong.swapAt(place, place - 1)
        let isBlindSpot = Set([right[place], right[place - 1]]) == ["0", "Z"]
        #expect((InvitationCode(String(wrong)) == nil) == !isBlindSpot)
      }
    }
  }

  // 0000-0000-0000 has the check character 0, 1111-1111-1111 has E: (6 × 2 + 6 × 1) + 14 = 32.
  @Test(
    "A code survives case, hyphens, spaces and O I L",
    arguments: [
      ("0000-0000-00000", "0000-0000-00000"), ("oooo-OOOO-ooOO0", "0000-0000-00000"),
      ("0000000000000", "0000-0000-00000"), ("  0000 0000 0000 0 ", "0000-0000-00000"),
      ("--0-0-0-0-00000000-0--", "0000-0000-00000"), ("1111-1111-1111E", "1111-1111-1111E"),
      ("iIlL-1111-iiiie", "1111-1111-1111E"), ("llllLLLLIIIIe", "1111-1111-1111E"),
    ])
  func folding(typed: String, code: String) {
    #expect(InvitationCode(typed)?.text == code)
  }

  @Test("Random codes survive small letters and lost hyphens")
  func foldingOfMany() {
    var dice = SplitMix64(seed: 6)
    for _ in 0..<500 {
      let code = InvitationCode.random(using: &dice)
      let bare = code.text.lowercased().replacing("-", with: "")
      #expect(InvitationCode(bare) == code)
      #expect(InvitationCode(bare.replacing("0", with: "o").replacing("1", with: "l")) == code)
    }
  }

  @Test(
    "A text of another length is no code",
    arguments: [
      "", " ", "-", "0", "0000-0000-0000", "0000-0000-000000", "00000000000000000000000000",
      String(repeating: "0", count: 400),
    ])
  func length(typed: String) {
    #expect(InvitationCode(typed) == nil)
  }

  @Test(
    "A foreign character makes no code, wherever it stands",
    arguments: [
      "U", "u", "!", "*", "_", ".", "/", "%", "\0", "\n", "\t", "\u{7F}", "é", "０", "٠", "О", "–",
      "\u{2011}", "\u{AD}", "\u{200B}", "\u{301}", "😀",
    ])
  func foreign(character: String) {
    let code = "0000-0000-00000"
    for place in 0...code.count {
      let cut = code.index(code.startIndex, offsetBy: place)
      #expect(InvitationCode(code[..<cut] + character + code[cut...]) == nil)
      #expect(InvitationCode(code[..<cut] + character + code[cut...].dropFirst()) == nil)
    }
  }

  @Test("Any text is a code or none")
  func anything() {
    var dice = SplitMix64(seed: 7)
    for _ in 0..<20_000 {
      let bytes = (0..<Int.random(in: 0...30, using: &dice)).map { _ in
        UInt8.random(in: 0...255, using: &dice)
      }
      let text = String(decoding: bytes, as: UTF8.self)
      if let code = InvitationCode(text) { #expect(InvitationCode(code.text) == code) }
    }
  }
}
