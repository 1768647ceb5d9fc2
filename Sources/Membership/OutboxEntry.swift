// A mail that waits, is under way, was handed over, or failed. What it says is read when it is sent.

package enum MailKind: String, CaseIterable, Sendable {
  /// To who has joined: how to sign in.
  case welcome
  /// To who was rejected, where the administrator wants it told.
  case rejected
  /// To who applied though there is an account with that address.
  case known
}

package enum MailState: String, CaseIterable, Sendable {
  case queued, sending, sent, failed
}

package struct OutboxEntry: Hashable, Sendable {
  package typealias ID = Identifier<OutboxEntry>

  package var id: ID
  package var kind: MailKind
  package var account: Account.ID?
  package var application: Application.ID?
  package var recipient: EmailAddress
  package var language: Language
  /// An initial password, sealed.
  package var sealed: String?
  /// Without angle brackets; the same at every attempt.
  package var messageID: String
  package var state: MailState
  /// With the one under way.
  package var attempts: Int
  package var nextAttempt: Moment
  package var givesUp: Moment
  package var lastError: String
  package var created: Moment

  package init(
    id: ID, kind: MailKind, account: Account.ID?, application: Application.ID?,
    recipient: EmailAddress, language: Language, sealed: String?, messageID: String,
    state: MailState = .queued, attempts: Int = 0, nextAttempt: Moment, givesUp: Moment,
    lastError: String = "", created: Moment
  ) {
    self.id = id
    self.kind = kind
    self.account = account
    self.application = application
    self.recipient = recipient
    self.language = language
    self.sealed = sealed
    self.messageID = messageID
    self.state = state
    self.attempts = attempts
    self.nextAttempt = nextAttempt
    self.givesUp = givesUp
    self.lastError = lastError
    self.created = created
  }
}
