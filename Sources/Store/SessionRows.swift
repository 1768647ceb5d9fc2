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

  /// - Parameter awaitsCode: the password was right, and the second factor is asked for.
  package func insert(
    tokenDigest: String, account: Account.ID, awaitsCode: Bool = false, at now: Moment
  ) throws {
    try connection.run(
      """
      INSERT INTO session (token_digest, account, created, seen, awaits_code)
      VALUES (\(tokenDigest), \(account), \(now), \(now), \(awaitsCode))
      """)
  }

  /// The account of a session that has not ended; nil too where the account is not active any more.
  package func account(tokenDigest: String, at now: Moment) throws -> Account? {
    let found = try connection.first(
      """
      SELECT account, seen FROM session WHERE token_digest = \(tokenDigest)
        AND seen > \(now + -Self.longestIdle) AND created > \(now + -Self.longest)
        AND awaits_code = 0
      """
    ) { row in (account: try row.id() as Account.ID, seen: try row.moment()) }
    guard let found,
      let account = try AccountRows(connection: connection).find(id: found.account),
      account.state == .active
    else { return nil }
    if now - found.seen >= Self.seenEvery {
      try connection.write {
        try connection.run(
          "UPDATE session SET seen = \(now) WHERE token_digest = \(tokenDigest)")
      }
    }
    return account
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

  package func delete(tokenDigest: String) throws {
    try connection.run("DELETE FROM session WHERE token_digest = \(tokenDigest)")
  }

  /// Everybody's.
  package func deleteAll() throws { try connection.run("DELETE FROM session") }

  package func deleteAll(of account: Account.ID) throws {
    try connection.run("DELETE FROM session WHERE account = \(account)")
  }

  package func deleteEnded(at now: Moment) throws {
    try connection.run(
      """
      DELETE FROM session WHERE created < \(now + -Self.longest)
        OR awaits_code = 1 AND created < \(now + -Self.longestAwaiting)
      """)
  }
}
