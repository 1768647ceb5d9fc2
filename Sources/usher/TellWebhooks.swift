// What is due for webhooks: one message to each in turn. Who does not take it gets no other in this run, so
// that one receiver costs the others its time limit once.

import Actions
import Mail
import Membership
import Secrets

struct TellWebhooks {
  private let installation: Installation
  private let transport: WebhookTransport

  init(_ installation: Installation) {
    self.installation = installation
    transport = WebhookTransport(
      mayReachPrivate: installation.configuration.webhooksPrivate,
      certificates: installation.configuration.webhooksCA)
  }

  /// - Parameter told: called after each message.
  func run(_ told: (DeliverWebhooks.Result) throws -> Void) throws {
    let outbox = DeliverWebhooks()
    var webhooks = try outbox.active(in: installation)
    while !webhooks.isEmpty {
      webhooks = try webhooks.filter { webhook in
        guard let taken = try outbox.take(webhook, in: installation, at: .now) else { return false }
        let result = send(taken)
        try outbox.settle(taken.entry, webhook, result, in: installation, at: .now)
        try told(result)
        return if case .sent = result { true } else { false }
      }
    }
  }

  private func send(_ taken: DeliverWebhooks.Taken) -> DeliverWebhooks.Result {
    do {
      let body = try WebhookBody(
        taken.event, at: taken.entry.created, about: taken.application, inviter: taken.inviter,
        account: taken.account
      ).json
      let (id, now) = (taken.entry.id.text, Moment.now.seconds)
      let outcome = transport.deliver(
        body, to: taken.webhook.address, id: id, at: now,
        signature: taken.secret.signature(id: id, at: now, body: body))
      return switch outcome {
      case .sent: .sent
      case .gone: .gone
      case .failed(let reason): .failed(reason)
      }
    } catch {
      return .failed("\(error)")
    }
  }
}
