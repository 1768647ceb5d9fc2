// A person's account is suspended, restored, removed, or signed out everywhere. Nobody does it to himself, the last
// active administrator stays, and before an inviter leaves it has to be said what becomes of the links.

package import Membership
import Store

package struct ChangeAccountState {
  package var login: Login
  package var change: AccountChange
  /// nil: it was not said. Only asked for where somebody who has living links leaves.
  package var links: LeavingLinks?
  package var actor: Actor

  package init(
    login: Login, _ change: AccountChange, links: LeavingLinks? = nil, by actor: Actor
  ) {
    self.login = login
    self.change = change
    self.links = links
    self.actor = actor
  }

  package enum Outcome {
    /// - Parameter pages: links whose pages have to change.
    case changed(Account, pages: [InvitationCode])
    case refused(Account, AccountChange.Problem)
    /// Nothing was changed: what shall become of these?
    case asks(Account, LivingInvitations)
    /// There is no personal account of that login.
    case unknown
  }

  package func perform(in installation: Installation, at now: Moment) throws -> Outcome {
    let store = installation.store
    return try store.write {
      guard let account = try store.accounts.find(login: login), account.kind == .personal
      else { return .unknown }
      return try installation.change(account, change, links: links, by: actor, at: now)
    }
  }
}

extension Installation {
  /// Within a write transaction, of a personal account. What is not done changes nothing.
  func change(
    _ account: Account, _ change: AccountChange, links: LeavingLinks?, by actor: Actor,
    at now: Moment
  ) throws -> ChangeAccountState.Outcome {
    switch change {
    case .restore:
      guard
        try store.accounts.setState(of: account.id, from: .suspended, to: .active)
      else { return .refused(account, .notSo) }
      try store.audit.append(actor, "restore", "account", account.id.text, at: now)
      return .changed(account, pages: [])
    case .signOut:
      guard account.state != .removed else { return .refused(account, .notSo) }
      try signOut(account, at: now)
      try store.audit.append(actor, "sign out", "account", account.id.text, at: now)
      return .changed(account, pages: [])
    case .suspend:
      guard actor.account != account.id else { return .refused(account, .yourself) }
      guard account.state == .active else { return .refused(account, .notSo) }
    case .remove:
      guard actor.account != account.id else { return .refused(account, .yourself) }
      guard account.state != .removed else { return .refused(account, .notSo) }
    }
    if account.isAdministrator, account.state == .active,
      try store.accounts.activeAdministratorCount() < 2
    {
      return .refused(account, .last)
    }
    switch try settleLinks(of: account, links, by: actor, at: now) {
    case .asks(let living): return .asks(account, living)
    case .noHeir: return .refused(account, .noHeir)
    case .settled(let pages):
      try leave(account, isForGood: change == .remove, by: actor, at: now)
      return .changed(account, pages: pages)
    }
  }

  private func leave(_ account: Account, isForGood: Bool, by actor: Actor, at now: Moment) throws {
    _ = try store.accounts.setState(
      of: account.id, from: account.state, to: isForGood ? .removed : .suspended)
    try signOut(account, at: now)
    // An initial password that is on its way opens nothing any more.
    try store.outbox.cancelWaiting(
      for: account.id, error: isForGood ? "the account is removed" : "the account is suspended")
    guard isForGood else {
      return try store.audit.append(actor, "suspend", "account", account.id.text, at: now)
    }
    try store.holdings.takeAll(from: account.id)
    try store.grants.deleteAll(with: .account(account.id))
    try removeSecondFactor(of: account.id)
    try store.accounts.removePassword(of: account.id)
    try store.audit.append(actor, "remove", "account", account.id.text, at: now)
  }

  private func signOut(_ account: Account, at now: Moment) throws {
    try store.sessions.deleteAll(of: account.id, at: now)
    try store.devices.deleteAll(of: account.id)
  }

  // MARK: Links of who leaves

  enum SettledLinks {
    case settled([InvitationCode])
    case asks(LivingInvitations)
    case noHeir
  }

  /// Within a write transaction.
  func settleLinks(
    of account: Account, _ answer: LeavingLinks?, by actor: Actor, at now: Moment
  ) throws -> SettledLinks {
    let living = try store.invitations.living(of: account.id, at: now)
    guard living.links > 0 else { return .settled([]) }
    switch answer {
    case nil: return .asks(living)
    case .keep: return .settled([])
    case .revoke:
      let ended = try store.invitations.revokeAll(of: account.id, by: actor.account, at: now)
      for each in ended {
        try store.audit.append(actor, "revoke", "invitation", each.id.text, at: now)
      }
      return .settled(ended.map(\.code))
    case .handOver(let login):
      guard let heir = try store.accounts.find(login: login), heir.id != account.id,
        heir.isAdministrator, heir.state == .active
      else { return .noHeir }
      let given = try store.invitations.handOver(from: account.id, to: heir.id, at: now)
      for each in given {
        try store.audit.append(actor, "hand over", "invitation", each.id.text, at: now)
      }
      return .settled(given.map(\.code))
    }
  }
}
