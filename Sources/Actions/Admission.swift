// What an approval brings, by an administrator or by the system: an account, and a welcome mail in the
// outbox. Runs inside the transaction of the decision.

import Membership
import Secrets
import Store

extension Installation {
  func admit(_ application: Application, at now: Moment) throws {
    let password = try InitialPassword(in: self, at: now)
    let account = Account(
      login: try freeLogin(for: application.email), name: application.name,
      email: application.email, department: application.department,
      language: application.language, mustChangePassword: true, created: now)
    try store.accounts.insert(account, passwordHash: password.hash, expires: password.expires)
    try store.holdings.give(whatGives: application.invitation, to: account.id)
    try queuePassword(.welcome, to: account, application: application.id, password, at: now)
    try store.applications.setAccount(of: application.id, to: account.id)
  }

  /// - Parameter kind: a welcome, or a renewed password.
  @discardableResult
  func queuePassword(
    _ kind: MailKind, to account: Account, application: Application.ID? = nil,
    _ password: InitialPassword, at now: Moment
  ) throws -> OutboxEntry.ID {
    try queue(
      kind, to: account.email, language: account.language, account: account.id,
      application: application, sealed: password.sealed, givesUp: password.expires, at: now)
  }

  @discardableResult
  func queue(
    _ kind: MailKind, to recipient: EmailAddress, language: Language, account: Account.ID? = nil,
    application: Application.ID? = nil, sealed: String? = nil, givesUp: Moment, at now: Moment
  ) throws -> OutboxEntry.ID {
    let id = OutboxEntry.ID.new()
    let authority = settings.baseAddress.origin.split(separator: "/").last ?? "localhost"
    // A domain literal (RFC 5321) has colons of its own.
    let host =
      authority.hasPrefix("[")
      ? authority.prefix { $0 != "]" } + "]" : authority.prefix { $0 != ":" }
    try store.outbox.insert(
      OutboxEntry(
        id: id, kind: kind, account: account, application: application,
        recipient: recipient.text, language: language, sealed: sealed,
        messageID: "\(id.text)@\(host)", nextAttempt: now,
        givesUp: givesUp, created: now))
    return id
  }

  /// Somebody with that address waits already, or has an account. Who asks learns nothing of it; an
  /// account's owner gets a mail that says so, one a day at most.
  func isKnown(
    _ email: EmailAddress, requiresApproval: Bool, at now: Moment
  ) throws -> Bool {
    if let account = try store.accounts.find(email: email) {
      if account.state == .active,
        try !store.outbox.exists(.known, account: account.id, since: now + -86400)
      {
        try queue(
          .known, to: account.email, language: account.language, account: account.id,
          givesUp: now + 2 * 86400, at: now)
      }
      return true
    }
    // Who may join directly does, whoever else applied with that address and waits.
    return try requiresApproval && store.applications.hasPending(email)
  }

  /// `grace`, else `grace2` and so on; after twenty of one name with random digits.
  /// - Parameter isTaken: whether somebody else is about to get that one.
  func freeLogin(
    for email: EmailAddress, _ isTaken: (Login) -> Bool = { _ in false }
  ) throws -> Login {
    var attempt = 1
    while true {
      let login = Login.suggestion(for: email, attempt: attempt)
      if !isTaken(login), try store.accounts.find(login: login) == nil { return login }
      attempt = attempt < 20 ? attempt + 1 : Int.random(in: 1000...999_999)
    }
  }
}
