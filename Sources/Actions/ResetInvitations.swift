// Reset All: every link of one administrator that is not over ends at once, and nobody else's.

package import Membership
import Store

package struct ResetInvitations {
  package var inviter: Account.ID
  package var actor: Actor

  package init(of inviter: Account.ID, by actor: Actor) {
    self.inviter = inviter
    self.actor = actor
  }

  /// What would end, and how many applications wait that came through it.
  package func preview(in installation: Installation, at now: Moment) throws
    -> LivingInvitations
  {
    try installation.store.invitations.living(of: inviter, at: now)
  }

  /// - Returns: what ended; none where there was nothing to do.
  package func perform(in installation: Installation, at now: Moment) throws -> [InvitationCode] {
    let store = installation.store
    return try store.write {
      let ended = try store.invitations.revokeAll(of: inviter, by: actor.account, at: now)
      for each in ended {
        try store.audit.append(actor, "revoke", "invitation", each.id.text, at: now)
      }
      if !ended.isEmpty {
        try store.audit.append(actor, "reset", "account", inviter.text, at: now)
      }
      return ended.map(\.code)
    }
  }
}
