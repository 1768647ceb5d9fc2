// What pages and commands look at of public accounts: which there are, who may use them and why, who did.

package import Membership
import Store

extension Installation {
  /// By name; suspended ones too, removed ones not.
  package func publicAccounts(from start: ListStart<Account> = .first, limit: Int) throws
    -> [Account]
  {
    try store.accounts.list(AccountFilter(kind: .public), from: start, limit: limit)
  }

  /// nil where there is none of that login, or it is removed.
  package func publicAccount(login: Login) throws -> Account? {
    try store.accounts.find(publicAccount: login)
  }

  /// The public accounts that somebody may use by now, by name, each with all reasons.
  package func publicAccounts(for account: Account) throws -> [PublicAccess] {
    try store.grants.publicAccounts(for: account)
  }

  /// A public account's associations.
  package func grants(for publicAccount: Account) throws -> [Grant] {
    try store.grants.all(for: publicAccount.id)
  }

  /// Whom or what an association is with; nil where that is gone.
  package func grant(_ subject: GrantSubject) throws -> Grant? { try store.grants.find(subject) }

  package func grantCount(for publicAccount: Account) throws -> Int {
    try store.grants.count(for: publicAccount.id)
  }

  /// Who may use a public account by now, by name, each with all reasons.
  package func users(of publicAccount: Account, limit: Int) throws -> [PublicAccountUser] {
    let filter = AccountFilter(state: .active, kind: .personal, mayUse: publicAccount.id)
    return try store.accounts.list(filter, from: .first, limit: limit).map { account in
      PublicAccountUser(
        account: account,
        reasons: try store.grants.reasons(for: publicAccount.id, of: account))
    }
  }

  /// Those of a public account, the newest first.
  package func uses(
    of publicAccount: Account, before: PublicAccountUse? = nil, limit: Int, at now: Moment
  ) throws -> [PublicAccountUse] {
    try store.accesses.list(publicAccount: publicAccount.id, before: before, limit: limit, at: now)
  }

  /// Those that somebody made, the newest first.
  package func uses(by account: Account, limit: Int, at now: Moment) throws -> [PublicAccountUse] {
    try store.accesses.list(account: account.id, limit: limit, at: now)
  }

  package func use(id: PublicAccountUse.ID, at now: Moment) throws -> PublicAccountUse? {
    try store.accesses.find(id: id, at: now)
  }

  /// By login or by e-mail address; removed ones too.
  package func account(typed: String) throws -> Account? {
    let typed = trimmed(typed)
    if let login = Login(typed), let account = try store.accounts.find(login: login) {
      return account
    }
    return try (try? EmailAddress(typed)).flatMap { try store.accounts.find(email: $0) }
  }
}
