// A position, a group or a role is renamed, or removed from all who hold it.

package import Membership
import Store

package struct ChangeHolding {
  package var id: Holding.ID
  package var change: HoldingChange
  package var actor: Actor

  package init(_ id: Holding.ID, _ change: HoldingChange, by actor: Actor) {
    self.id = id
    self.change = change
    self.actor = actor
  }

  package enum Outcome {
    /// As it is by now; a removed one as it was.
    case changed(Holding)
    case refused(Holding, HoldingChange.Problem)
    case unknown
  }

  package func perform(in installation: Installation, at now: Moment) throws -> Outcome {
    let store = installation.store
    return try store.write {
      guard var holding = try store.holdings.find(id: id) else { return .unknown }
      switch change {
      case .rename(let typed):
        let name = trimmed(typed)
        guard Holding.isName(name) else { return .refused(holding, .name) }
        if let other = try store.holdings.find(holding.kind, named: name), other.id != id {
          return .refused(holding, .taken(by: other))
        }
        guard name != holding.name else { break }
        holding.name = name
        try store.holdings.rename(id, to: name)
        try store.audit.append(actor, "rename", "holding", id.text, at: now)
      case .remove:
        try store.holdings.delete(id)
        try store.audit.append(actor, "remove", "holding", id.text, at: now)
      }
      return .changed(holding)
    }
  }
}

extension Installation {
  /// What a holding is for by now, so that nobody removes it unawares.
  package struct HoldingUse {
    /// Counted to a thousand and no further.
    package let holders, links: Int
    /// At most a hundred.
    package let publicAccounts: [Account]
  }

  package func use(of holding: Holding, at now: Moment) throws -> HoldingUse {
    HoldingUse(
      holders: try store.holdings.holderCount(of: holding.id),
      links: try store.holdings.linkCount(of: holding.id, at: now),
      publicAccounts: try store.grants.publicAccounts(with: .holding(holding.id), limit: 100))
  }
}
