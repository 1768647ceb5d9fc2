// A personal account becomes a public one: from now on nobody signs in with it. Sessions, browsers and passwords
// that wait are gone at once; its address stays with it, so that it can become personal again. Before that it has to
// be said what becomes of its links.

package import Membership
import Store

package struct ConvertAccount {
  package var login: Login
  /// nil: it was not said. Only asked for where there are living ones.
  package var links: LeavingLinks?
  package var actor: Actor

  package init(login: Login, links: LeavingLinks? = nil, by actor: Actor) {
    self.login = login
    self.links = links
    self.actor = actor
  }

  package enum Outcome {
    /// - Parameter pages: links whose pages have to change.
    case converted(Account, pages: [InvitationCode])
    case refused(Account, ConversionProblem)
    /// Nothing was changed: what shall become of these?
    case asks(Account, LivingInvitations)
    /// There is no personal account of that login.
    case unknown
  }

  package func perform(in installation: Installation, at now: Moment) throws -> Outcome {
    let store = installation.store
    return try store.write {
      guard var account = try store.accounts.find(login: login), account.kind == .personal,
        account.state != .removed
      else { return .unknown }
      if actor.account == account.id { return .refused(account, .yourself) }
      if account.isAdministrator { return .refused(account, .administrator) }
      let pages: [InvitationCode]
      switch try installation.settleLinks(of: account, links, by: actor, at: now) {
      case .asks(let living): return .asks(account, living)
      case .noHeir: return .refused(account, .noHeir)
      case .settled(let codes): pages = codes
      }
      try store.sessions.deleteAll(of: account.id, at: now)
      try store.devices.deleteAll(of: account.id)
      try store.outbox.cancelWaiting(for: account.id, error: "the account is public now")
      try installation.removeSecondFactor(of: account.id)
      // What the person might use is not opened to those who use the account.
      try store.grants.deleteAll(with: .account(account.id))
      try store.accounts.setKind(of: account.id, to: .public)
      try store.audit.append(actor, "convert", "account", account.id.text, at: now)
      account.kind = .public
      account.mustChangePassword = false
      return .converted(account, pages: pages)
    }
  }
}
