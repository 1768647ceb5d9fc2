// What the pages and commands about mails and about the audit log read.

import Database
package import Membership
package import Store

extension Installation {
  package func mail(id: OutboxEntry.ID) throws -> OutboxEntry? { try store.outbox.find(id: id) }

  /// The newest first.
  /// - Parameter state: `queued` means those under way too; nil: all.
  package func mails(
    _ state: MailState?, from start: ListStart<OutboxEntry> = .first, limit: Int
  ) throws -> [OutboxEntry] {
    guard state == .queued || state == .sending else {
      return try store.outbox.list(state: state, from: start, limit: limit)
    }
    // Two pages in the index's order, and not a sorted heap of all that waits.
    let both =
      try store.outbox.list(state: .queued, from: start, limit: limit)
      + store.outbox.list(state: .sending, from: start, limit: limit)
    return Array(
      both.sorted { ($0.created.seconds, $0.id.text) > ($1.created.seconds, $1.id.text) }
        .prefix(limit))
  }

  package func application(of mail: OutboxEntry) throws -> Application? {
    try mail.application.flatMap { try store.applications.find(id: $0) }
  }

  /// The newest first.
  /// - Parameters:
  ///   - number: only what is older than that line.
  ///   - subject: only what was done to that one.
  package func auditLines(before number: Int? = nil, subject: String? = nil, limit: Int) throws
    -> [AuditLine]
  {
    try store.audit.list(before: number, subject: subject, limit: limit).map { entry in
      AuditLine(
        entry: entry, actor: try entry.actor.account.flatMap { try store.accounts.find(id: $0) },
        subject: try self.subject(of: entry.subjectKind, entry.subject))
    }
  }

  /// What an audit line's table and id stand for.
  private func subject(of kind: String, _ id: String) throws -> AuditSubject {
    let found: AuditSubject? =
      switch kind {
      case "application":
        try store.applications.find(id: Application.ID(id)).map(AuditSubject.application)
      case "invitation":
        try store.invitations.find(id: Invitation.ID(id)).map(AuditSubject.invitation)
      case "account": try store.accounts.find(id: Account.ID(id)).map(AuditSubject.account)
      case "department":
        try store.departments.find(id: Department.ID(id)).map(AuditSubject.department)
      case "holding": try store.holdings.find(id: Holding.ID(id)).map(AuditSubject.holding)
      case "business_system":
        try store.businessSystems.find(id: BusinessSystem.ID(id)).map(AuditSubject.businessSystem)
      case "mail_outbox": try store.outbox.find(id: OutboxEntry.ID(id)).map(AuditSubject.mail)
      case "webhook": try store.webhooks.find(id: Webhook.ID(id)).map(AuditSubject.webhook)
      case "import": Int(id).map(AuditSubject.imported)
      case "setting": Settings.Name(rawValue: id).map(AuditSubject.setting)
      default: nil
      }
    return found ?? .other(id)
  }

  /// - Parameter progress: how many lines were found whole so far.
  package func verifyAudit(progress: (Int) -> Void) throws -> AuditRows.Verdict {
    try store.audit.verify(progress: progress)
  }
}
