// Rows of `department`.

import Database
package import Membership

package struct DepartmentRows {
  let connection: Connection

  /// The whole tree, each with its path, in the order of the paths.
  package func all() throws -> [Department] {
    try connection.all(
      """
      WITH RECURSIVE tree (id, name, parent, path) AS (
        SELECT id, name, parent, name FROM department WHERE parent IS NULL
        UNION ALL
        SELECT child.id, child.name, child.parent, tree.path || \(Department.separator) || child.name
        FROM department child JOIN tree ON child.parent = tree.id
      )
      SELECT id, name, parent, path FROM tree ORDER BY path
      """
    ) { row in
      Department(
        id: try row.id(), name: try row.text(), parent: try row.optionalID(),
        path: try row.text())
    }
  }

  /// Empty where there is none.
  package func path(of department: Department.ID?) throws -> String {
    guard let department else { return "" }
    return try line(to: department).map(\.name).joined(separator: Department.separator)
  }

  package func find(id: Department.ID) throws -> Department? {
    let found = try connection.first(
      "SELECT id, name, parent FROM department WHERE id = \(id)"
    ) { row in
      Department(
        id: try row.id(), name: try row.text(), parent: try row.optionalID(), path: "")
    }
    guard var department = found else { return nil }
    department.path = try path(of: id)
    return department
  }

  /// At the most two.
  package func all(named name: String) throws -> [Department] {
    try connection.all("SELECT id FROM department WHERE name = \(name) LIMIT 2") { row in
      try row.id() as Department.ID
    }.compactMap { try find(id: $0) }
  }

  package func count() throws -> Int {
    try connection.first("SELECT COUNT(*) FROM department") { row in try row.integer() } ?? 0
  }

  package func find(name: String, under parent: Department.ID?) throws -> Department.ID? {
    try connection.first(
      """
      SELECT id FROM department
      WHERE COALESCE(parent, '') = \(parent?.text ?? "") AND name = \(name)
      """
    ) { row in try row.id() }
  }

  package func insert(id: Department.ID, name: String, parent: Department.ID?) throws {
    try connection.run(
      "INSERT INTO department (id, parent, name) VALUES (\(id), \(parent), \(name))")
  }
}
