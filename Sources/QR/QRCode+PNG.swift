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

  private func draw(row: Int, scale: Int, into line: inout [UInt8]) {
    for place in line.indices { line[place] = 0xFF }
    for column in 0..<fullSize where isDark(row: row, column: column) {
      for pixel in column * scale..<(column + 1) * scale {
        line[pixel / 8] &= ~(0x80 >> UInt8(pixel % 8))
      }
    }
  }

  private final class Sink {
    var bytes: [UInt8] = []
    init() { bytes.reserveCapacity(4096) }
  }
}
