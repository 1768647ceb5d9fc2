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

  /// All that go on of a public account. Their sessions notice it with the next request.
  package func endAll(of publicAccount: Account.ID, at now: Moment) throws {
    try connection.run(
      """
      UPDATE public_account_access SET ended = \(now)
      WHERE public_account = \(publicAccount) AND ended IS NULL
      """)
  }

  /// Which public account it is of, and whether somebody has ended it.
  package func publicAccount(of use: PublicAccountUse.ID) throws -> (
    account: Account, isEnded: Bool
  )? {
    let found = try connection.first(
      "SELECT public_account, ended FROM public_account_access WHERE id = \(use)"
    ) { row in
      (account: try row.id() as Account.ID, isEnded: try row.optionalMoment() != nil)
    }
    guard let found,
      let account = try AccountRows(connection: connection).find(id: found.account)
    else { return nil }
    return (account, found.isEnded)
  }

  package func find(id: PublicAccountUse.ID, at now: Moment) throws -> PublicAccountUse? {
    try list("id = \(id)", limit: 1, at: now).first
  }

  /// Of a public account; the newest first.
  package func list(
    publicAccount: Account.ID, before: PublicAccountUse? = nil, limit: Int, at now: Moment
  ) throws -> [PublicAccountUse] {
    try list("public_account = \(publicAccount)\(Self.older(before))", limit: limit, at: now)
  }

  /// Of who used them; the newest first.
  package func list(
    account: Account.ID, before: PublicAccountUse? = nil, limit: Int, at now: Moment
  ) throws -> [PublicAccountUse] {
    try list("account = \(account)\(Self.older(before))", limit: limit, at: now)
  }

  private static func older(_ use: PublicAccountUse?) -> SQL {
    use.map { " AND (began, id) < (\($0.began), \($0.id))" } ?? ""
  }

  /// One whose session has ended without a word, ended when that was seen last.
  private func list(_ condition: SQL, limit: Int, at now: Moment) throws -> [PublicAccountUse] {
    let rows = try connection.all(
      """
      SELECT id, public_account, account, began, ended,
        (SELECT seen FROM session WHERE session.access = public_account_access.id)
      FROM public_account_access WHERE \(condition) ORDER BY began DESC, id DESC LIMIT \(limit)
      """
    ) { row in
      (
        id: try row.id() as PublicAccountUse.ID, publicAccount: try row.id() as Account.ID,
        account: try row.id() as Account.ID, began: try row.moment(),
        ended: try row.optionalMoment(), seen: try row.optionalMoment()
      )
    }
    let accounts = AccountRows(connection: connection)
    return try rows.compactMap { row in
      guard let publicAccount = try accounts.find(id: row.publicAccount),
        let account = try accounts.find(id: row.account)
      else { return nil }
      let idle = row.seen.flatMap {
        $0 <= now + -SessionRows.longestIdle ? max($0, row.began) : nil
      }
      return PublicAccountUse(
        id: row.id, publicAccount: publicAccount, account: account, began: row.began,
        ended: row.ended ?? idle)
    }
  }
}
