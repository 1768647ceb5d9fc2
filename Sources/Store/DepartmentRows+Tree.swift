// The tree: who stands above and below, and what moves in it.

import Database
package import Membership

extension DepartmentRows {
  /// Those right under one, or at the top, by name.
  package func children(of parent: Department.ID?) throws -> [(id: Department.ID, name: String)] {
    let condition: SQL = parent.map { "parent = \($0)" } ?? "parent IS NULL"
    return try connection.all(
      "SELECT id, name FROM department WHERE \(condition) ORDER BY name, id"
    ) { row in (id: try row.id(), name: try row.text()) }
  }

  /// Whether one is another, or lies under it.
  package func lies(_ department: Department.ID, under other: Department.ID) throws -> Bool {
    try connection.succeeds(
      """
      WITH RECURSIVE up (id, parent) AS (
        SELECT id, parent FROM department WHERE id = \(department)
        UNION ALL
        SELECT above.id, above.parent FROM department above JOIN up ON above.id = up.parent
      )
      SELECT 1 FROM up WHERE id = \(other)
      """)
  }

  package func rename(_ department: Department.ID, to name: String) throws {
    try connection.run("UPDATE department SET name = \(name) WHERE id = \(department)")
  }

  /// To be looked at before, in the same transaction: that no circle arises, and no two of one name.
  package func move(_ department: Department.ID, under parent: Department.ID?) throws {
    try connection.run("UPDATE department SET parent = \(parent) WHERE id = \(department)")
  }

  /// What else than accounts and departments points to it leads to another, or nowhere. What
  /// applicants saw stays, as text.
  package func redirect(_ department: Department.ID, to other: Department.ID?) throws {
    for table: SQL in ["application", "application_receipt", "invitation"] {
      try connection.run(
        "UPDATE \(table) SET department = \(other) WHERE department = \(department)")
    }
  }

  /// Where nothing points to it any more.
  package func delete(_ department: Department.ID) throws {
    try connection.run("DELETE FROM department WHERE id = \(department)")
  }
}
