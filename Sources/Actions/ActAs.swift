// Who is signed in acts as a public account, as another, or as himself again. Whether he may is asked with every
// request, so that it ends with the next one when an association, or the account, is gone.

package import Membership
import Secrets
import Store

/// As whom somebody acts in a session.
package enum Acting: Sendable {
  case oneself
  case publicAccount(Account)
  /// It was a public account until now: who is signed in may not use it any more. Stays so until that was said
  /// (`Session.goOnAsOneself`), and counts as oneself meanwhile.
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
    /// There is none that may be used: unknown, suspended or not associated. As whom one acts stays.
    case refused
  }

  package func perform(in installation: Installation, at now: Moment) throws -> Outcome {
    let store = installation.store
    let digest = session.token.digest
    return try store.write {
      // Much may have happened since the request came: the session is over, who it is has moved.
      guard try store.sessions.owner(tokenDigest: digest) == session.account.id,
        let account = try store.accounts.find(id: session.account.id), account.state == .active
      else { return .refused }
      var publicAccount: Account?
      if let login {
        guard let found = try store.accounts.find(login: login),
          try store.grants.mayUse(found.id, account)
        else { return .refused }
        publicAccount = found
      }
      // Another window of the same session may have begun another use meanwhile, or this very one.
      if let access = try store.sessions.access(tokenDigest: digest) {
        if let publicAccount, let going = try store.accesses.publicAccount(of: access),
          going.account.id == publicAccount.id, !going.isEnded
        {
          return .acting(.publicAccount(publicAccount))
        }
        try installation.end(access, tokenDigest: digest, at: now)
      }
      guard let publicAccount else { return .acting(.oneself) }
      let use = PublicAccountUse.ID.new()
      try store.accesses.insert(use, publicAccount: publicAccount.id, account: account.id, at: now)
      try store.sessions.setAccess(tokenDigest: digest, to: use)
      return .acting(.publicAccount(publicAccount))
    }
  }
}

extension Installation {
  /// As whom, by now. A use of a public account that may not be used any more ends here.
  func acting(
    in access: PublicAccountUse.ID?, of account: Account, at now: Moment
  ) throws -> Acting {
    guard let access, let use = try store.accesses.publicAccount(of: access) else {
      return .oneself
    }
    if !use.isEnded, try store.grants.mayUse(use.account.id, account) {
      return .publicAccount(use.account)
    }
    if !use.isEnded { try store.write { try store.accesses.end(access, at: now) } }
    return .ended(use.account)
  }

  /// Within a write transaction.
  fileprivate func end(_ access: PublicAccountUse.ID, tokenDigest: String, at now: Moment) throws {
    try store.accesses.end(access, at: now)
    try store.sessions.clearAccess(tokenDigest: tokenDigest, of: access)
  }
}
