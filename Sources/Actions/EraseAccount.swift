// A person is erased: nothing says name, address or login any more, and the log keeps its ids. An account that is not
// removed yet is removed first, with the same rules.

package import Membership
import Store

package struct EraseAccount {
  package var login: Login
  /// Links cannot stay in the name of nobody; where there are none that are not over, nothing need be said.
  package var links: LeavingLinks?
  package var actor: Actor

  package init(login: Login, links: LeavingLinks? = nil, by actor: Actor) {
    self.login = login
    self.links = links == .keep ? nil : links
    self.actor = actor
  }

  package enum Outcome {
    /// - Parameters:
    ///   - account: as it is from now on.
    ///   - pages: links whose pages have to change.
    case erased(Account, pages: [InvitationCode])
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
      guard !account.isErased else { return .refused(account, .notSo) }
      guard actor.account != account.id else { return .refused(account, .yourself) }
      // Before any changes hands: all of them name the inviter.
      var pages = try store.invitations.codes(of: account.id, limit: ChangeAccount.mostPages)
      let labelled = try store.erasures.labelled(by: account)
      let left =
        account.state == .removed
        ? try settled(account, in: installation, at: now)
        : try installation.change(account, .remove, links: links, by: actor, at: now)
      switch left {
      case .asks(let account, let living): return .asks(account, living)
      case .refused(let account, let problem): return .refused(account, problem)
      case .unknown: return .unknown
      case .changed(_, let changed):
        pages += changed.filter { !pages.contains($0) }
        let (erased, reopened) = try erase(account, labelled, in: installation, at: now)
        return .erased(erased, pages: pages + reopened)
      }
    }
  }

  private func settled(
    _ account: Account, in installation: Installation, at now: Moment
  ) throws -> ChangeAccountState.Outcome {
    switch try installation.settleLinks(of: account, links, by: actor, at: now) {
    case .asks(let living): .asks(account, living)
    case .noHeir: .refused(account, .noHeir)
    case .settled(let pages): .changed(account, pages: pages)
    }
  }

  private func erase(
    _ account: Account, _ labelled: [Invitation.ID], in installation: Installation, at now: Moment
  ) throws -> (Account, reopened: [InvitationCode]) {
    let store = installation.store
    // Whoever has that address by now has come back, and is not asked for.
    let holder = try store.accounts.find(email: account.email)
    let isLast = holder == nil && !account.email.key.isEmpty
    let applications = try store.erasures.applications(of: account, isLast: isLast)
    var reopened: [InvitationCode] = []
    for application in applications where application.state == .pending {
      if let code = try withdraw(application, in: store, at: now) { reopened.append(code) }
    }
    for name in [account.login.text, String(account.email.localPart)] {
      try store.guesses.forgive(SignIn.subject(of: name))
    }
    try store.guesses.forgive(CountedGuess.code(of: account.id).subject)
    let erased = try store.erasures.erase(
      account,
      applications: try store.erasures.applications(of: account, isLast: isLast),
      labelled: labelled, isLast: isLast, at: now)
    try store.audit.append(actor, "erase", "account", account.id.text, at: now)
    return (erased, reopened)
  }

  /// - Returns: the link, whose page may have said that it is full.
  private func withdraw(_ application: Application, in store: Store, at now: Moment) throws
    -> InvitationCode?
  {
    guard try store.applications.withdraw(application.id, at: now) else { return nil }
    try store.invitations.settleUse(of: application.invitation, completed: false)
    try store.audit.append(actor, "withdraw", "application", application.id.text, at: now)
    return try store.invitations.find(id: application.invitation)?.code
  }
}

/// What is left of who was erased in unused parts of the database's file goes. Takes as long as writing the whole file.
package struct FinishErasures {
  package init() {}

  /// - Returns: whether there was anything to do.
  @discardableResult
  package func perform(in installation: Installation) throws -> Bool {
    guard try installation.store.erasures.isUnfinished() else { return false }
    try installation.store.erasures.finish()
    return true
  }
}

extension Installation {
  /// Settings that still say something of a person who was erased.
  /// - Parameter account: as it was.
  package func settingsNaming(_ account: Account) -> [Settings.Name] {
    let texts = [folded(account.name.text), account.email.key].filter { !$0.isEmpty }
    return Settings.Name.allCases.filter { name in
      let value = folded(settings[name])
      return texts.contains { value.contains($0) }
    }
  }
}
