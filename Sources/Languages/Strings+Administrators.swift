// The page on which administrators keep each other's accounts.

package import Membership

extension Strings {
  package struct Administrators: Sendable {
    package let title: String
    package let name, login, email, language, state, secondStep, since: String
    package let active, suspended, on, off: String
    package let you: String
    package let change: @Sendable (AdministratorChange) -> String
    package let changed: @Sendable (AdministratorChange, _ name: String) -> String
    package let problem: @Sendable (AdministratorChange.Problem) -> String
    package let addTitle, addText, add, loginHint, loginWrong, loginTaken: String
    package let addressTaken: @Sendable (_ login: String) -> String
    package let added: @Sendable (_ name: String) -> String
    /// In the mail.
    package let welcome: @Sendable (_ organisation: String) -> String
  }
}
