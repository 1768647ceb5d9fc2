// When time alone makes work: a link opens or ends, a mail becomes due.

import Database
package import Membership

extension InvitationRows {
  /// The first moment after that one at which a link opens or ends; nil where none does.
  package func nextTurn(after moment: Moment) throws -> Moment? {
    let ends = try connection.first(
      "SELECT MIN(expires) FROM invitation WHERE revoked IS NULL AND expires > \(moment)"
    ) { row in try row.optionalMoment() }
    let opens = try connection.first(
      "SELECT MIN(not_before) FROM invitation WHERE revoked IS NULL AND not_before > \(moment)"
    ) { row in try row.optionalMoment() }
    return [ends, opens].compactMap { $0 ?? nil }.min()
  }
}

extension OutboxRows {
  /// When the first of the mails and messages that wait is due; nil where none waits.
  package func nextDue() throws -> Moment? {
    let conditions: [SQL] = ["webhook IS NULL", "webhook IS NOT NULL"]
    return try conditions.compactMap { condition in
      try connection.first(
        """
        SELECT MIN(next_attempt) FROM mail_outbox
        WHERE state || '' IN ('queued', 'sending') AND \(condition)
        """
      ) { row in try row.optionalMoment() } ?? nil
    }.min()
  }
}
