// The schema and what is asked of the tables, on real SQLite.

import Database
import Foundation
import Membership
import Store
import TestSite
import Testing

@Suite("Store") struct StoreTests {
  @Test("A new database comes to the current version, and again without change")
  func migrates() throws {
    let file = NSTemporaryDirectory() + "usher-\(UUID().uuidString).db"
    defer { try? FileManager.default.removeItem(atPath: file) }
    let store = Store(Connection(try SQLite(file: file, create: true)))
    #expect(try store.version() == .behind)
    try store.migrate()
    #expect(try store.version() == .current)
    try store.migrate()
    #expect(try store.version() == .current)
  }

  @Test("A database of a later version is known as such")
  func ahead() throws {
    let site = try TestSite()
    try site.run("INSERT INTO schema_version (version, name) VALUES (99, 'later')")
    #expect(try StoreTests.version(of: site) == .ahead(99))
  }

  private static func version(of site: TestSite) throws -> Store.Version {
    try Store(Connection(try SQLite(file: site.directory + "/usher.db"))).version()
  }

  @Test("Department paths come from the root, in both directions")
  func paths() throws {
    let departments = try TestSite().store().departments
    let all = try departments.all()
    #expect(all.map(\.path) == ["Sales", "Sales / North"])
    #expect(try departments.path(of: all[1].id) == "Sales / North")
    #expect(try departments.path(of: nil) == "")
  }

  @Test("Two departments of one name do not stand under one parent")
  func twins() throws {
    let site = try TestSite()
    #expect(throws: DatabaseError.self) {
      try site.run("INSERT INTO department (id, parent, name) VALUES ('x', NULL, 'Sales')")
    }
  }

  @Test("The use limit is a rule of the table too")
  func limit() throws {
    let site = try TestSite()
    _ = try site.invitation(maxUses: 2)
    #expect(throws: DatabaseError.self) {
      try site.run("UPDATE invitation SET uses_reserved = 3")
    }
    #expect(throws: DatabaseError.self) {
      try site.run("UPDATE invitation SET uses_reserved = -1")
    }
  }

  @Test("A session ends after 30 idle minutes and after 8 hours, and with its account")
  func sessions() throws {
    let site = try TestSite()
    let store = try site.store()
    let start = Moment.now
    func isSignedIn(_ token: String, after seconds: Int64) throws -> Bool {
      try store.sessions.find(tokenDigest: token, at: start + seconds) != nil
    }
    try store.sessions.insert(tokenDigest: "a", account: site.administrator.id, at: start)
    #expect(try isSignedIn("a", after: 1799))
    #expect(try isSignedIn("a", after: 1799 + 1799))  // Each request counts.
    #expect(try !isSignedIn("a", after: 1799 + 1799 + 1801))
    try store.sessions.insert(tokenDigest: "b", account: site.administrator.id, at: start)
    for minute in stride(from: 0, to: 8 * 60, by: 20) {
      #expect(try isSignedIn("b", after: Int64(minute) * 60))
    }
    #expect(try !isSignedIn("b", after: 8 * 3600))
    try store.sessions.insert(tokenDigest: "c", account: site.administrator.id, at: start)
    try site.run("UPDATE account SET state = 'suspended'")
    #expect(try !isSignedIn("c", after: 1))
  }
}
