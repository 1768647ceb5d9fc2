// Who is signed in, by the cookie, and the end of it.

package import Membership
import Secrets
import Store

/// A session that has not ended.
package struct Session {
  package let account: Account
  private let token: RandomToken

  /// Stands in each form of a signed-in page; only this session's pages know it.
  package var formToken: String { token.derived(for: "form") }

  package func isFormToken(_ sent: String?) -> Bool {
    isEqualInConstantTime(formToken, sent ?? "")
  }

  /// - Parameter cookie: as the browser sent it; nil comes back for what is none, or has ended.
  package init?(cookie: String?, in installation: Installation, at now: Moment) throws {
    guard let cookie, let token = RandomToken(cookie),
      let account = try installation.store.sessions.account(tokenDigest: token.digest, at: now)
    else { return nil }
    self.account = account
    self.token = token
  }

  package func signOut(in installation: Installation) throws {
    let store = installation.store
    try store.write { try store.sessions.delete(tokenDigest: token.digest) }
  }
}
