// What becomes of an account: each step one statement, and the index of the search with it.

import Database
package import Membership

extension AccountRows {
  /// Name, address, department and language. To be called within a write transaction.
  /// - Parameter account: as it shall be.
  package func update(_ account: Account) throws {
    guard let old = try find(id: account.id) else { return }
    let number = try connection.first(
      """
      UPDATE account SET name = \(account.name.text), name_key = \(folded(account.name.text)),
        email = \(account.email.text), email_key = \(account.email.key),
        department = \(account.department), language = \(account.language.tag)
      WHERE id = \(account.id) RETURNING number
      """
    ) { row in try row.integer() }
    let (before, after) = (Self.searched(old), Self.searched(account))
    guard let number, before != after else { return }
    try grams.delete(number, before)
    try grams.insert(number, after)
  }

  /// Personal or public. A public one has no password: nobody signs in with it.
  package func setKind(of account: Account.ID, to kind: Account.Kind) throws {
    try connection.run(
      """
      UPDATE account SET kind = \(kind.rawValue), password_hash = '', must_change_password = 0,
        password_expires = NULL, password_used = NULL, totp_sealed = NULL
      WHERE id = \(account)
      """)
  }

  /// Moves all who belong to one department into another; removed accounts too.
  package func move(from department: Department.ID, to other: Department.ID?) throws {
    try connection.run(
      "UPDATE account SET department = \(other) WHERE department = \(department)")
  }

  /// Whether somebody who is not removed belongs to that department itself.
  package func hasMembers(_ department: Department.ID) throws -> Bool {
    try connection.succeeds(
      "SELECT 1 FROM account WHERE department = \(department) AND state <> 'removed' LIMIT 1")
  }
}
