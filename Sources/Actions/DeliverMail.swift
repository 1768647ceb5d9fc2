// The outbox, from the sender's side: take a mail that is due, with all that it says; settle what
// became of it. Several senders may run at once.

package import Membership
import Secrets
import Store

package struct DeliverMail {
  package init() {}

  /// A mail taken, with what it tells of.
  package struct Taken {
    package let entry: OutboxEntry
    package let account: Account?
    package let application: Application?
    /// Opened: in memory only.
    package let initialPassword: String?
  }

  package enum Result {
    case sent
    /// 4xx, exit 75, no answer: again later.
    case deferred(String)
    /// 5xx: never.
    case refused(String)
  }

  /// Seconds that a sender has for one mail before another may take it over; transports give up sooner.
  private static let lease: Int64 = 10 * 60

  /// nil where nothing is due.
  package func take(in installation: Installation, at now: Moment) throws -> Taken? {
    let store = installation.store
    while true {
      let claimed = try store.write {
        try store.outbox.claim(at: now, lease: now + Self.lease)
      }
      guard let entry = claimed else { return nil }
      guard entry.givesUp > now else {
        try giveUp(entry, in: installation, at: now)
        continue
      }
      let password: String?
      do {
        password = try entry.sealed.map { try installation.key.open($0) }
      } catch let error as SecretsError {
        // The key is missing or another one; the mails without a secret go out all the same.
        try settle(entry, .deferred("\(error)"), in: installation, at: now)
        continue
      }
      return Taken(
        entry: entry, account: try entry.account.flatMap { try store.accounts.find(id: $0) },
        application: try entry.application.flatMap { try store.applications.find(id: $0) },
        initialPassword: password)
    }
  }

  package func settle(
    _ entry: OutboxEntry, _ result: Result, in installation: Installation, at now: Moment
  ) throws {
    let store = installation.store
    try store.write {
      switch result {
      case .sent:
        try store.outbox.settleSent(entry.id, at: now)
      case .refused(let error):
        try store.outbox.settleFailed(entry.id, error: error)
        try store.audit.append(.system, "give up", "mail_outbox", entry.id.text, at: now)
      case .deferred(let error):
        try store.outbox.settleLater(
          entry.id, next: now + Self.delay(after: entry.attempts), error: error)
      }
    }
  }

  /// What no later command needs: sessions that ended, receipts of a month ago.
  package func tidy(in installation: Installation, at now: Moment) throws {
    let store = installation.store
    try store.write {
      try store.sessions.deleteEnded(at: now)
      try store.receipts.deleteAll(before: now + -30 * 86400)
    }
  }

  private func giveUp(_ entry: OutboxEntry, in installation: Installation, at now: Moment) throws {
    let error =
      entry.lastError.isEmpty ? "not sent in time" : "not sent in time: \(entry.lastError)"
    try settle(entry, .refused(error), in: installation, at: now)
  }

  /// After 1, 5, 30 minutes, then every 2 hours.
  static func delay(after attempts: Int) -> Int64 {
    switch attempts {
    case ...1: 60
    case 2: 5 * 60
    case 3: 30 * 60
    default: 2 * 3600
    }
  }
}
