// Name, address, department or language of a person's account. What is nil stays as it is; the login stays always.

package import Membership
import Store

package struct ChangeAccount {
  package var login: Login
  package var name: PersonName?
  package var email: EmailAddress?
  /// `.some(nil)`: none from now on.
  package var department: Department.ID??
  package var language: Language?
  package var actor: Actor

  package init(
    login: Login, name: PersonName? = nil, email: EmailAddress? = nil,
    department: Department.ID?? = nil, language: Language? = nil, by actor: Actor
  ) {
    self.login = login
    self.name = name
    self.email = email
    self.department = department
    self.language = language
    self.actor = actor
  }

  package enum Outcome {
    /// - Parameter pages: links whose pages have to change.
    case changed(Account, pages: [InvitationCode])
    case addressTaken(by: Login)
    case departmentGone
    /// It is removed.
    case removed(Account)
    /// There is no personal account of that login.
    case unknown
  }

  /// Links that are named one by one where an inviter's name changes.
  package static let mostPages = 200

  package func perform(in installation: Installation, at now: Moment) throws -> Outcome {
    let store = installation.store
    return try store.write {
      guard let old = try store.accounts.find(login: login), old.kind == .personal else {
        return .unknown
      }
      guard old.state != .removed else { return .removed(old) }
      var account = old
      if let name { account.name = name }
      if let email { account.email = email }
      if let department { account.department = department }
      if let language { account.language = language }
      if let holder = try store.accounts.find(email: account.email), holder.id != account.id {
        return .addressTaken(by: holder.login)
      }
      if let department = account.department, department != old.department,
        try store.departments.find(id: department) == nil
      {
        return .departmentGone
      }
      let verbs = verbs(from: old, to: account)
      guard !verbs.isEmpty else { return .changed(account, pages: []) }
      try store.accounts.update(account)
      // A password that waits goes where it should have gone.
      if account.email != old.email {
        try store.outbox.redirectWaiting(for: account.id, to: account.email)
      }
      for verb in verbs {
        try store.audit.append(actor, verb, "account", account.id.text, at: now)
      }
      // Pages of links say who invites.
      return .changed(
        account,
        pages: account.name == old.name
          ? [] : try store.invitations.codes(of: account.id, limit: Self.mostPages))
    }
  }

  /// One line of the log for each thing that changes.
  private func verbs(from old: Account, to new: Account) -> [String] {
    var verbs: [String] = []
    if new.name != old.name { verbs.append("change name") }
    if new.email != old.email { verbs.append("change address") }
    if new.department != old.department { verbs.append("change department") }
    if new.language != old.language { verbs.append("change language") }
    return verbs
  }
}
