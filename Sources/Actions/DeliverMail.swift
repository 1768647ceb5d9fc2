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
    /// What a digest tells.
    package let waiting: WaitingApplications?
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
      let account = try entry.account.flatMap { try store.accounts.find(id: $0) }
      let waiting = entry.kind == .digest ? try installation.waiting(for: account) : nil
      if entry.kind == .digest, waiting == nil {
        try drop(entry, in: installation, at: now)
        continue
      }
      return Taken(
        entry: entry, account: account,
        application: try entry.application.flatMap { try store.applications.find(id: $0) },
        waiting: waiting, initialPassword: password)
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
        if entry.kind == .digest, let account = entry.account {
          try store.digests.markSent(to: account, at: now)
        }
      case .refused(let error):
        guard try store.outbox.settleFailed(entry.id, error: error) else { return }
        try store.audit.append(.system, "give up", "mail_outbox", entry.id.text, at: now)
      case .deferred(let error):
        try store.outbox.settleLater(
          entry.id, next: now + Self.delay(after: entry.attempts), error: error)
      }
    }
  }

  /// What no later command needs: sessions that ended, receipts of a month ago, counts of what was long ago.
  package func tidy(in installation: Installation, at now: Moment) throws {
    let store = installation.store
    try store.write {
      try store.sessions.deleteEnded(at: now)
      try store.receipts.deleteAll(before: now + -30 * 86400)
      // Longer than any wait, and than any window.
      try store.guesses.deleteAll(before: now + -86400)
      try store.quotas.deleteAll(before: now + -86400)
      try store.devices.deleteIdle(at: now)
      // Longer than a signature or an Idempotency-Key is good.
      try store.businessSystems.tidy(
        signaturesBefore: now + -15 * 60, answersBefore: now + -86400)
    }
  }

  /// A digest with nothing to tell any more: it goes, and the next comes when its interval is over all the
  /// same. The audit log says so.
  private func drop(_ entry: OutboxEntry, in installation: Installation, at now: Moment) throws {
    let store = installation.store
    try store.write {
      guard try store.outbox.drop(entry.id), let account = entry.account else { return }
      try store.audit.append(.system, "drop digest", "account", account.text, at: now)
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
