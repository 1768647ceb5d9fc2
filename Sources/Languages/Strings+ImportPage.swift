// The page on which accounts are imported, and what is said of each row; the command line says the same.

package import Membership

extension Strings {
  package struct ImportPage: Sendable {
    package let title, text, rules, larger, fileLabel, createsMissing, welcomes: String
    package let check, perform, export, another: String
    package let person, what, line: String
    package let create, unchanged: String
    package let change: @Sendable (_ columns: [String]) -> String
    package let columnName: @Sendable (AccountColumn) -> String
    /// What would happen.
    package let checked: @Sendable (AccountImport.Counts) -> String
    /// What has happened.
    package let done: @Sendable (AccountImport.Counts) -> String
    package let refused: @Sendable (Int) -> String
    /// What there is not yet, and is made.
    package let makes: @Sendable (_ names: [String]) -> String
    package let overtaken: @Sendable (_ line: Int?) -> String
    package let inLine: @Sendable (Int, _ sentence: String) -> String
    package let fileProblem: @Sendable (AccountFileProblem) -> String
    package let rowProblem: @Sendable (AccountRowProblem) -> String
  }
}
