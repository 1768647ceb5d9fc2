// Somebody says that a link's QR code is printed, or that it is not after all: what Reset All then warns of.

package import Membership
import Store

package struct MarkPrinted {
  package var code: InvitationCode
  package var isPrinted: Bool
  package var actor: Actor

  package init(_ code: InvitationCode, isPrinted: Bool, by actor: Actor) {
    self.code = code
    self.isPrinted = isPrinted
    self.actor = actor
  }

  /// nil where there is no such link.
  package func perform(in installation: Installation, at now: Moment) throws -> Invitation? {
    let store = installation.store
    return try store.write {
      guard var invitation = try store.invitations.find(code: code) else { return nil }
      invitation.printed = isPrinted ? invitation.printed ?? now : nil
      try store.invitations.setPrinted(invitation.id, at: invitation.printed)
      try store.audit.append(
        actor, isPrinted ? "mark as printed" : "mark as not printed", "invitation",
        invitation.id.text, at: now)
      return invitation
    }
  }
}
