// Signing in with login or e-mail address and password. Unknown, suspended and wrong get one answer
// after the same work. An initial password opens one session, which can only change it; where the account
// has a second factor, the session opens nothing until a code is given (`GiveCode`).

package import Membership
import Secrets
import Store

package struct SignIn {
  package var name: String
  package var password: String
  /// Where the request came from; nil where the web server does not say.
  package var client: NetworkAddress?
  /// The cookie by which a browser is known again.
  package var device: String?
  /// As its owner knows it again.
  package var browser: Browser

  package init(
    name: String, password: String, client: NetworkAddress? = nil, device: String? = nil,
    browser: Browser = Browser(userAgent: "")
  ) {
    self.name = name
    self.password = password
    self.client = client
    self.device = device
    self.browser = browser
  }

  package enum Outcome {
    /// - Parameters:
    ///   - token: for the session's cookie.
    ///   - device: for the other one.
    case signedIn(token: String, device: String, Account)
    /// - Parameter token: for the cookie of a session that only takes a code.
    case awaitsCode(token: String)
    case refused
    /// Not looked at.
    case tooMany(until: Moment)
    /// Said only to who knows it: an initial password that has expired or was used.
    case initialPasswordExpired, initialPasswordUsed
  }

  package func perform(in installation: Installation, at now: Moment) throws -> Outcome {
    let store = installation.store
    let key = trimmed(name).asciiLowercased
    let (found, guess, until) = try store.write {
      let found = try store.accounts.credentials(signInName: key)
      let guess = try guessed(key, of: found?.account, installation)
      return (found, guess, try installation.count(guess, at: now))
    }
    if let until { return .tooMany(until: until) }
    let fits = try installation.matches(
      String(password.prefix(Password.longest)), hash: found?.passwordHash, counted: guess)
    guard fits, let found, found.account.state == .active else { return .refused }
    let token = RandomToken.new()
    let account = found.account
    return try store.write {
      guard try store.accounts.holds(found.passwordHash, account.id) else { return .refused }
      // Two addresses may be alike before the @: the owner of one does not forgive guesses at the other.
      let typed = SignIn.subject(of: key)
      let isOwn = guess.subject != typed || typed == SignIn.subject(of: account.login.text)
      try isOwn ? installation.forgive(guess) : installation.giveBack(guess)
      if account.mustChangePassword, let expires = found.expires, expires <= now {
        return .initialPasswordExpired
      }
      if account.mustChangePassword, found.used != nil { return .initialPasswordUsed }
      if found.hasSecondFactor {
        try store.sessions.insert(
          tokenDigest: token.digest, account: account.id, awaitsCode: true, at: now)
        return .awaitsCode(token: token.text)
      }
      if account.mustChangePassword {
        guard try store.accounts.useInitialPassword(of: account.id, at: now) else {
          return .initialPasswordUsed
        }
      }
      let device = try installation.remember(device: device, of: account.id, at: now)
      try store.sessions.insert(
        tokenDigest: token.digest, account: account.id, browser: browser, device: device.digest,
        at: now)
      return .signedIn(token: token.text, device: device.cookie, account)
    }
  }

  /// What tries are counted under says nothing about whether there is an account. A browser in which the
  /// account has signed in counts for itself, so that nobody else's guessing locks it out.
  private func guessed(
    _ key: String, of account: Account?, _ installation: Installation
  ) throws -> CountedGuess {
    if let account, let known = try installation.knownDevice(device, of: account.id) {
      return CountedGuess(subject: "device \(known)", quota: nil)
    }
    return CountedGuess(
      subject: SignIn.subject(of: key), quota: client.map { "sign-in \($0.text)" })
  }

  /// By the part before the @ alone: a login is made of it, so that login and address are one, and names that
  /// nobody has behave alike. Hashed, since a password may have been typed there.
  static func subject(of name: String) -> String {
    "name \(digest(String(name.asciiLowercased.prefix { $0 != "@" })))"
  }
}
