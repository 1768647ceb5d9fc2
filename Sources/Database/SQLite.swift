// The SQLite driver: prepared statements kept by their text, every write transaction through the gate.
//
// Journal: WAL only where SQLite is free of the WAL-reset bug (see `WriteGate`), else the rollback
// journal, truncated rather than deleted, which saves two syncs of the folder per commit.
// `synchronous=FULL`: what was acknowledged survives a power cut. `secure_delete`: what is wiped is gone.

import CSQLite
import Glibc

package final class SQLite: Driver {
  package let file: String
  private(set) var handle: OpaquePointer?
  let gate: WriteGate
  private var prepared: [String: SQLiteStatement] = [:]
  /// Statements that are kept; their texts differ with filters and numbers of ids.
  private static let mostPrepared = 200

  /// - Parameters:
  ///   - file: the database; a side file with `.gate` at the end lies beside it.
  ///   - create: make it where it is missing. Otherwise a missing file is an error.
  ///   - patience: seconds that one waits for others who have it locked.
  package init(
    file: String, create: Bool = false, patience: Int32 = WriteGate.patience
  ) throws(DatabaseError) {
    self.file = file
    gate = WriteGate(file: file + ".gate")
    let flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | (create ? SQLITE_OPEN_CREATE : 0)
    guard sqlite3_open_v2(file, &handle, flags, nil) == SQLITE_OK else {
      // The handle, which there is even so, is closed by `deinit`.
      let problem = access(file, F_OK) == 0 ? Self.message(handle) : "there is no such file"
      throw .unavailable(file: file, problem: problem)
    }
    sqlite3_extended_result_codes(handle, 1)
    sqlite3_busy_timeout(handle, patience * 1000)
    let journal = Self.usesWAL ? "WAL" : "TRUNCATE"
    try execute(
      """
      PRAGMA journal_mode=\(journal); PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; \
      PRAGMA secure_delete=ON; PRAGMA trusted_schema=OFF
      """)
  }

  deinit {
    // It is not closed before its statements are.
    prepared.removeAll()
    sqlite3_close(handle)
  }

  /// `3.40.1`
  package static var version: String { String(cString: sqlite3_libversion()) }

  /// Whether the journal is a write-ahead log.
  package static var usesWAL: Bool { hasSafeWAL(sqlite3_libversion_number()) }

  /// Versions in which the WAL-reset bug is mended, each on its own branch.
  static func hasSafeWAL(_ version: Int32) -> Bool {
    version >= 3_051_003 || (3_050_007..<3_051_000).contains(version)
      || (3_044_006..<3_045_000).contains(version)
  }

  package func run(_ statement: SQL, row: (any Columns) throws -> Void) throws {
    let prepared = try prepare(statement.text)
    defer { keep(prepared, for: statement.text) }
    prepared.bind(statement.values)
    while true {
      switch sqlite3_step(prepared.handle) {
      case SQLITE_ROW: try row(prepared)
      case SQLITE_DONE: return
      case let code: throw error(code, statement.text)
      }
    }
  }

  /// - Parameter isLarge: its pages are kept in a larger cache (64 MiB). Those that do not fit have to be written
  ///   before the end, each perhaps many times, and as long as that lasts nobody can read.
  package func write<Result>(isLarge: Bool, _ body: () throws -> Result) throws -> Result {
    try gate.pass {
      if isLarge { try execute("PRAGMA cache_size=-65536") }
      // As SQLite has it by itself.
      defer { if isLarge { sqlite3_exec(handle, "PRAGMA cache_size=-2000", nil, nil, nil) } }
      try execute("BEGIN IMMEDIATE")
      do {
        let result = try body()
        try execute("COMMIT")
        return result
      } catch {
        // Some failures (a full disk) have rolled back already; then this says so, and is right.
        sqlite3_exec(handle, "ROLLBACK", nil, nil, nil)
        throw error
      }
    }
  }

  private func execute(_ text: String) throws(DatabaseError) {
    let code = sqlite3_exec(handle, text, nil, nil, nil)
    guard code == SQLITE_OK else { throw error(code, text) }
  }

  /// Taken out of those that are kept: while its rows are read, the same text may run once more.
  private func prepare(_ text: String) throws(DatabaseError) -> SQLiteStatement {
    if let statement = prepared.removeValue(forKey: text) { return statement }
    var statement: OpaquePointer?
    var isWhole = true
    let code = text.withCString { start in
      var rest: UnsafePointer<CChar>?
      let code = sqlite3_prepare_v2(handle, start, -1, &statement, &rest)
      isWhole = rest.map { strspn($0, " \n\t;") == strlen($0) } ?? true
      return code
    }
    guard code == SQLITE_OK, let statement else { throw error(code, text) }
    guard isWhole else {
      // SQLite would run the first and say nothing of the rest.
      sqlite3_finalize(statement)
      throw .failed(code: Int(SQLITE_MISUSE), message: "two statements in one", statement: text)
    }
    return SQLiteStatement(statement)
  }

  private func keep(_ statement: SQLiteStatement, for text: String) {
    statement.reset()
    if prepared.count >= Self.mostPrepared { _ = prepared.popFirst() }
    prepared[text] = statement
  }

  func error(_ code: Int32, _ statement: String) -> DatabaseError {
    let message = Self.message(handle)
    switch code & 0xFF {
    case SQLITE_BUSY, SQLITE_LOCKED: return .busy
    case SQLITE_CONSTRAINT: return .constraint(message)
    case SQLITE_NOTADB, SQLITE_CORRUPT, SQLITE_CANTOPEN, SQLITE_READONLY, SQLITE_FULL,
      SQLITE_IOERR:
      return .unavailable(file: file, problem: message)
    default: return .failed(code: Int(code), message: message, statement: statement)
    }
  }

  private static func message(_ handle: OpaquePointer?) -> String {
    String(cString: sqlite3_errmsg(handle))
  }
}
