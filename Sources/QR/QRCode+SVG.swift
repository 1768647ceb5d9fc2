// Modules → SVG, for print at any size: one path of horizontal strokes, crisp at every zoom.

extension QRCode {
  package func svg(title: String) -> String {
    // By bytes: put together as text it took a tenth of a build.
    var strokes: [UInt8] = []
    strokes.reserveCapacity(8192)
    for row in 0..<fullSize {
      var column = 0
      while column < fullSize {
        let start = column
        while column < fullSize, isDark(row: row, column: column) { column += 1 }
        if column > start {
          strokes.add("M", start)
          strokes.add(" ", row)
          strokes.add("h", column - start)
          strokes.add("v1h-", column - start)
          strokes.append(UInt8(ascii: "z"))
        }
        column += 1
      }
    }
    let path = String(decoding: strokes, as: UTF8.self)
    return """
      <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(fullSize) \(fullSize)" \
      width="\(fullSize)mm" height="\(fullSize)mm" shape-rendering="crispEdges" role="img">\
      <title>\(escaped(title))</title>\
      <path fill="#fff" d="M0 0h\(fullSize)v\(fullSize)H0z"/><path d="\(path)"/></svg>

      """
  }

  private func escaped(_ text: String) -> String {
    var result = ""
    // By scalars: with an accent on it, `<` would be another character.
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}

extension [UInt8] {
  fileprivate mutating func add(_ letters: StaticString, _ number: Int) {
    letters.withUTF8Buffer { append(contentsOf: $0) }
    add(number)
  }

  private mutating func add(_ number: Int) {
    if number > 9 { add(number / 10) }
    append(UInt8(ascii: "0") + UInt8(number % 10))
  }
}
