// Tests that a row is read column by column, and that a column of another type is an error, not a guess.

import Database
import Testing

/// A row without an engine.
private final class Values: Columns {
  private let values: [Value]

  init(_ values: [Value]) { self.values = values }

  var count: Int { values.count }
  subscript(place: Int) -> Value { values[place] }
}

@Suite struct RowTests {
  @Test("Columns are read in their order")
  func order() throws {
    var row = Row(
      Values([.text("a"), .integer(7), .integer(0), .null, .null, .text("b"), .integer(-1)]))
    #expect(try row.text() == "a")
    #expect(try row.integer() == 7)
    #expect(try row.bool() == false)
    #expect(try row.optionalText() == nil)
    #expect(try row.optionalInteger() == nil)
    #expect(try row.optionalText() == "b")
    #expect(try row.optionalInteger() == -1)
    #expect(throws: DatabaseError.self) { try row.text() }
  }

  @Test("Truth is any number but 0")
  func truth() throws {
    for (number, truth) in [(0, false), (1, true), (2, true), (-1, true)] as [(Int64, Bool)] {
      var row = Row(Values([.integer(number)]))
      #expect(try row.bool() == truth)
    }
  }

  @Test("A column of another type is an error that names it, and holds no value")
  func mismatch() {
    func description(_ values: [Value], _ read: (inout Row) throws -> Void) -> String {
      var row = Row(Values(values))
      do {
        try read(&row)
        return "no error"
      } catch {
        return "\(error)"
      }
    }
    let cases = [
      description([.integer(1), .text("secret")]) { _ = (try $0.integer(), try $0.integer()) },
      description([.integer(1), .integer(77)]) { _ = (try $0.integer(), try $0.text()) },
      description([.integer(1), .null]) { _ = (try $0.integer(), try $0.text()) },
      description([.integer(1), .integer(77)]) { _ = (try $0.integer(), try $0.optionalText()) },
      description([.integer(1), .text("secret")]) {
        _ = (try $0.integer(), try $0.optionalInteger())
      },
      description([.integer(1)]) { _ = (try $0.integer(), try $0.optionalText()) },
    ]
    for text in cases {
      #expect(text.contains("column 2"))
      #expect(!text.contains("secret") && !text.contains("77"))
    }
  }
}
