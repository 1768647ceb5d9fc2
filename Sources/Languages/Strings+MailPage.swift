// The page of the mails, and the mail that tells administrators who waits.

package import Membership

extension Strings {
  package struct MailPage: Sendable {
    package let title: String
    package let recipient, kind, state, made: String
    package let kindName: @Sendable (MailKind) -> String
    /// What a webhook is told of.
    package let eventName: @Sendable (WebhookEvent) -> String
    /// One under way counts as one that waits.
    package let stateName: @Sendable (MailState) -> String
    package let tries: @Sendable (Int) -> String
    package let next: @Sendable (_ at: String) -> String
    /// Nothing is left to do about it.
    package let settled: String
    package let sendNow, sendAgain: String
    package let queued: @Sendable (_ recipient: String) -> String
    /// Of a webhook.
    package let told: @Sendable (_ address: String) -> String
    package let problem: @Sendable (ResendProblem) -> String
    package let none: String
  }

  package struct Digest: Sendable {
    /// - Parameter count: counted to a thousand and no further.
    package let subject: @Sendable (_ count: Int, _ organisation: String) -> String
    package let text: @Sendable (_ count: Int, _ organisation: String) -> String
    /// Before the list's address, with the language's own colon.
    package let decide: String
    /// Before the moment since when: the person, where that person is to belong.
    package let person: @Sendable (_ name: String, _ department: String) -> String
    package let longestOnly: @Sendable (_ named: Int) -> String
    package let howOften: String
    // On an administrator's own page.
    package let label, hint, saved: String
    /// 0: never.
    package let every: @Sendable (_ hours: Int) -> String
  }
}
