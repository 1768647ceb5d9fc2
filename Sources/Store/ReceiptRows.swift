// Rows of `application_receipt`: what who applied with a known address is shown.

import Database
package import Membership

package struct Receipt: Hashable, Sendable {
  package let reference: String
  package let invitation: Invitation.ID
  package let name: PersonName
  package let email: EmailAddress
  package let language: Language
  package let applied: Moment
  package let requiresApproval: Bool
  package let department: Department.ID?
  package let departmentPath: String
  package let withdrawn: Moment?

  package init(
    reference: String, invitation: Invitation.ID, name: PersonName, email: EmailAddress,
    language: Language, applied: Moment, requiresApproval: Bool, department: Department.ID?,
    departmentPath: String, withdrawn: Moment? = nil
  ) {
    self.reference = reference
    self.invitation = invitation
    self.name = name
    self.email = email
    self.language = language
    self.applied = applied
    self.requiresApproval = requiresApproval
    self.department = department
    self.departmentPath = departmentPath
    self.withdrawn = withdrawn
  }
}

package struct ReceiptRows {
  let connection: Connection

  package func find(tokenDigest: String) throws -> Receipt? {
    try connection.first(
      """
      SELECT reference, invitation, name, email, language, applied, requires_approval, department,
        department_path, withdrawn
      FROM application_receipt
      WHERE token_digest = \(tokenDigest)
      """
    ) { row in
      Receipt(
        reference: try row.text(), invitation: try row.id(),
        name: PersonName(stored: try row.text()),
        email: EmailAddress(stored: try row.text()), language: try row.language(),
        applied: try row.moment(), requiresApproval: try row.bool(),
        department: try row.optionalID(), departmentPath: try row.text(),
        withdrawn: try row.optionalMoment())
    }
  }

  package func insert(_ receipt: Receipt, tokenDigest: String) throws {
    try connection.run(
      """
      INSERT INTO application_receipt (token_digest, reference, invitation, name, email, language,
        applied, requires_approval, department, department_path)
      VALUES (\(tokenDigest), \(receipt.reference), \(receipt.invitation), \(receipt.name.text),
        \(receipt.email.text), \(receipt.language.tag), \(receipt.applied),
        \(receipt.requiresApproval), \(receipt.department), \(receipt.departmentPath))
      """)
  }

  /// False where it was before.
  package func withdraw(tokenDigest: String, at now: Moment) throws -> Bool {
    try connection.succeeds(
      """
      UPDATE application_receipt SET withdrawn = \(now)
      WHERE token_digest = \(tokenDigest) AND withdrawn IS NULL RETURNING 1
      """)
  }

  package func setEmail(tokenDigest: String, to email: EmailAddress) throws {
    try connection.run(
      """
      UPDATE application_receipt SET email = \(email.text) WHERE token_digest = \(tokenDigest)
      """)
  }

  package func delete(tokenDigest: String) throws {
    try connection.run("DELETE FROM application_receipt WHERE token_digest = \(tokenDigest)")
  }

  package func deleteAll(before moment: Moment) throws {
    try connection.run("DELETE FROM application_receipt WHERE applied < \(moment)")
  }
}
