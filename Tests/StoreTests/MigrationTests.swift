// A database of the first version, with people in it, comes to this one: nobody is lost to the lists, the
// search or the log.

import Database
import Foundation
import Membership
import Testing

@testable import Store

@Suite("Migration") struct MigrationTests {
  private static let rows = """
    INSERT INTO department VALUES ('d1', NULL, 'Sales');
    INSERT INTO account VALUES ('a1', 'ada', 'Ada Lovelace', 'ada@example.org', 'ada@example.org', 'personal', NULL, 1, 'en', 'active', 'x', 0, NULL, NULL, 1);
    INSERT INTO invitation (id, code, label, inviter, department, language, requires_approval, created) VALUES ('i1', '7K3M-Q9XT-2HVAB', 'Stand É', 'a1', 'd1', 'en', 1, 5);
    INSERT INTO application VALUES ('p2', 'AAAA-0002', 't2', 'i1', 'Stand É', 'Ada Lovelace', 'd1', 'Sales', 1, '王伟', 'wang@example.cn', 'wang@example.cn', 'en', 20, 'pending', NULL, NULL, NULL, NULL, NULL);
    INSERT INTO application VALUES ('p1', 'AAAA-0001', 't1', 'i1', 'Stand É', 'Ada Lovelace', 'd1', 'Sales', 1, 'Zoë Grace', 'zoe@navy.example', 'zoe@navy.example', 'en', 10, 'rejected', 15, 'a1', 'Ada Lovelace', 'no', NULL);
    INSERT INTO audit_log VALUES ('l3', 12, 'system', 'approve', 'application', 'p1');
    INSERT INTO audit_log VALUES ('l1', 10, 'applicant', 'apply', 'application', 'p1');
    INSERT INTO audit_log VALUES ('l2', 10, 'a1', 'reject', 'application', 'p1');
    """

  /// As a program of that version left it, with more rows than the first version knew.
  private func old(_ version: Int = 1, _ further: String = "") throws -> (Store, file: String) {
    let file = NSTemporaryDirectory() + "usher-\(UUID().uuidString).db"
    let store = Store(Connection(try SQLite(file: file, create: true)))
    let table = "CREATE TABLE schema_version (version BIGINT PRIMARY KEY, name TEXT NOT NULL);"
    let first = try #require(Schema.migrations.first)
    try store.write {
      for text in [table, first.text, Self.rows] {
        for statement in Store.statements(in: text) {
          try store.connection.run(SQL(unsafeTextOfTheProgram: statement))
        }
      }
      try store.connection.run(
        "INSERT INTO schema_version (version, name) VALUES (1, \(first.name))")
      for (place, migration) in Schema.migrations.enumerated().prefix(version).dropFirst() {
        for statement in Store.statements(in: migration.text) {
          try store.connection.run(SQL(unsafeTextOfTheProgram: statement))
        }
        try migration.then?(store)
        try store.connection.run(
          "INSERT INTO schema_version (version, name) VALUES (\(place + 1), \(migration.name))")
      }
      for statement in Store.statements(in: further) {
        try store.connection.run(SQL(unsafeTextOfTheProgram: statement))
      }
    }
    return (store, file)
  }

  @Test("From the version that had no order among who holds something: they are listed by name")
  func holders() throws {
    let (store, file) = try old(
      4,
      """
      INSERT INTO holding (id, kind, name, name_key) VALUES ('h1', 'role', 'Editor', 'editor');
      INSERT INTO account_holding (account, holding) VALUES ('a1', 'h1');
      """)
    defer { try? FileManager.default.removeItem(atPath: file) }
    try store.migrate()
    let keys = try store.connection.all("SELECT name_key FROM account_holding") { try $0.text() }
    #expect(keys == ["ada lovelace"])
  }

  @Test("From the first version: applications are found, lists are in order, the log is chained")
  func fromTheFirst() throws {
    let (store, file) = try old()
    defer { try? FileManager.default.removeItem(atPath: file) }
    #expect(try store.version() == .behind)
    try store.migrate()
    #expect(try store.version() == .current)

    func column(_ query: SQL) throws -> [Value] {
      try store.connection.all(query) { $0.values }.flatMap { $0 }
    }
    #expect(
      try column("SELECT reference, number FROM application ORDER BY number")
        == [.text("AAAA-0001"), .integer(1), .text("AAAA-0002"), .integer(2)])
    #expect(
      try column("SELECT name_key FROM application ORDER BY number").first == .text("zoe grace"))
    #expect(
      try column("SELECT DISTINCT inviter FROM application") == [.text("a1")])
    #expect(try column("SELECT label_key FROM invitation") == [.text("stand e")])

    for (typed, reference) in [
      ("zoe", "AAAA-0001"), ("grac", "AAAA-0001"), ("navy.ex", "AAAA-0001"), ("王伟", "AAAA-0002"),
      ("wang@example.cn", "AAAA-0002"),
    ] {
      let found = try store.applications.find(SearchText(typed), limit: 10).found
      #expect(found.map(\.reference) == [reference], "\(typed)")
    }
    let filter = ApplicationFilter(inviter: Account.ID("a1"))
    #expect(
      try store.applications.list(filter, by: .name, from: .first, limit: 10).map(\.reference)
        == ["AAAA-0001", "AAAA-0002"])

    guard case .whole(3, _) = try store.audit.verify() else {
      Issue.record("the old log is not whole")
      return
    }
    #expect(
      try store.audit.list(before: nil, subject: nil, limit: 10).map(\.id) == ["l3", "l2", "l1"])
    try store.write { try store.audit.append(.system, "reopen", "application", "p1", at: .now) }
    guard case .whole(4, _) = try store.audit.verify() else {
      Issue.record("a new line does not follow the old ones")
      return
    }
    try store.connection.run("UPDATE audit_log SET actor = 'system' WHERE id = 'l2'")
    #expect(try store.audit.verify() == .broken(number: 2))
  }

  @Test("What comes after those of before has the next number")
  func goesOn() throws {
    let (store, file) = try old()
    defer { try? FileManager.default.removeItem(atPath: file) }
    try store.migrate()
    let one = try #require(try store.applications.find(reference: "AAAA-0001"))
    var next = one
    next.id = .new()
    next.reference = "AAAA-0003"
    next.name = PersonName(stored: "Grace Zoe")
    try store.write { try store.applications.insert(next, tokenDigest: "t3") }
    let found = try store.applications.find(SearchText("zoe"), limit: 10).found
    #expect(found.map(\.reference) == ["AAAA-0003", "AAAA-0001"])
  }
}
