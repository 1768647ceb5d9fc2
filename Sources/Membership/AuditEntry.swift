// One line of the audit log: who did what to what, when, by ids alone.

package enum Actor: Hashable, Sendable {
  case account(Account.ID)
  case businessSystem(BusinessSystem.ID)
  case applicant, commandLine, system

  /// As the log has it.
  package var text: String {
    switch self {
    case .account(let id): id.text
    case .businessSystem(let id): Self.systemMark + id.text
    case .applicant: "applicant"
    case .commandLine: "command line"
    case .system: "system"
    }
  }

  /// nil where it is nobody's account.
  package var account: Account.ID? { if case .account(let id) = self { id } else { nil } }

  package init(text: String) {
    switch text {
    case "applicant": self = .applicant
    case "command line": self = .commandLine
    case "system": self = .system
    case let text where text.hasPrefix(Self.systemMark):
      self = .businessSystem(BusinessSystem.ID(String(text.dropFirst(Self.systemMark.count))))
    default: self = .account(Account.ID(text))
    }
  }

  private static let systemMark = "business system "
}

package struct AuditEntry: Hashable, Sendable {
  package let id: String
  /// 1, 2, … without a gap.
  package let number: Int
  package let at: Moment
  package let actor: Actor
  /// What was done, in a word or two: `approve`.
  package let verb: String
  /// The subject's table.
  package let subjectKind: String
  /// The subject's id; a setting's name.
  package let subject: String
  /// Covers this line and the digest of the line before.
  package let digest: String

  package init(
    id: String, number: Int, at: Moment, actor: Actor, verb: String, subjectKind: String,
    subject: String, digest: String
  ) {
    self.id = id
    self.number = number
    self.at = at
    self.actor = actor
    self.verb = verb
    self.subjectKind = subjectKind
    self.subject = subject
    self.digest = digest
  }
}
