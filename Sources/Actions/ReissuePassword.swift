// A new initial password for who lost or let expire the first: mailed like the first, which it voids,
// with every session and every mail that still carries an older one.

package import Membership
import Store

package struct ReissuePassword {
  package var login: Login

  package init(login: Login) { self.login = login }

  package enum Outcome {
    case reissued(Account)
    case unknown, notActive
  }

  package func perform(in installation: Installation, at now: Moment) throws -> Outcome {
    let store = installation.store
    let password = try InitialPassword(in: installation, at: now)
    return try store.write {
      guard let account = try store.accounts.find(login: login), account.kind == .personal
      else { return .unknown }
      guard account.state == .active else { return .notActive }
      try store.accounts.setInitialPassword(
        of: account.id, hash: password.hash, expires: password.expires)
      try store.sessions.deleteAll(of: account.id)
      try store.outbox.cancelWaiting(for: account.id, error: "replaced by a newer password")
      try installation.queueWelcome(to: account, application: nil, with: password, at: now)
      try store.audit.append(
        .commandLine, "reissue password", "account", account.id.text, at: now)
      return .reissued(account)
    }
  }
}
