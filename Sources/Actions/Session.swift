// Who is signed in, by the cookie, and the end of it.

package import Membership
import Secrets
import Store

/// A session that has not ended.
package struct Session {
  package let account: Account
  package let acting: Acting
  let token: RandomToken
  private let access: PublicAccountUse.ID?

  /// Stands in each form of a signed-in page; only this session's pages know it.
  package var formToken: String { token.derived(for: "form") }

  package func isFormToken(_ sent: String?) -> Bool {
    isEqualInConstantTime(formToken, sent ?? "")
  }

  /// - Parameter cookie: as the browser sent it; nil comes back for what is none, or has ended.
  package init?(cookie: String?, in installation: Installation, at now: Moment) throws {
    guard let cookie, let token = RandomToken(cookie),
      let found = try installation.store.sessions.find(tokenDigest: token.digest, at: now)
    else { return nil }
    account = found.account
    access = found.access
    acting = try installation.acting(in: found.access, of: found.account, at: now)
    self.token = token
  }

  /// Whose session it is or was, as long as something of it is left: that opens nothing.
  package static func owner(cookie: String?, in installation: Installation) throws -> Account.ID? {
    try cookie.flatMap { RandomToken($0) }.flatMap {
      try installation.store.sessions.owner(tokenDigest: $0.digest)
    }
  }

  /// It was said that a use has ended: from now on oneself, unless another has begun meanwhile.
  package func goOnAsOneself(in installation: Installation) throws {
    guard let access, case .ended = acting else { return }
    let store = installation.store
    try store.write { try store.sessions.clearAccess(tokenDigest: token.digest, of: access) }
  }

  package func signOut(in installation: Installation, at now: Moment) throws {
    try Session.end(token, in: installation, at: now)
  }

  fileprivate static func end(
    _ token: RandomToken, in installation: Installation, at now: Moment
  ) throws {
    let store = installation.store
    try store.write { try store.sessions.delete(tokenDigest: token.digest, at: now) }
  }
}

/// A session that opens nothing yet: the password was right, and the second factor is asked for. A type of
/// its own, so that no page can take it for the other.
package struct AwaitingSession {
  package let account: Account
  let token: RandomToken

  package var formToken: String { token.derived(for: "code form") }

  package func isFormToken(_ sent: String?) -> Bool {
    isEqualInConstantTime(formToken, sent ?? "")
  }

  package init?(cookie: String?, in installation: Installation, at now: Moment) throws {
    guard let cookie, let token = RandomToken(cookie),
      let account = try installation.store.sessions.accountAwaitingCode(
        tokenDigest: token.digest, at: now)
    else { return nil }
    self.account = account
    self.token = token
  }

  package func signOut(in installation: Installation, at now: Moment) throws {
    try Session.end(token, in: installation, at: now)
  }
}
