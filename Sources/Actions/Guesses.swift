// Who guesses passwords is slowed down, and who merely forgot one is not: each try is counted as wrong
// before it is looked at, so that the count is exact however many come at the same instant.

import Membership
import Secrets
import Store

/// What a try was counted under.
struct CountedGuess {
  /// A digest of a name that was typed, a device, or an account that changes or confirms something.
  let subject: String
  /// A network address; nil where it is not asked for.
  let quota: String?

  /// Codes of a second factor.
  static func code(of account: Account.ID) -> CountedGuess {
    CountedGuess(subject: "code \(account.text)", quota: nil)
  }
}

extension Installation {
  /// Seconds, and wrong tries of one network address within them.
  private static let window: Int64 = 15 * 60
  private static let addressQuota = 20

  /// To be called within a write transaction.
  /// - Returns: nil where the try may be looked at; else when one may.
  func count(_ guess: CountedGuess, at now: Moment) throws -> Moment? {
    if let until = try store.guesses.wait(guess.subject, at: now) { return until }
    if let quota = guess.quota {
      let found = try store.quotas.take(quota, window: Self.window, at: now)
      if found.taken > Self.addressQuota {
        try store.quotas.giveBack(quota)
        return found.ends
      }
    }
    return try store.guesses.take(guess.subject, at: now)
  }

  /// It was right. To be called within a write transaction.
  func forgive(_ guess: CountedGuess) throws {
    try store.guesses.forgive(guess.subject)
    if let quota = guess.quota { try store.quotas.giveBack(quota) }
  }

  /// It does not count, and those before it do. To be called within a write transaction.
  func giveBack(_ guess: CountedGuess) throws {
    try store.guesses.giveBack(guess.subject)
    if let quota = guess.quota { try store.quotas.giveBack(quota) }
  }

  /// A counted try whose password is compared; not counted after all where that could not be done.
  func matches(_ password: String, hash: String?, counted guess: CountedGuess) throws -> Bool {
    do { return try matches(password, hash: hash) } catch {
      try store.write { try giveBack(guess) }
      throw error
    }
  }

  // MARK: Devices

  /// The digest of a browser's cookie, if that account has signed in there.
  func knownDevice(_ cookie: String?, of account: Account.ID) throws -> String? {
    guard let cookie, let token = RandomToken(cookie),
      try store.devices.isKnown(tokenDigest: token.digest, account: account)
    else { return nil }
    return token.digest
  }

  /// That account has signed in there. To be called within a write transaction.
  /// - Returns: for the cookie, and its digest. A token that is not known for this account is replaced: somebody else may
  ///   have put it there.
  func remember(device cookie: String?, of account: Account.ID, at now: Moment) throws -> (
    cookie: String, digest: String
  ) {
    if let cookie, let known = try knownDevice(cookie, of: account) {
      try store.devices.markSeen(tokenDigest: known, at: now)
      return (cookie, known)
    }
    let token = RandomToken.new()
    try store.devices.insert(tokenDigest: token.digest, account: account, at: now)
    return (token.text, token.digest)
  }
}
