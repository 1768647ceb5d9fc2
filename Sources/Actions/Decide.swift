// An administrator approves or rejects applications, one or many. Decision, account and mail are one
// transaction; of two who decide at the same moment one does, and the other is told who.

package import Membership
import Store

package struct Decide {
  package enum Verdict: Hashable, Sendable {
    case approve
    case reject
  }

  package var references: [String]
  package var verdict: Verdict
  /// Kept with the decision; may be empty.
  package var reason: String
  /// Whether who is rejected is told by mail, with the reason. Who is approved gets the welcome mail anyway.
  package var isMailed: Bool
  package var approver: Account
  /// Who decides, in the audit log.
  package var actor: Actor
  /// The addresses that the approver saw, by reference: who has mended one meanwhile is not decided on.
  package var seen: [String: String] = [:]

  package init(
    _ references: [String], _ verdict: Verdict, reason: String = "", isMailed: Bool = false,
    approver: Account, by actor: Actor? = nil
  ) {
    self.references = references
    self.verdict = verdict
    self.reason = reason
    self.isMailed = isMailed
    self.approver = approver
    self.actor = actor ?? .account(approver.id)
  }

  package struct Outcome {
    package var decided: [Application] = []
    /// Decided before, by whom their decisions say.
    package var already: [Application] = []
    /// An account has that address by now: one person would have two.
    package var taken: [(application: Application, by: Login)] = []
    /// Of another address than the approver saw.
    package var mended: [Application] = []
    /// References that the database had no time for.
    package var notTried: [String] = []
    /// References that there are not.
    package var unknown: [String] = []
    /// Links that were full and are open again, so that their pages have to change.
    package var reopened: [InvitationCode] = []
    /// Something waits in the outbox.
    package var mail = false
  }

  /// More than one list shows.
  package static let most = 500
  /// Decisions of one transaction: few enough that nobody else waits long.
  private static let batch = 50

  /// nil where the reason is too long: nothing was decided.
  package func perform(in installation: Installation, at now: Moment) throws -> Outcome? {
    let reason = trimmed(reason)
    guard reason.count <= Decision.longestReason else { return nil }
    let store = installation.store
    var outcome = Outcome()
    var rest = references.prefix(Self.most)
    while !rest.isEmpty {
      let batch = rest.prefix(Self.batch)
      rest = rest.dropFirst(batch.count)
      do {
        outcome = try store.write {
          // What a transaction that fails has counted does not count.
          var outcome = outcome
          for reference in batch {
            try decide(reference, reason: reason, in: installation, at: now, &outcome)
          }
          return outcome
        }
      } catch {
        // What was decided before stays so, and has to be said.
        guard batch.startIndex > 0 else { throw error }
        outcome.notTried = Array(references[batch.startIndex..<min(references.count, Self.most)])
        return outcome
      }
    }
    return outcome
  }

  private func decide(
    _ reference: String, reason: String, in installation: Installation, at now: Moment,
    _ outcome: inout Outcome
  ) throws {
    let store = installation.store
    guard var application = try store.applications.find(reference: reference) else {
      outcome.unknown.append(reference)
      return
    }
    guard application.state == .pending else {
      outcome.already.append(application)
      return
    }
    if let email = seen[reference], email != application.email.text {
      outcome.mended.append(application)
      return
    }
    let decision = Decision(
      state: verdict == .approve ? .approved : .rejected, at: now,
      approver: approver.name.text, reason: reason)
    if verdict == .approve, let holder = try store.accounts.find(email: application.email) {
      outcome.taken.append((application, holder.login))
      return
    }
    let isFull =
      try verdict == .reject
      && store.invitations.find(id: application.invitation)?.state(at: now) == .full
    guard try store.applications.decide(application.id, decision, by: approver.id) else {
      outcome.already.append(try store.applications.find(id: application.id) ?? application)
      return
    }
    application.decision = decision
    try store.invitations.settleUse(
      of: application.invitation, completed: verdict == .approve)
    switch verdict {
    case .approve:
      try installation.admit(application, at: now)
      outcome.mail = true
    case .reject:
      if isMailed {
        try installation.queue(
          .rejected, to: application.email, language: application.language,
          application: application.id, givesUp: now + 5 * 86400, at: now)
        outcome.mail = true
      }
      if isFull, let code = try store.invitations.find(id: application.invitation)?.code {
        outcome.reopened.append(code)
      }
    }
    try store.audit.append(
      actor, verdict == .approve ? "approve" : "reject", "application",
      application.id.text, at: now)
    if try installation.tell(
      verdict == .approve ? [.decided, .joined] : [.decided], about: application.id, at: now)
    {
      outcome.mail = true
    }
    outcome.decided.append(application)
  }
}
