// The pages on which administrators keep people's accounts.

package import Membership

extension Strings {
  package struct Accounts: Sendable {
    // The list
    package let title, new, name, login, email, department, noDepartment: String
    package let language, state, kind, holds, since: String
    package let stateName: @Sendable (Account.State) -> String
    package let kindName: @Sendable (Account.Kind) -> String
    package let administrator: String
    package let search, searchHint, none, everybody: String
    package let onlyHolding: @Sendable (_ name: String) -> String
    package let onlyWhoMayUse: @Sendable (_ publicAccount: String) -> String
    package let holdingUnknown, publicAccountUnknown: String

    // One more
    package let newTitle, newText, loginHint, welcome, welcomeMailed, welcomeLater, add: String
    package let added: @Sendable (_ name: String) -> String
    package let addedSilently: @Sendable (_ name: String) -> String

    // One
    package let back, change, changed, nothingChanged, history, links, application: String
    package let linksOpen: @Sendable (Int) -> String
    package let secondStep, on, off, passwordMissing: String
    package let mayUse, mayUseNone: String
    package let holdingsSaved: String
    package let action: @Sendable (AccountChange) -> String
    package let actionText: @Sendable (AccountChange) -> String
    package let acted: @Sendable (AccountChange, _ name: String) -> String
    package let newPassword, newPasswordText: String
    package let passwordRenewed: @Sendable (_ name: String) -> String
    package let isRemoved, isErased: String

    // Links of who leaves
    package let linksQuestion: @Sendable (_ name: String) -> String
    package let linksOf: @Sendable (Int) -> String
    package let linksPrinted: @Sendable (Int) -> String
    package let linksPending: @Sendable (Int) -> String
    package let keepLinks, revokeLinks, handOverLinks, heir, answerMissing: String
    package let unpublished: @Sendable (_ cause: String) -> String

    // Erasing
    package let erase, eraseTitle, eraseText, eraseBackups, eraseButton, erased: String
    package let stillNamed: @Sendable (_ settings: String) -> String

    /// In the welcome mail of who did not apply.
    package let mailText: @Sendable (_ organisation: String) -> String
  }
}
