// A member makes an invitation: by the rules that the administrators have set, within the limits, and only while
// they let members invite. Used alike by the member's own page and by business systems.

package import Membership
import Store

package struct InviteAsMember {
  package var inviter: Account
  /// May be empty.
  package var label: String
  /// Of the link's page.
  package var language: Language
  /// Where it is made, if not on the member's own page.
  package var businessSystem: BusinessSystem?

  package init(
    _ inviter: Account, label: String = "", language: Language,
    in businessSystem: BusinessSystem? = nil
  ) {
    self.inviter = inviter
    self.label = label
    self.language = language
    self.businessSystem = businessSystem
  }

  package enum Outcome: Sendable {
    case created(Invitation)
    case refused(InvitingProblem)
  }

  package func perform(in installation: Installation, at now: Moment) throws -> Outcome {
    try installation.store.write { try performWithin(installation, at: now) }
  }

  /// Within a write transaction, so that a limit holds however many ask at the same instant.
  package func performWithin(_ installation: Installation, at now: Moment) throws -> Outcome {
    let store = installation.store
    switch try ready(store, at: now) {
    case .failure(let refusal): return .refused(refusal.problem)
    case .success(let invitation):
      try store.invitations.insert(invitation, isMembers: true, in: businessSystem?.id)
      try store.audit.append(
        .account(invitation.inviter), "create", "invitation", invitation.id.text, at: now)
      return .created(invitation)
    }
  }

  struct Refusal: Error {
    let problem: InvitingProblem
  }

  /// What would be made by now.
  func ready(_ store: Store, at now: Moment) throws -> Result<Invitation, Refusal> {
    func refused(_ problem: InvitingProblem) -> Result<Invitation, Refusal> {
      .failure(Refusal(problem: problem))
    }
    // As they are by now.
    let settings = try store.settings.load()
    guard settings.memberInvitations else { return refused(.off) }
    guard let account = try store.accounts.find(id: inviter.id), account.kind == .personal,
      account.state == .active
    else { return refused(.notActive) }
    let label = trimmed(label)
    guard Invitation.isLabel(label) else { return refused(.label) }
    if let problem = try limit(of: account, settings, store, at: now) { return refused(problem) }
    var department: Department?
    if let id = settings.memberDepartment ?? account.department {
      department = try store.departments.find(id: id)
      guard department != nil else { return refused(.departmentGone) }
    }
    return .success(
      Invitation(
        label: label, inviter: account.id, inviterName: account.name.text,
        department: department?.id, departmentPath: department?.path ?? "", language: language,
        requiresApproval: settings.memberApproval, created: now,
        expires: settings.memberValidity.validity.end(from: now)))
  }

  private func limit(
    of account: Account, _ settings: Settings, _ store: Store, at now: Moment
  ) throws -> InvitingProblem? {
    let day: Int64 = 86400
    let invitations = store.invitations
    let most = settings.memberLinks
    if try invitations.membersLiving(of: account.id, at: now, most: most) >= most {
      return .tooMany(most)
    }
    let perDay = settings.memberLinksPerDay
    if let made = try invitations.membersMade(by: account.id, last: perDay), made + day > now {
      return .tooManyToday(perDay, next: made + day)
    }
    if let system = businessSystem,
      let made = try invitations.made(in: system.id, last: system.linksPerDay), made + day > now
    {
      return .systemTooManyToday(system.linksPerDay, next: made + day)
    }
    return nil
  }
}
