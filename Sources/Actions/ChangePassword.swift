// A person chooses a password. Every session of the account ends; a new one begins.

package import Membership
import Secrets
import Store

package struct ChangePassword {
  package var account: Account
  /// Asked for unless the password is an initial one, which has just been used to sign in.
  package var current: String
  package var chosen: String
  package var repeated: String

  package init(account: Account, current: String, chosen: String, repeated: String) {
    self.account = account
    self.current = current
    self.chosen = chosen
    self.repeated = repeated
  }

  package enum Problem: Hashable, Sendable {
    case currentIsWrong
    case unsuitable(Password.Problem)
    case repeatedDiffers
    case sameAsBefore
  }

  package enum Outcome {
    /// - Parameter token: for the new session's cookie.
    case changed(token: String)
    case refused(Problem)
    /// Suspended, or given another password, meanwhile: the session is over.
    case ended
  }

  package func perform(in installation: Installation, at now: Moment) throws -> Outcome {
    let store = installation.store
    let known = [
      account.login.text, account.name.text, account.email.text,
      String(account.email.localPart), installation.settings.organisation,
    ]
    let password: Password
    do throws(Password.Problem) {
      password = try Password(chosen, personal: known)
    } catch {
      return .refused(.unsuitable(error))
    }
    guard chosen == repeated else { return .refused(.repeatedDiffers) }
    guard
      let hash = try store.accounts.credentials(signInName: account.login.text)?.passwordHash
    else { return .ended }
    if !account.mustChangePassword {
      guard try installation.matches(current, hash: hash) else {
        return .refused(.currentIsWrong)
      }
    }
    guard try !installation.matches(chosen, hash: hash) else { return .refused(.sameAsBefore) }
    let newHash = try installation.hash(password.text)
    let token = RandomToken.new()
    return try store.write {
      guard try store.accounts.holds(hash, account.id) else { return .ended }
      try store.accounts.setPassword(of: account.id, hash: newHash)
      try store.sessions.deleteAll(of: account.id)
      try store.sessions.insert(tokenDigest: token.digest, account: account.id, at: now)
      try store.audit.append(
        .account(account.id), "change password", "account", account.id.text, at: now)
      return .changed(token: token.text)
    }
  }
}
