// A public account is closed again to those to whom one association had opened it. Who acts as it for that reason
// alone is told so by the answer to the next request.

package import Membership
import Store

package struct Dissociate {
  /// The public account's.
  package var login: Login
  package var subject: GrantSubject
  package var actor: Actor

  package init(login: Login, _ subject: GrantSubject, by actor: Actor) {
    self.login = login
    self.subject = subject
    self.actor = actor
  }

  package enum Outcome {
    /// - Parameter grant: nil where what it was associated with is gone.
    case dissociated(Grant?)
    case notAssociated
    /// There is no public account of that login.
    case unknown
  }

  package func perform(in installation: Installation, at now: Moment) throws -> Outcome {
    let store = installation.store
    return try store.write {
      guard let account = try store.accounts.find(publicAccount: login) else { return .unknown }
      guard try store.grants.delete(subject, for: account.id) else { return .notAssociated }
      try store.audit.append(actor, "dissociate", "account", account.id.text, at: now)
      try store.audit.append(actor, "let use no more", subject.kind, subject.id, at: now)
      return .dissociated(try store.grants.find(subject))
    }
  }
}
