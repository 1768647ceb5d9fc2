// What pages and commands look at of people's accounts.

package import Membership
import Store

extension Installation {
  /// By name.
  package func accounts(
    _ filter: AccountFilter, from start: ListStart<Account> = .first, limit: Int
  ) throws -> [Account] {
    try store.accounts.list(filter, from: start, limit: limit)
  }

  /// Those whose name, address or login has what was typed, and whether there may be more.
  package func accounts(_ text: SearchText, limit: Int) throws -> (found: [Account], more: Bool) {
    try store.accounts.find(text, limit: limit)
  }

  package func account(login: Login) throws -> Account? { try store.accounts.find(login: login) }

  /// Whether an administrator's account has a second factor.
  package func hasSecondFactor(_ account: Account) throws -> Bool {
    try store.accounts.secondFactor(of: account.id) != nil
  }

  /// Links that are not over.
  package func livingInvitations(of account: Account, at now: Moment) throws -> LivingInvitations {
    try store.invitations.living(of: account.id, at: now)
  }

  /// What brought an account.
  package func application(of account: Account) throws -> Application? {
    try store.applications.find(account: account.id)
  }
}
