// Tests the fields of forms and queries: how they are decoded, what is refused, and that what we encode
// reads back.

import CGI
import TestTools
import Testing

@Suite struct FieldsTests {
  private func fields(_ text: String) throws(RequestError) -> Fields {
    try Fields(encoded: Array(text.utf8))
  }

  @Test(
    "A value is decoded once",
    arguments: [
      ("a=b", "b"), ("a=", ""), ("a", ""), ("a=b=c", "b=c"), ("a==", "="), ("a=+", " "),
      ("a=%2B", "+"),
      ("a=%2b", "+"), ("a=%20x", " x"), ("a=%C3%A9", "é"), ("a=é", "é"), ("a=%F0%9F%98%80", "😀"),
      ("a=%26%3D", "&="), ("a=%2541", "%41"), ("a=%0D%0A", "\r\n"), ("%61=x", "x"),
      ("&&a=b&&", "b"),
      // What is no escape stays as it is (URL standard).
      ("a=%", "%"), ("a=%4", "%4"), ("a=%zz", "%zz"), ("a=%4z", "%4z"), ("a=100%", "100%"),
      ("a=%%41", "%A"), ("a=%4%41", "%4A"), ("a=%&b=41", "%"), ("a=%4&b=1", "%4"), ("a=%-1", "%-1"),
      ("a=%+1", "% 1"), ("a=;b=2", ";b=2"),
    ])
  func decoding(encoded: String, value: String) throws {
    #expect(try fields(encoded)["a"] == value)
  }

  @Test("A name that is not there has no value")
  func missing() throws {
    #expect(try fields("")["a"] == nil)
    #expect(try fields("b=a")["a"] == nil)
    #expect(try fields("=x")["a"] == nil)
    #expect(try fields("A=x")["a"] == nil)
    #expect(try fields("") == Fields())
  }

  @Test(
    "A parameter given twice is refused",
    arguments: ["a=1&a=1", "a=1&b=2&a=3", "a&a", "=1&=2", "a=1&%61=2", "%C3%A9=1&e%CC%81=2"])
  func twice(encoded: String) {
    #expect(throws: RequestError.malformed("a parameter is given twice")) { try fields(encoded) }
  }

  @Test("A NUL is refused", arguments: ["a=%00", "a=b%00c", "%00=b", "a%00", "a=\0"])
  func nul(encoded: String) {
    #expect(throws: RequestError.malformed("a NUL in a parameter")) { try fields(encoded) }
  }

  @Test(
    "What is not UTF-8 is refused",
    arguments: [
      "a=%FF", "a=%C3", "a=%C3%28", "%FF=a", "a=%C0%80", "a=%E0%80%80", "a=%ED%A0%80",
      "a=%F4%90%80%80",
      "a=%80", "a=%F0%9F%98", "a=%FE%FF",
    ])
  func notUTF8(encoded: String) {
    #expect(throws: RequestError.malformed("a parameter is not UTF-8")) { try fields(encoded) }
  }

  @Test("There are at most 1,000 parameters")
  func count() throws {
    let thousand = (0..<1000).map { "a\($0)=\($0)" }.joined(separator: "&")
    #expect(try fields(thousand)["a999"] == "999")
    #expect(throws: RequestError.self) { try fields(thousand + "&one=more") }
    #expect(try fields(String(repeating: "&", count: 65_536)) == Fields())
  }

  @Test("20,000 random inputs are fields or an error")
  func anything() {
    var dice = SplitMix64(seed: 21)
    let alphabet = Array("ab=&%%%+0123456789abcdefABCDEF;\r\n".utf8) + [0, 0x80, 0xC3, 0xA9, 0xFF]
    var taken = 0
    for _ in 0..<20_000 {
      let count = Int.random(in: 0...24, using: &dice)
      let bytes =
        Bool.random(using: &dice)
        ? (0..<count).map { _ in alphabet.randomElement(using: &dice) ?? 0 }
        : (0..<count).map { _ in UInt8.random(in: 0...255, using: &dice) }
      do throws(RequestError) {
        let fields = try Fields(encoded: bytes)
        taken += 1
        for name in ["a", "b", "", "aa", "0"] {
          #expect(fields[name]?.utf8.contains(0) != true)
        }
      } catch {
        guard case .malformed = error else {
          Issue.record("\(error)")
          continue
        }
      }
    }
    #expect((2000..<19_000).contains(taken), "both outcomes are met")
  }

  @Test("What is encoded reads back, and is plain ASCII")
  func roundTrip() throws {
    var dice = SplitMix64(seed: 22)
    for _ in 0..<5000 {
      let count = Int.random(in: 0...20, using: &dice)
      let scalars = (0..<count).compactMap { _ in
        Unicode.Scalar(
          UInt32.random(in: 1...(Bool.random(using: &dice) ? 0x7F : 0x10FFFF), using: &dice))
      }
      var view = String.UnicodeScalarView()
      view.append(contentsOf: scalars)
      let text = String(view)
      let encoded = percentEncoded(text)
      #expect(try fields("back=\(encoded)")["back"].map { Array($0.utf8) } == Array(text.utf8))
      #expect(
        encoded.utf8.allSatisfy {
          (0x21...0x7E).contains($0) && !Array("&=+#?/\"<>".utf8).contains($0)
        })
    }
  }

  @Test("Unreserved characters stand for themselves, and no others")
  func unreserved() {
    let unreserved = "ABCXYZabcxyz0189-._~"
    #expect(percentEncoded(unreserved) == unreserved)
    #expect(percentEncoded("/ &=+%é@[`{") == "%2F%20%26%3D%2B%25%C3%A9%40%5B%60%7B")
    #expect(percentEncoded("") == "")
  }
}
