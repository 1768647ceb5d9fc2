// Rows of `session`: who is signed in. Ended after 30 minutes without a request, and after 8 hours.

import Database
package import Membership

package struct SessionRows {
  let connection: Connection

  /// Seconds.
  package static let longestIdle: Int64 = 30 * 60
  package static let longest: Int64 = 8 * 3600
  /// How exact `seen` is: more would be a write for each click.
  private static let seenEvery: Int64 = 60

  package func insert(tokenDigest: String, account: Account.ID, at now: Moment) throws {
    try connection.run(
      """
      INSERT INTO session (token_digest, account, created, seen)
      VALUES (\(tokenDigest), \(account), \(now), \(now))
      """)
  }

  /// The account of a session that has not ended; nil too where the account is not active any more.
  package func account(tokenDigest: String, at now: Moment) throws -> Account? {
    let found = try connection.first(
      """
      SELECT account, seen FROM session WHERE token_digest = \(tokenDigest)
        AND seen > \(now + -Self.longestIdle) AND created > \(now + -Self.longest)
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

  package func delete(tokenDigest: String) throws {
    try connection.run("DELETE FROM session WHERE token_digest = \(tokenDigest)")
  }

  package func deleteAll(of account: Account.ID) throws {
    try connection.run("DELETE FROM session WHERE account = \(account)")
  }

  package func deleteEnded(at now: Moment) throws {
    try connection.run("DELETE FROM session WHERE created < \(now + -Self.longest)")
  }
}
