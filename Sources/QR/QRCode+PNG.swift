// Modules → PNG (https://www.w3.org/TR/png-3/): 1-bit grey, whole pixels, no filter. Nothing of the time or the machine
// is in it: the same code gives the same bytes.

extension QRCode {
  /// - Parameter width: the least width in pixels; the image is the next whole multiple of its modules.
  package func png(atLeast width: Int = 1000) -> [UInt8] {
    let scale = max(1, (width + fullSize - 1) / fullSize)
    let pixels = fullSize * scale
    var data = Deflate()
    var line: [UInt8] = []
    var next = [UInt8](repeating: 0, count: 1 + (pixels + 7) / 8)
    var times = 0
    for row in 0..<fullSize {
      draw(row: row, scale: scale, into: &next)
      if next != line {
        if times > 0 { data.add(line, times: times) }
        (line, times) = (next, 0)
      }
      times += scale
    }
    data.add(line, times: times)
    data.finish()
    var file: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
    file.reserveCapacity(data.bytes.count + 64)
    // Width, height; one bit of grey, DEFLATE, filters by line, not interlaced.
    file.addChunk("IHDR", bigEndian(pixels) + bigEndian(pixels) + [1, 0, 0, 0, 0])
    file.addChunk("IDAT", data.bytes)
    file.addChunk("IEND", [])
    return file
  }

  /// Behind the number of its filter, 0, runs of dark modules, a byte at a time where they cover one.
  private func draw(row: Int, scale: Int, into line: inout [UInt8]) {
    line.withUnsafeMutableBufferPointer { line in
      let pixels = UnsafeMutableBufferPointer(rebasing: line[1...])
      pixels.update(repeating: 0xFF)
      var column = 0
      while column < fullSize {
        let start = column
        while column < fullSize, isDark(row: row, column: column) { column += 1 }
        if column > start { darken(pixels, from: start * scale, to: column * scale) }
        column += 1
      }
    }
  }

  private func darken(_ line: UnsafeMutableBufferPointer<UInt8>, from start: Int, to end: Int) {
    let (first, last) = (start / 8, end / 8)
    // Bits that stay: before the start in its byte, from the end on in its byte.
    let before = ~(0xFF >> UInt8(start % 8)) as UInt8
    let after = 0xFF >> UInt8(end % 8) as UInt8
    if first == last {
      line[first] &= before | after
      return
    }
    line[first] &= before
    for place in first + 1..<last { line[place] = 0 }
    if end % 8 != 0 { line[last] &= after }
  }
}

private func bigEndian(_ number: Int) -> [UInt8] {
  [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: number >> $0) }
}

extension [UInt8] {
  fileprivate mutating func addChunk(_ kind: StaticString, _ content: [UInt8]) {
    let start = count + 4
    self += bigEndian(content.count)
    kind.withUTF8Buffer { append(contentsOf: $0) }
    self += content
    self += bigEndian(Int(crc(self[start...])))
  }
}

/// CRC-32 (ISO 3309) of a chunk's kind and content.
private func crc(_ bytes: ArraySlice<UInt8>) -> UInt32 {
  ~bytes.reduce(~0) { crcTable[Int(($0 ^ UInt32($1)) & 0xFF)] ^ $0 >> 8 }
}

private let crcTable: [UInt32] = (0..<256).map { number in
  (0..<8).reduce(UInt32(number)) { rest, _ in rest & 1 == 1 ? 0xEDB8_8320 ^ rest >> 1 : rest >> 1 }
}
