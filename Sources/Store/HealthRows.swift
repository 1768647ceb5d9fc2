// What `usher doctor` asks of a database: whether its chores are done, and whether its moments can be.

import Database
package import Membership

package struct HealthRows {
  let connection: Connection

  /// The latest moment of which a row says that it has passed.
  package func newestMoment() throws -> Moment? {
    let moments = try [
      "SELECT MAX(at) FROM (SELECT at FROM audit_log ORDER BY number DESC LIMIT 1) AS line",
      "SELECT MAX(applied) FROM application",
    ].map { (statement: SQL) in
      try connection.first(statement) { row in try row.optionalMoment() } ?? nil
    }
    return moments.compactMap { $0 }.max()
  }

  /// Something that only the right key opens; nil where nothing is sealed.
  package func anySecret() throws -> String? {
    let secondFactor = try connection.first(
      "SELECT totp_sealed FROM account WHERE totp_sealed IS NOT NULL LIMIT 1"
    ) { row in try row.text() }
    if let secondFactor { return secondFactor }
    let webhook = try connection.first("SELECT sealed FROM webhook LIMIT 1") { row in
      try row.text()
    }
    if let webhook { return webhook }
    let system = try connection.first(
      "SELECT sealed FROM business_system_key WHERE ends IS NULL LIMIT 1"
    ) { row in try row.text() }
    if let system { return system }
    return try connection.first(
      """
      SELECT sealed FROM mail_outbox
      WHERE state || '' IN ('queued', 'sending') AND sealed IS NOT NULL LIMIT 1
      """
    ) { row in try row.text() }
  }

  /// Mails that should have been tried before that moment, counted to a thousand and no further.
  package func mailsDue(before moment: Moment) throws -> Int {
    try connection.first(
      """
      SELECT COUNT(*) FROM (SELECT 1 FROM mail_outbox
        WHERE state || '' IN ('queued', 'sending') AND webhook IS NULL AND next_attempt < \(moment)
        LIMIT 1000) AS due
      """
    ) { row in try row.integer() } ?? 0
  }

  /// A link whose page says by now that it is dead.
  package func anyDeadLink(before moment: Moment) throws -> InvitationCode? {
    let text = try connection.first(
      """
      SELECT code FROM invitation
      WHERE revoked IS NULL AND expires < \(moment) AND published <> '' LIMIT 1
      """
    ) { row in try row.text() }
    return text.flatMap { InvitationCode($0) }
  }
}

extension Store {
  package var health: HealthRows { HealthRows(connection: connection) }
}
