// Modules → SVG, for print at any size: one path of horizontal strokes, crisp at every zoom.

extension QRCode {
  package func svg(title: String) -> String {
    var path = ""
    for row in 0..<fullSize {
      var column = 0
      while column < fullSize {
        let start = column
        while column < fullSize, isDark(row: row, column: column) { column += 1 }
        if column > start { path += "M\(start) \(row)h\(column - start)v1h-\(column - start)z" }
        column += 1
      }
    }
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
