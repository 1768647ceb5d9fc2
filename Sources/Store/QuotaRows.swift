// Rows of `quota`: how much came from one network address, or through one link, within a window of time.

import Database
package import Membership

package struct QuotaRows {
  let connection: Connection

  /// Counts one more. To be called within a write transaction, so that the number is exact however many
  /// come at the same instant.
  /// - Parameter window: seconds after the first, when counting begins anew.
  /// - Returns: how many there are now with this one, and when the window ends.
  package func take(
    _ subject: String, window: Int64, at now: Moment
  ) throws -> (taken: Int, ends: Moment) {
    let found = try connection.first(
      """
      INSERT INTO quota (subject, since, taken) VALUES (\(subject), \(now), 1)
      ON CONFLICT (subject) DO UPDATE SET
        taken = CASE WHEN quota.since <= \(now + -window) THEN 1 ELSE quota.taken + 1 END,
        since = CASE WHEN quota.since <= \(now + -window) THEN excluded.since ELSE quota.since END
      RETURNING taken, since
      """
    ) { row in (taken: try row.integer(), ends: try row.moment() + window) }
    return found ?? (1, now + window)
  }

  /// One of those counted was none.
  package func giveBack(_ subject: String) throws {
    try connection.run(
      "UPDATE quota SET taken = taken - 1 WHERE subject = \(subject) AND taken > 0")
  }

  package func deleteAll(before moment: Moment) throws {
    try connection.run("DELETE FROM quota WHERE since < \(moment)")
  }
}
