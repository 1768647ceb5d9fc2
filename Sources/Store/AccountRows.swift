// Rows of `account`.

import Database
package import Membership

package struct AccountRows {
  let connection: Connection

  /// What signing in asks of an account.
  package struct Credentials {
    package let account: Account
    package let passwordHash: String
    /// Of an initial password.
    package let expires: Moment?
    package let used: Moment?
    package let hasSecondFactor: Bool
  }

  static let columns: SQL =
    "id, login, name, email, kind, department, is_administrator, language, state, must_change_password, created"

  package func find(id: Account.ID) throws -> Account? {
    try connection.first("SELECT \(Self.columns) FROM account WHERE id = \(id)", Self.read)
  }

  package func find(login: Login) throws -> Account? {
    try connection.first(
      "SELECT \(Self.columns) FROM account WHERE login = \(login.text)", Self.read)
  }

  /// A public account, active or suspended.
  package func find(publicAccount login: Login) throws -> Account? {
    try connection.first(
      """
      SELECT \(Self.columns) FROM account
      WHERE login = \(login.text) AND kind = 'public' AND state <> 'removed'
      """, Self.read)
  }

  /// The personal account, active or suspended, of that address.
  package func find(email: EmailAddress) throws -> Account? {
    try connection.first(
      """
      SELECT \(Self.columns) FROM account
      WHERE email_key = \(email.key) AND kind = 'personal' AND state <> 'removed'
      """, Self.read)
  }

  /// By login or by e-mail address, whichever was typed; a login comes first. Two statements: of `OR` over two
  /// indexes, one of them partial, SQLite makes a walk over all accounts.
  package func credentials(signInName: String) throws -> Credentials? {
    let key = signInName.asciiLowercased
    let byLogin = try credentials(where: "login = \(key)")
    let byEmail = try credentials(where: "email_key = \(key)")
    return byLogin ?? byEmail
  }

  private func credentials(where condition: SQL) throws -> Credentials? {
    try connection.first(
      """
      SELECT \(Self.columns), password_hash, password_expires, password_used,
        CASE WHEN totp_sealed IS NULL THEN 0 ELSE 1 END
      FROM account
      WHERE kind = 'personal' AND state <> 'removed' AND \(condition)
      """
    ) { row in
      Credentials(
        account: try Self.read(&row), passwordHash: try row.text(),
        expires: try row.optionalMoment(), used: try row.optionalMoment(),
        hasSecondFactor: try row.bool())
    }
  }

  package func firstAdministrator() throws -> Account? {
    try connection.first(
      """
      SELECT \(Self.columns) FROM account
      WHERE is_administrator = 1 AND state = 'active' ORDER BY created, id LIMIT 1
      """, Self.read)
  }

  /// By name; suspended ones too.
  package func administrators() throws -> [Account] {
    try connection.all(
      """
      SELECT \(Self.columns) FROM account
      WHERE is_administrator = 1 AND state <> 'removed' ORDER BY name, id
      """, Self.read)
  }

  /// To be called within a write transaction.
  /// - Parameter expires: of an initial password.
  package func insert(_ account: Account, passwordHash: String, expires: Moment?) throws {
    // Asked before: with RETURNING SQLite would look in all tables for what may point to the new row.
    let number =
      try connection.first("SELECT COALESCE(MAX(number), 0) + 1 FROM account") { row in
        try row.integer()
      } ?? 1
    try connection.run(
      """
      INSERT INTO account (id, login, name, name_key, email, email_key, kind, department,
        is_administrator, language, state, password_hash, must_change_password, password_expires,
        created, number)
      VALUES (\(account.id), \(account.login.text), \(account.name.text),
        \(folded(account.name.text)), \(account.email.text), \(account.email.key),
        \(account.kind.rawValue), \(account.department), \(account.isAdministrator),
        \(account.language.tag), \(account.state.rawValue), \(passwordHash),
        \(account.mustChangePassword), \(expires), \(account.created),
        \(number))
      """)
    try grams.insert(number, Self.searched(account))
  }

  /// Takes an initial password's one use; false where another sign-in was first.
  package func useInitialPassword(of account: Account.ID, at now: Moment) throws -> Bool {
    try connection.succeeds(
      """
      UPDATE account SET password_used = \(now)
      WHERE id = \(account) AND must_change_password = 1 AND password_used IS NULL RETURNING 1
      """)
  }

  /// Whether the account still signs in with that hash: hashing takes long, and much can happen meanwhile.
  package func holds(_ hash: String, _ account: Account.ID) throws -> Bool {
    try connection.succeeds(
      """
      SELECT 1 FROM account
      WHERE id = \(account) AND password_hash = \(hash) AND state = 'active'
      """)
  }

  package func setPassword(of account: Account.ID, hash: String) throws {
    try connection.run(
      """
      UPDATE account SET password_hash = \(hash), must_change_password = 0,
        password_expires = NULL, password_used = NULL
      WHERE id = \(account)
      """)
  }

  /// Nothing opens it any more.
  package func removePassword(of account: Account.ID) throws {
    try connection.run(
      """
      UPDATE account SET password_hash = '', must_change_password = 0, password_expires = NULL,
        password_used = NULL
      WHERE id = \(account)
      """)
  }

  package func setInitialPassword(of account: Account.ID, hash: String, expires: Moment) throws {
    try connection.run(
      """
      UPDATE account SET password_hash = \(hash), must_change_password = 1,
        password_expires = \(expires), password_used = NULL
      WHERE id = \(account)
      """)
  }

  static func read(_ row: inout Row) throws -> Account {
    let id: Account.ID = try row.id()
    guard let login = Login(try row.text()) else {
      throw DatabaseError.malformed("a login of account \(id.text)")
    }
    return Account(
      id: id, login: login, name: PersonName(stored: try row.text()),
      email: EmailAddress(stored: try row.text()), kind: try row.word(),
      department: try row.optionalID(), isAdministrator: try row.bool(),
      language: try row.language(), state: try row.word(), mustChangePassword: try row.bool(),
      created: try row.moment())
  }
}
