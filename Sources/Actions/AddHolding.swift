// A position, a group or a role that accounts can hold from now on.

package import Membership
import Store

package struct AddHolding {
  package var kind: Holding.Kind
  package var name: String
  package var actor: Actor

  package init(_ kind: Holding.Kind, named name: String, by actor: Actor) {
    self.kind = kind
    self.name = name
    self.actor = actor
  }

  package enum Outcome {
    case added(Holding)
    case refused(HoldingChange.Problem)
  }

  package func perform(in installation: Installation, at now: Moment) throws -> Outcome {
    let holding = Holding(kind: kind, name: trimmed(name))
    guard Holding.isName(holding.name) else { return .refused(.name) }
    let store = installation.store
    return try store.write {
      if let other = try store.holdings.find(kind, named: holding.name) {
        return .refused(.taken(by: other))
      }
      try store.holdings.insert(holding)
      try store.audit.append(actor, "create", "holding", holding.id.text, at: now)
      return .added(holding)
    }
  }
}

extension Installation {
  /// By kind, then by name.
  package func holdings() throws -> [Holding] { try value(\.holdings) { try store.holdings.all() } }

  /// Some of them, where there are more.
  package func holdings(limit: Int) throws -> [Holding] { try store.holdings.all(limit: limit) }

  package func holding(id: Holding.ID) throws -> Holding? { try store.holdings.find(id: id) }

  /// By its name, however it is spelled.
  package func holding(_ kind: Holding.Kind, named name: String) throws -> Holding? {
    try store.holdings.find(kind, named: trimmed(name))
  }

  /// Whatever an account holds, by kind, then by name.
  package func holdings(of account: Account) throws -> [Holding] {
    try store.holdings.all(of: account.id)
  }

  /// What a link gives by now to who joins through it.
  package func holdings(whatGives invitation: Invitation.ID) throws -> [Holding] {
    try store.holdings.all(of: invitation)
  }
}
