// Rows of `device`: browsers in which somebody has signed in.

import Database
package import Membership

package struct DeviceRows {
  let connection: Connection

  /// Seconds without a sign-in after which one is forgotten.
  package static let longestIdle: Int64 = 400 * 86400

  package func insert(tokenDigest: String, account: Account.ID, at now: Moment) throws {
    try connection.run(
      """
      INSERT INTO device (token_digest, account, created, seen)
      VALUES (\(tokenDigest), \(account), \(now), \(now))
      """)
  }

  /// Whether that account has signed in there.
  package func isKnown(tokenDigest: String, account: Account.ID) throws -> Bool {
    try connection.succeeds(
      "SELECT 1 FROM device WHERE token_digest = \(tokenDigest) AND account = \(account)")
  }

  package func markSeen(tokenDigest: String, at now: Moment) throws {
    try connection.run("UPDATE device SET seen = \(now) WHERE token_digest = \(tokenDigest)")
  }

  package func delete(tokenDigest: String, of account: Account.ID) throws {
    try connection.run(
      "DELETE FROM device WHERE token_digest = \(tokenDigest) AND account = \(account)")
  }

  /// - Parameter kept: the digest of one that stays.
  package func deleteAll(of account: Account.ID, but kept: String? = nil) throws {
    try connection.run(
      "DELETE FROM device WHERE account = \(account) AND token_digest <> \(kept ?? "")")
  }

  package func deleteIdle(at now: Moment) throws {
    try connection.run("DELETE FROM device WHERE seen < \(now + -Self.longestIdle)")
  }
}
