// A public account is opened to a person, to a department with what lies under it, or to whoever holds a position,
// group or role. Nothing else is written: who may use it is asked each time.

package import Membership
import Store

package struct Associate {
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
    case associated(Grant)
    case refused(AssociationProblem)
    /// There is no public account of that login.
    case unknown
  }

  package func perform(in installation: Installation, at now: Moment) throws -> Outcome {
    let store = installation.store
    return try store.write {
      guard let account = try store.accounts.find(publicAccount: login) else { return .unknown }
      guard let grant = try store.grants.find(subject) else { return .refused(.gone) }
      if case .account(let person) = grant {
        guard person.state != .removed else { return .refused(.gone) }
        guard person.kind == .personal else { return .refused(.publicAccount) }
      }
      guard try store.grants.insert(subject, for: account.id) else { return .refused(.already) }
      // Both sides find it in the log.
      try store.audit.append(actor, "associate", "account", account.id.text, at: now)
      try store.audit.append(actor, "let use", subject.kind, subject.id, at: now)
      return .associated(grant)
    }
  }
}
