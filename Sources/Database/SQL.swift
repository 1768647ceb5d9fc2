// A statement whose interpolations are bound parameters: `"… WHERE code = \(code)"` sends the text
// `… WHERE code = $1` and the value beside it. The way to put text into the statement itself has a long name.

package struct SQL: Sendable, Hashable, ExpressibleByStringInterpolation {
  /// With `$1`, `$2`, … where values stand.
  package private(set) var text: String
  package private(set) var values: [Value]

  package init(stringLiteral text: String) {
    self.text = text
    values = []
  }

  package init(stringInterpolation: Interpolation) {
    text = stringInterpolation.text
    values = stringInterpolation.values
  }

  /// For statements that are part of the program, such as a migration read line by line.
  package init(unsafeTextOfTheProgram text: String) {
    self.text = text
    values = []
  }

  /// ` WHERE … AND …`, or nothing where there is no condition.
  package static func all(of conditions: [SQL]) -> SQL {
    guard let first = conditions.first else { return "" }
    return conditions.dropFirst().reduce(" WHERE \(first)") { "\($0) AND \($1)" }
  }

  package struct Interpolation: StringInterpolationProtocol {
    fileprivate var text = ""
    fileprivate var values: [Value] = []

    package init(literalCapacity: Int, interpolationCount: Int) {
      text.reserveCapacity(literalCapacity + 3 * interpolationCount)
      values.reserveCapacity(interpolationCount)
    }

    package mutating func appendLiteral(_ literal: String) { text += literal }

    package mutating func appendInterpolation(_ value: some DatabaseValue) {
      values.append(value.databaseValue)
      text += "$\(values.count)"
    }

    package mutating func appendInterpolation(_ value: (some DatabaseValue)?) {
      appendInterpolation(value?.databaseValue ?? .null)
    }

    /// A part of a statement, its own parameters numbered on.
    package mutating func appendInterpolation(_ part: SQL) {
      guard !part.values.isEmpty else {
        text += part.text
        return
      }
      var next = part.text[...]
      while let mark = next.firstIndex(of: "$") {
        let digits = next[next.index(after: mark)...].prefix { $0.isWholeNumber }
        text += next[..<mark]
        if let number = Int(digits), number >= 1, number <= part.values.count {
          values.append(part.values[number - 1])
          text += "$\(values.count)"
        } else {
          text += "$\(digits)"
        }
        next = next[digits.endIndex...]
      }
      text += next
    }
  }
}
