// The page of the settings.

package import Membership

extension Strings {
  package struct SettingsPage: Sendable {
    package let title: String
    package let group: @Sendable (Settings.Group) -> String
    package let label: @Sendable (Settings.Name) -> String
    package let hint: @Sendable (Settings.Name) -> String
    /// What would be taken.
    package let problem: @Sendable (Settings.Name) -> String
    /// What a clock shows in the zone that is set.
    package let zoneNow: @Sendable (_ moment: String) -> String
    package let saved, nothingChanged, yes, no: String
    /// Stands for no department that is set.
    package let ownDepartment: String
    /// Asked before members' invitations are switched off.
    package let linksQuestion, answerFirst: String
    package let links: @Sendable (OutstandingLinks) -> String
  }
}
