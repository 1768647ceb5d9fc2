// A link is taken back: the next request is refused. What applied through it before can still be decided.

package import Membership
import Store

package struct RevokeInvitation {
  package var code: InvitationCode
  package var actor: Actor

  package init(_ code: InvitationCode, by actor: Actor) {
    self.code = code
    self.actor = actor
  }

  package enum Outcome {
    case revoked(Invitation)
    case already(Invitation)
    case unknown
  }

  package func perform(in installation: Installation, at now: Moment) throws -> Outcome {
    try installation.store.write { try performWithin(installation, at: now) }
  }

  /// Within a write transaction.
  package func performWithin(_ installation: Installation, at now: Moment) throws -> Outcome {
    let store = installation.store
    guard var invitation = try store.invitations.find(code: code) else { return .unknown }
    guard try store.invitations.revoke(invitation.id, by: actor.account, at: now) else {
      return .already(invitation)
    }
    try store.audit.append(actor, "revoke", "invitation", invitation.id.text, at: now)
    invitation.revoked = now
    return .revoked(invitation)
  }
}
