// What becomes of an invitation: uses taken and settled, changes, an end. Each one guarded statement.

import Database
package import Membership

extension InvitationRows {
  /// Takes one use of a link that is active, and asks for approval and leads where the caller believes:
  /// reserved until somebody decides, or completed at once. One conditional statement, so that the limit holds
  /// however many apply at the same instant.
  /// - Returns: whether it was the last; nil where the link has changed meanwhile.
  package func takeUse(
    of invitation: Invitation, at now: Moment
  ) throws -> Bool? {
    let requiresApproval = invitation.requiresApproval
    return try connection.first(
      """
      UPDATE invitation SET
        uses_reserved = uses_reserved + \(requiresApproval),
        uses_completed = uses_completed + \(!requiresApproval)
      WHERE id = \(invitation.id) AND requires_approval = \(requiresApproval) AND revoked IS NULL
        AND COALESCE(department, '') = \(invitation.department?.text ?? "")
        AND (not_before IS NULL OR not_before <= \(now))
        AND (expires IS NULL OR expires > \(now))
        AND (max_uses IS NULL OR uses_reserved + uses_completed < max_uses)
      RETURNING CASE WHEN uses_reserved + uses_completed >= max_uses THEN 1 ELSE 0 END
      """
    ) { row in try row.bool() }
  }

  /// Whether it still leads where the caller believes.
  package func leads(_ invitation: Invitation.ID, to department: Department.ID?) throws -> Bool {
    try connection.succeeds(
      """
      SELECT 1 FROM invitation
      WHERE id = \(invitation) AND COALESCE(department, '') = \(department?.text ?? "")
      """)
  }

  /// Whether a link that is not over leads into that department: not revoked, not expired.
  package func hasLiving(into department: Department.ID, at now: Moment) throws -> Bool {
    try connection.succeeds(
      """
      SELECT 1 FROM invitation
      WHERE department = \(department) AND revoked IS NULL AND \(Self.ends) + 0 > \(now) LIMIT 1
      """)
  }

  /// A reserved use becomes a completed one, or is free again.
  package func settleUse(of invitation: Invitation.ID, completed: Bool) throws {
    try connection.run(
      """
      UPDATE invitation SET uses_reserved = uses_reserved - 1,
        uses_completed = uses_completed + \(completed)
      WHERE id = \(invitation)
      """)
  }

  /// A use for an application that waits once more; false where the limit is reached.
  package func takeUseAgain(of invitation: Invitation.ID) throws -> Bool {
    try connection.succeeds(
      """
      UPDATE invitation SET uses_reserved = uses_reserved + 1
      WHERE id = \(invitation)
        AND (max_uses IS NULL OR uses_reserved + uses_completed < max_uses) RETURNING 1
      """)
  }

  /// What may be changed without a new QR code. The limit is not set below what is used.
  /// - Returns: false where more is used by now, or the link was revoked.
  package func update(_ invitation: Invitation) throws -> Bool {
    try connection.succeeds(
      """
      UPDATE invitation SET label = \(invitation.label), label_key = \(folded(invitation.label)),
        department = \(invitation.department), requires_approval = \(invitation.requiresApproval),
        not_before = \(invitation.notBefore), expires = \(invitation.expires),
        max_uses = \(invitation.maxUses)
      WHERE id = \(invitation.id) AND revoked IS NULL
        AND (\(invitation.maxUses) IS NULL OR uses_reserved + uses_completed <= \(invitation.maxUses))
      RETURNING 1
      """)
  }

  /// False where it is revoked already.
  package func revoke(_ invitation: Invitation.ID, by account: Account.ID?, at now: Moment) throws
    -> Bool
  {
    try connection.succeeds(
      """
      UPDATE invitation SET revoked = \(now), revoked_by = \(account)
      WHERE id = \(invitation) AND revoked IS NULL RETURNING 1
      """)
  }

  package func setPrinted(_ invitation: Invitation.ID, at moment: Moment?) throws {
    try connection.run("UPDATE invitation SET printed = \(moment) WHERE id = \(invitation)")
  }

  /// Of one inviter's links, those that are not over: not revoked, not expired.
  package func living(of inviter: Account.ID, at now: Moment) throws -> LivingInvitations {
    try connection.first(
      """
      SELECT COUNT(*), COUNT(printed), COALESCE(SUM(uses_reserved), 0) FROM invitation
      WHERE inviter = \(inviter) AND revoked IS NULL AND \(Self.ends) > \(now)
      """
    ) { row in
      LivingInvitations(
        links: try row.integer(), printed: try row.integer(), pending: try row.integer())
    } ?? LivingInvitations(links: 0, printed: 0, pending: 0)
  }

  /// All of one inviter's that are not over, in one statement.
  package func revokeAll(of inviter: Account.ID, by account: Account.ID?, at now: Moment) throws
    -> [(id: Invitation.ID, code: InvitationCode)]
  {
    try connection.all(
      """
      UPDATE invitation SET revoked = \(now), revoked_by = \(account)
      WHERE inviter = \(inviter) AND revoked IS NULL AND \(Self.ends) > \(now) RETURNING id, code
      """
    ) { row in (id: try row.id() as Invitation.ID, code: try row.text()) }
    .compactMap { row in InvitationCode(row.code).map { (id: row.id, code: $0) } }
  }

  /// All of one inviter's that are not over become another's, an administrator's; what their files were made from
  /// says who it was.
  package func handOver(from inviter: Account.ID, to heir: Account.ID, at now: Moment) throws
    -> [(id: Invitation.ID, code: InvitationCode)]
  {
    try connection.all(
      """
      UPDATE invitation SET inviter = \(heir), published = '', is_members = 0
      WHERE inviter = \(inviter) AND revoked IS NULL AND \(Self.ends) > \(now) RETURNING id, code
      """
    ) { row in (id: try row.id() as Invitation.ID, code: try row.text()) }
    .compactMap { row in InvitationCode(row.code).map { (id: row.id, code: $0) } }
  }

  /// Fills what a row of before this table's second version lacks.
  func completeAll() throws {
    let rows = try connection.all("SELECT id, label FROM invitation") { row in
      (try row.id() as Invitation.ID, try row.text())
    }
    for (id, label) in rows {
      try connection.run(
        "UPDATE invitation SET label_key = \(folded(label)) WHERE id = \(id)")
    }
  }
}
