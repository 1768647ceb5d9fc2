// The two columns of `account` that say how often an administrator wants to hear of who waits, and when
// that was done last.

import Database
package import Membership

package struct DigestRows {
  let connection: Connection

  /// Marks those who are to be told now as told, so that of two who ask at once one gets each of them.
  package func takeDue(at now: Moment) throws -> [Account.ID] {
    try connection.all(
      """
      UPDATE account SET digest_sent = \(now)
      WHERE is_administrator = 1 AND state = 'active' AND digest_hours > 0
        AND (digest_sent IS NULL OR digest_sent + digest_hours * 3600 <= \(now))
        AND EXISTS (SELECT 1 FROM application WHERE state = 'pending')
      RETURNING id
      """
    ) { row in try row.id() }
  }

  /// Told just now: a mail may have waited, and the interval counts from when it went.
  package func markSent(to account: Account.ID, at now: Moment) throws {
    try connection.run("UPDATE account SET digest_sent = \(now) WHERE id = \(account)")
  }

  /// 0: never.
  package func hours(of account: Account.ID) throws -> Int? {
    try connection.first("SELECT digest_hours FROM account WHERE id = \(account)") { row in
      try row.integer()
    }
  }

  package func setHours(of account: Account.ID, to hours: Int) throws {
    try connection.run("UPDATE account SET digest_hours = \(hours) WHERE id = \(account)")
  }
}
