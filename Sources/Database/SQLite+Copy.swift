// Whole databases copied page by page with SQLite's own backup interface, while other processes go on: out
// of a living one into a new file, and into a living one in one transaction.
// https://www.sqlite.org/c3ref/backup_finish.html

import CSQLite
import Glibc

extension SQLite {
  /// Pages between two calls of `progress`.
  private static let stride: Int32 = 4096

  /// Writes a new file that holds the database as it is at one moment, and syncs it; or none. Writers wait behind
  /// the gate while it is copied, those who have waited for `WriteGate.patience` are told that it is busy; readers do
  /// not wait. (Without the gate each write would make it begin anew.)
  /// - Parameter progress: pages done, and of how many.
  package static func copy(
    _ living: String, to file: String, progress: (Int, Int) -> Void
  ) throws {
    // Nobody else may read it, from its first byte on.
    let descriptor = open(file, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard descriptor >= 0 else {
      throw DatabaseError.unavailable(file: file, problem: String(cString: strerror(errno)))
    }
    var isWhole = false
    defer {
      close(descriptor)
      if !isWhole { unlink(file) }
    }
    let source = try Handle(living)
    let target = try Handle(file)
    // A copy that fails is thrown away, and one that does not is synced below.
    try target.execute("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF")
    try WriteGate(file: living + ".gate").pass {
      try transfer(from: source, to: target, progress: progress)
    }
    guard fsync(descriptor) == 0 else {
      throw DatabaseError.unavailable(file: file, problem: String(cString: strerror(errno)))
    }
    isWhole = true
  }

  /// Puts another database's content into a living one's place, whole or not at all; who has it open sees
  /// the new content with the next statement.
  package static func replace(_ living: String, by file: String) throws {
    let source = try Handle(file)
    let target = try Handle(living)
    try target.execute("PRAGMA synchronous=FULL")
    try WriteGate(file: living + ".gate").pass {
      try transfer(from: source, to: target) { _, _ in }
    }
  }

  /// Puts another database into the place of one that is broken or gone. What is there is renamed, together
  /// with its journal, which would be played back into the new one.
  /// - Returns: whether there was a database.
  package static func exchange(
    _ living: String, by file: String, keeping kept: String
  ) throws -> Bool {
    let beside = living + ".new"
    unlink(beside)
    try copy(file, to: beside) { _, _ in }
    func move(_ from: String, _ to: String) throws -> Bool {
      guard rename(from, to) != 0 else { return true }
      guard errno == ENOENT else {
        throw DatabaseError.unavailable(file: from, problem: String(cString: strerror(errno)))
      }
      return false
    }
    return try WriteGate(file: living + ".gate").pass {
      // The database goes before its journal: alone it would look whole, and is not.
      let moved = try ["", "-journal", "-wal", "-shm"].map { try move(living + $0, kept + $0) }
      guard try move(beside, living) else {
        throw DatabaseError.unavailable(file: living, problem: "its new content is gone")
      }
      return moved[0]
    }
  }

  private static func transfer(
    from source: Handle, to target: Handle, progress: (Int, Int) -> Void
  ) throws {
    guard let backup = sqlite3_backup_init(target.pointer, "main", source.pointer, "main") else {
      throw DatabaseError.unavailable(file: target.file, problem: target.message)
    }
    var code = SQLITE_OK
    repeat {
      code = sqlite3_backup_step(backup, stride)
      let all = Int(sqlite3_backup_pagecount(backup))
      progress(all - Int(sqlite3_backup_remaining(backup)), all)
    } while code == SQLITE_OK
    let end = sqlite3_backup_finish(backup)
    guard code == SQLITE_DONE, end == SQLITE_OK else {
      if [SQLITE_BUSY, SQLITE_LOCKED].contains(code & 0xFF) { throw DatabaseError.busy }
      throw DatabaseError.unavailable(
        file: target.file,
        problem: code == SQLITE_DONE ? target.message : String(cString: sqlite3_errstr(code)))
    }
  }

  /// A connection without what one that serves requests needs.
  private final class Handle {
    let file: String
    private(set) var pointer: OpaquePointer?

    init(_ file: String) throws {
      self.file = file
      guard sqlite3_open_v2(file, &pointer, SQLITE_OPEN_READWRITE, nil) == SQLITE_OK else {
        throw DatabaseError.unavailable(file: file, problem: message)
      }
      sqlite3_busy_timeout(pointer, WriteGate.patience * 1000)
    }

    deinit { sqlite3_close(pointer) }

    var message: String { String(cString: sqlite3_errmsg(pointer)) }

    func execute(_ text: String) throws {
      guard sqlite3_exec(pointer, text, nil, nil, nil) == SQLITE_OK else {
        throw DatabaseError.unavailable(file: file, problem: message)
      }
    }
  }
}
