// What is read and written as RFC 8259 has it, and nothing else is read.

import JSON
import Testing

@Suite("JSON") struct JSONTests {
  private func read(_ text: String) throws -> JSON { try JSON(Array(text.utf8)) }

  @Test(
    "Read and written again",
    arguments: [
      ("null", "null"), (" true ", "true"), ("-0.5e+10", "-0.5e+10"), ("[1, [ ] ,{}]", "[1,[],{}]"),
      (#"{"b":1,"a":"\u00e9\n\/\""}"#, #"{"b":1,"a":"é\n/\""}"#), (#""\ud83d\ude00""#, "\"😀\""),
      (#""\u0001\t""#, #""\u0001\u0009""#), ("\"e\u{301}\"", "\"e\u{301}\""),
    ])
  func same(_ text: String, _ written: String) throws {
    #expect(try read(text).text == written)
    #expect(try read(written).text == written)
  }

  @Test(
    "Refused",
    arguments: [
      "", " ", "nul", "tru", "01", "-", "1.", ".5", "1e", "+1", "'a'", "\"a", "\"\\x\"",
      "\"\\u12\"",
      "\"\\ud800\"", "\"\\ud800\\u0041\"", "\"\\udc00\"", "\"\u{1}\"", "[1", "[1,]", "[,1]",
      "{\"a\"}",
      "{\"a\":1,}", "{a:1}", "{\"a\":1 \"b\":2}", "{\"a\":1,\"a\":2}", "1 2", "[] x", "NaN",
      String(repeating: "[", count: 40) + String(repeating: "]", count: 40),
    ])
  func refused(_ text: String) {
    #expect(throws: JSON.Malformed.self) { try read(text) }
  }

  @Test("What is no UTF-8 is refused; as deep as may be is read")
  func edges() throws {
    #expect(throws: JSON.Malformed.self) { try JSON([0x22, 0xFF, 0x22]) }
    let deep = String(repeating: "[", count: 32) + "1" + String(repeating: "]", count: 32)
    #expect(try read(deep).text == deep)
    // Two spellings of one letter are two names.
    #expect(throws: Never.self) { try read("{\"a\":1,\"A\":2}") }
  }
}
