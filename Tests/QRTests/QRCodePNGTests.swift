// Tests the PNG image of a code: its header, its chunks, that each module is a square of whole pixels, and
// that the same text gives the same bytes.

import TestTools
import Testing

@testable import QR

@Suite struct QRCodePNGTests {
  private static let texts = [
    "HTTPS://JOIN.EXAMPLE.ORG/I/7K3M-Q9XT-2HVAB/", "x", "邀请您加入 😀",
    String(repeating: "https://example.org/", count: 40),
  ]

  private struct Chunk {
    let type: String
    let data: [UInt8]
    let isIntact: Bool
  }

  private func number(_ bytes: some Collection<UInt8>) -> Int {
    bytes.reduce(0) { $0 << 8 | Int($1) }
  }

  /// ISO/IEC 15948, annex D.
  private func checksum(_ bytes: some Sequence<UInt8>) -> Int {
    var sum: UInt32 = 0xFFFF_FFFF
    for byte in bytes {
      sum ^= UInt32(byte)
      for _ in 0..<8 { sum = sum >> 1 ^ (sum & 1 == 1 ? 0xEDB8_8320 : 0) }
    }
    return Int(~sum)
  }

  private func chunks(_ png: [UInt8]) throws -> [Chunk] {
    #expect(png.prefix(8) == [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A])
    var chunks: [Chunk] = []
    var rest = png.dropFirst(8)
    while !rest.isEmpty {
      let length = number(rest.prefix(4))
      try #require(rest.count >= length + 12)
      let named = rest.dropFirst(4).prefix(length + 4)
      chunks.append(
        Chunk(
          type: String(decoding: named.prefix(4), as: UTF8.self), data: Array(named.dropFirst(4)),
          isIntact: checksum(named) == number(rest.dropFirst(8 + length).prefix(4))))
      rest = rest.dropFirst(length + 12)
    }
    return chunks
  }

  @Test(
    "The image is 1-bit grey, 1,000 pixels wide or a little more, whole pixels a module",
    arguments: texts)
  func header(text: String) throws {
    let code = try QRCode(text)
    let header = try #require(chunks(code.png()).first)
    #expect(header.type == "IHDR")
    let (width, height) = (number(header.data[0..<4]), number(header.data[4..<8]))
    #expect(width == height)
    #expect(width >= 1000)
    #expect(width % (code.size + 8) == 0)
    #expect(width - (code.size + 8) < 1000)
    // Bit depth 1, grey, deflate, the standard filters, not interlaced.
    #expect(header.data[8...] == [1, 0, 0, 0, 0])
  }

  @Test("Nothing but the image is in it: no time, no text", arguments: texts)
  func chunkTypes(text: String) throws {
    let chunks = try chunks(try QRCode(text).png())
    #expect(chunks.map(\.type).filter { $0 != "IDAT" } == ["IHDR", "IEND"])
    #expect(chunks.allSatisfy { $0.isIntact })
  }

  @Test("The same text gives the same bytes, another text others")
  func deterministic() throws {
    let images = try (0..<2).map { _ in try Self.texts.map { try QRCode($0).png() } }
    #expect(images[0] == images[1])
    #expect(Set(images[0]).count == Self.texts.count)
  }

  @Test("Every pixel is its module's", arguments: texts, [1, 100, 1000])
  func pixels(text: String, width: Int) throws {
    let code = try QRCode(text)
    let read = try python(
      """
      import sys, zlib
      png = sys.stdin.buffer.read(); place = 8; data = b""
      while place < len(png):
          length = int.from_bytes(png[place:place + 4], "big")
          if png[place + 4:place + 8] == b"IHDR": width = int.from_bytes(png[place + 8:place + 12], "big")
          if png[place + 4:place + 8] == b"IDAT": data += png[place + 8:place + 8 + length]
          place += length + 12
      data = zlib.decompress(data); line = (width + 7) // 8 + 1
      assert len(data) == line * width
      for row in range(width):
          assert data[row * line] == 0, "a filter"
          bits = "".join(format(byte, "08b") for byte in data[row * line + 1:(row + 1) * line])
          print(bits[:width])
      """, code.png(atLeast: width))
    let rows = read.split(separator: "\n")
    let scale = rows.count / code.fullSize
    #expect(scale == max(1, (width + code.fullSize - 1) / code.fullSize))
    for module in 0..<code.fullSize {
      let expected = (0..<code.fullSize).map {
        String(repeating: code.isDark(row: module, column: $0) ? "0" : "1", count: scale)
      }.joined()
      #expect(rows[module * scale..<(module + 1) * scale].allSatisfy { $0 == expected })
    }
  }
}
