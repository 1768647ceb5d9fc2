// The outbox, from the side of who tells webhooks: take a message that is due, with all that it says;
// settle what became of it. Apart from mails, so that no receiver keeps a mail waiting.

package import Membership
package import Secrets
import Store

package struct DeliverWebhooks {
  package init() {}

  package struct Taken: Sendable {
    package let entry: OutboxEntry
    package let webhook: Webhook
    package let secret: WebhookSecret
    package let event: WebhookEvent
    package let application: Application
    /// Empty where there is none.
    package let inviter, account: String
  }

  package enum Result: Sendable {
    case sent
    /// 410: told nothing any more.
    case gone
    /// Again later.
    case failed(String)
  }

  /// Seconds that a sender has before another may take it over.
  private static let lease: Int64 = 2 * 60

  package func active(in installation: Installation) throws -> [Webhook] {
    try installation.store.webhooks.active()
  }

  /// nil where nothing is due, or another sender tells that webhook something just now.
  package func take(_ webhook: Webhook, in installation: Installation, at now: Moment) throws
    -> Taken?
  {
    let store = installation.store
    while true {
      let claimed = try store.write {
        try store.outbox.claim(for: webhook.id, at: now, lease: now + Self.lease)
      }
      guard let entry = claimed else { return nil }
      guard entry.givesUp > now else {
        try giveUp(entry, in: installation, at: now)
        continue
      }
      guard let event = entry.event,
        let application = try entry.application.flatMap({ try store.applications.find(id: $0) })
      else {
        try giveUp(entry, in: installation, at: now)
        continue
      }
      let secret: WebhookSecret
      do {
        secret = try self.secret(of: webhook, in: installation)
      } catch let error as SecretsError {
        // Without its secret it is told nothing; all others are.
        try settle(entry, webhook, .failed("\(error)"), in: installation, at: now)
        return nil
      }
      let account = try store.applications.account(of: application.id)
      return Taken(
        entry: entry, webhook: webhook, secret: secret, event: event, application: application,
        inviter: try store.accounts.find(id: application.inviter)?.login.text ?? "",
        account: try account.flatMap { try store.accounts.find(id: $0) }?.login.text ?? "")
    }
  }

  package func settle(
    _ entry: OutboxEntry, _ webhook: Webhook, _ result: Result, in installation: Installation,
    at now: Moment
  ) throws {
    let store = installation.store
    try store.write {
      switch result {
      case .sent: try store.outbox.settleSent(entry.id, at: now)
      case .gone:
        try store.outbox.cancelWaiting(for: webhook.id, error: "answer 410: gone")
        if try store.webhooks.set(webhook.id, to: .gone) {
          try store.audit.append(.system, "gone", "webhook", webhook.id.text, at: now)
        }
      case .failed(let error):
        try store.outbox.settleLater(
          entry.id, next: now + DeliverMail.delay(after: entry.attempts), error: error)
      }
    }
  }

  private func secret(of webhook: Webhook, in installation: Installation) throws -> WebhookSecret {
    guard let sealed = try installation.store.webhooks.sealed(webhook.id),
      let secret = WebhookSecret(try installation.key.open(sealed))
    else { throw SecretsError.notSealedWithThisKey }
    return secret
  }

  private func giveUp(_ entry: OutboxEntry, in installation: Installation, at now: Moment) throws {
    let store = installation.store
    let error =
      entry.lastError.isEmpty ? "not told in time" : "not told in time: \(entry.lastError)"
    try store.write {
      guard try store.outbox.settleFailed(entry.id, error: error) else { return }
      try store.audit.append(.system, "give up", "mail_outbox", entry.id.text, at: now)
    }
  }
}
