// Text → the modules of a QR code (ISO/IEC 18004), by libqrencode: error correction level M, which
// stands a crease or a thumb and stays coarse enough for a small print and an old phone.

import CQREncode

package struct QRCode: Sendable {
  /// Modules on a side, without the quiet zone: 17 + 4 × version.
  package let size: Int
  /// Row by row, as libqrencode has them: the lowest bit is set where it is dark.
  private let modules: [UInt8]

  /// Light modules round the code that a reader needs (ISO/IEC 18004, 6.3.8).
  package static let quietZone = 4

  package struct TooLong: Error, CustomStringConvertible {
    package let length: Int
    package var description: String { "\(length) bytes do not fit into a QR code" }
  }

  /// Each part of the text is encoded in the mode that takes the least room.
  package init(_ text: String) throws(TooLong) {
    guard let code = QRcode_encodeString(text, 0, QR_ECLEVEL_M, QR_MODE_8, 1) else {
      throw TooLong(length: text.utf8.count)
    }
    defer { QRcode_free(code) }
    size = Int(code.pointee.width)
    modules = Array(UnsafeBufferPointer(start: code.pointee.data, count: size * size))
  }

  /// With the quiet zone: 0 is its first light row and column.
  func isDark(row: Int, column: Int) -> Bool {
    let (row, column) = (row - Self.quietZone, column - Self.quietZone)
    guard (0..<size).contains(row), (0..<size).contains(column) else { return false }
    return modules[row * size + column] & 1 == 1
  }

  /// Modules on a side with the quiet zone.
  var fullSize: Int { size + 2 * Self.quietZone }
}
