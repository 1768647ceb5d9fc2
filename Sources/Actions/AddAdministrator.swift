// An administrator's account, made on the command line: with a password of the person's own, or with an
// initial one that is shown once.

package import Membership
import Secrets
import Store

package struct AddAdministrator {
  package var login: Login
  package var name: PersonName
  package var email: EmailAddress
  package var language: Language
  /// nil: an initial password is made.
  package var password: Password?

  package init(
    login: Login, name: PersonName, email: EmailAddress, language: Language, password: Password?
  ) {
    self.login = login
    self.name = name
    self.email = email
    self.language = language
    self.password = password
  }

  package enum Outcome {
    /// - Parameter initialPassword: to be shown once, and until when it is good.
    case added(initialPassword: (String, until: Moment)?)
    case loginTaken
    case addressTaken(by: Login)
  }

  package func perform(in installation: Installation, at now: Moment) throws -> Outcome {
    let store = installation.store
    let initial = password == nil ? newInitialPassword() : nil
    let hash = try installation.hash(initial ?? password?.text ?? "")
    let expires = now + Int64(installation.settings.initialPasswordHours) * 3600
    let account = Account(
      login: login, name: name, email: email, isAdministrator: true, language: language,
      mustChangePassword: initial != nil, created: now)
    return try store.write {
      guard try store.accounts.find(login: login) == nil else { return .loginTaken }
      if let holder = try store.accounts.find(email: email) {
        return .addressTaken(by: holder.login)
      }
      try store.accounts.insert(
        account, passwordHash: hash, expires: initial == nil ? nil : expires)
      try store.audit.append(.commandLine, "create", "account", account.id.text, at: now)
      return .added(initialPassword: initial.map { ($0, until: expires) })
    }
  }
}
