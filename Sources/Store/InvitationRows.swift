// Rows of `invitation`.

import Database
package import Membership

package struct InvitationRows {
  let connection: Connection

  var departments: DepartmentRows { DepartmentRows(connection: connection) }

  static let columns: SQL =
    """
    invitation.id, code, label, inviter, account.name, invitation.department, invitation.language,
    requires_approval, invitation.created, not_before, expires, max_uses, uses_reserved,
    uses_completed, revoked, printed
    """

  static let from: SQL = "FROM invitation JOIN account ON account.id = invitation.inviter"

  package func find(code: InvitationCode) throws -> Invitation? {
    try find("code = \(code.text)")
  }

  package func find(id: Invitation.ID) throws -> Invitation? {
    try find("invitation.id = \(id)")
  }

  private func find(_ condition: SQL) throws -> Invitation? {
    let found = try connection.first(
      "SELECT \(Self.columns) \(Self.from) WHERE \(condition)", Self.read)
    guard var invitation = found else { return nil }
    invitation.departmentPath = try departments.path(of: invitation.department)
    return invitation
  }

  package func count() throws -> Int {
    try connection.first("SELECT COUNT(*) FROM invitation") { row in try row.integer() } ?? 0
  }

  /// - Parameters:
  ///   - isMembers: made under the members' rules.
  ///   - businessSystem: where it was made, if not here.
  package func insert(
    _ invitation: Invitation, isMembers: Bool = false, in businessSystem: BusinessSystem.ID? = nil
  ) throws {
    try connection.run(
      """
      INSERT INTO invitation (id, code, label, label_key, inviter, department, language,
        requires_approval, created, not_before, expires, max_uses, is_members, business_system)
      VALUES (\(invitation.id), \(invitation.code.text), \(invitation.label),
        \(folded(invitation.label)), \(invitation.inviter), \(invitation.department), \(invitation.language.tag),
        \(invitation.requiresApproval), \(invitation.created), \(invitation.notBefore),
        \(invitation.expires), \(invitation.maxUses), \(isMembers), \(businessSystem))
      """)
  }

  static func read(_ row: inout Row) throws -> Invitation {
    let id: Invitation.ID = try row.id()
    guard let code = InvitationCode(try row.text()) else {
      throw DatabaseError.malformed("the code of invitation \(id.text)")
    }
    return Invitation(
      id: id, code: code, label: try row.text(), inviter: try row.id(),
      inviterName: try row.text(), department: try row.optionalID(),
      language: try row.language(), requiresApproval: try row.bool(), created: try row.moment(),
      notBefore: try row.optionalMoment(), expires: try row.optionalMoment(),
      maxUses: try row.optionalInteger(), usesReserved: try row.integer(),
      usesCompleted: try row.integer(), revoked: try row.optionalMoment(),
      printed: try row.optionalMoment())
  }
}
