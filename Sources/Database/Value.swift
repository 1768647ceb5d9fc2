// What a column or a parameter holds. Moments are integers, truth is 0 or 1: SQLite and PostgreSQL
// then agree on every value.

package enum Value: Sendable, Hashable {
  case null
  case integer(Int64)
  case text(String)
}

/// Whatever can be bound to a statement.
package protocol DatabaseValue {
  var databaseValue: Value { get }
}

extension Value: DatabaseValue {
  package var databaseValue: Value { self }
}

extension Int: DatabaseValue {
  package var databaseValue: Value { .integer(Int64(self)) }
}

extension Int64: DatabaseValue {
  package var databaseValue: Value { .integer(self) }
}

extension Bool: DatabaseValue {
  package var databaseValue: Value { .integer(self ? 1 : 0) }
}

extension String: DatabaseValue {
  package var databaseValue: Value { .text(self) }
}
