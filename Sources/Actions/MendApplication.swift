// An applicant mends a mistyped address while nobody has decided. Nobody learns whether the new address is
// known: the application waits all the same, beside another of that address, and who decides is told of an
// account. From a receipt an application comes where the new address is unknown.

package import Membership
import Secrets
import Store

package struct MendApplication {
  package var token: String
  /// As typed.
  package var email: String
  /// Where the request came from; nil where that is not known.
  package var client: NetworkAddress?

  package init(token: String, email: String, client: NetworkAddress?) {
    self.token = token
    self.email = email
    self.client = client
  }

  package enum Outcome {
    /// - Parameters:
    ///   - changed: a link whose page has to change.
    ///   - mail: something waits in the outbox.
    case mended(changed: InvitationCode?, mail: Bool)
    case invalid(Application, EmailAddress.Problem)
    /// Decided meanwhile.
    case decided(Application)
    case tooMany(until: Moment)
    case unknown
  }

  package func perform(in installation: Installation, at now: Moment) throws -> Outcome {
    guard let shown = try FindApplication(token: token).perform(in: installation),
      let token = RandomToken(token)
    else { return .unknown }
    guard shown.state == .pending else { return .decided(shown) }
    let address: EmailAddress
    do throws(EmailAddress.Problem) { address = try EmailAddress(email) } catch {
      return .invalid(shown, error)
    }
    let store = installation.store
    return try store.write {
      if let until = try installation.quotaEnds(for: client, at: now) {
        return .tooMany(until: until)
      }
      guard let application = try store.applications.find(tokenDigest: token.digest) else {
        return try fromReceipt(address, token, in: installation, at: now)
      }
      guard application.state == .pending else { return .decided(application) }
      let isSame = address.key == application.email.key
      let isKnown =
        try !isSame && installation.isKnown(address, requiresApproval: true, at: now)
      guard
        try store.applications.setEmail(
          of: application, to: address,
          isDuplicate: store.applications.hasPending(address, besides: application.id))
      else { return .decided(application) }
      try store.audit.append(
        .applicant, "mend address", "application", application.id.text, at: now)
      return .mended(changed: nil, mail: isKnown)
    }
  }

  /// Where the new address is unknown, and the link has a place, a true application comes of it.
  private func fromReceipt(
    _ address: EmailAddress, _ token: RandomToken, in installation: Installation, at now: Moment
  ) throws -> Outcome {
    let store = installation.store
    guard var application = try FindApplication(token: token.text).perform(in: installation)
    else { return .unknown }
    guard application.state == .pending else { return .decided(application) }
    let isKnown = try installation.isKnown(address, requiresApproval: true, at: now)
    guard try !isKnown && store.invitations.takeUseAgain(of: application.invitation) else {
      try store.receipts.setEmail(tokenDigest: token.digest, to: address)
      return .mended(changed: nil, mail: isKnown)
    }
    try store.receipts.delete(tokenDigest: token.digest)
    application.id = .new()
    application.email = address
    try store.applications.insert(application, tokenDigest: token.digest)
    try store.audit.append(.applicant, "apply", "application", application.id.text, at: now)
    let invitation = try store.invitations.find(id: application.invitation)
    let closed = invitation?.state(at: now) == .full ? invitation?.code : nil
    return .mended(changed: closed, mail: false)
  }
}
