// Which invitations' files are not what they should be. What the files on the disk were made from stands in
// the row as one text; the same text, as it would be now, is put together by the database itself, so that
// only rows that differ come out, however many there are.

import Database
package import Membership

extension InvitationRows {
  /// Between the parts; no name can hold it.
  private static let separator = "\u{1F}"

  /// What an invitation's files are made from; equal texts, equal files.
  /// - Parameter foundation: stands for all that is not the invitation's own: templates, sentences, settings.
  package static func publication(
    of invitation: Invitation, on foundation: String, at now: Moment
  ) -> String {
    [
      foundation, invitation.inviterName, invitation.departmentPath,
      invitation.requiresApproval ? "1" : "0", invitation.language.tag,
      invitation.notBefore.map { String($0.seconds) } ?? "",
      invitation.expires.map { String($0.seconds) } ?? "", invitation.state(at: now).rawValue,
    ].joined(separator: separator)
  }

  /// The next ones whose files were made from something else, or never, in the order of their codes.
  /// - Parameter last: the last of the batch before; nil for the first.
  package func stale(
    on foundation: String, after last: InvitationCode?, limit: Int, at now: Moment
  ) throws -> [Invitation] {
    // As in `publication`. One call makes the text; by `||` each part would make a new one, which takes a quarter longer.
    // A cast tells PostgreSQL what is bound. Both engines say nothing for NULL.
    let form = Array(repeating: "%s", count: 8).joined(separator: Self.separator)
    return try connection.all(
      """
      WITH RECURSIVE tree (id, path) AS (
        SELECT id, name FROM department WHERE parent IS NULL
        UNION ALL
        SELECT child.id, tree.path || \(Department.separator) || child.name
        FROM department child JOIN tree ON child.parent = tree.id
      )
      SELECT \(Self.columns), COALESCE(tree.path, '') \(Self.from)
      LEFT JOIN tree ON tree.id = invitation.department
      WHERE code > \(last?.text ?? "") AND published <>
        format(CAST(\(form) AS TEXT), CAST(\(foundation) AS TEXT), account.name, tree.path,
          requires_approval, invitation.language, not_before, expires, CASE
            WHEN revoked IS NOT NULL THEN \(InvitationState.revoked.rawValue)
            WHEN expires <= \(now) THEN \(InvitationState.expired.rawValue)
            WHEN not_before > \(now) THEN \(InvitationState.notYetOpen.rawValue)
            WHEN uses_reserved + uses_completed >= max_uses THEN \(InvitationState.full.rawValue)
            ELSE \(InvitationState.active.rawValue) END)
      ORDER BY code LIMIT \(limit)
      """
    ) { row in
      var invitation = try Self.read(&row)
      invitation.departmentPath = try row.text()
      return invitation
    }
  }

  /// What the files on the disk say of it; nil where there are none, or they cannot be told from the row.
  package func publishedState(code: InvitationCode) throws -> InvitationState? {
    try connection.first("SELECT published FROM invitation WHERE code = \(code.text)") { row in
      let parts = try row.text().split(separator: Self.separator)
      return parts.last.flatMap { InvitationState(rawValue: String($0)) }
    } ?? nil
  }

  /// - Parameter publication: of the invitation as it was read; what was changed meanwhile is stale again.
  package func markPublished(_ invitation: Invitation.ID, as publication: String) throws {
    try connection.run(
      "UPDATE invitation SET published = \(publication) WHERE id = \(invitation)")
  }

  /// Its files are not there.
  package func forgetPublished(code: String) throws {
    try connection.run("UPDATE invitation SET published = '' WHERE code = \(code)")
  }

  /// No files are there.
  package func forgetPublished() throws {
    try connection.run("UPDATE invitation SET published = ''")
  }

  /// All codes, in their order.
  package func codes() throws -> [String] {
    try connection.all("SELECT code FROM invitation ORDER BY code") { row in try row.text() }
  }

  /// When `usher build` last found every file in its place, in nanoseconds since 1970 by the clock that files are
  /// stamped with; nil where it never did.
  package func lastBuilt() throws -> Int? {
    try connection.first("SELECT built FROM publication") { row in try row.integer() }
  }

  package func setLastBuilt(_ nanoseconds: Int) throws {
    try connection.run("DELETE FROM publication")
    try connection.run("INSERT INTO publication (built) VALUES (\(nanoseconds))")
  }
}
