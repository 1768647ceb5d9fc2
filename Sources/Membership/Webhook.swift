// An address that is told what happens, and which of it. Its secret is none of this room's business.

package enum WebhookEvent: String, CaseIterable, Sendable {
  /// Somebody applied.
  case applied
  /// An application was approved or rejected.
  case decided
  /// Somebody has an account by now.
  case joined

  /// As a receiver reads it.
  package var type: String {
    switch self {
    case .applied: "application.applied"
    case .decided: "application.decided"
    case .joined: "member.joined"
    }
  }
}

package enum WebhookState: String, CaseIterable, Sendable {
  case active, stopped
  /// The receiver has said that it is there no more (410).
  case gone
}

package struct Webhook: Hashable, Sendable {
  package typealias ID = Identifier<Webhook>

  package var id: ID
  package var address: WebhookAddress
  /// In their own order, each once.
  package var events: [WebhookEvent]
  package var state: WebhookState
  package var created: Moment

  package init(
    id: ID = .new(), address: WebhookAddress, events: [WebhookEvent],
    state: WebhookState = .active, created: Moment
  ) {
    self.id = id
    self.address = address
    self.events = events
    self.state = state
    self.created = created
  }
}
