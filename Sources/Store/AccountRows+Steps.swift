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
    if let number { try rename(number, from: old, to: account) }
  }

  /// Where else the name, the address or the login stand, folded.
  private func rename(_ number: Int, from old: Account, to new: Account) throws {
    let (before, after) = (Self.searched(old), Self.searched(new))
    guard before != after else { return }
    try grams.delete(number, before)
    try grams.insert(number, after)
    if old.name != new.name {
      try HoldingRows(connection: connection).rename(new.id, to: new.name.text)
    }
  }

  /// Name, address, department, language and state, where the account still is as it was read; false where
  /// somebody was faster. To be called within a write transaction.
  package func change(_ old: Account, to new: Account) throws -> Bool {
    let number = try connection.first(
      """
      UPDATE account SET name = \(new.name.text), name_key = \(folded(new.name.text)),
        email = \(new.email.text), email_key = \(new.email.key),
        department = \(new.department), language = \(new.language.tag),
        state = \(new.state.rawValue)
      WHERE id = \(old.id) AND name = \(old.name.text) AND email = \(old.email.text)
        AND COALESCE(department, '') = \(old.department?.text ?? "")
        AND state = \(old.state.rawValue) AND kind = \(old.kind.rawValue)
        AND is_administrator = \(old.isAdministrator)
      RETURNING number
      """
    ) { row in try row.integer() }
    guard let number else { return false }
    try rename(number, from: old, to: new)
    return true
  }

  /// For as long as a transaction takes: another gets its address before it has its new one.
  package func freeAddress(of account: Account.ID) throws {
    // No address is spelled like an id.
    try connection.run("UPDATE account SET email_key = id WHERE id = \(account)")
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
