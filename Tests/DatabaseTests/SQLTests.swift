// Tests that what is interpolated into a statement is bound and never part of its text, and that pieces of
// statements keep their values when they are put together.

import Database
import TestTools
import Testing

@Suite struct SQLTests {
  private func expect(
    _ statement: SQL, _ text: String, _ values: [Value],
    _ location: SourceLocation = #_sourceLocation
  ) {
    #expect(statement.text == text, sourceLocation: location)
    #expect(statement.values == values, sourceLocation: location)
  }

  @Test("A value becomes a numbered parameter")
  func values() {
    let (code, count) = ("x'; DROP TABLE account; --", 7)
    expect("SELECT 1", "SELECT 1", [])
    expect(
      "SELECT * FROM t WHERE code = \(code) AND n > \(count) AND f = \(true)",
      "SELECT * FROM t WHERE code = $1 AND n > $2 AND f = $3",
      [.text(code), .integer(7), .integer(1)])
    expect("\(code)\(code)", "$1$2", [.text(code), .text(code)])
    expect("\(Int64.min), \(false)", "$1, $2", [.integer(.min), .integer(0)])
  }

  @Test("What looks like a parameter in a value stays a value")
  func marksInValues() {
    expect("\("$1 $2 $")", "$1", [.text("$1 $2 $")])
  }

  @Test("nil is NULL")
  func null() {
    let (text, number, value): (String?, Int?, Value?) = (nil, nil, nil)
    expect(
      "\(text), \(number), \(value), \(Value.null)", "$1, $2, $3, $4", [.null, .null, .null, .null])
    let some: String? = "x"
    expect("\(some)", "$1", [.text("x")])
  }

  @Test("A piece is numbered on from where it stands")
  func pieces() {
    let piece: SQL = "a = \("one") OR b = \("two")"
    expect(
      "WHERE c = \(0) AND (\(piece)) AND d = \(9)",
      "WHERE c = $1 AND (a = $2 OR b = $3) AND d = $4",
      [.integer(0), .text("one"), .text("two"), .integer(9)])
    let plain: SQL = "ORDER BY a"
    expect("SELECT \(1) \(plain)", "SELECT $1 ORDER BY a", [.integer(1)])
    let empty: SQL = ""
    expect("\(empty)x\(empty)", "x", [])
  }

  @Test("The same piece twice brings its values twice")
  func repeated() {
    let piece: SQL = "x = \("one")"
    expect("\(piece) OR \(piece)", "x = $1 OR x = $2", [.text("one"), .text("one")])
  }

  @Test("A parameter that stands twice in a piece keeps its value in both places")
  func repeatedParameter() {
    var piece: SQL = "x = \("one")"
    piece = "\(piece) OR \(SQL(unsafeTextOfTheProgram: "y"))"
    let twice: SQL = "\(piece) AND \(piece)"
    expect(
      "\(0) \(twice)", "$1 x = $2 OR y AND x = $3 OR y", [.integer(0), .text("one"), .text("one")])
  }

  @Test("Pieces go into pieces, past ten parameters")
  func nested() {
    let inner: SQL = "\("a")-\("b")"
    let middle: SQL = "\(inner)+\("c")+\(inner)"
    let outer: SQL = "\("z"):\(middle):\(middle):\(inner)"
    expect(
      outer, "$1:$2-$3+$4+$5-$6:$7-$8+$9+$10-$11:$12-$13",
      "zabcababcabab".map { .text(String($0)) })
  }

  @Test("A dollar that is no parameter stays as it is")
  func dollars() {
    let piece = SQL(unsafeTextOfTheProgram: "'$' $0 $99 $x $")
    expect("\(1) \(piece)", "$1 '$' $0 $99 $x $", [.integer(1)])
  }

  @Test("Any tree of pieces binds its values in the order of their parameters")
  func trees() {
    var dice = SplitMix64(seed: 40)
    func tree(_ depth: Int) -> (SQL, [String]) {
      var (statement, expected): (SQL, [String]) = ("", [])
      for _ in 0..<Int.random(in: 0...4, using: &dice) {
        if depth > 0, Bool.random(using: &dice) {
          let (part, values) = tree(depth - 1)
          statement = "\(statement),\(part)"
          expected += values
        } else {
          let value = "v\(Int.random(in: 0...999, using: &dice))$1"
          statement = "\(statement),\(value)"
          expected.append(value)
        }
      }
      return (statement, expected)
    }
    for _ in 0..<500 {
      let (statement, expected) = tree(4)
      #expect(statement.values == expected.map { .text($0) })
      let numbers = statement.text.split(separator: "$").dropFirst().compactMap {
        Int($0.prefix { $0.isNumber })
      }
      #expect(numbers == Array(1...max(1, expected.count)).prefix(expected.count).map { $0 })
    }
  }
}
