// A table's line as spreadsheets import it: RFC 4180, with nothing in it that a spreadsheet would run; and what
// a cell of such a line means.

/// The cells, between commas and in quotes where they need them, and CRLF. A cell that a spreadsheet would
/// take for a formula begins with `'` (https://owasp.org/www-community/attacks/CSV_Injection).
package func csvLine(_ cells: [String]) -> String {
  // A line of one empty cell without quotes would be an empty line, which has none.
  cells == [""] ? "\"\"\r\n" : cells.map(csvCell).joined(separator: ",") + "\r\n"
}

/// What a cell says: without the one `'` that `csvLine` put in front of it.
package func csvText(_ cell: String) -> String {
  let rest = cell.unicodeScalars.dropFirst()
  return cell.unicodeScalars.first == "'" && isGuarded(rest) ? String(rest) : cell
}

private func csvCell(_ text: String) -> String {
  let cell = isGuarded(text.unicodeScalars[...]) ? "'" + text : text
  guard cell.utf8.contains(where: quotedSigns.contains) else { return cell }
  let quote = UInt8(ascii: "\"")
  let inner = cell.utf8.flatMap { $0 == quote ? [quote, quote] : [$0] }
  return String(decoding: [quote] + inner + [quote], as: UTF8.self)
}

/// A sign of a formula, or one behind `'`, so that what was written can be told from what was there before.
/// By scalars and bytes: a combining mark does not hide the sign in front of it.
private func isGuarded(_ text: Substring.UnicodeScalarView) -> Bool {
  text.first { $0 != "'" }.map(formulaSigns.contains) == true
}

private let quotedSigns = Array(",\"\r\n".utf8)
private let formulaSigns: [Unicode.Scalar] = [
  "=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠",
]
