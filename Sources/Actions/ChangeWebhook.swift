// Webhooks: add one, stop and start it, give it another secret. A secret is said once, by what makes it.

package import Membership
import Secrets
import Store

package struct AddWebhook {
  package var address: String
  package var events: [WebhookEvent]
  package var actor: Actor

  package init(_ address: String, events: [WebhookEvent], by actor: Actor) {
    self.address = address
    self.events = events
    self.actor = actor
  }

  package enum Outcome {
    case added(Webhook, secret: String)
    case invalid(WebhookAddress.Problem)
    case noEvent
  }

  package func perform(in installation: Installation, at now: Moment) throws -> Outcome {
    let address: WebhookAddress
    do throws(WebhookAddress.Problem) { address = try WebhookAddress(self.address) } catch {
      return .invalid(error)
    }
    guard !events.isEmpty else { return .noEvent }
    let webhook = Webhook(
      address: address, events: WebhookEvent.allCases.filter(events.contains), created: now)
    let secret = WebhookSecret.new().text
    let sealed = try installation.key.seal(secret)
    let store = installation.store
    try store.write {
      try store.webhooks.insert(webhook, sealed: sealed)
      try store.audit.append(actor, "create", "webhook", webhook.id.text, at: now)
    }
    return .added(webhook, secret: secret)
  }
}

package struct ChangeWebhook {
  package enum Change: Hashable, Sendable {
    /// What waits for it is not told.
    case stop
    case start
    case newSecret
  }

  package var id: Webhook.ID
  package var change: Change
  package var actor: Actor

  package init(_ id: Webhook.ID, _ change: Change, by actor: Actor) {
    self.id = id
    self.change = change
    self.actor = actor
  }

  package enum Outcome {
    /// - Parameter secret: the new one.
    case changed(Webhook, secret: String?)
    /// It is so already.
    case unchanged(Webhook)
    case unknown
  }

  package func perform(in installation: Installation, at now: Moment) throws -> Outcome {
    let store = installation.store
    return try store.write {
      guard let webhook = try store.webhooks.find(id: id) else { return .unknown }
      var secret: String?
      let verb: String
      switch change {
      case .stop:
        guard webhook.state == .active, try store.webhooks.set(id, to: .stopped) else {
          return .unchanged(webhook)
        }
        try store.outbox.cancelWaiting(for: id, error: "the webhook was stopped")
        verb = "stop"
      case .start:
        guard try store.webhooks.set(id, to: .active) else { return .unchanged(webhook) }
        verb = "start"
      case .newSecret:
        let new = WebhookSecret.new().text
        try store.webhooks.setSealed(id, try installation.key.seal(new))
        secret = new
        verb = "make new secret"
      }
      try store.audit.append(actor, verb, "webhook", id.text, at: now)
      return .changed(try store.webhooks.find(id: id) ?? webhook, secret: secret)
    }
  }
}

extension Installation {
  /// The oldest first.
  package func webhooks() throws -> [Webhook] { try store.webhooks.all() }
}
