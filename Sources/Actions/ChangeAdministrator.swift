// What one administrator does to another's account, or the command line to any: suspend and restore, as with
// everybody's, a new initial password, the second factor off. Nobody does it to himself.

package import Membership
import Store

package struct ChangeAdministrator {
  package var login: Login
  package var change: AdministratorChange
  /// Of who is suspended; nil: it was not said.
  package var links: LeavingLinks?
  package var actor: Actor

  package init(
    login: Login, _ change: AdministratorChange, links: LeavingLinks? = nil, by actor: Actor
  ) {
    self.login = login
    self.change = change
    self.links = links
    self.actor = actor
  }

  package typealias Outcome = ChangeAccountState.Outcome

  package func perform(in installation: Installation, at now: Moment) throws -> Outcome {
    let store = installation.store
    guard let account = try administrator(in: store) else { return .unknown }
    if actor.account == account.id, change != .restore { return .refused(account, .yourself) }
    if change == .reset {
      switch try ReissuePassword(login: login, by: actor).perform(in: installation, at: now) {
      case .reissued(let account): return .changed(account, pages: [])
      case .notActive: return .refused(account, .notSo)
      case .unknown: return .unknown
      }
    }
    return try store.write {
      guard let account = try administrator(in: store) else { return .unknown }
      switch change {
      case .suspend:
        return try installation.change(account, .suspend, links: links, by: actor, at: now)
      case .restore:
        return try installation.change(account, .restore, links: nil, by: actor, at: now)
      case .removeSecondFactor:
        guard try store.accounts.secondFactor(of: account.id) != nil else {
          return .refused(account, .notSo)
        }
        try installation.removeSecondFactor(of: account.id)
        // Whoever waits for a code that nobody asks for any more signs in again.
        try store.sessions.deleteAll(of: account.id, at: now)
        try store.audit.append(
          actor, "turn off second factor", "account", account.id.text, at: now)
      case .reset: break
      }
      return .changed(account, pages: [])
    }
  }

  private func administrator(in store: Store) throws -> Account? {
    guard let account = try store.accounts.find(login: login), account.isAdministrator,
      account.state != .removed
    else { return nil }
    return account
  }
}

extension Installation {
  /// Of those administrators who have one.
  package func haveSecondFactor() throws -> Set<Account.ID> {
    try store.accounts.haveSecondFactor()
  }
}
