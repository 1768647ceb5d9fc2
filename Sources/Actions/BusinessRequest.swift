// What a business system asks for, carried out once: the signature is taken, an Idempotency-Key is looked up, and what
// follows is done, in one transaction.

package import Membership
import Secrets
import Store

package struct BusinessRequest {
  package var system: BusinessSystem
  /// The digest of its signature.
  package var signature: String
  /// What the request asks for, so that another with the same Idempotency-Key is told apart; its digest is kept.
  package var request: String
  /// Its digest is kept.
  package var idempotencyKey: String?

  package init(
    _ system: BusinessSystem, signature: String, request: String, idempotencyKey: String?
  ) {
    self.system = system
    self.signature = signature
    self.request = request
    self.idempotencyKey = idempotencyKey
  }

  package enum Outcome<Done> {
    case done(Done)
    /// Done before, by the same key and the same request: this one it made, or ended.
    case again(Invitation.ID)
    /// The key came with another request before.
    case otherRequest
    /// The signature came before.
    case replayed
  }

  /// Seconds for which an Idempotency-Key is known.
  private static let day: Int64 = 86400

  /// - Parameters:
  ///   - work: is done within the write transaction.
  ///   - invitation: which one it made or ended, for the next request with the same key; nil: none, it is tried again
  ///     then.
  package func perform<Done>(
    in installation: Installation, at now: Moment, _ work: () throws -> Done,
    invitation: (Done) -> Invitation.ID?
  ) throws -> Outcome<Done> {
    let store = installation.store
    let request = digest(request)
    let key = idempotencyKey.map(digest)
    return try store.write {
      guard try store.businessSystems.take(signature: signature, at: now) else {
        return .replayed
      }
      if let key,
        let before = try store.businessSystems.answer(
          of: system.id, to: key, since: now + -Self.day)
      {
        return before.request == request ? .again(before.invitation) : .otherRequest
      }
      let done = try work()
      if let key, let invitation = invitation(done) {
        try store.businessSystems.keep(
          BusinessSystemRows.Answer(request: request, invitation: invitation), of: system.id,
          to: key, at: now)
      }
      return .done(done)
    }
  }
}

extension Installation {
  /// Those that were made in a business system, the newest first.
  package func invitations(
    in system: BusinessSystem, by inviter: Account? = nil, after last: Invitation? = nil,
    limit: Int
  ) throws -> [Invitation] {
    try store.invitations.list(in: system.id, by: inviter?.id, after: last, limit: limit)
  }

  /// nil where it was not made in that system.
  package func invitation(_ code: InvitationCode, in system: BusinessSystem) throws -> Invitation? {
    guard let invitation = try store.invitations.find(code: code),
      try store.invitations.isMade(invitation.id, in: system.id)
    else { return nil }
    return invitation
  }

  /// A member, by login or by e-mail address; suspended ones too.
  package func member(typed: String) throws -> Account? {
    guard let account = try account(typed: typed), account.kind == .personal,
      account.state != .removed
    else { return nil }
    return account
  }

  package func login(of account: Account.ID) throws -> Login? {
    try store.accounts.find(id: account)?.login
  }
}
