// One setting of the site is checked and stored.

package import Membership
import Store

package struct ChangeSetting {
  package var name: Settings.Name
  package var value: String

  package init(_ name: Settings.Name, to value: String) {
    self.name = name
    self.value = value
  }

  package enum Outcome {
    case changed
    case refused(Settings.Refusal)
  }

  package func perform(in installation: Installation, at now: Moment) throws -> Outcome {
    var changed = installation.settings
    do throws(Settings.Refusal) { try changed.set(name, to: value) } catch {
      return .refused(error)
    }
    let store = installation.store
    try store.write {
      try store.settings.set(name, to: changed[name])
      try store.audit.append(.commandLine, "set", "setting", name.rawValue, at: now)
    }
    return .changed
  }
}
