// Rows of `mail_outbox`: the mails that wait, are under way, were handed over, or failed.

import Database
package import Membership

package struct OutboxRows {
  let connection: Connection

  private static let columns: SQL =
    """
    id, kind, account, application, recipient, language, sealed, message_id, state, attempts,
    next_attempt, gives_up, last_error, created
    """

  package func insert(_ entry: OutboxEntry) throws {
    try connection.run(
      """
      INSERT INTO mail_outbox (id, kind, account, application, recipient, language, sealed,
        message_id, state, attempts, next_attempt, gives_up, created)
      VALUES (\(entry.id), \(entry.kind.rawValue), \(entry.account), \(entry.application),
        \(entry.recipient.text), \(entry.language.tag), \(entry.sealed), \(entry.messageID),
        \(entry.state.rawValue), \(entry.attempts), \(entry.nextAttempt), \(entry.givesUp),
        \(entry.created))
      """)
  }

  /// Takes one mail that is due for a sender, who has until `lease` to settle it. After that another
  /// may take it over: the one way in which a mail can go out twice.
  package func claim(at now: Moment, lease: Moment) throws -> OutboxEntry? {
    try connection.first(
      """
      UPDATE mail_outbox SET state = 'sending', attempts = attempts + 1, next_attempt = \(lease)
      WHERE id = (SELECT id FROM mail_outbox
                  WHERE state IN ('queued', 'sending') AND next_attempt <= \(now)
                  ORDER BY next_attempt LIMIT 1)
        AND state IN ('queued', 'sending') AND next_attempt <= \(now)
      RETURNING \(Self.columns)
      """, Self.read)
  }

  /// Handed over: the secret is wiped.
  package func settleSent(_ entry: OutboxEntry.ID, at now: Moment) throws {
    try connection.run(
      """
      UPDATE mail_outbox SET state = 'sent', sent = \(now), sealed = NULL, last_error = ''
      WHERE id = \(entry)
      """)
  }

  package func settleLater(_ entry: OutboxEntry.ID, next: Moment, error: String) throws {
    try connection.run(
      """
      UPDATE mail_outbox SET state = 'queued', next_attempt = \(next), last_error = \(error)
      WHERE id = \(entry) AND state = 'sending'
      """)
  }

  /// Given up: the secret is wiped too.
  package func settleFailed(_ entry: OutboxEntry.ID, error: String) throws {
    try connection.run(
      """
      UPDATE mail_outbox SET state = 'failed', sealed = NULL, last_error = \(error)
      WHERE id = \(entry) AND state = 'sending'
      """)
  }

  /// What waits for an account is void, because a newer secret follows.
  package func cancelWaiting(for account: Account.ID, error: String) throws {
    try connection.run(
      """
      UPDATE mail_outbox SET state = 'failed', sealed = NULL, last_error = \(error)
      WHERE account = \(account) AND kind = 'welcome' AND state IN ('queued', 'sending')
      """)
  }

  /// Whether such a mail was made for that account since then.
  package func exists(_ kind: MailKind, account: Account.ID, since moment: Moment) throws -> Bool {
    try connection.succeeds(
      """
      SELECT 1 FROM mail_outbox
      WHERE account = \(account) AND kind = \(kind.rawValue) AND created >= \(moment)
      """)
  }

  /// The newest mail about an application.
  package func latest(for application: Application.ID) throws -> OutboxEntry? {
    try connection.first(
      """
      SELECT \(Self.columns) FROM mail_outbox WHERE application = \(application)
      ORDER BY created DESC, id DESC LIMIT 1
      """, Self.read)
  }

  private static func read(_ row: inout Row) throws -> OutboxEntry {
    OutboxEntry(
      id: try row.id(), kind: try row.word(), account: try row.optionalID(),
      application: try row.optionalID(), recipient: EmailAddress(stored: try row.text()),
      language: try row.language(), sealed: try row.optionalText(), messageID: try row.text(),
      state: try row.word(), attempts: try row.integer(), nextAttempt: try row.moment(),
      givesUp: try row.moment(), lastError: try row.text(), created: try row.moment())
  }
}
