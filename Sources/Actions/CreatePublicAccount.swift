// A public account: a name and a login that several people act as. It has no password, since nobody signs in
// with it, and no address, since nobody reads its mail.

package import Membership
import Store

package struct CreatePublicAccount {
  package var login: Login
  package var name: PersonName
  package var actor: Actor

  package init(login: Login, name: PersonName, by actor: Actor) {
    self.login = login
    self.name = name
    self.actor = actor
  }

  package enum Outcome {
    case created(Account)
    case loginTaken
  }

  package func perform(in installation: Installation, at now: Moment) throws -> Outcome {
    let store = installation.store
    let account = Account(
      login: login, name: name, email: EmailAddress(stored: ""), kind: .public,
      language: installation.settings.language, mustChangePassword: false, created: now)
    return try store.write {
      guard try store.accounts.find(login: login) == nil else { return .loginTaken }
      try store.accounts.insert(account, passwordHash: "", expires: nil)
      try store.audit.append(actor, "create", "account", account.id.text, at: now)
      return .created(account)
    }
  }
}
