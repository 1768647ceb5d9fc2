// What becomes of an application: each step one guarded statement.

import Database
package import Membership

extension ApplicationRows {
  /// Decides it if nobody has; false where somebody was faster.
  package func decide(_ application: Application.ID, _ decision: Decision, by approver: Account.ID)
    throws
    -> Bool
  {
    try connection.succeeds(
      """
      UPDATE application SET state = \(decision.state.rawValue), decided = \(decision.at),
        approver = \(approver), approver_name = \(decision.approver), reason = \(decision.reason)
      WHERE id = \(application) AND state = 'pending' RETURNING 1
      """)
  }

  /// The other way to an end; false where it was decided meanwhile.
  package func withdraw(_ application: Application.ID, at now: Moment) throws -> Bool {
    try connection.succeeds(
      """
      UPDATE application SET state = 'withdrawn', decided = \(now), approver_name = name, reason = ''
      WHERE id = \(application) AND state = 'pending' RETURNING 1
      """)
  }

  /// Back to those who wait; false where it is not a rejected one.
  package func reopen(_ application: Application.ID) throws -> Bool {
    try connection.succeeds(
      """
      UPDATE application SET state = 'pending', decided = NULL, approver = NULL,
        approver_name = NULL, reason = NULL, duplicate = 0
      WHERE id = \(application) AND state = 'rejected' RETURNING 1
      """)
  }

  /// Another address, while it is pending; false where it was decided meanwhile.
  /// - Parameter isDuplicate: whether another waits with that address.
  package func setEmail(
    of application: Application, to email: EmailAddress, isDuplicate: Bool
  ) throws -> Bool {
    let number = try connection.first(
      """
      UPDATE application SET email = \(email.text), email_key = \(email.key),
        duplicate = \(isDuplicate)
      WHERE id = \(application.id) AND state = 'pending' RETURNING number
      """
    ) { row in try row.integer() }
    guard let number else { return false }
    let key = folded(application.name.text)
    try deleteGrams(number, name: key, email: application.email)
    try insertGrams(number, name: key, email: email)
    return true
  }

  /// Whether somebody waits to join that department itself.
  package func hasPending(into department: Department.ID) throws -> Bool {
    try connection.succeeds(
      "SELECT 1 FROM application WHERE department = \(department) AND state = 'pending' LIMIT 1")
  }

  package func setAccount(of application: Application.ID, to account: Account.ID) throws {
    try connection.run(
      "UPDATE application SET account = \(account) WHERE id = \(application)")
  }

  /// Whose it became.
  package func account(of application: Application.ID) throws -> Account.ID? {
    try connection.first("SELECT account FROM application WHERE id = \(application)") { row in
      try row.optionalID()
    } ?? nil
  }
}
