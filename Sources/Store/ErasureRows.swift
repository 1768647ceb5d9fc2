// A person goes: every place in which a name, an address or a login of theirs stands is overwritten, and the rows
// stay, since the log points to them. What SQLite leaves in unused parts of its pages, `finish` clears.

import Database
package import Membership

package struct ErasureRows {
  let connection: Connection

  private var accounts: AccountRows { AccountRows(connection: connection) }
  private var applications: ApplicationRows { ApplicationRows(connection: connection) }
  private var nobody: String { PersonName.erased.text }
  private var nobodyKey: String { folded(nobody) }

  /// To be called within a write transaction, when the account is removed.
  /// - Parameters:
  ///   - account: as it is.
  ///   - applications: those that are this person's.
  ///   - labelled: links that are called by this person's name.
  ///   - isLast: whether nobody else has that address by now.
  /// - Returns: as it is from now on.
  package func erase(
    _ account: Account, applications: [Application], labelled: [Invitation.ID], isLast: Bool,
    at now: Moment
  ) throws -> Account {
    for application in applications { try erase(application) }
    try eraseLinks(of: account, labelled)
    try connection.run(
      "UPDATE application SET inviter_name = \(nobody) WHERE inviter = \(account.id)")
    try connection.run(
      "UPDATE application SET approver_name = \(nobody) WHERE approver = \(account.id)")
    if isLast {
      try connection.run(
        "DELETE FROM application_receipt WHERE LOWER(email) = \(account.email.key)")
    }
    try eraseMails("account = \(account.id)")
    return try eraseRow(account, at: now)
  }

  private func eraseRow(_ account: Account, at now: Moment) throws -> Account {
    var erased = account
    erased.login = .erased()
    erased.name = .erased
    erased.email = EmailAddress(stored: "")
    erased.department = nil
    let number = try connection.first(
      """
      UPDATE account SET login = \(erased.login.text), name = \(nobody), name_key = \(nobodyKey),
        email = '', email_key = '', department = NULL, password_hash = '', totp_sealed = NULL
      WHERE id = \(account.id) RETURNING number
      """
    ) { row in try row.integer() }
    try accounts.grams.delete(number ?? 0, AccountRows.searched(account))
    try connection.run(
      """
      INSERT INTO erasure (account, at) VALUES (\(account.id), \(now)) ON CONFLICT DO NOTHING
      """)
    return try accounts.find(id: account.id) ?? erased
  }

  /// Its status page is gone too.
  private func erase(_ application: Application) throws {
    let number = try connection.first(
      """
      UPDATE application SET name = \(nobody), name_key = \(nobodyKey), email = '', email_key = '',
        token_digest = 'erased ' || id, reason = CASE WHEN reason IS NULL THEN NULL ELSE '' END,
        approver_name = CASE WHEN state = 'withdrawn' THEN \(nobody) ELSE approver_name END
      WHERE id = \(application.id) RETURNING number
      """
    ) { row in try row.integer() }
    try applications.deleteGrams(
      number ?? 0, name: folded(application.name.text), email: application.email)
    try eraseMails("application = \(application.id)")
  }

  /// A server's complaint about an address says it.
  private func eraseMails(_ condition: SQL) throws {
    try connection.run(
      """
      UPDATE mail_outbox SET recipient = '', last_error = '', sealed = NULL, replaced = 1,
        state = CASE WHEN state = 'sent' THEN 'sent' ELSE 'failed' END
      WHERE \(condition)
      """)
  }

  /// What the files of the links were made from says who invites; labels may.
  private func eraseLinks(of account: Account, _ labelled: [Invitation.ID]) throws {
    try connection.run("UPDATE invitation SET published = '' WHERE inviter = \(account.id)")
    for id in labelled {
      try connection.run("UPDATE invitation SET label = '', label_key = '' WHERE id = \(id)")
      try connection.run(
        "UPDATE application SET invitation_label = '' WHERE invitation = \(id)")
    }
  }

  /// Links that somebody made and called by the own name, address or login.
  package func labelled(by account: Account) throws -> [Invitation.ID] {
    let texts = AccountRows.searched(account).filter { !$0.isEmpty }
    return try connection.all(
      "SELECT id, label FROM invitation WHERE inviter = \(account.id) AND label <> ''"
    ) { row in (id: try row.id() as Invitation.ID, label: folded(try row.text())) }
    .filter { row in texts.contains { row.label.contains($0) } }.map(\.id)
  }

  /// Those of an account, and, where nobody else has it by now, of its address.
  package func applications(of account: Account, isLast: Bool) throws -> [Application] {
    let own = try connection.all(
      "SELECT \(ApplicationRows.columns) FROM application WHERE account = \(account.id)",
      ApplicationRows.read)
    guard isLast else { return own }
    let known = Set(own.map(\.id))
    return own
      + (try connection.all(
        """
        SELECT \(ApplicationRows.columns) FROM application WHERE email_key = \(account.email.key)
        """, ApplicationRows.read)).filter { !known.contains($0.id) }
  }

  // MARK: Unused parts of the file

  package func isUnfinished() throws -> Bool {
    try connection.succeeds("SELECT 1 FROM erasure LIMIT 1")
  }

  /// A deleted row's tokens stay in the search's index until its parts are merged; and SQLite overwrites what it
  /// deletes, yet not the copy that a row leaves when it moves to another page. So the indexes are merged, and the
  /// file is written anew.
  package func finish() throws {
    let done = try connection.all("SELECT account FROM erasure") { row in
      try row.id() as Account.ID
    }
    try connection.write {
      for table in [GramIndex.applications, GramIndex.accounts] {
        try GramIndex(connection: connection, table: table).merge()
      }
    }
    try connection.rewrite()
    try connection.write {
      for account in done {
        try connection.run("DELETE FROM erasure WHERE account = \(account)")
      }
    }
  }
}
