// A business system may ask in its people's names from now on; it gets another key, another limit, or is refused for good.
// A key's secret is told once and kept sealed.

package import Membership
import Secrets
import Store

package struct AddBusinessSystem {
  package var name: String
  package var linksPerDay: Int
  package var actor: Actor

  package init(named name: String, linksPerDay: Int, by actor: Actor) {
    self.name = name
    self.linksPerDay = linksPerDay
    self.actor = actor
  }

  package enum Outcome {
    case added(BusinessSystem, BusinessKey)
    case refused(BusinessSystemChange.Problem)
  }

  package func perform(in installation: Installation, at now: Moment) throws -> Outcome {
    let system = BusinessSystem(name: trimmed(name), linksPerDay: linksPerDay, created: now)
    guard BusinessSystem.isName(system.name) else { return .refused(.name) }
    guard BusinessSystem.limits.contains(linksPerDay) else { return .refused(.limit) }
    let sealing = try installation.key
    let store = installation.store
    return try store.write {
      guard try store.businessSystems.find(named: system.name) == nil else {
        return .refused(.taken)
      }
      try store.businessSystems.insert(system)
      let key = try newKey(of: system.id, sealing, store, at: now)
      try store.audit.append(actor, "create", "business_system", system.id.text, at: now)
      return .added(system, key)
    }
  }
}

package struct ChangeBusinessSystem {
  package var id: BusinessSystem.ID
  package var change: BusinessSystemChange
  package var actor: Actor

  package init(_ id: BusinessSystem.ID, _ change: BusinessSystemChange, by actor: Actor) {
    self.id = id
    self.change = change
    self.actor = actor
  }

  package enum Outcome {
    /// With the new key, where there is one.
    case changed(BusinessSystem, BusinessKey?)
    case refused(BusinessSystem, BusinessSystemChange.Problem)
    case unknown
  }

  /// Seconds for which a key is good when another has followed.
  private static let overlap: Int64 = 86400

  package func perform(in installation: Installation, at now: Moment) throws -> Outcome {
    let sealing = try installation.key
    let store = installation.store
    return try store.write {
      guard var system = try store.businessSystems.find(id: id) else { return .unknown }
      guard system.revoked == nil else { return .refused(system, .revoked) }
      var key: BusinessKey?
      let verb: String
      switch change {
      case .rotate:
        try store.businessSystems.endKey(of: id, at: now + Self.overlap)
        key = try newKey(of: id, sealing, store, at: now)
        verb = "rotate"
      case .revoke:
        guard try store.businessSystems.revoke(id, at: now) else {
          return .refused(system, .revoked)
        }
        system.revoked = now
        verb = "revoke"
      case .limit(let linksPerDay):
        guard BusinessSystem.limits.contains(linksPerDay) else { return .refused(system, .limit) }
        try store.businessSystems.setLimit(of: id, to: linksPerDay)
        system.linksPerDay = linksPerDay
        verb = "limit"
      }
      try store.audit.append(actor, verb, "business_system", id.text, at: now)
      return .changed(system, key)
    }
  }
}

/// Within a write transaction.
private func newKey(
  of system: BusinessSystem.ID, _ sealing: SealingKey, _ store: Store, at now: Moment
) throws -> BusinessKey {
  let key = BusinessKey(secret: RandomToken.new().text)
  try store.businessSystems.insert(key.id, of: system, sealed: sealing.seal(key.secret), at: now)
  return key
}

extension Installation {
  /// By name; those that are revoked too.
  package func businessSystems() throws -> [BusinessSystem] { try store.businessSystems.all() }

  package func businessSystem(id: BusinessSystem.ID) throws -> BusinessSystem? {
    try store.businessSystems.find(id: id)
  }

  /// However it is spelled.
  package func businessSystem(named name: String) throws -> BusinessSystem? {
    try store.businessSystems.find(named: name)
  }

  package func businessKey(of system: BusinessSystem) throws -> BusinessKey.ID? {
    try store.businessSystems.key(of: system.id)
  }

  /// Whose key that is, and its secret; nil where it is unknown or over, its system is revoked, or nobody can open it.
  package func businessSystem(key id: String, at now: Moment) throws -> (
    system: BusinessSystem, secret: String
  )? {
    guard let found = try store.businessSystems.find(key: id, at: now) else { return nil }
    do {
      return (system: found.system, secret: try key.open(found.sealed))
    } catch SecretsError.notSealedWithThisKey {
      // Of a site that was restored without its usher.key.
      return nil
    }
  }
}
