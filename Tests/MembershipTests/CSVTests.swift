// Tests lines of CSV: what is quoted, what is made harmless, and that Python's csv module reads back
// what was written.

import Foundation
import Membership
import TestTools
import Testing

@Suite struct CSVTests {
  @Test(
    "A line is its cells between commas, and CRLF",
    arguments: [
      ([], "\r\n"), ([""], "\"\"\r\n"), (["", ""], ",\r\n"), (["a"], "a\r\n"),
      (["a", "b c", ""], "a,b c,\r\n"), ([" a ", "李小龙"], " a ,李小龙\r\n"),
    ])
  func lines(cells: [String], line: String) {
    #expect(csvLine(cells) == line)
  }

  @Test(
    "Commas, quotes and line breaks are quoted",
    arguments: [
      ("Hopper, Grace", "\"Hopper, Grace\""), ("\"", "\"\"\"\""), ("a\"b", "\"a\"\"b\""),
      ("a\nb", "\"a\nb\""), ("a\rb", "\"a\rb\""), ("a\r\nb", "\"a\r\nb\""), ("a;b", "a;b"),
      ("a\tb", "a\tb"), ("a,\u{301}b", "\"a,\u{301}b\""), ("\"\u{301}", "\"\"\"\u{301}\""),
    ])
  func quoting(cell: String, written: String) {
    #expect(Array(csvLine([cell]).utf8) == Array("\(written)\r\n".utf8))
  }

  @Test(
    "What a spreadsheet would run is made harmless",
    arguments: [
      ("=1+1", "'=1+1"), ("+1", "'+1"), ("-1", "'-1"), ("@SUM(A1)", "'@SUM(A1)"), ("=", "'="),
      ("\tx", "'\tx"), ("\rx", "\"'\rx\""), ("\nx", "\"'\nx\""), ("\r\nx", "\"'\r\nx\""),
      ("＝1", "'＝1"), ("＋1", "'＋1"), ("－1", "'－1"), ("＠x", "'＠x"), ("=\u{301}", "'=\u{301}"),
      ("=HYPERLINK(\"x\",\"y\")", "\"'=HYPERLINK(\"\"x\"\",\"\"y\"\")\""),
      ("1=1", "1=1"), ("a@b.example", "a@b.example"), ("'=1", "''=1"), ("'''＝", "''''＝"),
      ("'1", "'1"), ("Müller-Lüdenscheidt", nil),
    ])
  func formulas(cell: String, written: String?) {
    #expect(Array(csvLine([cell]).utf8) == Array("\(written ?? cell)\r\n".utf8))
  }

  @Test("Python reads random cells back, but for the leading apostrophe")
  func independentReader() throws {
    var dice = SplitMix64(seed: 4180)
    let alphabet: [Unicode.Scalar] = [
      "a", "b", ",", "\"", "'", "\r", "\n", "\t", " ", "=", "+", "-", "@", ";", "＝", "é", "\u{301}",
      "龙", "😀",
    ]
    let rows = (0..<500).map { _ in
      (0..<Int.random(in: 1...6, using: &dice)).map { _ in
        var cell = String.UnicodeScalarView()
        for _ in 0..<Int.random(in: 0...8, using: &dice) {
          if let scalar = alphabet.randomElement(using: &dice) { cell.append(scalar) }
        }
        return String(cell)
      }
    }
    let read = try python(
      """
      import csv, io, json, sys
      text = io.StringIO(sys.stdin.buffer.read().decode(), newline="")
      print(json.dumps(list(csv.reader(text, strict=True))))
      """, rows.flatMap { csvLine($0).utf8 })
    let parsed = try JSONDecoder().decode([[String]].self, from: Data(read.utf8))
    let signs: Set<Unicode.Scalar> = ["=", "+", "-", "@", "\t", "\r", "\n", "＝"]
    let expected = rows.map { row in
      row.map { text in
        let first = text.unicodeScalars.first { $0 != "'" }
        return (first.map(signs.contains) == true ? "'" : "") + text
      }
    }
    #expect(parsed.map { $0.map { Array($0.utf8) } } == expected.map { $0.map { Array($0.utf8) } })
  }
}
