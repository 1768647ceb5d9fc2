// Modules → half blocks, two rows to a line, dark on light whatever the terminal's own colours are.

extension QRCode {
  package var terminal: String {
    var text = ""
    for row in stride(from: 0, to: fullSize, by: 2) {
      text += "\u{1B}[38;5;16;48;5;231m"
      for column in 0..<fullSize {
        let lower = row + 1 < fullSize && isDark(row: row + 1, column: column)
        switch (isDark(row: row, column: column), lower) {
        case (true, true): text += "█"
        case (true, false): text += "▀"
        case (false, true): text += "▄"
        case (false, false): text += " "
        }
      }
      text += "\u{1B}[0m\n"
    }
    return text
  }
}
