// What is due for webhooks: one message after the other to each, all webhooks at once, so that none waits for
// another's time limit. Who does not take a message gets no other in this run.

import Actions
import Foundation
import Mail
import Membership
import Secrets
import Synchronization

struct TellWebhooks {
  private let installation: Installation
  private let transport: WebhookTransport
  private let outbox = DeliverWebhooks()

  /// Messages under way at once, of which each is a `curl`.
  private static let mostAtOnce = 16

  init(_ installation: Installation) {
    self.installation = installation
    transport = WebhookTransport(
      mayReachPrivate: installation.configuration.webhooksPrivate,
      certificates: installation.configuration.webhooksCA)
  }

  /// - Parameters:
  ///   - told: called after each message.
  ///   - meanwhile: called after each message, and every second while receivers are waited for.
  func run(
    _ told: (DeliverWebhooks.Result) -> Void, meanwhile: () throws -> Void
  ) throws {
    let answers = Answers()
    var next = try outbox.active(in: installation)[...]
    var underWay = 0
    func go(_ webhook: Webhook) throws {
      guard let taken = try outbox.take(webhook, in: installation, at: .now) else { return }
      underWay += 1
      // The database stays with this thread.
      Thread.detachNewThread { [transport] in
        answers.add(Answer(to: taken, result: Self.send(taken, through: transport)))
      }
    }
    while true {
      while underWay < Self.mostAtOnce, let webhook = next.popFirst() { try go(webhook) }
      guard underWay > 0 else { return }
      if let answer = answers.take(within: 1) {
        underWay -= 1
        let webhook = answer.taken.webhook
        try outbox.settle(answer.taken.entry, webhook, answer.result, in: installation, at: .now)
        told(answer.result)
        if case .sent = answer.result { try go(webhook) }
      }
      try meanwhile()
    }
  }

  private static func send(
    _ taken: DeliverWebhooks.Taken, through transport: WebhookTransport
  ) -> DeliverWebhooks.Result {
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

  // MARK: Answers

  private struct Answer: Sendable {
    let taken: DeliverWebhooks.Taken
    let result: DeliverWebhooks.Result

    init(to taken: DeliverWebhooks.Taken, result: DeliverWebhooks.Result) {
      self.taken = taken
      self.result = result
    }
  }

  /// From the threads that wait for receivers to the one that has the database.
  private final class Answers: Sendable {
    private let come = Mutex<[Answer]>([])
    private let count = DispatchSemaphore(value: 0)

    func add(_ answer: Answer) {
      come.withLock { $0.append(answer) }
      count.signal()
    }

    /// nil where none comes within that many seconds.
    func take(within seconds: Int) -> Answer? {
      guard count.wait(timeout: .now() + .seconds(seconds)) == .success else { return nil }
      return come.withLock { $0.removeFirst() }
    }
  }
}
