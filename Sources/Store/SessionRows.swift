// Rows of `session`: who is signed in. Ended after 30 minutes without a request, and after 8 hours. One that
// awaits a code opens nothing yet, and ends after 10 minutes.

import Database
package import Membership

package struct SessionRows {
  let connection: Connection

  /// Seconds.
  package static let longestIdle: Int64 = 30 * 60
  package static let longest: Int64 = 8 * 3600
  package static let longestAwaiting: Int64 = 10 * 60
  /// How exact `seen` is: more would be a write for each click.
  private static let seenEvery: Int64 = 60

  /// - Parameters:
  ///   - awaitsCode: the password was right, and the second factor is asked for.
  ///   - browser: by which its owner knows it again.
  ///   - device: the digest of that browser's other cookie.
  package func insert(
    tokenDigest: String, account: Account.ID, awaitsCode: Bool = false,
    browser: Browser = Browser(userAgent: ""), device: String = "", at now: Moment
  ) throws {
    try connection.run(
      """
      INSERT INTO session (token_digest, account, created, seen, awaits_code, browser, device)
      VALUES (\(tokenDigest), \(account), \(now), \(now), \(awaitsCode), \(browser.stored),
        \(device))
      """)
  }

  /// The account of a session that has not ended, and the use of a public account that goes on in it; nil
  /// where the account is not active any more.
  package func find(tokenDigest: String, at now: Moment) throws -> (
    account: Account, access: PublicAccountUse.ID?
  )? {
    let found = try connection.first(
      """
      SELECT \(AccountRows.columns), seen, access FROM account JOIN (
        SELECT account AS owner, seen, access FROM session WHERE token_digest = \(tokenDigest)
          AND seen > \(now + -Self.longestIdle) AND created > \(now + -Self.longest)
          AND awaits_code = 0
      ) live ON live.owner = account.id
      WHERE state || '' = 'active'
      """
    ) { row in
      (
        account: try AccountRows.read(&row), seen: try row.moment(),
        access: try row.optionalID() as PublicAccountUse.ID?
      )
    }
    guard let found else { return nil }
    if now - found.seen >= Self.seenEvery {
      try connection.write {
        try connection.run(
          "UPDATE session SET seen = \(now) WHERE token_digest = \(tokenDigest)")
      }
    }
    return (found.account, found.access)
  }

  package func access(tokenDigest: String) throws -> PublicAccountUse.ID? {
    try connection.first("SELECT access FROM session WHERE token_digest = \(tokenDigest)") { row in
      try row.optionalID()
    } ?? nil
  }

  package func setAccess(tokenDigest: String, to access: PublicAccountUse.ID) throws {
    try connection.run(
      "UPDATE session SET access = \(access) WHERE token_digest = \(tokenDigest)")
  }

  /// As oneself again, unless another use has begun in it meanwhile.
  package func clearAccess(tokenDigest: String, of access: PublicAccountUse.ID) throws {
    try connection.run(
      """
      UPDATE session SET access = NULL
      WHERE token_digest = \(tokenDigest) AND access = \(access)
      """)
  }

  /// The account of a session that awaits a code, and has not ended.
  package func accountAwaitingCode(tokenDigest: String, at now: Moment) throws -> Account? {
    let found: Account.ID? = try connection.first(
      """
      SELECT account FROM session WHERE token_digest = \(tokenDigest)
        AND created > \(now + -Self.longestAwaiting) AND awaits_code = 1
      """
    ) { row in try row.id() }
    guard let found, let account = try AccountRows(connection: connection).find(id: found),
      account.state == .active
    else { return nil }
    return account
  }

  /// Whose it is, though it may have ended.
  package func owner(tokenDigest: String) throws -> Account.ID? {
    try connection.first("SELECT account FROM session WHERE token_digest = \(tokenDigest)") { row in
      try row.id()
    }
  }

  // MARK: Ends

  // With a session ends the use of a public account that went on in it.

  package func delete(tokenDigest: String, at now: Moment) throws {
    try end("token_digest = \(tokenDigest)", "\(now)")
  }

  /// One account's, but for one.
  package func deleteAll(of account: Account.ID, but kept: String, at now: Moment) throws {
    try end("account = \(account) AND token_digest <> \(kept)", "\(now)")
  }

  /// Everybody's.
  package func deleteAll(at now: Moment) throws { try end("1 = 1", "\(now)") }

  package func deleteAll(of account: Account.ID, at now: Moment) throws {
    try end("account = \(account)", "\(now)")
  }

  package func deleteEnded(at now: Moment) throws {
    try end(
      """
      (created < \(now + -Self.longest)
        OR awaits_code = 1 AND created < \(now + -Self.longestAwaiting))
      """,
      """
      (SELECT CASE WHEN seen > began THEN seen ELSE began END FROM session
      WHERE session.access IS NOT NULL AND session.access = public_account_access.id)
      """)
  }

  private func end(_ condition: SQL, _ moment: SQL) throws {
    try connection.run(
      """
      UPDATE public_account_access SET ended = \(moment)
      WHERE id IN (SELECT access FROM session WHERE access IS NOT NULL AND \(condition))
        AND ended IS NULL
      """)
    try connection.run("DELETE FROM session WHERE \(condition)")
  }

  // MARK: A person's own

  package struct Seen: Sendable {
    package let tokenDigest: String
    package let browser: Browser
    /// The digest of that browser's other cookie; empty where it is not known.
    package let device: String
    package let created: Moment
    package let seen: Moment
  }

  /// One account's that have not ended, the one that was seen last first.
  package func all(of account: Account.ID, at now: Moment) throws -> [Seen] {
    try connection.all(
      """
      SELECT token_digest, browser, device, created, seen FROM session WHERE account = \(account)
        AND seen > \(now + -Self.longestIdle) AND created > \(now + -Self.longest)
        AND awaits_code = 0
      """
    ) { row in
      Seen(
        tokenDigest: try row.text(), browser: Browser(stored: try row.text()),
        device: try row.text(), created: try row.moment(), seen: try row.moment())
    }.sorted {
      ($0.seen.seconds, $0.created.seconds, $0.tokenDigest)
        > ($1.seen.seconds, $1.created.seconds, $1.tokenDigest)
    }
  }
}
