// The administrators' pages of the organisation's tree.

package import Membership

extension Strings {
  package struct Departments: Sendable {
    package let title, none, top: String
    package let people, publicAccounts, links, applications, history: String
    /// Of the list of what lies under a department.
    package let under, nothingUnder: String
    package let name, addHint, add: String
    package let added: @Sendable (_ path: String) -> String
    package let exists: @Sendable (_ path: String) -> String
    package let rename, renamed, newName: String
    package let move, moveText, moveUnder, moved: String
    package let merge, mergeText, mergeInto, choose, mergeButton, merged: String
    package let remove, removeText, removeButton, notRemoved, removed: String
    package let problem: @Sendable (DepartmentChange.Problem) -> String
  }
}
