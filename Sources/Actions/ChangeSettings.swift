// Settings of the site are checked and stored: all that were given, or none.

package import Membership
import Store

package struct ChangeSettings {
  package var values: [(name: Settings.Name, value: String)]
  package var actor: Actor

  package init(_ values: [(name: Settings.Name, value: String)], by actor: Actor) {
    self.values = values
    self.actor = actor
  }

  package enum Outcome {
    /// Those that were not so before.
    case changed([Settings.Name])
    /// Nothing was stored.
    case refused([Settings.Refusal])
  }

  package func perform(in installation: Installation, at now: Moment) throws -> Outcome {
    let store = installation.store
    return try store.write {
      let before = try store.settings.load()
      var after = before
      var refusals: [Settings.Refusal] = []
      for (name, value) in values {
        do throws(Settings.Refusal) { try after.set(name, to: value) } catch {
          refusals.append(error)
        }
      }
      guard refusals.isEmpty else { return .refused(refusals) }
      let changed = values.map(\.name).filter { before[$0] != after[$0] }
      for name in changed {
        try store.settings.set(name, to: after[name])
        try store.audit.append(actor, "set", "setting", name.rawValue, at: now)
      }
      return .changed(changed)
    }
  }
}
