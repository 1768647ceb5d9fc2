// The second step of signing in: a code of the authenticator, or a recovery code. The session that waited
// for it ends, and a new one begins.

package import Membership
import Secrets
import Store

package struct GiveCode {
  package var session: AwaitingSession
  package var typed: String
  /// The cookie by which a browser is known again.
  package var device: String?
  /// As its owner knows it again.
  package var browser: Browser

  package init(
    session: AwaitingSession, typed: String, device: String?,
    browser: Browser = Browser(userAgent: "")
  ) {
    self.session = session
    self.typed = typed
    self.device = device
    self.browser = browser
  }

  package enum Outcome {
    case signedIn(token: String, device: String, Account)
    case wrong
    /// Not looked at.
    case tooMany(until: Moment)
    /// Suspended, given another password, or signed in elsewhere with the same initial one meanwhile.
    case ended
  }

  package func perform(in installation: Installation, at now: Moment) throws -> Outcome {
    let store = installation.store
    let token = RandomToken.new()
    return try store.write {
      let digest = session.token.digest
      guard
        let account = try store.sessions.accountAwaitingCode(tokenDigest: digest, at: now)
      else { return .ended }
      switch try installation.take(code: typed, of: account.id, at: now) {
      case .right: break
      case .wrong, .none: return .wrong
      case .tooMany(let until): return .tooMany(until: until)
      }
      try store.sessions.delete(tokenDigest: digest, at: now)
      if account.mustChangePassword {
        guard try store.accounts.useInitialPassword(of: account.id, at: now) else {
          return .ended
        }
      }
      let device = try installation.remember(device: device, of: account.id, at: now)
      try store.sessions.insert(
        tokenDigest: token.digest, account: account.id, browser: browser, device: device.digest,
        at: now)
      return .signedIn(token: token.text, device: device.cookie, account)
    }
  }
}

extension Installation {
  enum CodeVerdict {
    case right, wrong
    case tooMany(until: Moment)
    /// There is no second factor.
    case none
  }

  /// A code of the authenticator or a recovery code, each good for once; counted, so that nobody tries a
  /// million. To be called within a write transaction.
  func take(code typed: String, of account: Account.ID, at now: Moment) throws -> CodeVerdict {
    guard let factor = try store.accounts.secondFactor(of: account) else { return .none }
    let guess = CountedGuess.code(of: account)
    if let until = try count(guess, at: now) { return .tooMany(until: until) }
    let isRight: Bool
    if let recovery = typedSecret(typed) {
      isRight = try store.recoveryCodes.use(digest: digest(recovery), of: account, at: now)
    } else if let step = try totp(factor, of: account)?.step(
      of: typed, at: now.seconds, after: factor.step)
    {
      isRight = try store.accounts.takeStep(step, of: account)
    } else {
      isRight = false
    }
    guard isRight else { return .wrong }
    try forgive(guess)
    return .right
  }

  private func totp(_ factor: AccountRows.SecondFactor, of account: Account.ID) throws -> TOTP? {
    let parts = try key.open(factor.sealed).split(separator: " ")
    guard parts.count == 3, parts[0] == "totp", parts[1] == account.text else { return nil }
    return TOTP(base32: String(parts[2]))
  }
}
