// The tree: who stands above and below, and what moves in it.

import Database
package import Membership

extension DepartmentRows {
  /// From the top down to one, which is the last; empty where there is none.
  package func line(to department: Department.ID) throws -> [(id: Department.ID, name: String)] {
    try connection.all(
      """
      WITH RECURSIVE up (id, name, parent, depth) AS (
        SELECT id, name, parent, 0 FROM department WHERE id = \(department)
        UNION ALL
        SELECT above.id, above.name, above.parent, up.depth + 1
        FROM department above JOIN up ON above.id = up.parent
      )
      SELECT id, name FROM up ORDER BY depth DESC
      """
    ) { row in (id: try row.id(), name: try row.text()) }
  }

  /// Those right under one, or at the top, by name.
  /// - Parameter name: only those that come after it.
  package func children(
    of parent: Department.ID?, after name: String = "", limit: Int = .max
  ) throws -> [(id: Department.ID, name: String)] {
    try connection.all(
      """
      SELECT id, name FROM department
      WHERE COALESCE(parent, '') = \(parent?.text ?? "") AND name > \(name)
      ORDER BY name LIMIT \(limit)
      """
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
