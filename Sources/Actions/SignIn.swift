// Signing in with login or e-mail address and password. Unknown, suspended and wrong get one answer
// after the same work. An initial password opens one session, which can only change it.

package import Membership
import Secrets
import Store

package struct SignIn {
  package var name: String
  package var password: String

  package init(name: String, password: String) {
    self.name = name
    self.password = password
  }

  package enum Outcome {
    /// - Parameter token: for the cookie.
    case signedIn(token: String, Account)
    case refused
    /// Said only to who knows it: an initial password that has expired or was used.
    case initialPasswordExpired, initialPasswordUsed
  }

  package func perform(in installation: Installation, at now: Moment) throws -> Outcome {
    let store = installation.store
    let found = try store.accounts.credentials(signInName: trimmed(name).asciiLowercased)
    let fits = try installation.matches(
      String(password.prefix(Password.longest)), hash: found?.passwordHash)
    guard fits, let found, found.account.state == .active else { return .refused }
    let token = RandomToken.new()
    let account = found.account
    if account.mustChangePassword, let expires = found.expires, expires <= now {
      return .initialPasswordExpired
    }
    return try store.write {
      guard try store.accounts.holds(found.passwordHash, account.id) else { return .refused }
      if account.mustChangePassword {
        guard try store.accounts.useInitialPassword(of: account.id, at: now) else {
          return .initialPasswordUsed
        }
      }
      try store.sessions.insert(tokenDigest: token.digest, account: account.id, at: now)
      return .signedIn(token: token.text, account)
    }
  }
}
