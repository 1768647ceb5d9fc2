// An invitation: a link with its settings. Its state is derived from them, never stored.

package struct Invitation: Hashable, Sendable {
  package typealias ID = Identifier<Invitation>

  package var id: ID
  package var code: InvitationCode
  /// What the inviter calls it; strangers never see it.
  package var label: String
  package var inviter: Account.ID
  package var inviterName: String
  /// The department newcomers join.
  package var department: Department.ID?
  /// From the root: `Sales / North`; empty where no department is given.
  package var departmentPath: String
  /// Of the page at the link's own address.
  package var language: Language
  package var requiresApproval: Bool
  package var created: Moment
  package var notBefore: Moment?
  package var expires: Moment?
  /// nil: no limit.
  package var maxUses: Int?
  /// Uses that pending applications hold.
  package var usesReserved: Int
  /// Uses that led to an account.
  package var usesCompleted: Int
  package var revoked: Moment?
  /// When somebody said that its QR code is printed.
  package var printed: Moment?

  package init(
    id: ID = .new(), code: InvitationCode = .random(), label: String, inviter: Account.ID,
    inviterName: String, department: Department.ID? = nil, departmentPath: String = "",
    language: Language, requiresApproval: Bool, created: Moment, notBefore: Moment? = nil,
    expires: Moment? = nil, maxUses: Int? = nil, usesReserved: Int = 0, usesCompleted: Int = 0,
    revoked: Moment? = nil, printed: Moment? = nil
  ) {
    self.id = id
    self.code = code
    self.label = label
    self.inviter = inviter
    self.inviterName = inviterName
    self.department = department
    self.departmentPath = departmentPath
    self.language = language
    self.requiresApproval = requiresApproval
    self.created = created
    self.notBefore = notBefore
    self.expires = expires
    self.maxUses = maxUses
    self.usesReserved = usesReserved
    self.usesCompleted = usesCompleted
    self.revoked = revoked
    self.printed = printed
  }

  /// Not where the inviter was erased.
  package var hasInviter: Bool { inviterName != PersonName.erased.text }

  /// At most 100 characters on one line; may be empty.
  package static func isLabel(_ text: String) -> Bool {
    text.count <= longestLabel && isPrintable(text)
  }

  package static let longestLabel = 100
  /// Of uses, where there is a limit.
  package static let limits = 1...1_000_000

  /// Where several hold, the one that an inviter can least undo is named.
  package func state(at now: Moment) -> InvitationState {
    if revoked != nil { return .revoked }
    if let expires, expires <= now { return .expired }
    if let notBefore, now < notBefore { return .notYetOpen }
    if let maxUses, usesReserved + usesCompleted >= maxUses { return .full }
    return .active
  }
}

package enum InvitationState: String, CaseIterable, Sendable {
  case active
  case notYetOpen = "not yet open"
  case full
  case expired
  case revoked
}
