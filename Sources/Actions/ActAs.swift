// Who is signed in acts as a public account, as another, or as himself again. Whether he may is asked with every
// request, so that it ends with the next one when an association, or the account, is gone.

package import Membership
import Secrets
import Store

/// As whom somebody acts in a session.
package enum Acting: Sendable {
  case oneself
  case publicAccount(Account)
  /// It was a public account until now: who is signed in may not use it any more, and is himself again.
  case ended(Account)

  package var account: Account? {
    if case .publicAccount(let account) = self { account } else { nil }
  }
}

package struct ActAs {
  package var session: Session
  /// The public account's; nil: oneself.
  package var login: Login?

  package init(_ session: Session, _ login: Login?) {
    self.session = session
    self.login = login
  }

  package enum Outcome {
    case acting(Acting)
    /// There is none that may be used: unknown, suspended or not associated.
    case refused
  }

  package func perform(in installation: Installation, at now: Moment) throws -> Outcome {
    let store = installation.store
    return try store.write {
      var publicAccount: Account?
      if let login {
        guard let found = try store.accounts.find(login: login),
          try store.grants.mayUse(found.id, session.account)
        else { return .refused }
        publicAccount = found
      }
      let digest = session.token.digest
      // Another window of the same session may have begun another use meanwhile.
      if let access = try store.sessions.access(tokenDigest: digest) {
        try installation.end(access, tokenDigest: digest, at: now)
      }
      guard let publicAccount else { return .acting(.oneself) }
      let use = PublicAccountUse.ID.new()
      try store.accesses.insert(
        use, publicAccount: publicAccount.id, account: session.account.id, at: now)
      try store.sessions.setAccess(tokenDigest: digest, to: use)
      return .acting(.publicAccount(publicAccount))
    }
  }
}

extension Installation {
  /// As whom, by now. A use of a public account that may not be used any more ends here.
  func acting(
    in access: PublicAccountUse.ID?, of account: Account, tokenDigest: String, at now: Moment
  ) throws -> Acting {
    guard let access, let publicAccount = try store.accesses.publicAccount(of: access) else {
      return .oneself
    }
    if try store.grants.mayUse(publicAccount.id, account) { return .publicAccount(publicAccount) }
    try store.write { try end(access, tokenDigest: tokenDigest, at: now) }
    return .ended(publicAccount)
  }

  /// Within a write transaction.
  fileprivate func end(_ access: PublicAccountUse.ID, tokenDigest: String, at now: Moment) throws {
    try store.accesses.end(access, at: now)
    try store.sessions.setAccess(tokenDigest: tokenDigest, to: nil)
  }
}

extension Installation {
  /// The public accounts that somebody may use by now, by name, each with all reasons.
  package func publicAccounts(for account: Account) throws -> [PublicAccess] {
    try store.grants.publicAccounts(for: account)
  }
}
