// Rows of `guess`: wrong passwords and codes in a row, and when the next is looked at.

import Database
package import Membership

package struct GuessRows {
  let connection: Connection

  /// Failures that cost nothing.
  package static let free = 5
  /// Seconds after the first that does; each further one doubles them.
  package static let firstDelay: Int64 = 15
  package static let longestDelay: Int64 = 15 * 60

  /// nil where a try may be looked at now; else when one may.
  package func wait(_ subject: String, at now: Moment) throws -> Moment? {
    try connection.first(
      "SELECT again FROM guess WHERE subject = \(subject) AND again > \(now)"
    ) { row in try row.moment() }
  }

  /// Counts a try as a failure before it is looked at, so that fifty at the same instant are fifty. Who
  /// then turns out to be right is forgiven. To be called within a write transaction.
  /// - Returns: nil where it may be looked at now; else when it may.
  package func take(_ subject: String, at now: Moment) throws -> Moment? {
    let found = try connection.first(
      "SELECT failures, again FROM guess WHERE subject = \(subject)"
    ) { row in (failures: try row.integer(), again: try row.moment()) }
    if let found, found.again > now { return found.again }
    let failures = (found?.failures ?? 0) + 1
    let again = failures < Self.free ? now : now + Self.delay(after: failures)
    try connection.run(
      """
      INSERT INTO guess (subject, failures, again, at) VALUES (\(subject), \(failures), \(again), \(now))
      ON CONFLICT (subject) DO UPDATE SET
        failures = excluded.failures, again = excluded.again, at = excluded.at
      """)
    return nil
  }

  /// Takes back the count of a try that could not be looked at after all.
  package func giveBack(_ subject: String) throws {
    try connection.run(
      "UPDATE guess SET failures = failures - 1, again = at WHERE subject = \(subject) AND failures > 0"
    )
  }

  package func forgive(_ subject: String) throws {
    try connection.run("DELETE FROM guess WHERE subject = \(subject)")
  }

  package func deleteAll(before moment: Moment) throws {
    try connection.run("DELETE FROM guess WHERE at < \(moment)")
  }

  static func delay(after failures: Int) -> Int64 {
    min(longestDelay, firstDelay << Int64(min(10, max(0, failures - free))))
  }
}
