// The page to which a business system's button leads.

package import Membership

extension Strings {
  package struct InviteButton: Sendable {
    package let title: String
    package let lead: @Sendable (_ name: String) -> String
    /// The link was changed, or its minutes are over.
    package let stale: String
    package let unknownMember: String
    package let madeBefore: String
  }
}
