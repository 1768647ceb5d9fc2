// An administrator says how often the mail about waiting applications may come.

package import Membership
import Store

package struct ChooseDigest {
  package var login: Login
  /// 0: never.
  package var hours: Int
  package var actor: Actor

  /// What people choose from.
  package static let choices = [0, 1, 4, 24, 168]
  package static let allowed = 0...168

  package init(_ login: Login, hours: Int, by actor: Actor) {
    self.login = login
    self.hours = hours
    self.actor = actor
  }

  package enum Outcome {
    case chosen
    case outOfRange
    case notAdministrator
  }

  package func perform(in installation: Installation, at now: Moment) throws -> Outcome {
    guard Self.allowed.contains(hours) else { return .outOfRange }
    let store = installation.store
    return try store.write {
      guard let account = try store.accounts.find(login: login), account.isAdministrator,
        account.state != .removed
      else { return .notAdministrator }
      guard try store.digests.hours(of: account.id) != hours else { return .chosen }
      try store.digests.setHours(of: account.id, to: hours)
      try store.audit.append(actor, "choose digest", "account", account.id.text, at: now)
      return .chosen
    }
  }
}

extension Installation {
  /// Hours between two mails about waiting applications; 0: never.
  package func digestHours(of account: Account) throws -> Int {
    try store.digests.hours(of: account.id) ?? 0
  }
}
