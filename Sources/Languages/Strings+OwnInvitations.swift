// A member's own page of invitations.

package import Membership

extension Strings {
  package struct OwnInvitations: Sendable {
    package let title: String
    /// What happens through a link: where people join, who is asked, until when it is open.
    package let joins: @Sendable (_ department: String) -> String
    package let joinsNowhere: String
    package let asks, joinsAtOnce: String
    package let openFor: @Sendable (Validity.Preset) -> String
    package let left: @Sendable (_ open: Int, _ most: Int) -> String
    package let label, labelHint, make: String
    package let none, off, back: String
    package let made, ended, alreadyEnded: String
    package let end, endWith, endText: String
    package let joinedTitle: String
    package let tooMany: @Sendable (Int) -> String
    package let tooManyToday: @Sendable (_ count: Int, _ next: String) -> String
    package let departmentGone: String
  }
}
