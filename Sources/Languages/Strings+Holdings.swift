// The administrators' pages of positions, groups and roles, and the boxes to tick them in a form.

package import Membership

extension Strings {
  package struct Holdings: Sendable {
    package let title, lead, back: String
    /// `Position`
    package let kind: @Sendable (Holding.Kind) -> String
    /// `Positions`
    package let kinds: @Sendable (Holding.Kind) -> String
    package let none: @Sendable (Holding.Kind) -> String
    package let new: @Sendable (Holding.Kind) -> String
    package let add: String
    package let added: @Sendable (_ name: String) -> String
    package let rename, newName, renamed: String
    package let remove, removeText, removeButton: String
    package let removed: @Sendable (Holding.Kind) -> String
    package let nameProblem: String
    package let taken: @Sendable (_ name: String) -> String
    /// How many hold it, counted to a thousand.
    package let holders: @Sendable (Int) -> String
    /// How many links give it, counted to a thousand.
    package let links: @Sendable (Int) -> String
    package let seeHolders, publicAccounts, history: String
    // In a form, and where it says what a link gives.
    package let noneChosen, gone, gives, willGet: String
    package let chosen: @Sendable (Int) -> String
    package let typedHint: String
    /// No such one: these names.
    package let unknown: @Sendable (Holding.Kind, _ names: String) -> String
    /// Several names.
    package let list: @Sendable (_ names: [String]) -> String
  }
}
