// A mail that waits goes out at once; one that was sent or has failed is written again. An initial password
// is wiped once its mail is settled: in its place a new one is made, which voids the first.

import Database
package import Membership
import Store

package struct ResendMail {
  package var id: OutboxEntry.ID
  package var actor: Actor

  package init(_ id: OutboxEntry.ID, by actor: Actor) {
    self.id = id
    self.actor = actor
  }

  package enum Outcome {
    /// What goes out next: the same mail, or the one in its place.
    case queued(OutboxEntry)
    case refused(OutboxEntry, ResendProblem)
    case unknown
  }

  package func perform(in installation: Installation, at now: Moment) throws -> Outcome {
    let store = installation.store
    return try store.write {
      guard let entry = try store.outbox.find(id: id) else { return .unknown }
      if let problem = try installation.problem(resending: entry) {
        return .refused(entry, problem)
      }
      let next: OutboxEntry.ID
      if entry.state == .queued {
        guard try store.outbox.hasten(entry.id, at: now) else { return .refused(entry, .underWay) }
        next = entry.id
      } else {
        guard try store.outbox.replace(entry.id) else { return .refused(entry, .replaced) }
        next = try write(entry, in: installation, at: now)
      }
      try store.audit.append(actor, "resend", "mail_outbox", entry.id.text, at: now)
      return .queued(try store.outbox.find(id: next) ?? entry)
    }
  }

  /// Once more, under another id.
  private func write(_ entry: OutboxEntry, in installation: Installation, at now: Moment) throws
    -> OutboxEntry.ID
  {
    let account = try entry.account.flatMap { try installation.store.accounts.find(id: $0) }
    switch entry.kind {
    case .welcome, .renewed:
      guard let account else {
        throw DatabaseError.malformed("mail \(entry.id.text), which is to no account")
      }
      return try installation.renewPassword(
        of: account, application: entry.application, by: actor, at: now)
    case .webhook:
      guard let id = entry.webhook, let event = entry.event,
        let webhook = try installation.store.webhooks.find(id: id)
      else { throw DatabaseError.malformed("message \(entry.id.text), which is to no webhook") }
      return try installation.queue(event, to: webhook, application: entry.application, at: now)
    case .rejected, .known, .digest:
      return try installation.queue(
        entry.kind, to: account?.email ?? EmailAddress(stored: entry.recipient),
        language: entry.language,
        account: entry.account, application: entry.application,
        givesUp: now + max(entry.givesUp - entry.created, 3600), at: now)
    }
  }
}

extension Installation {
  /// What keeps a mail from being sent again; nil where nothing does.
  package func problem(resending entry: OutboxEntry) throws -> ResendProblem? {
    switch entry.state {
    case .queued: return nil
    case .sending: return .underWay
    case .sent, .failed: break
    }
    if entry.isReplaced { return .replaced }
    if entry.kind == .webhook {
      let webhook = try entry.webhook.flatMap { try store.webhooks.find(id: $0) }
      return webhook?.state == .active ? nil : .notTold
    }
    if entry.account == nil, [.welcome, .renewed, .digest].contains(entry.kind) {
      return .notActive
    }
    if let id = entry.account {
      guard let account = try store.accounts.find(id: id), account.state == .active,
        account.kind == .personal
      else {
        return .notActive
      }
      switch entry.kind {
      case .welcome, .renewed: return account.mustChangePassword ? nil : .hasSignedIn
      case .digest: return try digestProblem(account)
      case .known, .rejected, .webhook: break
      }
    }
    if entry.kind == .rejected, let id = entry.application,
      try store.applications.find(id: id)?.state != .rejected
    {
      return .decidedAnew
    }
    return nil
  }

  private func digestProblem(_ account: Account) throws -> ResendProblem? {
    if !account.isAdministrator { return .notActive }
    return try pendingCount() == 0 ? .nobodyWaits : nil
  }
}
