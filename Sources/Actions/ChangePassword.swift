// A person chooses a password. Every session of the account ends, and every browser but this one is
// forgotten, since whoever knew the old password may have signed in there; a new session begins.

package import Membership
import Secrets
import Store

package struct ChangePassword {
  package var account: Account
  /// Asked for unless the password is an initial one, which has just been used to sign in.
  package var current: String
  package var chosen: String
  package var repeated: String
  /// The cookie by which the browser is known again.
  package var device: String?
  /// As its owner knows it again.
  package var browser: Browser

  package init(
    account: Account, current: String, chosen: String, repeated: String, device: String? = nil,
    browser: Browser = Browser(userAgent: "")
  ) {
    self.account = account
    self.current = current
    self.chosen = chosen
    self.repeated = repeated
    self.device = device
    self.browser = browser
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
    /// Too many wrong ones in the place of the current password: not looked at.
    case tooMany(until: Moment)
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
      // Who found the browser open may guess the password no faster than who signs in.
      let guess = CountedGuess(subject: "change \(account.id.text)", quota: nil)
      if let until = try store.write({ try installation.count(guess, at: now) }) {
        return .tooMany(until: until)
      }
      guard try installation.matches(current, hash: hash, counted: guess) else {
        return .refused(.currentIsWrong)
      }
      try store.write { try installation.forgive(guess) }
    }
    guard try !installation.matches(chosen, hash: hash) else { return .refused(.sameAsBefore) }
    let newHash = try installation.hash(password.text)
    let token = RandomToken.new()
    return try store.write {
      guard try store.accounts.holds(hash, account.id) else { return .ended }
      try store.accounts.setPassword(of: account.id, hash: newHash)
      try store.sessions.deleteAll(of: account.id, at: now)
      let known = try installation.knownDevice(device, of: account.id)
      try store.sessions.insert(
        tokenDigest: token.digest, account: account.id, browser: browser, device: known ?? "",
        at: now)
      try store.devices.deleteAll(of: account.id, but: known)
      try store.audit.append(
        .account(account.id), "change password", "account", account.id.text, at: now)
      return .changed(token: token.text)
    }
  }
}
