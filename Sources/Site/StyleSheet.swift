// A style sheet as it is sent: without comments, and without the white space that only people need. What
// stands in quotes stays as it is.

enum StyleSheet {
  static func compact(_ bytes: [UInt8]) -> [UInt8] {
    var compact: [UInt8] = []
    var quote: UInt8?
    var place = bytes.startIndex
    while place < bytes.endIndex {
      let byte = bytes[place]
      if let open = quote {
        compact.append(byte)
        if byte == UInt8(ascii: "\\"), place + 1 < bytes.endIndex {
          place += 1
          compact.append(bytes[place])
        } else if byte == open {
          quote = nil
        }
      } else if bytes[place...].starts(with: "/*".utf8) {
        place += 2
        while place < bytes.endIndex, !bytes[place...].starts(with: "*/".utf8) { place += 1 }
        place += 1
      } else if isSpace(byte) {
        // One at the most, and none beside what ends a name by itself.
        if let last = compact.last, last != UInt8(ascii: " "), !marks.contains(last) {
          compact.append(UInt8(ascii: " "))
        }
      } else {
        if compact.last == UInt8(ascii: " "), byte == UInt8(ascii: "{") || byte == UInt8(ascii: "}")
        {
          compact.removeLast()
        }
        if byte == UInt8(ascii: "}"), compact.last == UInt8(ascii: ";") { compact.removeLast() }
        if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") { quote = byte }
        compact.append(byte)
      }
      place += 1
    }
    return compact
  }

  /// A colon too: `a: b` means what `a:b` does. Before one a space stays: it can be a selector's.
  private static let marks = Array("{};:,".utf8)

  private static func isSpace(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: " ") || (9...13).contains(byte)
  }
}
