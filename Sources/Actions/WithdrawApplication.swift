// An applicant takes the application back, by the token of the status page.

package import Membership
import Secrets
import Store

package struct WithdrawApplication {
  package var token: String

  package init(token: String) { self.token = token }

  package enum Outcome {
    /// - Parameter reopened: the link, where it was full and its page has to change.
    case withdrawn(reopened: InvitationCode?)
    /// Decided, or withdrawn, before.
    case decided
    case unknown
  }

  package func perform(in installation: Installation, at now: Moment) throws -> Outcome {
    guard let token = RandomToken(token) else { return .unknown }
    let store = installation.store
    return try store.write {
      guard let application = try store.applications.find(tokenDigest: token.digest) else {
        guard let shown = try FindApplication(token: token.text).perform(in: installation) else {
          return .unknown
        }
        guard shown.state == .pending else { return .decided }
        return try store.receipts.withdraw(tokenDigest: token.digest, at: now)
          ? .withdrawn(reopened: nil) : .decided
      }
      let isFull =
        try store.invitations.find(id: application.invitation)?.state(at: now) == .full
      guard try store.applications.withdraw(application.id, at: now) else { return .decided }
      try store.invitations.settleUse(of: application.invitation, completed: false)
      try store.audit.append(.applicant, "withdraw", "application", application.id.text, at: now)
      let invitation = try store.invitations.find(id: application.invitation)
      return .withdrawn(reopened: isFull ? invitation?.code : nil)
    }
  }
}
