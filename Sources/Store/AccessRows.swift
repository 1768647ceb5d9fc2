// Rows of `public_account_access`: who acted as which public account, and when.

import Database
package import Membership

package struct AccessRows {
  let connection: Connection

  package func insert(
    _ id: PublicAccountUse.ID, publicAccount: Account.ID, account: Account.ID, at now: Moment
  ) throws {
    try connection.run(
      """
      INSERT INTO public_account_access (id, public_account, account, began)
      VALUES (\(id), \(publicAccount), \(account), \(now))
      """)
  }

  package func end(_ use: PublicAccountUse.ID, at now: Moment) throws {
    try connection.run(
      "UPDATE public_account_access SET ended = \(now) WHERE id = \(use) AND ended IS NULL")
  }

  /// Which public account it is of.
  package func publicAccount(of use: PublicAccountUse.ID) throws -> Account? {
    try connection.first(
      """
      SELECT \(AccountRows.columns) FROM account
      WHERE id = (SELECT public_account FROM public_account_access WHERE id = \(use))
      """, AccountRows.read)
  }

  /// Of a public account, or of who used them; the newest first.
  package func list(
    publicAccount: Account.ID? = nil, account: Account.ID? = nil, before: PublicAccountUse? = nil,
    limit: Int
  ) throws -> [PublicAccountUse] {
    var conditions: [SQL] = []
    if let publicAccount { conditions.append("public_account = \(publicAccount)") }
    if let account { conditions.append("account = \(account)") }
    if let before { conditions.append("(began, id) < (\(before.began), \(before.id))") }
    let rows = try connection.all(
      """
      SELECT id, public_account, account, began, ended FROM public_account_access\
      \(SQL.all(of: conditions)) ORDER BY began DESC, id DESC LIMIT \(limit)
      """
    ) { row in
      (
        id: try row.id() as PublicAccountUse.ID, publicAccount: try row.id() as Account.ID,
        account: try row.id() as Account.ID, began: try row.moment(),
        ended: try row.optionalMoment()
      )
    }
    let accounts = AccountRows(connection: connection)
    return try rows.compactMap { row in
      guard let publicAccount = try accounts.find(id: row.publicAccount),
        let account = try accounts.find(id: row.account)
      else { return nil }
      return PublicAccountUse(
        id: row.id, publicAccount: publicAccount, account: account, began: row.began,
        ended: row.ended)
    }
  }
}
