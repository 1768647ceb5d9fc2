// The chain of the audit log: whatever is done to it behind our back is found, and whatever we do ourselves,
// however many at once, leaves it whole.

import Database
import Foundation
import Membership
import Store
import TestSite
import Testing

@Suite("Audit log") struct AuditLogTests {
  /// With lines 1 to 20 and the first few of the site's own.
  private func site() throws -> (TestSite, lines: Int) {
    let site = try TestSite()
    let store = try site.store()
    try store.write {
      for place in 0..<20 {
        try store.audit.append(.system, "create", "department", "d\(place)", at: .now)
      }
    }
    return (site, try site.count("SELECT COUNT(*) FROM audit_log"))
  }

  private func verdict(_ site: TestSite) throws -> AuditRows.Verdict {
    try site.store().audit.verify()
  }

  @Test("What nobody has touched is whole, and its last digest is the head's")
  func whole() throws {
    let (site, lines) = try site()
    guard case .whole(lines, let digest) = try verdict(site) else {
      Issue.record("not whole")
      return
    }
    #expect(
      try site.count(SQLText("SELECT COUNT(*) FROM audit_head WHERE digest = '\(digest)'")) == 1)
  }

  @Test(
    "An edit in any column is found in its line",
    arguments: [
      "id = 'x'", "id = lower(id)", "at = at + 1", "at = 'soon'", "actor = 'applicant'",
      "verb = 'revoke'", "verb = ''", "subject_kind = 'account'", "subject = 'd19'",
      "subject = subject || ' '", "digest = ''", "digest = (SELECT digest FROM audit_head)",
      "verb = 'create' || char(31) || 'department', subject_kind = ''",
    ])
  func edit(change: String) throws {
    for number in [1, 12] {
      let (site, _) = try site()
      try site.run(SQLText("UPDATE audit_log SET \(change) WHERE number = \(number)"))
      #expect(try verdict(site) == .broken(number: number))
    }
  }

  private static let tampering: [[String]] = [
    // Taken out
    ["DELETE FROM audit_log WHERE number = 1"],
    ["DELETE FROM audit_log WHERE number = 12"],
    ["DELETE FROM audit_log WHERE number = (SELECT number FROM audit_head)"],
    ["DELETE FROM audit_log WHERE number > 3"],
    ["DELETE FROM audit_log"],
    [
      "DELETE FROM audit_log WHERE number = (SELECT number FROM audit_head)",
      "UPDATE audit_head SET number = number - 1",
    ],
    // Moved
    [
      "UPDATE audit_log SET number = 1000 WHERE number = 11",
      "UPDATE audit_log SET number = 11 WHERE number = 12",
      "UPDATE audit_log SET number = 12 WHERE number = 1000",
    ],
    // Taken out, and those behind it moved up
    [
      "DELETE FROM audit_log WHERE number = 12",
      "UPDATE audit_log SET number = -number WHERE number > 12",
      "UPDATE audit_log SET number = -number - 1 WHERE number < 0",
      "UPDATE audit_head SET number = number - 1",
    ],
    ["UPDATE audit_log SET number = NULL WHERE number = 12"],
    ["UPDATE audit_log SET number = 0 WHERE number = 12"],
    // Put in
    [inserting("(SELECT number + 1 FROM audit_head)")],
    [
      inserting("(SELECT number + 1 FROM audit_head)"),
      "UPDATE audit_head SET number = number + 1, digest = 'y'",
    ],
    [inserting("NULL")], [inserting("0")], [inserting("-7")], [inserting("1.5")],
    [inserting("'x'")],
    // The head
    ["UPDATE audit_head SET number = number + 1"], ["UPDATE audit_head SET number = number - 1"],
    ["UPDATE audit_head SET digest = 'y'"], ["DELETE FROM audit_head"],
    ["UPDATE audit_head SET number = 0, digest = ''"],
  ]

  private static func inserting(_ number: String) -> String {
    """
    INSERT INTO audit_log (id, at, actor, verb, subject_kind, subject, number, digest)
    VALUES ('x', 1, 'system', 'create', 'department', 'x', \(number), 'y')
    """
  }

  @Test("Lines taken out, moved or put in, and a changed head, are found", arguments: tampering)
  func tampered(statements: [String]) throws {
    let (site, _) = try site()
    for statement in statements { try site.run(SQLText(statement)) }
    guard case .broken = try verdict(site) else {
      Issue.record("not found: \(statements)")
      return
    }
  }

  @Test("Who cuts off the end and mends the head is found by the digest that was written down")
  func cut() throws {
    let (site, lines) = try site()
    let before = try verdict(site)
    try site.run("DELETE FROM audit_log WHERE number = (SELECT number FROM audit_head)")
    try site.run(
      """
      UPDATE audit_head SET number = number - 1, digest =
        (SELECT digest FROM audit_log ORDER BY number DESC LIMIT 1)
      """)
    guard case .whole(lines - 1, let digest) = try verdict(site) else {
      Issue.record("the chain alone does not tell")
      return
    }
    #expect(before != .whole(lines: lines, digest: digest))
  }

  @Test("It is read in batches: an edit far behind is found too")
  func batches() throws {
    let site = try TestSite()
    let store = try site.store()
    try store.write {
      for _ in 0..<2500 { try store.audit.append(.system, "create", "department", "d", at: .now) }
    }
    var steps: [Int] = []
    let lines = try site.count("SELECT COUNT(*) FROM audit_log")
    guard case .whole(lines, _) = try store.audit.verify(progress: { steps.append($0) }) else {
      Issue.record("not whole")
      return
    }
    #expect(steps.prefix(3) == [1000, 2000, lines])
    try site.run("UPDATE audit_log SET verb = 'x' WHERE number = 2345")
    #expect(try store.audit.verify() == .broken(number: 2345))
  }

  @Test("40 writers at once leave it whole, and who looks meanwhile finds it whole")
  func parallel() throws {
    let (site, lines) = try site()
    let verdicts = Verdicts()
    DispatchQueue.concurrentPerform(iterations: 41) { place in
      do {
        let store = try site.store()
        for step in 0..<5 {
          if place == 40 {
            verdicts.append(try store.audit.verify())
          } else {
            try store.write {
              try store.audit.append(.system, "create", "department", "\(place) \(step)", at: .now)
            }
          }
        }
      } catch {
        Issue.record(error)
      }
    }
    guard case .whole(lines + 200, _) = try verdict(site) else {
      Issue.record("not whole: \(try verdict(site))")
      return
    }
    #expect(verdicts.all.count == 5)
    for verdict in verdicts.all {
      guard case .whole = verdict else {
        Issue.record("\(verdict)")
        continue
      }
    }
  }

  private final class Verdicts: @unchecked Sendable {
    private let lock = NSLock()
    private var found: [AuditRows.Verdict] = []

    func append(_ verdict: AuditRows.Verdict) { lock.withLock { found.append(verdict) } }
    var all: [AuditRows.Verdict] { lock.withLock { found } }
  }

  @Test("The list goes back page by page, of all and of one subject")
  func list() throws {
    let (site, lines) = try site()
    let audit = try site.store().audit
    let first = try audit.list(before: nil, subject: nil, limit: 7)
    #expect(first.map(\.number) == Array((lines - 6...lines).reversed()))
    let second = try audit.list(before: first.last?.number, subject: nil, limit: 7)
    #expect(second.first?.number == lines - 7)
    #expect(try audit.list(before: nil, subject: "d3", limit: 7).map(\.subject) == ["d3"])
    #expect(try audit.list(before: 1, subject: nil, limit: 7).isEmpty)
  }

  @Test("No page of mails or of the log, and no count, reads a whole table")
  func plans() throws {
    let site = try TestSite()
    let entry = OutboxEntry(
      id: .new(), kind: .known, account: nil, application: nil,
      recipient: "a@b.c", language: .english, sealed: nil, messageID: "",
      nextAttempt: .now, givesUp: .now, created: .now)
    var queries: [SQL] = [OutboxRows.failedQuery]
    for number in [nil, 7] {
      for subject in [nil, "x"] {
        queries.append(AuditRows.query(before: number, subject: subject, limit: 51))
      }
    }
    for state in [nil, MailState.queued, .sending, .sent, .failed] {
      for start in [ListStart<OutboxEntry>.first, .after(entry), .at(entry)] {
        queries.append(OutboxRows.query(state: state, from: start, limit: 51))
      }
    }
    let connection = try site.store().connection
    for query in queries {
      let plan = try connection.all("EXPLAIN QUERY PLAN \(query)") { "\($0.values)" }.joined()
      #expect(!plan.contains("TEMP B-TREE"), "\(query.text): \(plan)")
      // An index read in its order, a page of it, is no scan of the table.
      #expect(
        plan.contains("USING INDEX") || plan.contains("USING COVERING INDEX"),
        "\(query.text): \(plan)")
    }
  }
}
