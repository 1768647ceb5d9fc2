// What an account holds: positions, groups and roles are given to it, or taken from it.

package import Membership
import Store

package struct ChangeHoldings {
  package var login: Login
  package var change: HoldingsChange
  package var actor: Actor

  package init(of login: Login, _ change: HoldingsChange, by actor: Actor) {
    self.login = login
    self.change = change
    self.actor = actor
  }

  package enum Outcome {
    /// Those that were not so before.
    case changed(Account, HoldingsChange)
    /// One that was to be given is not there any more; nothing was changed.
    case holdingGone(Account)
    case unknown
  }

  package func perform(in installation: Installation, at now: Moment) throws -> Outcome {
    let store = installation.store
    return try store.write {
      guard let account = try store.accounts.find(login: login), account.state != .removed else {
        return .unknown
      }
      guard try installation.areThere(change.given) else { return .holdingGone(account) }
      return .changed(
        account,
        try installation.changeHoldings(of: account.id, change, by: actor, at: now))
    }
  }
}

extension Installation {
  /// Within a write transaction, like what follows.
  func areThere(_ holdings: Set<Holding.ID>) throws -> Bool {
    try holdings.allSatisfy { try store.holdings.find(id: $0) != nil }
  }

  /// With its lines in the log: one of the account, and one of each that was given or taken.
  /// - Parameter change: gives only what is there.
  /// - Returns: what was not so before.
  @discardableResult
  func changeHoldings(
    of account: Account.ID, _ change: HoldingsChange, by actor: Actor, at now: Moment
  ) throws -> HoldingsChange {
    func sorted(_ holdings: Set<Holding.ID>) -> [Holding.ID] {
      holdings.sorted { $0.text < $1.text }
    }
    let given = try sorted(change.given).filter { try store.holdings.give($0, to: account) }
    let taken = try sorted(change.taken).filter { try store.holdings.take($0, from: account) }
    if !given.isEmpty || !taken.isEmpty {
      try store.audit.append(actor, "change holdings", "account", account.text, at: now)
    }
    for holding in given {
      try store.audit.append(actor, "give", "holding", holding.text, at: now)
    }
    for holding in taken {
      try store.audit.append(actor, "take", "holding", holding.text, at: now)
    }
    return HoldingsChange(give: Set(given), take: Set(taken))
  }
}
