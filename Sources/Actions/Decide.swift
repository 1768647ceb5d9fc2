// An administrator approves or rejects one application. Decision, account and mail are one transaction;
// of two who decide at the same moment one does, and the other is told who.

package import Membership
import Store

package struct Decide {
  package enum Verdict: Hashable, Sendable {
    case approve
    /// - Parameter mailed: whether the applicant is told, with the reason.
    case reject(reason: String, mailed: Bool)
  }

  package var reference: String
  package var verdict: Verdict
  package var approver: Account

  package init(reference: String, verdict: Verdict, approver: Account) {
    self.reference = reference
    self.verdict = verdict
    self.approver = approver
  }

  package enum Outcome {
    /// - Parameters:
    ///   - reopened: the link, where it was full and its page has to change.
    ///   - mail: something waits in the outbox.
    case decided(Application, reopened: InvitationCode?, mail: Bool)
    case alreadyDecided(Application)
    /// An account has that address by now: one person would have two.
    case addressTaken(Application, by: Login)
    case reasonTooLong(Application)
    case unknown
  }

  package func perform(in installation: Installation, at now: Moment) throws -> Outcome {
    let store = installation.store
    guard let application = try store.applications.find(reference: reference) else {
      return .unknown
    }
    // Looked at before the costly hash; what counts is the guarded statement below.
    guard application.state == .pending else { return .alreadyDecided(application) }
    switch verdict {
    case .approve:
      return try approve(application, in: installation, at: now)
    case .reject(let reason, let mailed):
      let reason = trimmed(reason)
      guard reason.count <= Decision.longestReason else { return .reasonTooLong(application) }
      return try reject(application, reason: reason, mailed: mailed, in: installation, at: now)
    }
  }

  private func approve(
    _ application: Application, in installation: Installation, at now: Moment
  ) throws -> Outcome {
    let store = installation.store
    let password = try InitialPassword(in: installation, at: now)
    let decision = Decision(
      state: .approved, at: now, approver: approver.name.text, reason: "")
    struct AddressTaken: Error { let holder: Login }
    do {
      return try store.write {
        guard try store.applications.decide(application.id, decision, by: approver.id) else {
          return try faster(in: store)
        }
        if let holder = try store.accounts.find(email: application.email) {
          throw AddressTaken(holder: holder.login)
        }
        try installation.admit(application, with: password, at: now)
        return try settle(application, decision, reopened: nil, mail: true, in: store)
      }
    } catch let taken as AddressTaken {
      return .addressTaken(application, by: taken.holder)
    }
  }

  private func reject(
    _ application: Application, reason: String, mailed: Bool, in installation: Installation,
    at now: Moment
  ) throws -> Outcome {
    let store = installation.store
    let decision = Decision(
      state: .rejected, at: now, approver: approver.name.text, reason: reason)
    return try store.write {
      guard try store.applications.decide(application.id, decision, by: approver.id) else {
        return try faster(in: store)
      }
      if mailed {
        try installation.queue(
          .rejected, to: application.email, language: application.language,
          application: application.id, givesUp: now + 5 * 86400, at: now)
      }
      let invitation = try store.invitations.find(id: application.invitation)
      let reopened = invitation?.state(at: now) == .full ? invitation?.code : nil
      return try settle(application, decision, reopened: reopened, mail: mailed, in: store)
    }
  }

  private func settle(
    _ application: Application, _ decision: Decision, reopened: InvitationCode?, mail: Bool,
    in store: Store
  ) throws -> Outcome {
    try store.invitations.settleUse(
      of: application.invitation, completed: decision.state == .approved)
    let verb = decision.state == .approved ? "approve" : "reject"
    try store.audit.append(
      .account(approver.id), verb, "application", application.id.text, at: decision.at)
    var decided = application
    decided.decision = decision
    return .decided(decided, reopened: reopened, mail: mail)
  }

  private func faster(in store: Store) throws -> Outcome {
    guard let application = try store.applications.find(reference: reference) else {
      return .unknown
    }
    return .alreadyDecided(application)
  }
}
