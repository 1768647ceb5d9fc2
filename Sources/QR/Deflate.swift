// DEFLATE (RFC 1951) in a zlib stream (RFC 1950), for one kind of data: lines of pixels, most of which are copies of
// the line before. zlib looks at each byte to find that out, which was two fifths of a whole build; here it is told.
// One block with the fixed codes (RFC 1951, 3.2.6): what repeats is nearly free in any code.

struct Deflate {
  /// Compressed so far; whole only after `finish`.
  private(set) var bytes: [UInt8] = [0x78, 0x01]
  /// Bits that do not make a byte yet, the first the lowest.
  private var bits: UInt64 = 0
  private var bitCount: UInt64 = 0
  /// Adler-32 (RFC 1950, 8.2).
  private var sum: (low: Int, high: Int) = (1, 0)

  init() {
    bytes.reserveCapacity(4096)
    write(0b011, 3)  // the last block, with the fixed codes
  }

  /// A line of 3 bytes or more, and how often it stands there.
  mutating func add(_ line: [UInt8], times: Int) {
    var place = 0
    while place < line.count {
      var end = place
      while place > 0, end < line.count, line[end] == line[place - 1] { end += 1 }
      if end - place >= 3 {
        copy(end - place, from: 1)
        place = end
      } else {
        literal(line[place])
        place += 1
      }
    }
    if times > 1 { copy((times - 1) * line.count, from: line.count) }
    addToSum(line, times: times)
  }

  mutating func finish() {
    write(0, 7)  // the end of the block
    write(0, (8 - bitCount) % 8)
    for number in [sum.high >> 8, sum.high, sum.low >> 8, sum.low] {
      bytes.append(UInt8(truncatingIfNeeded: number))
    }
  }

  private mutating func literal(_ byte: UInt8) {
    if byte < 144 {
      write(reversed(0x30 + UInt64(byte), 8), 8)
    } else {
      write(reversed(0x190 + UInt64(byte) - 144, 9), 9)
    }
  }

  /// What stood `distance` bytes before, 3 bytes and more: in pieces of 258 at the most.
  private mutating func copy(_ count: Int, from distance: Int) {
    var left = count
    while left > 0 {
      // No piece of one or two is left over.
      let length = left > 258 && left < 261 ? left - 3 : min(left, 258)
      left -= length
      self.length(length)
      self.distance(distance)
    }
  }

  /// RFC 1951, 3.2.5: from 11 on, four codes share as many more bits.
  private mutating func length(_ length: Int) {
    let number = length - 3
    let more = number < 8 ? 0 : Int.bitWidth - number.leadingZeroBitCount - 3
    let code =
      length == 258 ? 285 : number < 8 ? 257 + number : 261 + 4 * more + (number >> more & 3)
    if code < 280 {
      write(reversed(UInt64(code - 256), 7), 7)
    } else {
      write(reversed(0xC0 + UInt64(code - 280), 8), 8)
    }
    if length < 258 { write(UInt64(number & (1 << more - 1)), UInt64(more)) }
  }

  /// From 5 on, two codes share as many more bits.
  private mutating func distance(_ distance: Int) {
    let number = distance - 1
    let more = number < 4 ? 0 : Int.bitWidth - number.leadingZeroBitCount - 2
    let code = number < 4 ? number : 2 + 2 * more + (number >> more & 1)
    write(reversed(UInt64(code), 5), 5)
    write(UInt64(number & (1 << more - 1)), UInt64(more))
  }

  /// Codes begin with their highest bit, everything else with its lowest.
  private func reversed(_ code: UInt64, _ count: UInt64) -> UInt64 {
    var (code, reversed) = (code, 0 as UInt64)
    for _ in 0..<count {
      reversed = reversed << 1 | code & 1
      code >>= 1
    }
    return reversed
  }

  private mutating func write(_ value: UInt64, _ count: UInt64) {
    bits |= value << bitCount
    bitCount += count
    while bitCount >= 8 {
      bytes.append(UInt8(truncatingIfNeeded: bits))
      bits >>= 8
      bitCount -= 8
    }
  }

  /// The sum of a line is taken once, however often it stands there.
  private mutating func addToSum(_ line: [UInt8], times: Int) {
    var (low, high) = (0, 0)
    for byte in line {
      low += Int(byte)
      high += low
    }
    for _ in 0..<times {
      sum.high = (sum.high + line.count * sum.low + high) % 65521
      sum.low = (sum.low + low) % 65521
    }
  }
}
