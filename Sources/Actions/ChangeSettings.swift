// Settings of the site are checked and stored: all that were given, or none. Before members' invitations are
// switched off it has to be said what becomes of those that are not over.

package import Membership
import Store

package struct ChangeSettings {
  package var values: [(name: Settings.Name, value: String)]
  /// nil: it was not said.
  package var memberLinks: OutstandingLinks?
  package var actor: Actor

  package init(
    _ values: [(name: Settings.Name, value: String)], memberLinks: OutstandingLinks? = nil,
    by actor: Actor
  ) {
    self.values = values
    self.memberLinks = memberLinks
    self.actor = actor
  }

  package enum Outcome {
    /// Those that were not so before, and links whose pages have to change.
    case changed([Settings.Name], pages: [InvitationCode])
    /// Nothing was stored.
    case refused([Settings.Refusal])
    /// Nothing was stored: what shall become of these?
    case asks(LivingInvitations)
  }

  package func perform(in installation: Installation, at now: Moment) throws -> Outcome {
    let store = installation.store
    return try store.write {
      let before = try store.settings.load()
      var after = before
      var refusals: [Settings.Refusal] = []
      for (name, value) in values {
        do {
          try after.set(name, to: try resolved(name, value, in: installation))
        } catch let refusal as Settings.Refusal {
          refusals.append(refusal)
        }
      }
      guard refusals.isEmpty else { return .refused(refusals) }
      let changed = values.map(\.name).filter { before[$0] != after[$0] }
      var pages: [InvitationCode] = []
      if before.memberInvitations, !after.memberInvitations {
        let living = try store.invitations.membersLiving(at: now)
        switch memberLinks {
        case nil where living.links > 0: return .asks(living)
        case .revoke: pages = try revokeAll(in: store, at: now)
        case nil, .keep: break
        }
      }
      for name in changed {
        try store.settings.set(name, to: after[name])
        try store.audit.append(actor, "set", "setting", name.rawValue, at: now)
      }
      return .changed(changed, pages: pages)
    }
  }

  /// A department is kept by its id, whichever way it was typed.
  private func resolved(
    _ name: Settings.Name, _ value: String, in installation: Installation
  ) throws -> String {
    let typed = trimmed(value)
    guard name == .memberDepartment, !typed.isEmpty else { return value }
    switch try installation.department(typed: typed) {
    case .found(let department): return department.id.text
    case .unknown, .several:
      throw Settings.Refusal(
        name: name, rule: "empty, or the path of a department that there is, such as Sales / North")
    }
  }

  private func revokeAll(in store: Store, at now: Moment) throws -> [InvitationCode] {
    let ended = try store.invitations.revokeAllMembers(by: actor.account, at: now)
    for each in ended {
      try store.audit.append(actor, "revoke", "invitation", each.id.text, at: now)
    }
    return ended.map(\.code)
  }
}

extension Installation {
  /// A setting as people read and type it: a department by its path.
  package func text(of name: Settings.Name) throws -> String {
    guard name == .memberDepartment else { return settings[name] }
    return try settings.memberDepartment.flatMap { try department(id: $0)?.path } ?? ""
  }

  /// Members' invitations that are not over, whoever made them.
  package func membersLivingInvitations(at now: Moment) throws -> LivingInvitations {
    try store.invitations.membersLiving(at: now)
  }
}
