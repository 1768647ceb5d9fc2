// An administrator's second factor: made, confirmed with a first code, turned off. Until it is confirmed
// nothing is stored: the page carries the new secret, sealed for this account and for a while.

package import Membership
import Secrets
import Store

/// A secret that an authenticator app is to take.
package struct NewSecondFactor: Sendable {
  /// For the form.
  package let sealed: String
  /// As a person types it.
  package let secret: String
  /// As a QR code holds it.
  package let address: String
}

extension Installation {
  /// Seconds that a person has to take it into the app.
  private static let patience: Int64 = 3600

  package func newSecondFactor(for account: Account, at now: Moment) throws -> NewSecondFactor {
    try newSecondFactor(.new(), for: account, at: now)
  }

  /// The one that a page of ours carried; nil where it is another's, or was shown too long ago.
  package func newSecondFactor(sealed: String, for account: Account, at now: Moment) throws
    -> NewSecondFactor?
  {
    try newTOTP(sealed: sealed, for: account, at: now).map {
      try newSecondFactor($0, for: account, at: now)
    }
  }

  private func newSecondFactor(
    _ totp: TOTP, for account: Account, at now: Moment
  ) throws -> NewSecondFactor {
    NewSecondFactor(
      sealed: try key.seal("new-totp \(account.id.text) \(totp.base32) \(now.seconds)"),
      secret: totp.base32,
      address: totp.address(issuer: settings.organisation, account: account.login.text))
  }

  fileprivate func newTOTP(sealed: String, for account: Account, at now: Moment) throws -> TOTP? {
    let key = try key
    guard let parts = try? key.open(sealed).split(separator: " "), parts.count == 4,
      parts[0] == "new-totp", parts[1] == account.id.text, let shown = Int64(parts[3]),
      (0...Self.patience).contains(now.seconds - shown)
    else { return nil }
    return TOTP(base32: String(parts[2]))
  }

  /// nil where the account has no second factor; else how many recovery codes are left.
  package func recoveryCodesLeft(of account: Account) throws -> Int? {
    guard try store.accounts.secondFactor(of: account.id) != nil else { return nil }
    return try store.recoveryCodes.leftCount(of: account.id)
  }

  /// Ten in the place of those before. To be called within a write transaction.
  fileprivate func replaceRecoveryCodes(of account: Account.ID) throws -> [String] {
    let codes = (0..<10).map { _ in newRecoveryCode() }
    try store.recoveryCodes.replaceAll(of: account, digests: codes.map { digest($0) })
    return codes
  }
}

package struct ConfirmSecondFactor {
  package var account: Account
  package var sealed: String
  package var typed: String

  package init(account: Account, sealed: String, typed: String) {
    self.account = account
    self.sealed = sealed
    self.typed = typed
  }

  package enum Outcome {
    /// - Parameter recoveryCodes: to be shown once.
    case on(recoveryCodes: [String])
    case wrong
    /// What the page carried is good no more.
    case stale
    /// In another window: what is on stays as it is.
    case isOnAlready
  }

  package func perform(in installation: Installation, at now: Moment) throws -> Outcome {
    let store = installation.store
    guard let totp = try installation.newTOTP(sealed: sealed, for: account, at: now) else {
      return .stale
    }
    guard let step = totp.step(of: typed, at: now.seconds, after: -1) else { return .wrong }
    let stored = try installation.key.seal("totp \(account.id.text) \(totp.base32)")
    return try store.write {
      guard try store.accounts.secondFactor(of: account.id) == nil else { return .isOnAlready }
      try store.accounts.setSecondFactor(of: account.id, sealed: stored, step: step)
      let codes = try installation.replaceRecoveryCodes(of: account.id)
      try store.audit.append(
        .account(account.id), "turn on second factor", "account", account.id.text, at: now)
      return .on(recoveryCodes: codes)
    }
  }
}

/// Turns it off, or makes new recovery codes: whoever holds the session alone can do neither.
package struct ChangeSecondFactor {
  package enum Change: Sendable { case off, newRecoveryCodes }

  package var account: Account
  package var change: Change
  package var typed: String

  package init(account: Account, _ change: Change, typed: String) {
    self.account = account
    self.change = change
    self.typed = typed
  }

  package enum Outcome {
    case off
    /// To be shown once.
    case recoveryCodes([String])
    case wrong
    case tooMany(until: Moment)
    case isOffAlready
  }

  package func perform(in installation: Installation, at now: Moment) throws -> Outcome {
    let store = installation.store
    return try store.write {
      switch try installation.take(code: typed, of: account.id, at: now) {
      case .right: break
      case .wrong: return .wrong
      case .tooMany(let until): return .tooMany(until: until)
      case .none: return .isOffAlready
      }
      let actor = Actor.account(account.id)
      switch change {
      case .off:
        try installation.removeSecondFactor(of: account.id)
        try store.audit.append(
          actor, "turn off second factor", "account", account.id.text, at: now)
        return .off
      case .newRecoveryCodes:
        let codes = try installation.replaceRecoveryCodes(of: account.id)
        try store.audit.append(
          actor, "make recovery codes", "account", account.id.text, at: now)
        return .recoveryCodes(codes)
      }
    }
  }
}

extension Installation {
  /// To be called within a write transaction.
  func removeSecondFactor(of account: Account.ID) throws {
    try store.accounts.setSecondFactor(of: account, sealed: nil, step: 0)
    try store.recoveryCodes.deleteAll(of: account)
  }
}
