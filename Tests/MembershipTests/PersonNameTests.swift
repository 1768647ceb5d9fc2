// Tests which texts are names of people: nearly all of them, on one line, and none that reads as another.

import Membership
import Testing

@Suite struct PersonNameTests {
  private func problem(_ typed: String) -> PersonName.Problem? {
    do throws(PersonName.Problem) {
      _ = try PersonName(typed)
      return nil
    } catch {
      return error
    }
  }

  @Test(
    "A name in any script is taken as it is",
    arguments: [
      "Grace Hopper", "X", "李小龙", "毛 泽东", "Jürgen Müller-Lüdenscheidt", "Ægir Þór", "محمد بن سلمان",
      "שרה", "นางสาว สมหญิง", "O'Brien \"Bob\" <b>&c", "de la Cruz, Jr.", "123", "🧑‍🚀",
      "Zoe\u{308}", "A\u{200D}B", "a  b", "Robert'); DROP TABLE account;--",
    ])
  func valid(typed: String) throws {
    #expect(try PersonName(typed).text == typed)
  }

  @Test(
    "White space at both ends is left out",
    arguments: [
      " Grace ", "\tGrace\r\n", "\u{A0}Grace\u{3000}", "\u{2028}Grace\u{2029}", "\u{85}Grace",
    ])
  func trimming(typed: String) throws {
    #expect(try PersonName(typed).text == "Grace")
  }

  @Test("White space before a combining mark is left out, too")
  func trimmingGoesByScalars() {
    #expect(trimmed(" \u{301}x ") == "\u{301}x")
    #expect(trimmed("") == "")
    #expect(trimmed(" \n ") == "")
  }

  @Test(
    "A name is missing where nothing is left", arguments: ["", " ", "\r\n\t", "\u{A0}\u{3000}"])
  func missing(typed: String) {
    #expect(problem(typed) == .missing)
  }

  @Test(
    "A name has at most 200 characters",
    arguments: [
      (String(repeating: "x", count: 200), nil), (String(repeating: "x", count: 201), .tooLong),
      (String(repeating: "龙", count: 200), nil), (String(repeating: "龙", count: 201), .tooLong),
      (String(repeating: "😀", count: 200), nil), (String(repeating: "😀", count: 201), .tooLong),
      (" " + String(repeating: "x", count: 200) + " ", nil),
    ] as [(String, PersonName.Problem?)])
  func length(typed: String, expected: PersonName.Problem?) {
    #expect(problem(typed) == expected)
  }

  @Test("A pile of combining marks is one character, and too long all the same")
  func piles() {
    #expect(problem("Z" + String(repeating: "\u{301}", count: 399)) == nil)
    #expect(problem("Z" + String(repeating: "\u{301}", count: 400)) == .tooLong)
  }

  @Test("Neither a control character nor a turn of the line's direction stands in a name")
  func unreadable() {
    let refused: [ClosedRange<UInt32>] = [
      0...0x1F, 0x7F...0x9F, 0x2028...0x2029, 0x202A...0x202E, 0x2066...0x2069,
    ]
    for number in refused.joined() {
      guard let scalar = Unicode.Scalar(number) else { continue }
      #expect(problem("a\(Character(scalar))b") == .unreadable, "U+\(String(number, radix: 16))")
    }
    for number in [0x20, 0x7E, 0xA0, 0x200C, 0x200D, 0x200E, 0x2027, 0x202F, 0x2065, 0x206A]
      as [UInt32]
    {
      guard let scalar = Unicode.Scalar(number) else { continue }
      #expect(problem("a\(Character(scalar))b") == nil, "U+\(String(number, radix: 16))")
    }
  }

  @Test(
    "A line break within a name is refused, not left out", arguments: ["\r\n", "\n", "\r", "\u{B}"])
  func lineBreaks(mark: String) {
    #expect(problem("Grace\(mark)Hopper") == .unreadable)
  }
}
