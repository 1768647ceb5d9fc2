// A mail or a message to a webhook that waits, is under way, was handed over, or failed. What it says is read when it is sent.

package enum MailKind: String, CaseIterable, Sendable {
  /// To who has joined: how to sign in.
  case welcome
  /// To who needs a new initial password.
  case renewed
  /// To who was rejected, where the administrator wants it told.
  case rejected
  /// To who applied though there is an account with that address.
  case known
  /// To an administrator: who waits for a decision.
  case digest
  /// No mail: a webhook is told.
  case webhook
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
  /// An e-mail address, or that of a webhook.
  package var recipient: String
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
  /// Another took its place, or it is void: nothing is left to do about it.
  package var isReplaced: Bool
  /// Who is told, and of what.
  package var webhook: Webhook.ID?
  package var event: WebhookEvent?

  package init(
    id: ID, kind: MailKind, account: Account.ID?, application: Application.ID?,
    recipient: String, language: Language, sealed: String?, messageID: String,
    state: MailState = .queued, attempts: Int = 0, nextAttempt: Moment, givesUp: Moment,
    lastError: String = "", created: Moment, isReplaced: Bool = false,
    webhook: Webhook.ID? = nil, event: WebhookEvent? = nil
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
    self.isReplaced = isReplaced
    self.webhook = webhook
    self.event = event
  }
}

/// Why a mail is not sent again.
package enum ResendProblem: Hashable, Sendable, CaseIterable {
  /// A sender has it right now.
  case underWay
  /// It was sent again before, or is void.
  case replaced
  /// A password was chosen meanwhile: the mail's own is not needed any more.
  case hasSignedIn
  /// The account is suspended or removed.
  case notActive
  /// The application is not rejected any more.
  case decidedAnew
  case nobodyWaits
  /// The webhook is stopped, or its receiver gone.
  case notTold
}

/// Who waits for a decision, as a digest mail tells it.
package struct WaitingApplications: Hashable, Sendable {
  /// Counted to a thousand and no further.
  package var count: Int
  /// Some of them, the longest waiting first.
  package var longest: [Application]

  package init(count: Int, longest: [Application]) {
    self.count = count
    self.longest = longest
  }

  /// How many of them a mail names.
  package static let named = 10
}
