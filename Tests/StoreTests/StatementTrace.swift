// Every statement that this process has SQLite run, by SQLite's own trace: those of each connection that is
// opened while something is recorded.

import CSQLite
import Synchronization

enum StatementTrace {
  private static let texts = Mutex<Set<String>>([])

  /// The texts, each once.
  static func record(_ body: () throws -> Void) rethrows -> [String] {
    texts.withLock { $0 = [] }
    sqlite3_auto_extension(entry)
    defer { sqlite3_cancel_auto_extension(entry) }
    try body()
    return texts.withLock { $0.sorted() }
  }

  private typealias Entry = @convention(c) () -> Void
  private typealias Opened =
    @convention(c) (
      OpaquePointer?, UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?, OpaquePointer?
    ) -> Int32

  /// What SQLite calls for each connection, cast as it wants it (https://www.sqlite.org/c3ref/auto_extension.html).
  private static var entry: Entry {
    let opened: Opened = { database, _, _ in
      sqlite3_trace_v2(
        database, UInt32(SQLITE_TRACE_STMT),
        { _, _, statement, _ in
          guard let statement, let text = sqlite3_sql(OpaquePointer(statement)) else { return 0 }
          let line = String(cString: text)
          StatementTrace.texts.withLock { _ = $0.insert(line) }
          return 0
        }, nil)
    }
    return unsafeBitCast(opened, to: Entry.self)
  }
}
