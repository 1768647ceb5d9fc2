// Tests the SQLite driver on real files: values come back as they went in, a transaction is whole or not at
// all, the settings that make it durable are on, and errors are of the right kind.

import CSQLite
import Foundation
import TestTools
import Testing

@testable import Database

@Suite(.serialized) final class ConnectionTests {
  private let folder: URL
  private var file: String { folder.appendingPathComponent("usher.db").path }

  init() throws {
    folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  private func connection() throws -> Connection {
    Connection(try SQLite(file: file, create: true))
  }

  private func table() throws -> Connection {
    let connection = try connection()
    try connection.write {
      try connection.run(
        "CREATE TABLE t (id INTEGER PRIMARY KEY, v TEXT UNIQUE, n BIGINT CHECK (n <> 13))")
    }
    return connection
  }

  private func count(_ connection: Connection) throws -> Int? {
    try connection.first("SELECT COUNT(*) FROM t") { try $0.integer() }
  }

  // MARK: Values

  @Test(
    "A value comes back as it went in",
    arguments: [
      .null, .integer(0), .integer(1), .integer(-1), .integer(.max), .integer(.min), .text(""),
      .text("a"),
      .text("a\0b"), .text("\0"), .text("😀 邀请 é e\u{301}"), .text("'; DROP TABLE t; --"),
      .text("\r\n\t"),
      .text("\u{10FFFF}\u{FFFF}\u{FEFF}"), .text("123"), .text("1e5"), .text(" "), .text("$1"),
    ] as [Value])
  func values(value: Value) throws {
    let connection = try connection()
    #expect(try connection.all("SELECT \(value)") { $0.values } == [[value]])
    try connection.write {
      try connection.run("CREATE TABLE v (text TEXT, any)")
      try connection.run("INSERT INTO v VALUES (NULL, \(value))")
    }
    #expect(try connection.all("SELECT * FROM v") { $0.values } == [[.null, value]])
  }

  @Test("Random texts come back byte for byte, long ones too")
  func texts() throws {
    let connection = try table()
    var dice = SplitMix64(seed: 41)
    var texts = (0..<200).map { _ in
      let bytes = (0..<Int.random(in: 0...40, using: &dice)).map { _ in
        UInt8.random(in: 0...255, using: &dice)
      }
      return String(decoding: bytes, as: UTF8.self)
    }
    texts.append(String(repeating: "邀", count: 300_000))
    try connection.write {
      for (place, text) in texts.enumerated() {
        try connection.run("INSERT INTO t (id, v) VALUES (\(place), \("\(place)\0\(text)"))")
      }
    }
    let read = try connection.all("SELECT v FROM t ORDER BY id") { Array(try $0.text().utf8) }
    #expect(read == texts.enumerated().map { Array("\($0)\0\($1)".utf8) })
  }

  @Test("A number with a fraction and bytes are text, and no trap")
  func otherTypes() throws {
    let connection = try connection()
    #expect(try connection.all("SELECT 1.5, x'', x'FF00'") { $0.values.count } == [3])
    #expect(try connection.first("SELECT 1.5") { try $0.text() } == "1.5")
  }

  @Test("All rows come in order; the first is the first, or nil")
  func rows() throws {
    let connection = try table()
    #expect(try connection.all("SELECT id FROM t") { try $0.integer() } == [])
    #expect(try connection.first("SELECT id FROM t") { try $0.integer() } == nil)
    try connection.write {
      for number in 1...3 { try connection.run("INSERT INTO t (id) VALUES (\(number))") }
    }
    #expect(
      try connection.all("SELECT id FROM t ORDER BY id DESC") { try $0.integer() } == [3, 2, 1])
    #expect(try connection.first("SELECT id FROM t ORDER BY id DESC") { try $0.integer() } == 3)
  }

  @Test("A guarded update tells whether it found its row")
  func guarded() throws {
    let connection = try table()
    try connection.write { try connection.run("INSERT INTO t (id, v) VALUES (1, 'pending')") }
    for expected in [true, false] {
      let succeeded = try connection.write {
        try connection.succeeds(
          "UPDATE t SET v = 'approved' WHERE id = 1 AND v = 'pending' RETURNING 1")
      }
      #expect(succeeded == expected)
    }
  }

  @Test("A statement with other values is not the one before")
  func prepared() throws {
    let connection = try connection()
    for number in 0..<50 {
      #expect(
        try connection.first("SELECT \(number), \("x\(number)")") { try $0.integer() } == number)
    }
    let missing: String? = nil
    #expect(try connection.first("SELECT \(missing)") { try $0.optionalText() } == .some(nil))
  }

  @Test("A statement may run again while its own rows are read")
  func reentrant() throws {
    let connection = try table()
    try connection.write {
      for number in 1...3 { try connection.run("INSERT INTO t (id) VALUES (\(number))") }
    }
    var pairs: [[Int]] = []
    try connection.forEach("SELECT id FROM t ORDER BY id") { row in
      let outer = try row.integer()
      try connection.forEach("SELECT id FROM t ORDER BY id") {
        pairs.append([outer, try $0.integer()])
      }
      // Without this a statement that begins again and again would never end.
      struct Endless: Error {}
      if pairs.count > 9 { throw Endless() }
    }
    #expect(pairs == (1...3).flatMap { one in (1...3).map { [one, $0] } })
  }

  @Test("An error among the rows ends the statement, which can run again")
  func errorInBody() throws {
    let connection = try table()
    try connection.write {
      for number in 1...3 { try connection.run("INSERT INTO t (id) VALUES (\(number))") }
    }
    struct Stop: Error {}
    for _ in 0..<2 {
      var seen: [Int] = []
      #expect(throws: Stop.self) {
        try connection.forEach("SELECT id FROM t ORDER BY id") {
          seen.append(try $0.integer())
          if seen.count == 2 { throw Stop() }
        }
      }
      #expect(seen == [1, 2])
    }
    try connection.write { try connection.run("DELETE FROM t") }
  }

  // MARK: Transactions

  @Test("What throws leaves nothing behind")
  func rollback() throws {
    let connection = try table()
    struct Stop: Error {}
    #expect(throws: Stop.self) {
      try connection.write {
        try connection.run("INSERT INTO t (id) VALUES (1)")
        throw Stop()
      }
    }
    #expect(try count(connection) == 0)
    #expect(
      try connection.write {
        try connection.run("INSERT INTO t (id) VALUES (2)")
        return 7
      } == 7)
    #expect(try count(self.connection()) == 1)
  }

  @Test("A statement that fails takes those before it along")
  func failedStatement() throws {
    let connection = try table()
    #expect(throws: DatabaseError.self) {
      try connection.write {
        try connection.run("INSERT INTO t (id) VALUES (1)")
        try connection.run("INSERT INTO t (id) VALUES (1)")
      }
    }
    #expect(try count(connection) == 0)
  }

  @Test("A commit that is refused leaves nothing behind, and the next goes through")
  func refusedCommit() throws {
    let connection = try table()
    try connection.write {
      try connection.run(
        "CREATE TABLE child (t INTEGER REFERENCES t (id) DEFERRABLE INITIALLY DEFERRED)")
    }
    #expect(throws: DatabaseError.self) {
      try connection.write { try connection.run("INSERT INTO child VALUES (99)") }
    }
    #expect(try connection.first("SELECT COUNT(*) FROM child") { try $0.integer() } == 0)
    try connection.write { try connection.run("INSERT INTO t (id) VALUES (1)") }
    #expect(try count(self.connection()) == 1)
  }

  @Test("Two statements in one are refused, not half run")
  func twoStatements() throws {
    let connection = try table()
    #expect(throws: DatabaseError.self) {
      try connection.run("INSERT INTO t (id) VALUES (1); INSERT INTO t (id) VALUES (2)")
    }
    #expect(try count(connection) == 0)
  }

  @Test("What one connection committed, another reads")
  func twoConnections() throws {
    let (one, other) = (try table(), try connection())
    for number in 1...20 {
      let (writer, reader) = number % 2 == 0 ? (one, other) : (other, one)
      try writer.write { try writer.run("INSERT INTO t (id) VALUES (\(number))") }
      #expect(try count(reader) == number)
    }
  }

  // MARK: Settings

  @Test("The database is durable, checks its references and wipes what is deleted")
  func pragmas() throws {
    let connection = try connection()
    for (pragma, value) in [
      ("synchronous", 2), ("foreign_keys", 1), ("secure_delete", 1), ("trusted_schema", 0),
    ] {
      let statement = SQL(unsafeTextOfTheProgram: "PRAGMA \(pragma)")
      #expect(try connection.first(statement) { try $0.integer() } == value, "\(pragma)")
    }
    #expect(try connection.first("PRAGMA busy_timeout") { try $0.integer() } == 15_000)
  }

  @Test("The journal is a WAL only where SQLite is free of its bug")
  func journal() throws {
    let mode = try connection().first("PRAGMA journal_mode") { try $0.text() }
    let version = String(cString: sqlite3_libversion())
    #expect(
      mode == (SQLite.hasSafeWAL(sqlite3_libversion_number()) ? "wal" : "truncate"), "\(version)")
    if version == "3.40.1" { #expect(mode == "truncate") }
  }

  @Test(
    "The WAL-reset bug is mended from 3.51.3 on, and on two older branches",
    arguments: [
      (3_007_000, false), (3_040_001, false), (3_044_005, false), (3_044_006, true),
      (3_044_010, true),
      (3_045_000, false), (3_045_003, false), (3_049_002, false), (3_050_006, false),
      (3_050_007, true),
      (3_050_099, true), (3_051_000, false), (3_051_002, false), (3_051_003, true),
      (3_052_000, true),
      (4_000_000, true),
    ] as [(Int32, Bool)])
  func safeWAL(version: Int32, isSafe: Bool) {
    #expect(SQLite.hasSafeWAL(version) == isSafe)
  }

  @Test("What is deleted is gone from every file")
  func secureDelete() throws {
    let secret = "7k3m-q9xt-2hva-b123"
    let connection = try table()
    func isOnDisk() throws -> Bool {
      try FileManager.default.contentsOfDirectory(atPath: folder.path).contains { name in
        try Data(contentsOf: folder.appendingPathComponent(name)).range(of: Data(secret.utf8))
          != nil
      }
    }
    try connection.write { try connection.run("INSERT INTO t (id, v) VALUES (1, \(secret))") }
    #expect(try isOnDisk())
    try connection.write { try connection.run("DELETE FROM t") }
    // In a WAL it goes with the next checkpoint.
    _ = try connection.all("PRAGMA wal_checkpoint(TRUNCATE)") { _ in }
    #expect(try !isOnDisk())
  }

  @Test("The gate is a file beside the database, its owner's alone, and no link")
  func gateFile() throws {
    let connection = try table()
    let gate = file + ".gate"
    let mode = try FileManager.default.attributesOfItem(atPath: gate)[.posixPermissions] as? Int
    #expect(mode == 0o600)
    try connection.write {}
    let linked = folder.appendingPathComponent("linked.db").path
    try FileManager.default.createSymbolicLink(
      atPath: linked + ".gate", withDestinationPath: folder.appendingPathComponent("target").path)
    let other = Connection(try SQLite(file: linked, create: true))
    #expect(throws: DatabaseError.self) { try other.write {} }
    #expect(!FileManager.default.fileExists(atPath: folder.appendingPathComponent("target").path))
  }

  // MARK: Errors

  private func error(_ body: () throws -> Void) -> DatabaseError? {
    do {
      try body()
      return nil
    } catch {
      return error as? DatabaseError
    }
  }

  @Test(
    "A rule of the schema that refuses a row is its own error, without the row",
    arguments: [
      ("INSERT INTO t (id, v) VALUES (2, \("secret"))", "t.v"),
      ("INSERT INTO t (id) VALUES (\(1))", "t.id"), ("INSERT INTO t (n) VALUES (\(13))", "n"),
      ("INSERT INTO c VALUES (\(99))", "FOREIGN KEY"), ("INSERT INTO c VALUES (NULL)", "c.t"),
    ] as [(SQL, String)])
  func constraint(statement: SQL, named: String) throws {
    let connection = try table()
    try connection.write {
      try connection.run("CREATE TABLE c (t INTEGER NOT NULL REFERENCES t (id))")
      try connection.run("INSERT INTO t (id, v) VALUES (1, \("secret"))")
    }
    let error = error { try connection.write { try connection.run(statement) } }
    guard case .constraint(let name) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(name.contains(named))
    #expect(!"\(error!)".contains("secret") && !"\(error!)".contains("99"))
  }

  @Test("A statement that cannot be is an error with its text and none of its values")
  func syntax() throws {
    let connection = try connection()
    for statement in [
      "SELEC \("secret")", "SELECT * FROM missing WHERE x = \("secret")", "", "-- \("secret")",
    ]
      as [SQL]
    {
      let error = error { try connection.run(statement) }
      guard case .failed(_, _, let text) = error else {
        Issue.record("\(String(describing: error))")
        continue
      }
      #expect(text == statement.text)
      #expect(!"\(error!)".contains("secret"))
    }
  }

  @Test("A file that is missing is not made, unless that is asked for")
  func missing() throws {
    for _ in 0..<50 {
      let error = error { _ = try SQLite(file: file) }
      guard case .unavailable(let named, let problem) = error else {
        Issue.record("\(String(describing: error))")
        return
      }
      #expect(named == file)
      #expect(problem == "there is no such file")
    }
    #expect(!FileManager.default.fileExists(atPath: file))
    _ = try SQLite(file: file, create: true)
    _ = try SQLite(file: file)
  }

  @Test("A file that is no database is unavailable, and stays as it is")
  func noDatabase() throws {
    let text = String(repeating: "This is no database. ", count: 100)
    try Data(text.utf8).write(to: URL(fileURLWithPath: file))
    for _ in 0..<50 {
      guard case .unavailable = error({ _ = try SQLite(file: file) }) else {
        Issue.record("a text was opened")
        return
      }
    }
    #expect(try Data(contentsOf: URL(fileURLWithPath: file)) == Data(text.utf8))
    guard case .unavailable = error({ _ = try SQLite(file: folder.path, create: true) }) else {
      Issue.record("a folder was opened")
      return
    }
    guard
      case .unavailable = error({ _ = try SQLite(file: folder.path + "/no/x.db", create: true) })
    else {
      Issue.record("a file in no folder was made")
      return
    }
  }
}
