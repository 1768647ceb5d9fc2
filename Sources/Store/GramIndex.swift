// The index of a quick query: pairs and triples of characters of name and address, whatever case and accents, by
// the number of a row. The one table of an engine's own: SQLite's FTS5.

import Database
package import Membership

struct GramIndex {
  let connection: Connection
  /// The table, whose name is a command's column too.
  let table: SQL

  static let applications: SQL = "application_gram"
  static let accounts: SQL = "account_gram"

  /// Rows that the index offers and that are looked at, at the most: what it finds is nearly always right.
  static let mostTried = 500

  /// The newest first; what it finds may be too much.
  func numbers(of text: SearchText) throws -> [Int] {
    let query = text.tokens.map { "\"\($0)\"" }.joined(separator: " ")
    return try connection.all(
      """
      SELECT rowid FROM \(table) WHERE \(table) MATCH \(query)
      ORDER BY rowid DESC LIMIT \(Self.mostTried)
      """
    ) { row in try row.integer() }
  }

  /// - Parameter texts: folded.
  func insert(_ number: Int, _ texts: [String]) throws {
    let tokens = searchTokens(of: texts).joined(separator: " ")
    try connection.run("INSERT INTO \(table) (rowid, tokens) VALUES (\(number), \(tokens))")
  }

  /// Into one part, in which nothing is left of what was deleted.
  func merge() throws {
    try connection.run("INSERT INTO \(table) (\(table)) VALUES ('optimize')")
  }

  /// - Parameter texts: as they were inserted.
  func delete(_ number: Int, _ texts: [String]) throws {
    let tokens = searchTokens(of: texts).joined(separator: " ")
    try connection.run(
      "INSERT INTO \(table) (\(table), rowid, tokens) VALUES ('delete', \(number), \(tokens))")
  }
}
