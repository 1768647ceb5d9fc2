// Rows of `recovery_code`: for who has lost the telephone with the second factor.

import Database
package import Membership

package struct RecoveryCodeRows {
  let connection: Connection

  /// In the place of those before.
  package func replaceAll(of account: Account.ID, digests: [String]) throws {
    try deleteAll(of: account)
    for digest in digests {
      try connection.run(
        "INSERT INTO recovery_code (digest, account) VALUES (\(digest), \(account))")
    }
  }

  /// Takes its one use; false where there is no such code, or it was used.
  package func use(digest: String, of account: Account.ID, at now: Moment) throws -> Bool {
    try connection.succeeds(
      """
      UPDATE recovery_code SET used = \(now)
      WHERE digest = \(digest) AND account = \(account) AND used IS NULL RETURNING 1
      """)
  }

  package func leftCount(of account: Account.ID) throws -> Int {
    try connection.first(
      "SELECT COUNT(*) FROM recovery_code WHERE account = \(account) AND used IS NULL"
    ) { row in try row.integer() } ?? 0
  }

  package func deleteAll(of account: Account.ID) throws {
    try connection.run("DELETE FROM recovery_code WHERE account = \(account)")
  }
}
