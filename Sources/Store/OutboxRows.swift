// Rows of `mail_outbox`: the mails that wait, are under way, were handed over, or failed.

package import Database
package import Membership

package struct OutboxRows {
  let connection: Connection

  private static let columns: SQL =
    """
    id, kind, account, application, recipient, language, sealed, message_id, state, attempts,
    next_attempt, gives_up, last_error, created, replaced, webhook, event
    """

  package func insert(_ entry: OutboxEntry) throws {
    try connection.run(
      """
      INSERT INTO mail_outbox (id, kind, account, application, recipient, language, sealed,
        message_id, state, attempts, next_attempt, gives_up, created, webhook, event)
      VALUES (\(entry.id), \(entry.kind.rawValue), \(entry.account), \(entry.application),
        \(entry.recipient), \(entry.language.tag), \(entry.sealed), \(entry.messageID),
        \(entry.state.rawValue), \(entry.attempts), \(entry.nextAttempt), \(entry.givesUp),
        \(entry.created), \(entry.webhook), \(entry.event?.rawValue ?? ""))
      """)
  }

  /// Takes one mail that is due for a sender, who has until `lease` to settle it. After that another
  /// may take it over: the one way in which a mail can go out twice. `state || ''` is as the index of what is due
  /// spells it, and keeps off the index of states, in which all that wait would be sorted for each one.
  package func claim(at now: Moment, lease: Moment) throws -> OutboxEntry? {
    try connection.first(
      """
      UPDATE mail_outbox SET state = 'sending', attempts = attempts + 1, next_attempt = \(lease)
      WHERE id = (SELECT id FROM mail_outbox
                  WHERE state || '' IN ('queued', 'sending') AND next_attempt <= \(now)
                    AND webhook IS NULL
                  ORDER BY next_attempt LIMIT 1)
        AND state IN ('queued', 'sending') AND next_attempt <= \(now)
      RETURNING \(Self.columns)
      """, Self.read)
  }

  /// Takes the next message that is due for a webhook, while no other one to it is under way: a receiver that
  /// answers nothing holds up one sender, and not each.
  package func claim(for webhook: Webhook.ID, at now: Moment, lease: Moment) throws -> OutboxEntry?
  {
    try connection.first(
      """
      UPDATE mail_outbox SET state = 'sending', attempts = attempts + 1, next_attempt = \(lease)
      WHERE id = (SELECT id FROM mail_outbox
                  WHERE state || '' IN ('queued', 'sending') AND next_attempt <= \(now)
                    AND webhook = \(webhook)
                  ORDER BY next_attempt LIMIT 1)
        AND NOT EXISTS (SELECT 1 FROM mail_outbox
                        WHERE state || '' IN ('queued', 'sending') AND next_attempt > \(now)
                          AND webhook = \(webhook) AND state || '' = 'sending')
      RETURNING \(Self.columns)
      """, Self.read)
  }

  /// What a webhook is not told any more.
  package func cancelWaiting(for webhook: Webhook.ID, error: String) throws {
    try connection.run(
      """
      UPDATE mail_outbox SET state = 'failed', last_error = \(error), replaced = 1
      WHERE state || '' IN ('queued', 'sending') AND webhook = \(webhook)
      """)
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

  /// Given up: the secret is wiped too. False where somebody else has settled it meanwhile.
  package func settleFailed(_ entry: OutboxEntry.ID, error: String) throws -> Bool {
    try connection.succeeds(
      """
      UPDATE mail_outbox SET state = 'failed', sealed = NULL, last_error = \(error)
      WHERE id = \(entry) AND state = 'sending' RETURNING 1
      """)
  }

  /// What waits for an account, or could not reach it, is void, because a newer secret follows.
  package func cancelWaiting(for account: Account.ID, error: String) throws {
    try connection.run(
      """
      UPDATE mail_outbox SET replaced = 1
      WHERE account = \(account) AND kind IN ('welcome', 'renewed')
      """)
    try connection.run(
      """
      UPDATE mail_outbox SET state = 'failed', sealed = NULL, last_error = \(error)
      WHERE account = \(account) AND kind IN ('welcome', 'renewed') AND state IN ('queued', 'sending')
      """)
  }

  /// What waits for an account goes to its address of now.
  package func redirectWaiting(for account: Account.ID, to recipient: EmailAddress) throws {
    try connection.run(
      """
      UPDATE mail_outbox SET recipient = \(recipient.text)
      WHERE account = \(account) AND state = 'queued'
      """)
  }

  /// What tells of something that is so no more.
  package func cancelWaiting(_ kind: MailKind, about application: Application.ID, error: String)
    throws
  {
    try connection.run(
      """
      UPDATE mail_outbox SET state = 'failed', last_error = \(error), replaced = 1
      WHERE application = \(application) AND kind = \(kind.rawValue) AND state = 'queued'
      """)
  }

  /// Initial passwords that wait, and for whom.
  package func sealed() throws -> [(login: String, sealed: String)] {
    try connection.all(
      """
      SELECT a.login, m.sealed FROM mail_outbox m JOIN account a ON a.id = m.account
      WHERE m.sealed IS NOT NULL ORDER BY m.created
      """
    ) { row in (login: try row.text(), sealed: try row.text()) }
  }

  package func find(id: OutboxEntry.ID) throws -> OutboxEntry? {
    try connection.first(
      "SELECT \(Self.columns) FROM mail_outbox WHERE id = \(id)", Self.read)
  }

  /// The newest first.
  package func list(state: MailState?, from start: ListStart<OutboxEntry>, limit: Int) throws
    -> [OutboxEntry]
  {
    try connection.all(Self.query(state: state, from: start, limit: limit), Self.read)
  }

  /// The statement of `list`; tests ask how it would be carried out.
  package static func query(state: MailState?, from start: ListStart<OutboxEntry>, limit: Int)
    -> SQL
  {
    var conditions: [SQL] = []
    if let state { conditions.append("state = \(state.rawValue)") }
    switch start {
    case .first: break
    case .after(let row): conditions.append("(created, id) < (\(row.created), \(row.id))")
    case .at(let row): conditions.append("(created, id) <= (\(row.created), \(row.id))")
    }
    return
      "SELECT \(columns) FROM mail_outbox\(SQL.all(of: conditions)) ORDER BY created DESC, id DESC LIMIT \(limit)"
  }

  /// How many have failed and were not sent again, counted to a thousand and no further.
  package func failedCount() throws -> Int {
    try connection.first(Self.failedQuery) { row in try row.integer() } ?? 0
  }

  package static let failedQuery: SQL =
    """
    SELECT COUNT(*) FROM
      (SELECT 1 FROM mail_outbox WHERE state = 'failed' AND replaced = 0 LIMIT 1000)
    """

  /// Takes the one right to send it again; false where somebody was faster.
  package func replace(_ entry: OutboxEntry.ID) throws -> Bool {
    try connection.succeeds(
      """
      UPDATE mail_outbox SET replaced = 1
      WHERE id = \(entry) AND replaced = 0 AND state IN ('sent', 'failed') RETURNING 1
      """)
  }

  /// What a sender has taken and has nobody to tell any more.
  package func drop(_ entry: OutboxEntry.ID) throws -> Bool {
    try connection.succeeds(
      "DELETE FROM mail_outbox WHERE id = \(entry) AND state = 'sending' RETURNING 1")
  }

  /// Due at once; false where it is not waiting.
  package func hasten(_ entry: OutboxEntry.ID, at now: Moment) throws -> Bool {
    try connection.succeeds(
      """
      UPDATE mail_outbox SET next_attempt = \(now)
      WHERE id = \(entry) AND state = 'queued' RETURNING 1
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
      SELECT \(Self.columns) FROM mail_outbox
      WHERE application = \(application) AND webhook IS NULL
      ORDER BY created DESC, id DESC LIMIT 1
      """, Self.read)
  }

  private static func read(_ row: inout Row) throws -> OutboxEntry {
    OutboxEntry(
      id: try row.id(), kind: try row.word(), account: try row.optionalID(),
      application: try row.optionalID(), recipient: try row.text(),
      language: try row.language(), sealed: try row.optionalText(), messageID: try row.text(),
      state: try row.word(), attempts: try row.integer(), nextAttempt: try row.moment(),
      givesUp: try row.moment(), lastError: try row.text(), created: try row.moment(),
      isReplaced: try row.bool(), webhook: try row.optionalID(),
      event: WebhookEvent(rawValue: try row.text()))
  }
}
