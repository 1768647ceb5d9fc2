// Rows of `audit_log`: who did what to what, when, by ids alone. Each line's digest covers the line
// before it, and `audit_head` says which is the last, so that no line can be changed, moved or taken out unseen.

package import Database
package import Membership
import Secrets

extension AuditEntry {
  /// What its digest has to be after that line.
  fileprivate func digest(after previous: String) -> String {
    Secrets.digest(
      [
        previous, String(number), id, String(at.seconds), actor.text, verb, subjectKind, subject,
      ].joined(separator: "\u{1F}"))
  }
}

package struct AuditRows {
  let connection: Connection

  /// To be called within a write transaction.
  /// - Parameters:
  ///   - verb: what was done, in one word: `approve`.
  ///   - kind: the subject's table.
  package func append(
    _ actor: Actor, _ verb: String, _ kind: String, _ subject: String, at now: Moment
  ) throws {
    try append([Line(verb, kind, subject)], by: actor, at: now)
  }

  /// What was done to what.
  package struct Line: Sendable {
    let verb, kind, subject: String

    package init(_ verb: String, _ kind: String, _ subject: String) {
      self.verb = verb
      self.kind = kind
      self.subject = subject
    }
  }

  /// Several lines in their order, for less than each alone.
  package func append(_ lines: [Line], by actor: Actor, at now: Moment) throws {
    var (number, digest) = try head()
    for line in lines {
      number += 1
      let entry = AuditEntry(
        id: Identifier<AuditEntry>.new().text, number: number, at: now, actor: actor,
        verb: line.verb, subjectKind: line.kind, subject: line.subject, digest: "")
      digest = entry.digest(after: digest)
      try connection.run(
        """
        INSERT INTO audit_log (id, at, actor, verb, subject_kind, subject, number, digest)
        VALUES (\(entry.id), \(now), \(actor.text), \(line.verb), \(line.kind), \(line.subject),
          \(number), \(digest))
        """)
    }
    try connection.run("UPDATE audit_head SET number = \(number), digest = \(digest)")
  }

  /// The newest first.
  /// - Parameters:
  ///   - number: only what is older than that line.
  ///   - subject: only what was done to that one.
  package func list(before number: Int?, subject: String?, limit: Int) throws -> [AuditEntry] {
    try connection.all(Self.query(before: number, subject: subject, limit: limit), Self.read)
  }

  /// The statement of `list`; tests ask how it would be carried out.
  package static func query(before number: Int?, subject: String?, limit: Int) -> SQL {
    var conditions: [SQL] = []
    if let subject { conditions.append("subject = \(subject)") }
    if let number { conditions.append("number < \(number)") }
    return
      "SELECT \(columns) FROM audit_log\(SQL.all(of: conditions)) ORDER BY number DESC LIMIT \(limit)"
  }

  package enum Verdict: Hashable, Sendable {
    /// As many lines, and the last one's digest, which somebody may have written down elsewhere.
    case whole(lines: Int, digest: String)
    /// The first line that is not as it was written, or where one is missing.
    case broken(number: Int)
  }

  /// Reads the whole log, a thousand lines at a time; others may write meanwhile.
  package func verify(progress: (Int) -> Void = { _ in }) throws -> Verdict {
    var last = (number: 0, digest: "")
    while true {
      let begin = last.number
      var isWhole = true
      do {
        try connection.forEach(
          """
          SELECT \(Self.columns) FROM audit_log WHERE number > \(begin)
          ORDER BY number LIMIT 1000
          """
        ) { row in
          let entry = try Self.read(&row)
          guard isWhole, entry.number == last.number + 1,
            entry.digest == entry.digest(after: last.digest)
          else {
            isWhole = false
            return
          }
          last = (entry.number, entry.digest)
        }
      } catch DatabaseError.malformed {
        isWhole = false
      }
      guard isWhole else { return .broken(number: last.number + 1) }
      progress(last.number)
      guard last.number == begin else { continue }
      let end = try end()
      // Lines that came just now are looked at too.
      if let newest = end.newest, newest > last.number { continue }
      // A line that stands outside the row of numbers is counted all the same.
      guard end.head == last.number, end.digest == last.digest, end.count == last.number
      else { return .broken(number: last.number + 1) }
      return .whole(lines: last.number, digest: last.digest)
    }
  }

  /// Seen at one instant: one statement.
  private func end() throws -> (head: Int, digest: String, newest: Int?, count: Int) {
    try connection.first(
      """
      SELECT number, digest, (SELECT MAX(number) FROM audit_log), (SELECT COUNT(*) FROM audit_log)
      FROM audit_head
      """
    ) { row in
      (try row.integer(), try row.text(), try row.optionalInteger(), try row.integer())
    } ?? (0, "no head", nil, 0)
  }

  /// Numbers and chains the lines of before there was a chain.
  func chainAll() throws {
    var (number, digest) = (0, "")
    let old = try connection.all(
      """
      SELECT id, at, actor, verb, subject_kind, subject FROM audit_log
      WHERE number IS NULL ORDER BY at, id
      """
    ) { row in
      number += 1
      let id = try row.text()
      return AuditEntry(
        id: id, number: number, at: try row.moment(), actor: Actor(text: try row.text()),
        verb: try row.text(), subjectKind: try row.text(), subject: try row.text(), digest: "")
    }
    for entry in old {
      digest = entry.digest(after: digest)
      try connection.run(
        """
        UPDATE audit_log SET number = \(entry.number), digest = \(digest) WHERE id = \(entry.id)
        """)
    }
    try connection.run("UPDATE audit_head SET number = \(number), digest = \(digest)")
  }

  private func head() throws -> (number: Int, digest: String) {
    try connection.first("SELECT number, digest FROM audit_head") { row in
      (try row.integer(), try row.text())
    } ?? (0, "")
  }

  private static let columns: SQL =
    "id, number, at, actor, verb, subject_kind, subject, digest"

  private static func read(_ row: inout Row) throws -> AuditEntry {
    AuditEntry(
      id: try row.text(), number: try row.integer(), at: try row.moment(),
      actor: Actor(text: try row.text()), verb: try row.text(), subjectKind: try row.text(),
      subject: try row.text(), digest: try row.text())
  }
}
