// Through what somebody may use a public account, as both sides read it.

package import Membership

extension Strings {
  package struct Grants: Sendable {
    /// `through department Sales / North`
    package let through: @Sendable (Grant) -> String
    /// What a public account is associated with: `Department`
    package let kind: @Sendable (Grant) -> String
  }
}
