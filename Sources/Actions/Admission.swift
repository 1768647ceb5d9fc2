// What an approval brings, by an administrator or by the system: an account, and a welcome mail in the
// outbox. Runs inside the transaction of the decision.

import Membership
import Secrets
import Store

extension Installation {
  func admit(
    _ application: Application, with password: InitialPassword, at now: Moment
  ) throws {
    let account = Account(
      login: try freeLogin(for: application.email), name: application.name,
      email: application.email, department: application.department,
      language: application.language, mustChangePassword: true, created: now)
    try store.accounts.insert(account, passwordHash: password.hash, expires: password.expires)
    try queueWelcome(to: account, application: application.id, with: password, at: now)
    try store.applications.setAccount(of: application.id, to: account.id)
  }

  func queueWelcome(
    to account: Account, application: Application.ID?, with password: InitialPassword,
    at now: Moment
  ) throws {
    try queue(
      .welcome, to: account.email, language: account.language, account: account.id,
      application: application, sealed: password.sealed, givesUp: password.expires, at: now)
  }

  func queue(
    _ kind: MailKind, to recipient: EmailAddress, language: Language, account: Account.ID? = nil,
    application: Application.ID? = nil, sealed: String? = nil, givesUp: Moment, at now: Moment
  ) throws {
    let id = OutboxEntry.ID.new()
    let authority = settings.baseAddress.origin.split(separator: "/").last ?? "localhost"
    // A domain literal (RFC 5321) has colons of its own.
    let host =
      authority.hasPrefix("[")
      ? authority.prefix { $0 != "]" } + "]" : authority.prefix { $0 != ":" }
    try store.outbox.insert(
      OutboxEntry(
        id: id, kind: kind, account: account, application: application,
        recipient: recipient, language: language, sealed: sealed,
        messageID: "\(id.text)@\(host)", nextAttempt: now,
        givesUp: givesUp, created: now))
  }

  /// `grace`, else `grace2` and so on; after twenty of one name with random digits.
  private func freeLogin(for email: EmailAddress) throws -> Login {
    var attempt = 1
    while true {
      let login = Login.suggestion(for: email, attempt: attempt)
      if try store.accounts.find(login: login) == nil { return login }
      attempt = attempt < 20 ? attempt + 1 : Int.random(in: 1000...999_999)
    }
  }
}
