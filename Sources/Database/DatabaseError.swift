// What can go wrong below the store. Texts are for operators and hold no value that was bound.

package enum DatabaseError: Error, CustomStringConvertible {
  /// Others held the database for longer than one waits (15 s); trying again is right.
  case busy
  /// The file, and why it cannot be used.
  case unavailable(file: String, problem: String)
  /// A rule of the schema refused the row: the engine's name of it.
  case constraint(String)
  /// The engine's code and message, and the statement's text.
  case failed(code: Int, message: String, statement: String)
  /// A row is not of the shape that the program expects.
  case malformed(String)

  package var description: String {
    switch self {
    case .busy: "the database is busy"
    case .unavailable(let file, let problem): "database \(file): \(problem)"
    case .constraint(let name): "a rule of the database refused a row: \(name)"
    case .failed(let code, let message, let statement):
      "the database answered \(code) (\(message)) to: \(statement.prefix(200))"
    case .malformed(let what): "an unexpected answer of the database: \(what)"
    }
  }
}
