// A member's own pages: profile and sessions.

import Membership

extension Strings {
  package struct Profile: Sendable {
    package let title, name, positions, groups, roles: String
    package let language, languageHint, saved: String
    /// Before whom to ask.
    package let ask: String
    package let askAnybody: String
  }

  package struct Sessions: Sendable {
    package let title, lead: String
    /// One of the two may be empty, or both.
    package let browser: @Sendable (_ name: String, _ system: String) -> String
    package let thisOne, began, seen, end, endOthers: String
    package let ended, othersEnded, notThere: String
  }
}
