// The page of the audit log.

package import Membership

extension Strings {
  package struct AuditPage: Sendable {
    package let title: String
    package let who, what, subject, at: String
    /// - Parameter verb: as the log has it; one that is not known stays as it is.
    package let verb: @Sendable (_ verb: String) -> String
    package let system, applicant, commandLine, businessSystem: String
    /// Before what a line is about: an account's login, a link's label.
    package let subjectName: @Sendable (Subject) -> String
    /// Who or what is not there any more.
    package let gone: String
    package let about: @Sendable (_ subject: String) -> String
    package let everything, none: String

    package enum Subject: CaseIterable, Sendable {
      case application, invitation, account, department, holding, setting, mail, webhook, imported,
        businessSystem
    }
  }
}
