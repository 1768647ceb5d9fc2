// The quick query among the applications: an index of pairs and triples of characters, whatever case and
// accents, beside the table.

import Database
package import Membership

extension ApplicationRows {
  private var grams: GramIndex { GramIndex(connection: connection, table: GramIndex.applications) }

  /// Those whose name or address has every word, the newest first; before them those whose address begins
  /// with the one word that was typed. A whole address is enough.
  /// - Returns: at most `limit`, and whether there may be more.
  package func find(_ text: SearchText, limit: Int) throws -> (found: [Application], more: Bool) {
    var found: [Application] = []
    if text.words.count == 1, let word = text.words.first, word.contains("@") {
      found = try connection.all(
        """
        SELECT \(Self.columns) FROM application
        WHERE email_key >= \(word) AND email_key < \(word + "\u{10FFFF}")
        ORDER BY email_key, id LIMIT \(limit + 1)
        """, Self.read)
      if found.contains(where: { $0.email.key == word }) {
        return (Array(found.prefix(limit)), found.count > limit)
      }
    }
    let known = Set(found.map(\.id))
    let numbers = try grams.numbers(of: text)
    for number in numbers where found.count <= limit {
      let application = try connection.first(
        "SELECT \(Self.columns) FROM application WHERE number = \(number)", Self.read)
      // Its grams stand somewhere in it; whether they do in a row is seen here.
      if let application, !known.contains(application.id),
        text.matches([folded(application.name.text), application.email.key])
      {
        found.append(application)
      }
    }
    return (
      Array(found.prefix(limit)), found.count > limit || numbers.count == GramIndex.mostTried
    )
  }

  func insertGrams(_ number: Int, name: String, email: EmailAddress) throws {
    try grams.insert(number, [name, email.key])
  }

  func deleteGrams(_ number: Int, name: String, email: EmailAddress) throws {
    try grams.delete(number, [name, email.key])
  }

  /// Fills what a row of before this table's second version lacks.
  func completeAll() throws {
    let rows = try connection.all(
      "SELECT id, name, email FROM application WHERE number IS NULL ORDER BY applied, id"
    ) { row in
      (
        id: try row.id() as Application.ID, name: try row.text(),
        email: EmailAddress(stored: try row.text())
      )
    }
    for (place, row) in rows.enumerated() {
      let key = folded(row.name)
      try connection.run(
        """
        UPDATE application SET number = \(place + 1), name_key = \(key),
          inviter = (SELECT inviter FROM invitation WHERE invitation.id = application.invitation)
        WHERE id = \(row.id)
        """)
      try insertGrams(place + 1, name: key, email: row.email)
    }
  }
}
