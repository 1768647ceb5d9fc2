// The administrators' page of business systems.

package import Membership

extension Strings {
  package struct BusinessSystems: Sendable {
    package let title, lead, none: String
    package let address, description: String
    package let name, nameHint, linksPerDay, linksPerDayHint, add: String
    package let key, secret, since, state, open, closed: String
    /// Above a key that is shown once.
    package let keyOf: @Sendable (_ name: String) -> String
    package let shownOnce: String
    package let rotate, rotateHint, revoke, revokeWith, revokeHint, save: String
    package let saved: @Sendable (_ name: String) -> String
    package let revoked: @Sendable (_ name: String) -> String
    package let problem: @Sendable (BusinessSystemChange.Problem) -> String
  }
}
