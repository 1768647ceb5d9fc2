// Tests that what Deflate compresses zlib gets back, whatever the lines are.

import TestTools
import Testing

@testable import QR

@Suite struct DeflateTests {
  private func unpacked(_ compressed: [UInt8]) throws -> String {
    try python(
      "import sys, zlib; print(zlib.decompress(sys.stdin.buffer.read()).hex(), end='')", compressed)
  }

  private func hex(_ bytes: [UInt8]) -> String {
    bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }

  @Test("Lines of any length and bytes, as often as they stand there", arguments: 1...12)
  func lines(seed: UInt64) throws {
    // A linear congruential generator (Knuth's constants): the same lines in each run.
    var state = seed
    func number(below bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % bound
    }
    var data = Deflate()
    var whole: [UInt8] = []
    for _ in 0..<60 {
      // Of few different bytes, so that runs of every length come about; now and then of all.
      let kinds = [1, 2, 3, 256][number(below: 4)]
      let line = (0..<3 + number(below: 700)).flatMap { _ in
        [UInt8](
          repeating: UInt8(255 - number(below: kinds)), count: 1 + number(below: 300) / 290 * 299)
      }
      let times = [1, 1, 2, 3, 28][number(below: 5)]
      data.add(line, times: times)
      for _ in 0..<times { whole += line }
    }
    data.finish()
    #expect(try unpacked(data.bytes) == hex(whole))
  }

  @Test(
    "Copies of every length that a code or two stand for",
    arguments: [3...40, 120...300, 505...530, 770...790])
  func lengths(range: ClosedRange<Int>) throws {
    for length in range {
      var data = Deflate()
      let line = [7, 255] + [UInt8](repeating: 143, count: length) + [144]
      data.add(line, times: 3)
      data.finish()
      #expect(try unpacked(data.bytes) == hex(line + line + line))
    }
  }

  @Test("A line as far back as can be")
  func distance() throws {
    var data = Deflate()
    let line = (0..<32_768).map { UInt8(truncatingIfNeeded: $0 &* $0 >> 3) }
    data.add(line, times: 2)
    data.finish()
    #expect(try unpacked(data.bytes) == hex(line + line))
  }
}
