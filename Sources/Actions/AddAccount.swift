// A person's account that nobody applied for: made by an administrator, or on the command line. A welcome mail
// brings the initial password; or none is mailed, and the account waits until one is (`ReissuePassword`).

package import Membership
import Store

package struct AddAccount {
  /// nil: made of the address.
  package var login: Login?
  package var name: PersonName
  package var email: EmailAddress
  package var department: Department.ID?
  package var language: Language
  package var holdings: Set<Holding.ID>
  package var isMailed: Bool
  package var actor: Actor

  package init(
    login: Login?, name: PersonName, email: EmailAddress, department: Department.ID? = nil,
    language: Language, holdings: Set<Holding.ID> = [], isMailed: Bool = true, by actor: Actor
  ) {
    self.login = login
    self.name = name
    self.email = email
    self.department = department
    self.language = language
    self.holdings = holdings
    self.isMailed = isMailed
    self.actor = actor
  }

  package enum Outcome {
    case added(Account)
    case loginTaken
    case addressTaken(by: Login)
    case departmentGone
    case holdingGone
  }

  package func perform(in installation: Installation, at now: Moment) throws -> Outcome {
    let store = installation.store
    // One that nobody is told opens nothing, and takes as long to compare as any.
    let password = try InitialPassword(in: installation, at: now)
    return try store.write {
      if let login, try store.accounts.find(login: login) != nil { return .loginTaken }
      if let holder = try store.accounts.find(email: email) {
        return .addressTaken(by: holder.login)
      }
      if let department, try store.departments.find(id: department) == nil {
        return .departmentGone
      }
      for holding in holdings where try store.holdings.find(id: holding) == nil {
        return .holdingGone
      }
      let account = Account(
        login: try login ?? installation.freeLogin(for: email), name: name, email: email,
        department: department, language: language, mustChangePassword: true, created: now)
      try store.accounts.insert(
        account, passwordHash: password.hash, expires: password.expires)
      for holding in holdings { try store.holdings.give(holding, to: account.id) }
      try store.audit.append(actor, "create", "account", account.id.text, at: now)
      if isMailed { try installation.queuePassword(.welcome, to: account, password, at: now) }
      return .added(account)
    }
  }
}
