// `usher deliver`: sends what is due in the outbox. A decision starts it by itself; cron is for retries.

import Actions
import ArgumentParser
import Foundation
import Mail
import Membership

struct Deliver: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Send the mails that are due, and tell the webhooks.",
    discussion: """
      What could not be sent before is tried again, and administrators are told who waits. \
      `usher chores` does it every minute.
      """)

  @Flag(help: "Go on, and send what becomes due; for hosts without cron.")
  var watch = false

  @OptionGroup var options: SiteOptions

  func run() throws {
    if watch { return try watchSite() }
    print(try deliver(options.open()).said)
  }

  func deliver(_ installation: Installation) throws -> (any: Bool, said: String) {
    let done = try DeliverAll(installation).run()
    return (
      done != DeliverAll.Counts(),
      "\(done.sent) sent, \(done.deferred) deferred, \(done.refused) refused"
    )
  }
}

/// One mail after the other, until none is due.
struct DeliverAll {
  private let installation: Installation

  init(_ installation: Installation) { self.installation = installation }

  struct Counts: Equatable {
    var sent = 0, deferred = 0, refused = 0
  }

  func run() throws -> Counts {
    let configuration = installation.configuration
    let transport = try Transport(
      configuration.mail, user: configuration.mailUser,
      password: configuration.mailPassword, directory: configuration.directory)
    let composer = Composer(
      settings: installation.settings,
      templates: try installation.mailTemplates())
    let outbox = DeliverMail()
    try outbox.tidy(in: installation, at: .now)
    try QueueDigests().perform(in: installation, at: .now)
    var counts = Counts()
    try sendMails(outbox, composer, transport, &counts)
    // Last, since they take their time.
    try FinishErasures().perform(in: installation)
    try TellWebhooks(installation).run { result in
      switch result {
      case .sent: counts.sent += 1
      case .failed: counts.deferred += 1
      case .gone: counts.refused += 1
      }
    } meanwhile: {
      try sendMails(outbox, composer, transport, &counts)
    }
    return counts
  }

  private func sendMails(
    _ outbox: DeliverMail, _ composer: Composer, _ transport: Transport, _ counts: inout Counts
  ) throws {
    while let taken = try outbox.take(in: installation, at: .now) {
      let outcome = send(taken, composer, transport)
      switch outcome {
      case .sent: counts.sent += 1
      case .deferred: counts.deferred += 1
      case .refused: counts.refused += 1
      }
      try outbox.settle(taken.entry, outcome, in: installation, at: .now)
    }
  }

  /// Whatever goes wrong with one mail, the others go out.
  private func send(
    _ taken: DeliverMail.Taken, _ composer: Composer, _ transport: Transport
  ) -> DeliverMail.Result {
    do {
      let message = try composer.compose(
        taken.entry, account: taken.account, application: taken.application,
        waiting: taken.waiting, password: taken.initialPassword, at: .now)
      switch transport.deliver(message) {
      case .sent: return .sent
      case .deferred(let reason): return .deferred(reason)
      case .refused(let reason): return .refused(reason)
      }
    } catch {
      return .deferred("\(error)")
    }
  }
}
