// A public account gets another name, is suspended, restored or removed. Uses that go on end at once, and whoever
// acted as it is told so by the answer to the next request.

package import Membership
import Store

package struct ChangePublicAccount {
  package enum Change: Sendable {
    case rename(PersonName)
    case state(PublicAccountChange)
  }

  package var login: Login
  package var change: Change
  package var actor: Actor

  package init(login: Login, _ change: Change, by actor: Actor) {
    self.login = login
    self.change = change
    self.actor = actor
  }

  package enum Outcome {
    case changed(Account)
    /// It is as asked already.
    case notSo(Account)
    /// There is no public account of that login.
    case unknown
  }

  package func perform(in installation: Installation, at now: Moment) throws -> Outcome {
    let store = installation.store
    return try store.write {
      guard var account = try store.accounts.find(publicAccount: login) else { return .unknown }
      switch change {
      case .rename(let name):
        guard name != account.name else { return .notSo(account) }
        account.name = name
        try store.accounts.update(account)
        try store.audit.append(actor, "rename", "account", account.id.text, at: now)
      case .state(let change):
        guard try perform(change, on: account, in: store, at: now) else { return .notSo(account) }
      }
      return .changed(account)
    }
  }

  private func perform(
    _ change: PublicAccountChange, on account: Account, in store: Store, at now: Moment
  ) throws -> Bool {
    switch change {
    case .suspend:
      guard try store.accounts.setState(of: account.id, from: .active, to: .suspended) else {
        return false
      }
      try store.accesses.endAll(of: account.id, at: now)
      try store.audit.append(actor, "suspend", "account", account.id.text, at: now)
    case .restore:
      guard try store.accounts.setState(of: account.id, from: .suspended, to: .active) else {
        return false
      }
      try store.audit.append(actor, "restore", "account", account.id.text, at: now)
    case .remove:
      _ = try store.accounts.setState(of: account.id, from: account.state, to: .removed)
      try store.accesses.endAll(of: account.id, at: now)
      try store.grants.deleteAll(for: account.id)
      try store.audit.append(actor, "remove", "account", account.id.text, at: now)
    }
    return true
  }
}
