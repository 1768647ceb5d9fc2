// How SQLite would carry out a statement, and what of that grows with the tables.

import Database

struct QueryPlan {
  let statement: String
  /// `SEARCH application USING INDEX application_state (state=?)`
  let steps: [String]

  init(_ statement: String, _ connection: Connection) throws {
    self.statement = statement
    steps = try connection.all(
      SQL(unsafeTextOfTheProgram: "EXPLAIN QUERY PLAN \(statement)")
    ) { row in
      _ = try row.integer()
      _ = try row.integer()
      _ = try row.integer()
      return try row.text()
    }
  }

  /// Those that people fill.
  private static let growing: Set<Substring> = [
    "application", "invitation", "account", "mail_outbox", "audit_log", "session",
    "application_receipt", "device", "guess", "quota", "account_holding", "invitation_holding",
    "public_account_grant", "public_account_access", "signature_taken", "idempotent_answer",
  ]
  /// Indexes of few rows, however many the table has.
  private static let small = ["account_administrator"]

  /// A step that reads a whole table that grows, though the statement has a limit.
  var unlimitedScans: [String] {
    steps.filter { step in
      let words = step.split(separator: " ")
      return words.first == "SCAN" && words.count > 1
        && (Self.growing.contains(words[1]) || words[1] == "member")
    }
  }

  /// A step that reads a whole table that grows: without an index, or with one and no limit.
  var scans: [String] {
    steps.filter { step in
      let words = step.split(separator: " ")
      guard words.first == "SCAN", words.count > 1 else { return false }
      if words[1].hasSuffix("_gram") {
        return !step.contains("VIRTUAL TABLE INDEX")
          || !step.hasSuffix(":M1")
            && !step.hasSuffix(":M2")
      }
      guard Self.growing.contains(words[1]) else { return false }
      if Self.small.contains(where: step.contains) { return false }
      return !(step.contains(" INDEX ") && statement.contains("LIMIT"))
    }
  }

  /// Whether rows of such a table are sorted, others than those that came at the same moment.
  var sorts: Bool {
    steps.contains { $0.hasPrefix("USE TEMP B-TREE") && !$0.contains("RIGHT PART OF") }
      && steps.contains { step in
        let words = step.split(separator: " ")
        return words.count > 1 && Self.growing.contains(words[1])
          && !Self.small.contains(where: step.contains)
      }
  }

  /// Whether rows come by an index, in the order that is asked for.
  func walks(_ index: String) -> Bool {
    !sorts && steps.contains { $0.contains("INDEX \(index) ") || $0.hasSuffix("INDEX \(index)") }
  }
}
