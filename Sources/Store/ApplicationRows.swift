// Rows of `application`.

import Database
package import Membership

package struct ApplicationRows {
  let connection: Connection

  private static let columns: SQL =
    """
    id, reference, invitation, invitation_label, inviter_name, department, department_path,
    requires_approval, name, email, language, applied, state, decided, approver_name, reason
    """

  package func find(tokenDigest: String) throws -> Application? {
    try find("token_digest = \(tokenDigest)")
  }

  package func find(id: Application.ID) throws -> Application? {
    try find("id = \(id)")
  }

  package func find(reference: String) throws -> Application? {
    try find("reference = \(reference)")
  }

  private func find(_ condition: SQL) throws -> Application? {
    try connection.first("SELECT \(Self.columns) FROM application WHERE \(condition)", Self.read)
  }

  package func hasPending(_ email: EmailAddress) throws -> Bool {
    try connection.succeeds(
      "SELECT 1 FROM application WHERE email_key = \(email.key) AND state = 'pending'")
  }

  package func pendingCount() throws -> Int {
    try connection.first("SELECT COUNT(*) FROM application WHERE state = 'pending'") { row in
      try row.integer()
    } ?? 0
  }

  /// The newest first, from before that one on, so that pages stay right while rows arrive.
  package func list(
    state: ApplicationState?, before: Application?, limit: Int
  ) throws -> [Application] {
    let ofState: SQL = state.map { "state = \($0.rawValue)" } ?? "1 = 1"
    let earlier: SQL =
      before.map { "(applied, id) < (\($0.applied), \($0.id))" } ?? "1 = 1"
    return try connection.all(
      """
      SELECT \(Self.columns) FROM application WHERE \(ofState) AND \(earlier)
      ORDER BY applied DESC, id DESC LIMIT \(limit)
      """, Self.read)
  }

  package func insert(_ application: Application, tokenDigest: String) throws {
    let decision = application.decision
    try connection.run(
      """
      INSERT INTO application (id, reference, token_digest, invitation, invitation_label,
        inviter_name, department, department_path, requires_approval, name, email, email_key,
        language, applied, state, decided, approver_name, reason)
      VALUES (\(application.id), \(application.reference), \(tokenDigest),
        \(application.invitation), \(application.invitationLabel), \(application.inviterName),
        \(application.department), \(application.departmentPath),
        \(application.requiresApproval), \(application.name.text), \(application.email.text),
        \(application.email.key), \(application.language.tag), \(application.applied),
        \(application.state.rawValue), \(decision?.at), \(decision?.approver),
        \(decision?.reason))
      """)
  }

  /// Decides it if nobody has; false where somebody was faster.
  package func decide(_ application: Application.ID, _ decision: Decision, by approver: Account.ID)
    throws
    -> Bool
  {
    try connection.succeeds(
      """
      UPDATE application SET state = \(decision.state.rawValue), decided = \(decision.at),
        approver = \(approver), approver_name = \(decision.approver), reason = \(decision.reason)
      WHERE id = \(application) AND state = 'pending' RETURNING 1
      """)
  }

  package func setAccount(of application: Application.ID, to account: Account.ID) throws {
    try connection.run(
      "UPDATE application SET account = \(account) WHERE id = \(application)")
  }

  private static func read(_ row: inout Row) throws -> Application {
    var application = Application(
      id: try row.id(), reference: try row.text(), invitation: try row.id(),
      invitationLabel: try row.text(), inviterName: try row.text(),
      department: try row.optionalID(), departmentPath: try row.text(),
      requiresApproval: try row.bool(), name: PersonName(stored: try row.text()),
      email: EmailAddress(stored: try row.text()), language: try row.language(),
      applied: try row.moment(), decision: nil)
    let state: ApplicationState = try row.word()
    if let decided = try row.optionalMoment() {
      application.decision = Decision(
        state: state, at: decided, approver: try row.optionalText() ?? "",
        reason: try row.optionalText() ?? "")
    }
    return application
  }
}
