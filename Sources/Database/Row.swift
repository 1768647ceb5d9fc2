// One row of an answer, read column by column in the order of the statement: `row.text()`,
// then `row.integer()`. A column of another type than asked for is an error that names it.

package struct Row {
  package let values: [Value]
  private var next = 0

  package init(_ values: [Value]) { self.values = values }

  package mutating func text() throws(DatabaseError) -> String {
    guard case .text(let text) = try value() else { throw mismatch("text") }
    return text
  }

  package mutating func integer() throws(DatabaseError) -> Int {
    guard case .integer(let number) = try value() else { throw mismatch("an integer") }
    return Int(number)
  }

  package mutating func bool() throws(DatabaseError) -> Bool { try integer() != 0 }

  package mutating func optionalText() throws(DatabaseError) -> String? {
    if try nextIsNull() { return nil }
    return try text()
  }

  package mutating func optionalInteger() throws(DatabaseError) -> Int? {
    if try nextIsNull() { return nil }
    return try integer()
  }

  private mutating func value() throws(DatabaseError) -> Value {
    guard next < values.count else {
      throw .malformed("column \(next + 1) of \(values.count) was asked for")
    }
    next += 1
    return values[next - 1]
  }

  private mutating func nextIsNull() throws(DatabaseError) -> Bool {
    guard try value() == .null else {
      next -= 1
      return false
    }
    return true
  }

  private func mismatch(_ expected: String) -> DatabaseError {
    .malformed("column \(next) is not \(expected)")
  }
}
