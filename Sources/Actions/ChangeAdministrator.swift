// What one administrator does to another's account, or the command line to any: suspend, restore, a new
// initial password, the second factor off. The last who is active stays, and nobody does it to himself.

package import Membership
import Store

package struct ChangeAdministrator {
  package var login: Login
  package var change: AdministratorChange
  package var actor: Actor

  package init(login: Login, _ change: AdministratorChange, by actor: Actor) {
    self.login = login
    self.change = change
    self.actor = actor
  }

  package enum Outcome {
    case changed(Account)
    case refused(Account, AdministratorChange.Problem)
    case unknown
  }

  package func perform(in installation: Installation, at now: Moment) throws -> Outcome {
    let store = installation.store
    guard let account = try administrator(in: store) else { return .unknown }
    if actor.account == account.id, change != .restore { return .refused(account, .yourself) }
    if change == .reset {
      switch try ReissuePassword(login: login, by: actor).perform(in: installation, at: now) {
      case .reissued(let account): return .changed(account)
      case .notActive: return .refused(account, .notSo)
      case .unknown: return .unknown
      }
    }
    return try store.write {
      guard let account = try administrator(in: store) else { return .unknown }
      switch change {
      case .suspend:
        guard account.state == .active else { return .refused(account, .notSo) }
        guard try store.accounts.activeAdministratorCount() > 1 else {
          return .refused(account, .last)
        }
        _ = try store.accounts.setState(of: account.id, from: .active, to: .suspended)
        try store.sessions.deleteAll(of: account.id, at: now)
        try store.devices.deleteAll(of: account.id)
      case .restore:
        guard try store.accounts.setState(of: account.id, from: .suspended, to: .active) else {
          return .refused(account, .notSo)
        }
      case .removeSecondFactor:
        guard try store.accounts.secondFactor(of: account.id) != nil else {
          return .refused(account, .notSo)
        }
        try installation.removeSecondFactor(of: account.id)
        // Whoever waits for a code that nobody asks for any more signs in again.
        try store.sessions.deleteAll(of: account.id, at: now)
      case .reset: break
      }
      try store.audit.append(actor, verb, "account", account.id.text, at: now)
      return .changed(account)
    }
  }

  private func administrator(in store: Store) throws -> Account? {
    guard let account = try store.accounts.find(login: login), account.isAdministrator,
      account.state != .removed
    else { return nil }
    return account
  }

  /// As the log has it.
  private var verb: String {
    switch change {
    case .suspend: "suspend"
    case .restore: "restore"
    case .reset: "reissue password"
    case .removeSecondFactor: "turn off second factor"
    }
  }
}

extension Installation {
  /// Of those administrators who have one.
  package func haveSecondFactor() throws -> Set<Account.ID> {
    try store.accounts.haveSecondFactor()
  }
}
