// One open database, whichever engine it is. Reading is free; writing happens in `write`, one
// transaction at a time through the gate, all of it or nothing.

package final class Connection {
  private let driver: any Driver

  package init(_ driver: any Driver) { self.driver = driver }

  /// Runs one statement and hands each row to the body.
  package func forEach(_ statement: SQL, _ body: (inout Row) throws -> Void) throws {
    try driver.run(statement) { columns in
      var row = Row(columns)
      try body(&row)
    }
  }

  package func all<Element>(
    _ statement: SQL, _ read: (inout Row) throws -> Element
  ) throws -> [Element] {
    var elements: [Element] = []
    try forEach(statement) { row in elements.append(try read(&row)) }
    return elements
  }

  /// The first row, nil where there is none.
  package func first<Element>(
    _ statement: SQL, _ read: (inout Row) throws -> Element
  ) throws -> Element? {
    try all(statement, read).first
  }

  /// Runs one statement that answers with no rows, or whose rows matter not.
  package func run(_ statement: SQL) throws {
    try driver.run(statement) { _ in }
  }

  /// Whether the statement answered with a row: what a guarded `UPDATE … RETURNING 1` tells.
  package func succeeds(_ statement: SQL) throws -> Bool {
    var found = false
    try driver.run(statement) { _ in found = true }
    return found
  }

  package func version() throws -> DataVersion { try driver.version() }

  /// Rows changed by this connection so far.
  package var changes: Int64 { driver.changes }

  /// One transaction. Committed where the body returns, rolled back where it throws.
  /// Not to be nested: who needs two writes puts them into one body.
  /// - Parameter isLarge: it changes many thousand rows.
  package func write<Result>(isLarge: Bool = false, _ body: () throws -> Result) throws -> Result {
    try driver.write(isLarge: isLarge, body)
  }

  /// Leaves nothing of what was deleted in unused parts of the database's files. Takes as long as writing all of
  /// it; others wait.
  package func rewrite() throws { try driver.rewrite() }
}

/// As long as it is the same, so is all that a connection reads.
package struct DataVersion: Hashable, Sendable {
  /// Differs once another connection has committed.
  let others: Int64
  /// Rows that this connection has changed.
  let own: Int64
}

/// What an engine does for `Connection`.
package protocol Driver: AnyObject {
  func version() throws -> DataVersion
  /// Rows changed by this connection so far.
  var changes: Int64 { get }
  func run(_ statement: SQL, row: (any Columns) throws -> Void) throws
  func write<Result>(isLarge: Bool, _ body: () throws -> Result) throws -> Result
  func rewrite() throws
}
