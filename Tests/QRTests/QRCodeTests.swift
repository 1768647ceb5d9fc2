// Tests the modules of QR codes by what ISO/IEC 18004 fixes: sizes, finder and timing patterns, the quiet
// zone, the error correction level in the format bits. Whether readers can read them is tested elsewhere.

import Testing

@testable import QR

@Suite struct QRCodeTests {
  private static let texts = [
    "HTTPS://JOIN.EXAMPLE.ORG/I/7K3M-Q9XT-2HVAB/", "https://join.example.org/I/7K3M-Q9XT-2HVAB/",
    "x", "1234567",
    "邀请您加入 😀", String(repeating: "https://example.org/", count: 40),
  ]

  @Test("A code is square, of a size that a version has", arguments: texts)
  func size(text: String) throws {
    let code = try QRCode(text)
    #expect((21...177).contains(code.size))
    #expect((code.size - 17) % 4 == 0)
    #expect(code.fullSize == code.size + 8)
  }

  @Test("Three corners hold the finder pattern in its light frame", arguments: texts)
  func finders(text: String) throws {
    let code = try QRCode(text)
    let far = code.fullSize - 4 - 7
    for (top, left) in [(4, 4), (4, far), (far, 4)] {
      for row in -1...7 {
        for column in -1...7 {
          let ring = max(abs(row - 3), abs(column - 3))
          #expect(code.isDark(row: top + row, column: left + column) == [0, 1, 3].contains(ring))
        }
      }
    }
  }

  @Test("Timing patterns alternate, and the dark module is dark", arguments: texts)
  func timing(text: String) throws {
    let code = try QRCode(text)
    for place in 8..<code.size - 8 {
      #expect(code.isDark(row: 4 + 6, column: 4 + place) == (place % 2 == 0))
      #expect(code.isDark(row: 4 + place, column: 4 + 6) == (place % 2 == 0))
    }
    #expect(code.isDark(row: 4 + code.size - 8, column: 4 + 8))
  }

  @Test("Four light modules lie all round, and nothing dark beyond", arguments: texts)
  func quietZone(text: String) throws {
    let code = try QRCode(text)
    for one in -3..<code.fullSize + 3 {
      for other in [-3, -1, 0, 1, 2, 3] {
        for edge in [other, code.fullSize - 1 - other] {
          #expect(!code.isDark(row: one, column: edge))
          #expect(!code.isDark(row: edge, column: one))
        }
      }
    }
  }

  @Test("The format bits say level M, in both of their places", arguments: texts)
  func level(text: String) throws {
    let code = try QRCode(text)
    func bits(_ places: [(Int, Int)]) -> Int {
      places.reduce(0) { $0 << 1 | (code.isDark(row: 4 + $1.0, column: 4 + $1.1) ? 1 : 0) }
    }
    let last = code.size - 1
    let beside = [0, 1, 2, 3, 4, 5, 7, 8].map { (8, $0) } + [7, 5, 4, 3, 2, 1, 0].map { ($0, 8) }
    let split = (0...6).map { (last - $0, 8) } + (0...7).map { (8, last - 7 + $0) }
    let format = bits(beside)
    #expect(bits(split) == format)
    // ISO/IEC 18004, 7.9: masked with 101010000010010; the first two bits are 00 for M.
    #expect((format ^ 0b1010100_00010010) >> 13 == 0b00)
  }

  @Test("Upper case makes a link smaller")
  func alphanumeric() throws {
    let link = "https://invitations.ada-lovelace-society.example.org/I/7K3M-Q9XT-2HVAB/"
    #expect(try QRCode(link.uppercased()).size < QRCode(link).size)
    // ISO/IEC 18004, table 7: 43 alphanumeric characters at level M are version 3, which holds 61.
    #expect(try QRCode(Self.texts[0]).size == 29)
  }

  @Test("What is too long for a code is an error")
  func tooLong() throws {
    // ISO/IEC 18004, table 7: version 40 at level M.
    #expect(try QRCode(String(repeating: "x", count: 2331)).size == 177)
    #expect(try QRCode(String(repeating: "X", count: 3391)).size == 177)
    for text in [String(repeating: "x", count: 2332), String(repeating: "X", count: 3392)] {
      #expect(throws: QRCode.TooLong.self) { try QRCode(text) }
    }
    #expect(throws: QRCode.TooLong.self) { try QRCode(String(repeating: "x", count: 1_000_000)) }
    #expect(throws: QRCode.TooLong.self) { try QRCode("") }
  }

  @Test("In a terminal two rows share a line, in colours of its own")
  func terminal() throws {
    let code = try QRCode(Self.texts[0])
    let lines = code.terminal.split(separator: "\n", omittingEmptySubsequences: true)
    #expect(lines.count == (code.fullSize + 1) / 2)
    for (place, line) in lines.enumerated() {
      #expect(line.hasPrefix("\u{1B}[38;5;16;48;5;231m") && line.hasSuffix("\u{1B}[0m"))
      let blocks = line.filter { " ▀▄█".contains($0) }
      #expect(blocks.count == code.fullSize)
      for (column, block) in blocks.enumerated() {
        #expect(code.isDark(row: 2 * place, column: column) == "▀█".contains(block))
        let lower = 2 * place + 1
        if lower < code.fullSize {
          #expect(code.isDark(row: lower, column: column) == "▄█".contains(block))
        }
      }
    }
  }
}
