// The administrators' page of webhooks.

package import Membership

extension Strings {
  package struct Webhooks: Sendable {
    package let title, lead, none: String
    package let address, addressHint, events, add: String
    package let stateName: @Sendable (WebhookState) -> String
    package let secret, since, state: String
    /// Above a secret that is shown once.
    package let secretOf: @Sendable (_ address: String) -> String
    package let shownOnce: String
    package let stop, stopHint, start, newSecret, newSecretHint: String
    package let changed: @Sendable (_ address: String) -> String
    package let unchanged, noEvent: String
    package let problem: @Sendable (WebhookAddress.Problem) -> String
  }
}
