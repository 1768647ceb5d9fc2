// The public accounts that a person may act as, and the line that says as whom one acts.

extension Strings {
  package struct ActAs: Sendable {
    package let title, lead, none: String
    package let use, inUse: String
    /// On every page, as long as it is so.
    package let acting: @Sendable (_ publicAccount: String) -> String
    package let yourself, isYourself, refused: String
    package let usesTitle, account, from, until, goesOn: String
    package let endedTitle: @Sendable (_ publicAccount: String) -> String
    package let endedText, notDone, goOn: String
  }
}
