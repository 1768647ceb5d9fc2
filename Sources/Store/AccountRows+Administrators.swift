// Rows of `account`, as far as administrators have more in theirs: a second factor, and colleagues.

import Database
package import Membership

extension AccountRows {
  package struct SecondFactor {
    package let sealed: String
    /// Of the last code that was taken.
    package let step: Int64
  }

  /// nil where there is none.
  package func secondFactor(of account: Account.ID) throws -> SecondFactor? {
    try connection.first(
      "SELECT totp_sealed, totp_step FROM account WHERE id = \(account) AND totp_sealed IS NOT NULL"
    ) { row in SecondFactor(sealed: try row.text(), step: Int64(try row.integer())) }
  }

  /// Everybody's.
  package func secondFactors() throws -> [(login: String, sealed: String)] {
    try connection.all("SELECT login, totp_sealed FROM account WHERE totp_sealed IS NOT NULL") {
      row in (login: try row.text(), sealed: try row.text())
    }
  }

  /// - Parameters:
  ///   - sealed: nil turns it off.
  ///   - step: of the code that was just given.
  package func setSecondFactor(of account: Account.ID, sealed: String?, step: Int64) throws {
    try connection.run(
      "UPDATE account SET totp_sealed = \(sealed), totp_step = \(Int(step)) WHERE id = \(account)")
  }

  /// Takes a code's one use; false where it, or a later one, was taken.
  package func takeStep(_ step: Int64, of account: Account.ID) throws -> Bool {
    try connection.succeeds(
      """
      UPDATE account SET totp_step = \(Int(step))
      WHERE id = \(account) AND totp_sealed IS NOT NULL AND totp_step < \(Int(step)) RETURNING 1
      """)
  }

  /// Of those administrators who have one.
  package func haveSecondFactor() throws -> Set<Account.ID> {
    Set(
      try connection.all(
        "SELECT id FROM account WHERE is_administrator = 1 AND totp_sealed IS NOT NULL"
      ) { row in try row.id() })
  }

  package func activeAdministratorCount() throws -> Int {
    try connection.first(
      """
      SELECT COUNT(*) FROM account
      WHERE is_administrator = 1 AND kind = 'personal' AND state = 'active'
      """
    ) { row in try row.integer() } ?? 0
  }

  /// False where it is in another state than `old`.
  package func setState(
    of account: Account.ID, from old: Account.State, to new: Account.State
  ) throws -> Bool {
    try connection.succeeds(
      """
      UPDATE account SET state = \(new.rawValue)
      WHERE id = \(account) AND state = \(old.rawValue) RETURNING 1
      """)
  }
}
