// A link to the page with the button, which a business system signs for one of its people: it names the member, is
// good for some minutes, and makes one invitation.

package import Membership
import Secrets
import Store

package struct ButtonLink {
  package let system: BusinessSystem
  package let member: Account
  private let signature: String

  /// Seconds for which a link is signed at the most.
  package static let longest: Int64 = 300

  package enum Reading {
    case good(ButtonLink)
    /// Not what a key that is good makes of it, or over.
    case refused
    /// It names nobody who is a member.
    case unknownMember
  }

  /// - Parameters:
  ///   - path: the page's address.
  ///   - query: as it was sent; what stands before `&signature=` is what is signed.
  ///   - fields: the same, read.
  package static func read(
    path: String, query: String, fields: (_ name: String) -> String?,
    in installation: Installation, at now: Moment
  ) throws -> Reading {
    let sent = fields("signature") ?? ""
    let mark = "&signature=\(sent)"
    guard query.hasSuffix(mark), let expires = fields("expires").flatMap({ Int64($0) }),
      // However far apart they are.
      expires > now.seconds, expires <= now.seconds + longest,
      let found = try installation.businessSystem(key: fields("system") ?? "", at: now)
    else { return .refused }
    let signed = "\(path)?\(query.dropLast(mark.count))"
    let code = hmacSHA256(Array(signed.utf8), key: Array(found.secret.utf8))
    guard isEqualInConstantTime(hexadecimal(code), sent.asciiLowercased) else { return .refused }
    guard let member = try installation.member(typed: fields("member") ?? ""),
      member.state == .active
    else { return .unknownMember }
    return .good(
      ButtonLink(system: found.system, member: member, signature: hexadecimal(code)))
  }

  package enum Outcome {
    case made(Invitation)
    /// By this link, when its button was pressed before: page and all are there.
    case madeBefore(Invitation)
    case refused(InvitingProblem)
  }

  /// Once for each link, however often and however fast its button is pressed.
  package func press(language: Language, in installation: Installation, at now: Moment) throws
    -> Outcome
  {
    let store = installation.store
    // No key of a request has a space in it.
    let key = digest("button \(signature)")
    return try store.write {
      if let before = try store.businessSystems.answer(
        of: system.id, to: key, since: now + -2 * Self.longest),
        let made = try store.invitations.find(id: before.invitation)
      {
        return .madeBefore(made)
      }
      let invite = InviteAsMember(member, language: language, in: system)
      switch try invite.performWithin(installation, at: now) {
      case .refused(let problem): return .refused(problem)
      case .created(let invitation):
        try store.businessSystems.keep(
          BusinessSystemRows.Answer(request: key, invitation: invitation.id),
          of: system.id, to: key, at: now)
        return .made(invitation)
      }
    }
  }
}
