// A personal account becomes a public one: from now on nobody signs in with it. Sessions, browsers and passwords
// that wait are gone at once; its address stays with it, so that it can become personal again.

package import Membership
import Store

package struct ConvertAccount {
  package var login: Login
  package var actor: Actor

  package init(login: Login, by actor: Actor) {
    self.login = login
    self.actor = actor
  }

  package enum Outcome {
    case converted(Account)
    case refused(Account, ConversionProblem)
    /// There is no personal account of that login.
    case unknown
  }

  package func perform(in installation: Installation, at now: Moment) throws -> Outcome {
    let store = installation.store
    return try store.write {
      guard var account = try store.accounts.find(login: login), account.kind == .personal,
        account.state != .removed
      else { return .unknown }
      if let problem = try problem(account, in: store, at: now) {
        return .refused(account, problem)
      }
      try store.sessions.deleteAll(of: account.id, at: now)
      try store.devices.deleteAll(of: account.id)
      try store.outbox.cancelWaiting(for: account.id, error: "the account is public now")
      try installation.removeSecondFactor(of: account.id)
      // What the person might use is not opened to those who use the account.
      try store.grants.deleteAll(with: .account(account.id))
      try store.accounts.setKind(of: account.id, to: .public)
      try store.audit.append(actor, "convert", "account", account.id.text, at: now)
      account.kind = .public
      account.mustChangePassword = false
      return .converted(account)
    }
  }

  private func problem(_ account: Account, in store: Store, at now: Moment) throws
    -> ConversionProblem?
  {
    if actor.account == account.id { return .yourself }
    if account.isAdministrator { return .administrator }
    let living = try store.invitations.living(of: account.id, at: now).links
    return living > 0 ? .links(living) : nil
  }
}
