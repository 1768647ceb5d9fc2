// Modules → PNG by libpng: 1-bit grey, whole pixels, compression level 1 (4 times as fast as 9 for a
// few bytes). Nothing of the time or the machine is in it: the same code gives the same bytes.

import CPNG

extension QRCode {
  package struct PNGFailure: Error, CustomStringConvertible {
    package let description = "libpng cannot start: another version of it than this was built with"
  }

  /// - Parameter width: the least width in pixels; the image is the next whole multiple of its modules.
  package func png(atLeast width: Int = 1000) throws(PNGFailure) -> [UInt8] {
    let scale = max(1, (width + fullSize - 1) / fullSize)
    let pixels = fullSize * scale
    let sink = Sink()
    // libpng's own handler ends the process, but only for want of memory: all else is fixed here.
    var writer = png_create_write_struct(PNG_LIBPNG_VER_STRING, nil, nil, nil)
    guard writer != nil else { throw PNGFailure() }
    var info = png_create_info_struct(writer)
    defer { png_destroy_write_struct(&writer, &info) }
    png_set_write_fn(
      writer, Unmanaged.passUnretained(sink).toOpaque(),
      { writer, bytes, count in
        guard let address = png_get_io_ptr(writer) else { return }
        Unmanaged<Sink>.fromOpaque(address).takeUnretainedValue().bytes
          .append(contentsOf: UnsafeBufferPointer(start: bytes, count: count))
      }, nil)
    png_set_IHDR(
      writer, info, UInt32(pixels), UInt32(pixels), 1, PNG_COLOR_TYPE_GRAY,
      PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT)
    png_set_compression_level(writer, 1)
    png_set_filter(writer, 0, PNG_FILTER_NONE)
    png_write_info(writer, info)
    var line = [UInt8](repeating: 0, count: (pixels + 7) / 8)
    for row in 0..<fullSize {
      draw(row: row, scale: scale, into: &line)
      for _ in 0..<scale { png_write_row(writer, line) }
    }
    png_write_end(writer, nil)
    return sink.bytes
  }

  /// Runs of dark modules, a byte at a time where they cover one.
  private func draw(row: Int, scale: Int, into line: inout [UInt8]) {
    line.withUnsafeMutableBufferPointer { line in
      line.update(repeating: 0xFF)
      var column = 0
      while column < fullSize {
        let start = column
        while column < fullSize, isDark(row: row, column: column) { column += 1 }
        if column > start { darken(line, from: start * scale, to: column * scale) }
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

  private final class Sink {
    var bytes: [UInt8] = []
    init() { bytes.reserveCapacity(4096) }
  }
}
