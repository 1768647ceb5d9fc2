// The administrators' pages of public accounts.

package import Membership

extension Strings {
  package struct PublicAccounts: Sendable {
    package let title, lead, none: String
    package let name, login, state, associations, active, suspended, created: String
    package let newTitle, create, nameWrong: String
    package let convertTitle, convertText, person, personHint, personUnknown, convert,
      linksAsk: String
    package let conversion: @Sendable (ConversionProblem) -> String
    package let made: @Sendable (_ name: String) -> String
    package let converted: @Sendable (_ name: String) -> String
    package let changed: @Sendable (PublicAccountChange, _ name: String) -> String

    // The page of one
    package let back, history: String
    package let renamed, notSo: String
    package let unpublished: @Sendable (_ cause: String) -> String
    package let associatedWith, nothing, remove: String
    package let associated: @Sendable (_ subject: String) -> String
    package let dissociated: @Sendable (_ subject: String) -> String
    package let notAssociated: String
    package let add, department, chooseOne, holding, holdingUnknown: String
    package let association: @Sendable (AssociationProblem) -> String
    package let users, nobody, why, allUsers: String
    package let uses, neverUsed, who: String
    package let rename: String
    package let change: @Sendable (PublicAccountChange) -> String
    package let changeText: @Sendable (PublicAccountChange) -> String
    package let revertTitle, revertText, email, revert: String
    package let reversion: @Sendable (ReversionProblem) -> String
    package let reverted: @Sendable (_ name: String) -> String
  }
}
