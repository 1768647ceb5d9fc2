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

  package init(
    reference: String, invitation: Invitation.ID, name: PersonName, email: EmailAddress,
    language: Language, applied: Moment
  ) {
    self.reference = reference
    self.invitation = invitation
    self.name = name
    self.email = email
    self.language = language
    self.applied = applied
  }
}

package struct ReceiptRows {
  let connection: Connection

  package func find(tokenDigest: String) throws -> Receipt? {
    try connection.first(
      """
      SELECT reference, invitation, name, email, language, applied FROM application_receipt
      WHERE token_digest = \(tokenDigest)
      """
    ) { row in
      Receipt(
        reference: try row.text(), invitation: try row.id(),
        name: PersonName(stored: try row.text()),
        email: EmailAddress(stored: try row.text()), language: try row.language(),
        applied: try row.moment())
    }
  }

  package func insert(_ receipt: Receipt, tokenDigest: String) throws {
    try connection.run(
      """
      INSERT INTO application_receipt (token_digest, reference, invitation, name, email, language, applied)
      VALUES (\(tokenDigest), \(receipt.reference), \(receipt.invitation), \(receipt.name.text),
        \(receipt.email.text), \(receipt.language.tag), \(receipt.applied))
      """)
  }

  package func deleteAll(before moment: Moment) throws {
    try connection.run("DELETE FROM application_receipt WHERE applied < \(moment)")
  }
}
