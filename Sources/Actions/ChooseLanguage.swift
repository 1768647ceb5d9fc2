// A person chooses the language of mails to him.

package import Membership
import Store

package struct ChooseLanguage {
  package var account: Account.ID
  package var language: Language

  package init(_ language: Language, of account: Account.ID) {
    self.language = language
    self.account = account
  }

  /// Nothing happens where it is the one that was chosen before.
  package func perform(in installation: Installation, at now: Moment) throws {
    let store = installation.store
    try store.write {
      guard var account = try store.accounts.find(id: account), account.language != language else {
        return
      }
      account.language = language
      try store.accounts.update(account)
      try store.audit.append(
        .account(account.id), "choose language", "account", account.id.text, at: now)
    }
  }
}
