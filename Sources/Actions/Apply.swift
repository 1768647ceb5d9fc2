// A stranger applies through an invitation. One use is taken with the application, in one transaction;
// where the link asks for no approval, the person joins in the same transaction.

import Database
package import Membership
import Secrets
import Store

package struct Apply {
  /// As typed.
  package var code: String
  package var name: String
  package var email: String
  package var language: Language
  /// Where the request came from; nil where that is not known.
  package var client: NetworkAddress?
  /// Whether the person was asked to confirm, and did.
  package var isConfirmed: Bool

  package init(
    code: String, name: String, email: String, language: Language, client: NetworkAddress? = nil,
    isConfirmed: Bool = false
  ) {
    self.code = code
    self.name = name
    self.email = email
    self.language = language
    self.client = client
    self.isConfirmed = isConfirmed
  }

  package enum Outcome {
    /// - Parameters:
    ///   - token: opens the applicant's status page.
    ///   - closed: the link took its last use, so that its page has to change.
    ///   - mail: something waits in the outbox.
    case applied(token: String, invitation: InvitationCode, closed: Bool, mail: Bool)
    case invalid(Invitation, PersonName.Problem?, EmailAddress.Problem?)
    case dead(Invitation, InvitationState)
    /// So many came through this link just now that a person is asked to press once more.
    case toConfirm(Invitation)
    /// So many came from this network that it has to wait.
    case tooMany(Invitation, until: Moment)
    case unknown
  }

  package func perform(in installation: Installation, at now: Moment) throws -> Outcome {
    // The link can change, or another write the same row, between reading and writing: then again.
    for _ in 0..<5 {
      guard let code = InvitationCode(code),
        let invitation = try installation.store.invitations.find(code: code)
      else { return .unknown }
      let state = invitation.state(at: now)
      guard state == .active else { return .dead(invitation, state) }
      let (name, email): (PersonName, EmailAddress)
      switch (checkedName, checkedEmail) {
      case (.success(let checked), .success(let address)): (name, email) = (checked, address)
      case (let name, let email): return .invalid(invitation, name.problem, email.problem)
      }
      if let outcome = try perform(
        in: installation, invitation: invitation, name: name, email: email, at: now)
      {
        return outcome
      }
    }
    throw DatabaseError.busy
  }

  private var checkedName: Result<PersonName, PersonName.Problem> {
    do throws(PersonName.Problem) { return .success(try PersonName(name)) } catch {
      return .failure(error)
    }
  }

  private var checkedEmail: Result<EmailAddress, EmailAddress.Problem> {
    do throws(EmailAddress.Problem) { return .success(try EmailAddress(email)) } catch {
      return .failure(error)
    }
  }

  /// nil where the link changed meanwhile.
  private func perform(
    in installation: Installation, invitation: Invitation, name: PersonName,
    email: EmailAddress, at now: Moment
  ) throws -> Outcome? {
    let store = installation.store
    let token = RandomToken.new()
    let application = application(invitation, name: name, email: email, at: now)
    struct Changed: Error {}
    do {
      return try store.write {
        if try !isConfirmed && installation.isRushed(invitation, at: now) {
          return .toConfirm(invitation)
        }
        if let until = try installation.quotaEnds(for: client, at: now) {
          return .tooMany(invitation, until: until)
        }
        if try installation.isKnown(
          email, requiresApproval: invitation.requiresApproval, at: now)
        {
          guard try store.invitations.leads(invitation.id, to: invitation.department) else {
            throw Changed()
          }
          try store.receipts.insert(
            Receipt(
              reference: Application.newReference(), invitation: invitation.id,
              name: name, email: email, language: language, applied: now,
              requiresApproval: invitation.requiresApproval,
              department: invitation.department, departmentPath: invitation.departmentPath),
            tokenDigest: token.digest)
          return .applied(
            token: token.text, invitation: invitation.code, closed: false, mail: true)
        }
        guard let wasLast = try store.invitations.takeUse(of: invitation, at: now) else {
          throw Changed()
        }
        try store.applications.insert(application, tokenDigest: token.digest)
        try store.audit.append(.applicant, "apply", "application", application.id.text, at: now)
        if !invitation.requiresApproval {
          try installation.admit(application, at: now)
          try store.audit.append(
            .system, "approve", "application", application.id.text, at: now)
        }
        let isTold = try installation.tell(
          invitation.requiresApproval ? [.applied] : [.applied, .decided, .joined],
          about: application.id, at: now)
        return .applied(
          token: token.text, invitation: invitation.code, closed: wasLast,
          mail: isTold || !invitation.requiresApproval)
      }
    } catch is Changed {
      return nil
    }
  }

  private func application(
    _ invitation: Invitation, name: PersonName, email: EmailAddress, at now: Moment
  ) -> Application {
    let direct = Decision(
      state: .approved, at: now, approver: Decision.system, reason: "")
    return Application(
      id: .new(), reference: Application.newReference(), invitation: invitation.id,
      invitationLabel: invitation.label, inviter: invitation.inviter,
      inviterName: invitation.inviterName,
      department: invitation.department, departmentPath: invitation.departmentPath,
      requiresApproval: invitation.requiresApproval, name: name, email: email,
      language: language, applied: now,
      decision: invitation.requiresApproval ? nil : direct)
  }
}

extension Result {
  fileprivate var problem: Failure? {
    if case .failure(let problem) = self { problem } else { nil }
  }
}
