// A public account becomes one person's again, who gets an initial password by mail. Nobody else may act as it
// any more: its associations end, and so do the uses that go on.

package import Membership
import Store

package struct RevertAccount {
  package var login: Login
  /// The person's.
  package var email: EmailAddress
  package var actor: Actor

  package init(login: Login, email: EmailAddress, by actor: Actor) {
    self.login = login
    self.email = email
    self.actor = actor
  }

  package enum Outcome {
    case reverted(Account)
    case refused(Account, ReversionProblem)
    /// There is no public account of that login.
    case unknown
  }

  package func perform(in installation: Installation, at now: Moment) throws -> Outcome {
    let store = installation.store
    return try store.write {
      guard var account = try store.accounts.find(publicAccount: login) else { return .unknown }
      guard account.state == .active else { return .refused(account, .suspended) }
      if let holder = try store.accounts.find(email: email) {
        return .refused(account, .addressTaken(by: holder.login))
      }
      try store.grants.deleteAll(for: account.id)
      try store.accesses.endAll(of: account.id, at: now)
      account.email = email
      account.kind = .personal
      try store.accounts.update(account)
      try store.accounts.setKind(of: account.id, to: .personal)
      try store.audit.append(actor, "revert", "account", account.id.text, at: now)
      try installation.renewPassword(of: account, by: actor, at: now)
      return .reverted(account)
    }
  }
}
