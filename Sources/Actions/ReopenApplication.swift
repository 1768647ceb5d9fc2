// A rejected application waits once more; it holds a use of its link again. The audit log keeps the
// decision that was taken back.

package import Membership
import Store

package struct ReopenApplication {
  package var reference: String
  package var actor: Actor

  package init(reference: String, by actor: Actor) {
    self.reference = reference
    self.actor = actor
  }

  package enum Outcome {
    /// - Parameter closed: the link, where it took its last use and its page has to change.
    case reopened(Application, closed: InvitationCode?)
    /// Not a rejected one, or not any more.
    case notRejected(Application)
    /// The link's limit is reached.
    /// - Parameter isRevoked: so that it cannot be raised any more.
    case full(Application, isRevoked: Bool)
    /// The same address has applied again meanwhile.
    case appliedAgain(Application)
    /// The same address has an account meanwhile.
    case addressTaken(Application, by: Login)
    case unknown
  }

  package func perform(in installation: Installation, at now: Moment) throws -> Outcome {
    let store = installation.store
    return try store.write {
      guard let application = try store.applications.find(reference: reference) else {
        return .unknown
      }
      guard application.state == .rejected else { return .notRejected(application) }
      if let holder = try store.accounts.find(email: application.email) {
        return .addressTaken(application, by: holder.login)
      }
      guard try !store.applications.hasPending(application.email) else {
        return .appliedAgain(application)
      }
      guard try store.invitations.takeUseAgain(of: application.invitation) else {
        let invitation = try store.invitations.find(id: application.invitation)
        return .full(application, isRevoked: invitation?.revoked != nil)
      }
      guard try store.applications.reopen(application.id) else { return .notRejected(application) }
      try store.outbox.cancelWaiting(.rejected, about: application.id, error: "reopened")
      try store.audit.append(
        actor, "reopen", "application", application.id.text, at: now)
      let invitation = try store.invitations.find(id: application.invitation)
      let closed = invitation?.state(at: now) == .full ? invitation?.code : nil
      var reopened = application
      reopened.decision = nil
      return .reopened(reopened, closed: closed)
    }
  }
}
