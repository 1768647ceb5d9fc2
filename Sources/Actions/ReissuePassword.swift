// A new initial password for who lost or let expire the first: mailed like the first, which it voids,
// with every session and every mail that still carries an older one.

package import Membership
import Store

package struct ReissuePassword {
  package var login: Login
  package var actor: Actor

  package init(login: Login, by actor: Actor) {
    self.login = login
    self.actor = actor
  }

  package enum Outcome {
    case reissued(Account)
    case unknown, notActive
  }

  package func perform(in installation: Installation, at now: Moment) throws -> Outcome {
    let store = installation.store
    return try store.write {
      guard let account = try store.accounts.find(login: login), account.kind == .personal
      else { return .unknown }
      guard account.state == .active else { return .notActive }
      try installation.renewPassword(of: account, by: actor, at: now)
      return .reissued(account)
    }
  }
}

extension Installation {
  /// Within a write transaction, of an active personal account.
  /// - Parameter application: what brought the account, where the mail shall tell of it.
  /// - Returns: the mail that waits.
  @discardableResult
  func renewPassword(
    of account: Account, application: Application.ID? = nil, by actor: Actor, at now: Moment
  ) throws -> OutboxEntry.ID {
    let password = try InitialPassword(in: self, at: now)
    try store.accounts.setInitialPassword(
      of: account.id, hash: password.hash, expires: password.expires)
    try store.sessions.deleteAll(of: account.id, at: now)
    try store.devices.deleteAll(of: account.id)
    // Who guessed at the old one does not keep its owner from the new one.
    for name in [account.login.text, String(account.email.localPart)] {
      try store.guesses.forgive(SignIn.subject(of: name))
    }
    try store.guesses.forgive(CountedGuess.code(of: account.id).subject)
    try store.outbox.cancelWaiting(for: account.id, error: "replaced by a newer password")
    let mail = try queuePassword(
      .renewed, to: account, application: application, password, at: now)
    try store.audit.append(actor, "reissue password", "account", account.id.text, at: now)
    return mail
  }
}
