// The administrators' pages about invitations.

package import Membership

extension Strings {
  package struct Invitations: Sendable {
    package let title, new, newTitle, generate, resetAll, back: String
    package let link, copy, copied, png, svg, page: String
    package let label, labelHint, state, department, noDepartment, inviter, language: String
    package let validity, until, untilHint, opens, opensHint, ends, never, keepEnd: String
    package let preset: @Sendable (Validity.Preset) -> String
    package let untilMoment: String
    package let approval, asksAdministrator, joinsDirectly: String
    package let limit, limitHint, noLimit: String
    package let uses, waiting, joined, created, code: String
    package let usesOf: @Sendable (_ used: Int, _ limit: Int?) -> String
    package let stateName: @Sendable (InvitationState) -> String
    package let sortName: @Sendable (InvitationSort) -> String
    package let none: String
    package let made, changed, revokedDone, saved: String
    package let unpublished: @Sendable (_ cause: String) -> String
    package let changedUnpublished: @Sendable (_ cause: String) -> String
    package let change, changeHint, revoke, revokeWith, revokeText, alreadyRevoked: String
    package let printed, notPrinted, markPrinted, markNotPrinted: String
    package let seeApplications, history: String
    // What is wrong with a field.
    package let labelProblem, validityInPast, endsBeforeItOpens, momentUnreadable: String
    package let limitProblem: String
    package let fewerThanUsed: @Sendable (_ used: Int) -> String
    // Reset All
    package let resetTitle: String
    package let resetLinks: @Sendable (Int) -> String
    package let resetPrinted: @Sendable (Int) -> String
    package let resetPending: @Sendable (Int) -> String
    package let resetOthers, resetButton, resetNothing: String
    package let resetDone: @Sendable (Int) -> String
  }

  /// What an administrator sees first.
  package struct Overview: Sendable {
    package let title, waits, nobodyWaits, allWaiting, endsSoon, nothingEnds: String
    package let perDay, asTable, day, count: String
    package let chart: @Sendable (_ total: Int, _ highest: Int) -> String
    package let failedMails: @Sendable (String) -> String
    package let begin: String
  }

  /// The quick query.
  package struct Find: Sendable {
    package let title, hint, tooShort, nobody, narrow: String
    package let found: @Sendable (Int) -> String
    package let place, administrator: String
  }
}
