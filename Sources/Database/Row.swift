// One row of an answer, read column by column in the order of the statement: `row.text()`,
// then `row.integer()`. A column of another type than asked for is an error that names it.

package struct Row {
  private let columns: any Columns
  private var next = 0

  package init(_ columns: any Columns) { self.columns = columns }

  package var values: [Value] { (0..<columns.count).map { columns[$0] } }

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
    switch try value() {
    case .null: return nil
    case .text(let text): return text
    case .integer: throw mismatch("text")
    }
  }

  package mutating func optionalInteger() throws(DatabaseError) -> Int? {
    switch try value() {
    case .null: return nil
    case .integer(let number): return Int(number)
    case .text: throw mismatch("an integer")
    }
  }

  private mutating func value() throws(DatabaseError) -> Value {
    guard next < columns.count else {
      throw .malformed("column \(next + 1) of \(columns.count) was asked for")
    }
    next += 1
    return columns[next - 1]
  }

  private func mismatch(_ expected: String) -> DatabaseError {
    .malformed("column \(next) is not \(expected)")
  }
}

/// What a row's columns hold, from 0 on. An engine hands them out as it keeps them: they are there only as long
/// as the row is read.
package protocol Columns: AnyObject {
  var count: Int { get }
  subscript(place: Int) -> Value { get }
}
