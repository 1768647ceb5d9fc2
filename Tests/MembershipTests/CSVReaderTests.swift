// Tests the reader of CSV: what it takes, what it refuses and where, and that it reads back whatever was written.

import Membership
import TestTools
import Testing

@Suite("CSV reader") struct CSVReaderTests {
  /// In pieces of that many bytes.
  private func read(_ bytes: [UInt8], by size: Int = .max) throws(CSVReader.Problem)
    -> [CSVReader.Record]
  {
    var reader = CSVReader()
    var records: [CSVReader.Record] = []
    var rest = bytes[...]
    while !rest.isEmpty {
      records += try reader.read(rest.prefix(size))
      rest = rest.dropFirst(size)
    }
    return records + (try reader.finish())
  }

  private func problem(_ bytes: [UInt8]) -> CSVReader.Problem? {
    do throws(CSVReader.Problem) {
      _ = try read(bytes)
      return nil
    } catch { return error }
  }

  @Test(
    "Cells, quotes, line ends, separators",
    arguments: [
      ("", []), ("\n\r\n\r", []), ("a", [["a"]]), ("a,b\r\nc,d\r\n", [["a", "b"], ["c", "d"]]),
      ("a,b\nc,d", [["a", "b"], ["c", "d"]]), ("a,b\rc,d\r", [["a", "b"], ["c", "d"]]),
      ("a,b\r\n\r\n\nc,d", [["a", "b"], ["c", "d"]]), ("a,\n,\n", [["a", ""], ["", ""]]),
      ("\"\"\n", [[""]]), ("\"a,b\",\"c\"\"d\"\n", [["a,b", "c\"d"]]),
      ("x\n\"a\r\nb\"\n", [["x"], ["a\r\nb"]]), ("a b\"c,d\n", [["a b\"c", "d"]]),
      ("a;b\n1,5;2\n", [["a", "b"], ["1,5", "2"]]), ("a\tb\n1\t2", [["a", "b"], ["1", "2"]]),
      ("\"a;b\",c\n", [["a;b", "c"]]), ("\"a,b,c\";d\n", [["a,b,c", "d"]]),
      ("\u{FEFF}a,b\n", [["a", "b"]]), ("\n\na;b\n", [["a", "b"]]),
      (" a , b \n", [[" a ", " b "]]), ("\u{FEFF}\"a\"\n李,", [["a"], ["李", ""]]),
      ("a\n'=1\n", [["a"], ["'=1"]]),
    ] as [(String, [[String]])])
  func records(text: String, cells: [[String]]) throws {
    for size in [1, 2, 3, .max] {
      #expect(try read(Array(text.utf8), by: size).map(\.cells) == cells, "by \(size)")
    }
  }

  @Test("A record knows the line on which it begins")
  func lines() throws {
    let text = "h\r\n\r\n\"a\r\nb\nc\rd\"\r\nx\n\ny\rz"
    for size in [1, .max] {
      #expect(try read(Array(text.utf8), by: size).map(\.line) == [1, 3, 7, 9, 10])
    }
  }

  @Test(
    "What is no such table is refused, with its line",
    arguments: [
      (Array("PK\u{3}\u{4}....".utf8), .spreadsheet),
      ([0xD0, 0xCF, 0x11, 0xE0, 0xA1], .spreadsheet),
      ([0xFF, 0xFE, 0x61, 0x00], .utf16), ([0xFE, 0xFF, 0x00, 0x61], .utf16),
      ([0xFF, 0xFE], .utf16),
      ([0x61, 0x00, 0x2C, 0x00], .utf16), (Array("a,b\nc,".utf8) + [0], .nul(line: 2)),
      (Array("name\n\nJos".utf8) + [0xE9], .notUTF8(line: 3)),
      (Array("name\n\"a\nb\",Jos".utf8) + [0xE9, 0x0A], .notUTF8(line: 3)),
      (Array("a\n".utf8) + [0xE6, 0x9D], .notUTF8(line: 2)),
      (Array("a,b\nc,\"d\ne".utf8), .openQuote(line: 2)), (Array("\"a".utf8), .openQuote(line: 1)),
      (Array("a,b\n\n\"c\"d,e\n".utf8), .textAfterQuote(line: 3)),
      (Array("a\n".utf8) + [UInt8](repeating: 0x61, count: 70_000), .tooLong(line: 2)),
      ([UInt8](repeating: 0x61, count: 70_000), .tooLong(line: 1)),
      (Array("a\nb,\"c".utf8) + [UInt8](repeating: 0x0A, count: 70_000), .openQuote(line: 2)),
    ] as [([UInt8], CSVReader.Problem)])
  func refusals(bytes: [UInt8], found: CSVReader.Problem) {
    #expect(problem(bytes) == found)
  }

  @Test("A line may be 64 KiB long, and no record is kept longer than that")
  func longest() throws {
    let cell = String(repeating: "a", count: CSVReader.longestRecord - 1)
    let text = (0..<5).map { _ in cell }.joined(separator: "\n")
    #expect(try read(Array(text.utf8), by: 1000).count == 5)
  }

  @Test("Whatever is written is read back, in pieces of any size")
  func roundTrips() throws {
    var dice = SplitMix64(seed: 4180)
    let alphabet: [Unicode.Scalar] = [
      "a", "b", ",", "\"", "'", "'", "\r", "\n", "\t", " ", "=", "+", "-", "@", ";", "＝", "é",
      "\u{301}", "龙", "😀", "\u{FEFF}",
    ]
    for _ in 0..<300 {
      let width = Int.random(in: 1...6, using: &dice)
      let head = (0..<width).map { "h\($0)" }
      let rows = (0..<Int.random(in: 0...9, using: &dice)).map { _ in
        (0..<width).map { _ in
          var cell = String.UnicodeScalarView()
          for _ in 0..<Int.random(in: 0...8, using: &dice) {
            if let scalar = alphabet.randomElement(using: &dice) { cell.append(scalar) }
          }
          return String(cell)
        }
      }
      let written = ([head] + rows).flatMap { csvLine($0).utf8 }
      let found = try read(Array(written), by: Int.random(in: 1...40, using: &dice))
      #expect(
        found.dropFirst().map { $0.cells.map { Array(csvText($0).utf8) } }
          == rows.map { $0.map { Array($0.utf8) } })
      // And what was read is written as it was.
      let again = found.flatMap { csvLine($0.cells.map(csvText)).utf8 }
      #expect(Array(again) == Array(written))
    }
  }

  @Test("Random bytes are read or refused, the same in pieces as in one")
  func random() {
    var dice = SplitMix64(seed: 7)
    let likely = Array("a\",;\t\r\n'=\u{FEFF}é".utf8) + [0, 0xFF]
    for _ in 0..<3000 {
      let bytes = (0..<Int.random(in: 0...60, using: &dice)).map { _ in
        likely.randomElement(using: &dice) ?? 0
      }
      let whole = Result { () throws(CSVReader.Problem) in try read(bytes) }
      let pieces = Result { () throws(CSVReader.Problem) in try read(bytes, by: 1) }
      #expect(whole == pieces)
    }
  }

  @Test(
    "One apostrophe before a sign of a formula is what the export put there",
    arguments: [
      ("'=1", "=1"), ("''=1", "'=1"), ("'", "'"), ("'a", "'a"), ("'-", "-"), ("'\t", "\t"),
      ("=1", "=1"),
      ("'＝1", "＝1"), ("", ""), ("'=\u{301}", "=\u{301}"), ("' =1", "' =1"),
    ])
  func guards(cell: String, text: String) {
    #expect(Array(csvText(cell).utf8) == Array(text.utf8))
  }

  @Test("Columns are known in any case and without the space around them")
  func columns() {
    #expect(AccountColumn(typed: " E-Mail ") == nil)
    #expect(AccountColumn(typed: " Email ") == .email)
    #expect(AccountColumn.names(inList: " a ;;b;a; \u{301}c;") == ["a", "b", "\u{301}c"])
  }
}
