// Invitations that are made under the members' rules, and what their limits ask.

import Database
package import Membership

extension InvitationRows {
  /// How many of them an inviter has that are not over, counted to `most` and no further.
  package func membersLiving(of inviter: Account.ID, at now: Moment, most: Int) throws -> Int {
    try connection.first(
      """
      SELECT COUNT(*) FROM (
        SELECT 1 FROM invitation
        WHERE inviter = \(inviter) AND is_members = 1 AND revoked IS NULL AND \(Self.ends) > \(now)
        LIMIT \(most))
      """
    ) { row in try row.integer() } ?? 0
  }

  /// When an inviter made the one that is `count` before the next; nil where there are fewer.
  package func membersMade(by inviter: Account.ID, last count: Int) throws -> Moment? {
    try connection.first(
      """
      SELECT created FROM invitation WHERE inviter = \(inviter) AND is_members = 1
      ORDER BY created DESC, id DESC LIMIT 1 OFFSET \(count - 1)
      """
    ) { row in try row.moment() }
  }

  /// When the one was made in a business system that is `count` before the next; nil where there are fewer.
  package func made(in businessSystem: BusinessSystem.ID, last count: Int) throws -> Moment? {
    try connection.first(
      """
      SELECT created FROM invitation WHERE business_system = \(businessSystem)
      ORDER BY created DESC, id DESC LIMIT 1 OFFSET \(count - 1)
      """
    ) { row in try row.moment() }
  }

  /// Those that an inviter made under the members' rules, the newest first.
  package func membersList(of inviter: Account.ID, after last: Invitation?, limit: Int) throws
    -> [Invitation]
  {
    let start: SQL =
      last.map { " AND (invitation.created, invitation.id) < (\($0.created), \($0.id))" } ?? ""
    return try withPaths(
      connection.all(
        """
        SELECT \(Self.columns) \(Self.from) WHERE inviter = \(inviter) AND is_members = 1\(start)
        ORDER BY invitation.created DESC, invitation.id DESC LIMIT \(limit)
        """, Self.read))
  }

  /// Those that were made in a business system, the newest first.
  /// - Parameter inviter: only that account's.
  package func list(
    in businessSystem: BusinessSystem.ID, by inviter: Account.ID?, after last: Invitation?,
    limit: Int
  ) throws -> [Invitation] {
    var conditions: [SQL] = ["business_system = \(businessSystem)"]
    if let inviter { conditions.append("inviter || '' = \(inviter)") }
    if let last {
      conditions.append(
        "(invitation.created, invitation.id) < (\(last.created), \(last.id))")
    }
    return try withPaths(
      connection.all(
        """
        SELECT \(Self.columns) \(Self.from)\(SQL.all(of: conditions))
        ORDER BY invitation.created DESC, invitation.id DESC LIMIT \(limit)
        """, Self.read))
  }

  package func isMade(_ invitation: Invitation.ID, in businessSystem: BusinessSystem.ID) throws
    -> Bool
  {
    try connection.succeeds(
      """
      SELECT 1 FROM invitation
      WHERE id = \(invitation) AND business_system = \(businessSystem)
      """)
  }

  package func isMembers(_ invitation: Invitation.ID) throws -> Bool {
    try connection.succeeds(
      "SELECT 1 FROM invitation WHERE id = \(invitation) AND is_members = 1")
  }

  /// All that are not over, whoever made them.
  package func membersLiving(at now: Moment) throws -> LivingInvitations {
    try connection.first(
      """
      SELECT COUNT(*), COUNT(printed), COALESCE(SUM(uses_reserved), 0) FROM invitation
      WHERE is_members = 1 AND revoked IS NULL AND \(Self.ends) > \(now)
      """
    ) { row in
      LivingInvitations(
        links: try row.integer(), printed: try row.integer(), pending: try row.integer())
    } ?? LivingInvitations(links: 0, printed: 0, pending: 0)
  }

  /// All that are not over, whoever made them, in one statement.
  package func revokeAllMembers(by account: Account.ID?, at now: Moment) throws
    -> [(id: Invitation.ID, code: InvitationCode)]
  {
    try connection.all(
      """
      UPDATE invitation SET revoked = \(now), revoked_by = \(account)
      WHERE is_members = 1 AND revoked IS NULL AND \(Self.ends) > \(now) RETURNING id, code
      """
    ) { row in (id: try row.id() as Invitation.ID, code: try row.text()) }
    .compactMap { row in InvitationCode(row.code).map { (id: row.id, code: $0) } }
  }
}
