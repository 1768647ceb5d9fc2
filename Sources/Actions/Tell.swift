// What webhooks are told, queued in the transaction of what it tells of. A row names the application and
// nobody: what is said of a person is read when it is delivered.

import Membership
import Store

extension Installation {
  /// - Returns: whether anybody is told.
  func tell(_ events: [WebhookEvent], about application: Application.ID, at now: Moment) throws
    -> Bool
  {
    var isTold = false
    for webhook in try store.webhooks.active() {
      for event in events where webhook.events.contains(event) {
        try queue(event, to: webhook, application: application, at: now)
        isTold = true
      }
    }
    return isTold
  }

  @discardableResult
  func queue(
    _ event: WebhookEvent, to webhook: Webhook, application: Application.ID?, at now: Moment
  ) throws -> OutboxEntry.ID {
    let id = OutboxEntry.ID.new()
    try store.outbox.insert(
      OutboxEntry(
        id: id, kind: .webhook, account: nil, application: application,
        recipient: webhook.address.text, language: .english, sealed: nil,
        messageID: id.text, nextAttempt: now, givesUp: now + 3 * 86400, created: now,
        webhook: webhook.id, event: event))
    return id
  }
}
