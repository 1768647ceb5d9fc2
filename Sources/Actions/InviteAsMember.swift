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

  package enum Problem: Hashable, Sendable {
    /// Members do not make invitations at present.
    case off
    /// Suspended or removed, or a public account.
    case notActive
    case label
    /// As many as a member may have at the same time.
    case tooMany(Int)
    /// As many as a member may make within 24 hours; the next at that moment.
    case tooManyToday(Int, next: Moment)
    /// As many as all people of the business system may make within 24 hours.
    case systemTooManyToday(Int, next: Moment)
    /// The administrators have to name another.
    case departmentGone
  }

  package enum Outcome: Sendable {
    case created(Invitation)
    case refused(Problem)
  }

  package func perform(in installation: Installation, at now: Moment) throws -> Outcome {
    try installation.store.write { try performWithin(installation, at: now) }
  }

  /// Within a write transaction, so that a limit holds however many ask at the same instant.
  package func performWithin(_ installation: Installation, at now: Moment) throws -> Outcome {
    let store = installation.store
    if let problem = try problem(store, at: now) { return .refused(problem) }
    // As they are by now.
    let settings = try store.settings.load()
    guard let account = try store.accounts.find(id: inviter.id) else { return .refused(.notActive) }
    let department = try department(of: account, settings, store)
    let label = trimmed(label)
    let invitation = Invitation(
      label: label, inviter: account.id, inviterName: account.name.text,
      department: department?.id, departmentPath: department?.path ?? "", language: language,
      requiresApproval: settings.memberApproval, created: now,
      expires: settings.memberValidity.validity.end(from: now))
    try store.invitations.insert(invitation, isMembers: true, in: businessSystem?.id)
    try store.audit.append(
      .account(account.id), "create", "invitation", invitation.id.text, at: now)
    return .created(invitation)
  }

  /// Why it would be refused by now.
  func problem(_ store: Store, at now: Moment) throws -> Problem? {
    let settings = try store.settings.load()
    guard settings.memberInvitations else { return .off }
    guard let account = try store.accounts.find(id: inviter.id), account.kind == .personal,
      account.state == .active
    else { return .notActive }
    guard Invitation.isLabel(trimmed(label)) else { return .label }
    if let problem = try limit(of: account, settings, store, at: now) { return problem }
    let isMeant = (settings.memberDepartment ?? account.department) != nil
    return try isMeant && department(of: account, settings, store) == nil ? .departmentGone : nil
  }

  private func department(
    of account: Account, _ settings: Settings, _ store: Store
  ) throws -> Department? {
    try (settings.memberDepartment ?? account.department).flatMap {
      try store.departments.find(id: $0)
    }
  }

  private func limit(
    of account: Account, _ settings: Settings, _ store: Store, at now: Moment
  ) throws -> Problem? {
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
