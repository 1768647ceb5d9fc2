// What the private status page of an applicant shows, by the token in its address.

package import Membership
import Secrets
import Store

package struct FindApplication {
  package var token: String

  package init(token: String) { self.token = token }

  /// An application, or the receipt that stands for one where the address was known already.
  package func perform(in installation: Installation) throws -> Application? {
    guard let token = RandomToken(token) else { return nil }
    let store = installation.store
    if let application = try store.applications.find(tokenDigest: token.digest) {
      return application
    }
    guard let receipt = try store.receipts.find(tokenDigest: token.digest),
      let invitation = try store.invitations.find(id: receipt.invitation)
    else { return nil }
    let direct = Decision(
      state: .approved, at: receipt.applied, approver: Decision.system, reason: "")
    let withdrawn = receipt.withdrawn.map {
      Decision(state: .withdrawn, at: $0, approver: receipt.name.text, reason: "")
    }
    return Application(
      id: Application.ID(receipt.reference), reference: receipt.reference,
      invitation: invitation.id, invitationLabel: invitation.label,
      inviter: invitation.inviter, inviterName: invitation.inviterName,
      department: receipt.department,
      departmentPath: receipt.departmentPath, requiresApproval: receipt.requiresApproval,
      name: receipt.name,
      email: receipt.email, language: receipt.language, applied: receipt.applied,
      decision: withdrawn ?? (receipt.requiresApproval ? nil : direct))
  }
}
