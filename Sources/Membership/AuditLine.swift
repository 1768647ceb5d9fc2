// A line of the audit log with what its ids stand for today, for people to read.

package struct AuditLine: Hashable, Sendable {
  package var entry: AuditEntry
  /// nil where the actor is nobody's account, or an account that is not there any more.
  package var actor: Account?
  package var subject: AuditSubject

  package init(entry: AuditEntry, actor: Account?, subject: AuditSubject) {
    self.entry = entry
    self.actor = actor
    self.subject = subject
  }
}

package enum AuditSubject: Hashable, Sendable {
  case application(Application)
  case invitation(Invitation)
  case account(Account)
  case department(Department)
  case holding(Holding)
  case setting(Settings.Name)
  case businessSystem(BusinessSystem)
  case mail(OutboxEntry)
  case webhook(Webhook)
  /// So many, by one import.
  case imported(Int)
  /// Gone, or of a table that has no page: its id.
  case other(String)
}
