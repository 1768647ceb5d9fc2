// An administrator's account: with a password of the person's own, with an initial one that is shown once,
// or with one that a welcome mail brings.

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
  /// Whether a welcome mail brings it, and nobody sees it here.
  package var isMailed: Bool
  package var actor: Actor

  package init(
    login: Login, name: PersonName, email: EmailAddress, language: Language, password: Password?,
    isMailed: Bool = false, by actor: Actor = .commandLine
  ) {
    self.login = login
    self.name = name
    self.email = email
    self.language = language
    self.password = password
    self.isMailed = isMailed
    self.actor = actor
  }

  package enum Outcome {
    /// - Parameter initialPassword: to be shown once, and until when it is good.
    case added(initialPassword: (String, until: Moment)?)
    case loginTaken
    case addressTaken(by: Login)
  }

  package func perform(in installation: Installation, at now: Moment) throws -> Outcome {
    let store = installation.store
    let initial = password == nil ? try InitialPassword(in: installation, at: now) : nil
    let hash = try initial?.hash ?? installation.hash(password?.text ?? "")
    let account = Account(
      login: login, name: name, email: email, isAdministrator: true, language: language,
      mustChangePassword: initial != nil, created: now)
    return try store.write {
      guard try store.accounts.find(login: login) == nil else { return .loginTaken }
      if let holder = try store.accounts.find(email: email) {
        return .addressTaken(by: holder.login)
      }
      try store.accounts.insert(account, passwordHash: hash, expires: initial?.expires)
      try store.audit.append(actor, "create", "account", account.id.text, at: now)
      if isMailed, let initial {
        try installation.queuePassword(.welcome, to: account, initial, at: now)
        return .added(initialPassword: nil)
      }
      return .added(initialPassword: initial.map { ($0.plain, until: $0.expires) })
    }
  }
}
