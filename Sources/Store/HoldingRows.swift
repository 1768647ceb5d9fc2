// Rows of `holding`, and of who holds and what links give.

import Database
package import Membership

package struct HoldingRows {
  let connection: Connection

  static let columns: SQL = "holding.id, holding.kind, holding.name"

  /// By kind in the order of `Holding.Kind`, then by name.
  /// - Parameter limit: some of them, where there are more.
  package func all(limit: Int = .max) throws -> [Holding] {
    Self.byKind(
      try connection.all(
        """
        SELECT \(Self.columns) FROM (SELECT * FROM holding LIMIT \(limit)) holding
        ORDER BY name_key, id
        """, Self.read))
  }

  private static func byKind(_ holdings: [Holding]) -> [Holding] {
    Holding.Kind.allCases.flatMap { kind in holdings.filter { $0.kind == kind } }
  }

  package func find(id: Holding.ID) throws -> Holding? {
    try connection.first("SELECT \(Self.columns) FROM holding WHERE id = \(id)", Self.read)
  }

  /// By its name, however it is spelled.
  package func find(_ kind: Holding.Kind, named name: String) throws -> Holding? {
    try connection.first(
      """
      SELECT \(Self.columns) FROM holding
      WHERE kind = \(kind.rawValue) AND name_key = \(folded(name))
      """, Self.read)
  }

  package func insert(_ holding: Holding) throws {
    try connection.run(
      """
      INSERT INTO holding (id, kind, name, name_key)
      VALUES (\(holding.id), \(holding.kind.rawValue), \(holding.name), \(folded(holding.name)))
      """)
  }

  package func rename(_ holding: Holding.ID, to name: String) throws {
    try connection.run(
      "UPDATE holding SET name = \(name), name_key = \(folded(name)) WHERE id = \(holding)")
  }

  /// With all who hold it, all links that give it, and what it opens.
  package func delete(_ holding: Holding.ID) throws {
    try connection.run("DELETE FROM account_holding WHERE holding = \(holding)")
    try connection.run("DELETE FROM invitation_holding WHERE holding = \(holding)")
    try connection.run(
      """
      DELETE FROM public_account_grant WHERE subject_kind = 'holding' AND subject = \(holding)
      """)
    try connection.run("DELETE FROM holding WHERE id = \(holding)")
  }

  /// How many hold it, counted to a thousand and no further.
  package func holderCount(of holding: Holding.ID) throws -> Int {
    try connection.first(
      "SELECT COUNT(*) FROM (SELECT 1 FROM account_holding WHERE holding = \(holding) LIMIT 1000)"
    ) { row in try row.integer() } ?? 0
  }

  /// How many links that are not over give it, counted to a thousand and no further.
  package func linkCount(of holding: Holding.ID, at now: Moment) throws -> Int {
    try connection.first(
      """
      SELECT COUNT(*) FROM (
        SELECT 1 FROM invitation_holding JOIN invitation ON invitation.id = invitation_holding.invitation
        WHERE invitation_holding.holding = \(holding) AND invitation.revoked IS NULL
          AND \(InvitationRows.ends) + 0 > \(now)
        LIMIT 1000)
      """
    ) { row in try row.integer() } ?? 0
  }

  // MARK: Of accounts

  package func all(of account: Account.ID) throws -> [Holding] {
    Self.byKind(
      try connection.all(
        """
        SELECT \(Self.columns) FROM account_holding JOIN holding ON holding.id = account_holding.holding
        WHERE account_holding.account = \(account) ORDER BY holding.name_key || '', holding.id
        """, Self.read))
  }

  /// False where it is held already.
  @discardableResult
  package func give(_ holding: Holding.ID, to account: Account.ID) throws -> Bool {
    try connection.succeeds(
      """
      INSERT INTO account_holding (account, holding, name_key)
      SELECT id, \(holding), name_key FROM account WHERE id = \(account)
      ON CONFLICT DO NOTHING RETURNING 1
      """)
  }

  /// False where it is not held.
  @discardableResult
  package func take(_ holding: Holding.ID, from account: Account.ID) throws -> Bool {
    try connection.succeeds(
      """
      DELETE FROM account_holding WHERE account = \(account) AND holding = \(holding) RETURNING 1
      """)
  }

  package func takeAll(from account: Account.ID) throws {
    try connection.run("DELETE FROM account_holding WHERE account = \(account)")
  }

  /// Whoever holds something is listed by name.
  func rename(_ account: Account.ID, to name: String) throws {
    try connection.run(
      "UPDATE account_holding SET name_key = \(folded(name)) WHERE account = \(account)")
  }

  // MARK: Of invitations

  /// What a link gives to who joins through it.
  package func all(of invitation: Invitation.ID) throws -> [Holding] {
    Self.byKind(
      try connection.all(
        """
        SELECT \(Self.columns) FROM invitation_holding
        JOIN holding ON holding.id = invitation_holding.holding
        WHERE invitation_holding.invitation = \(invitation) ORDER BY name_key || '', holding.id
        """, Self.read))
  }

  /// What a link gives from now on, and no more.
  package func change(_ change: HoldingsChange, of invitation: Invitation.ID) throws {
    for holding in change.given.sorted(by: { $0.text < $1.text }) {
      try connection.run(
        """
        INSERT INTO invitation_holding (invitation, holding) VALUES (\(invitation), \(holding))
        ON CONFLICT DO NOTHING
        """)
    }
    for holding in change.taken {
      try connection.run(
        """
        DELETE FROM invitation_holding WHERE invitation = \(invitation) AND holding = \(holding)
        """)
    }
  }

  /// To who joins through a link, whatever it gives by now.
  package func give(whatGives invitation: Invitation.ID, to account: Account.ID) throws {
    try connection.run(
      """
      INSERT INTO account_holding (account, holding, name_key)
      SELECT account.id, holding, name_key FROM invitation_holding, account
      WHERE invitation = \(invitation) AND account.id = \(account)
      """)
  }

  static func read(_ row: inout Row) throws -> Holding {
    Holding(id: try row.id(), kind: try row.word(), name: try row.text())
  }
}
