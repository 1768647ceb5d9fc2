// The page to which a business system's button leads. Looking at it changes nothing; its form makes the link, once.

import Actions
import CGI
import Membership
import Pages

extension Exchange {
  mutating func inviteButton(_ request: Request, in installation: Installation) throws -> Response {
    let query = request.target.query
    let link: ButtonLink
    switch try ButtonLink.read(
      path: address(.inviteButton), query: query, fields: { request.query[$0] },
      in: installation, at: now)
    {
    case .refused: return show(.forbidden, .stale)
    case .unknownMember: return show(.unprocessableContent, .unknownMember)
    case .good(let read): link = read
    }
    guard settings.memberInvitations else { return show(.forbidden, .refused(.off)) }
    guard request.method == .post else {
      return show(
        .ok, .button(link.member.name, action: "\(address(.inviteButton))?\(query)"))
    }
    switch try link.press(language: language, in: installation, at: now) {
    case .made(let invitation):
      guard let cause = publish([invitation.code], in: installation) else {
        return show(.ok, .made(invitation))
      }
      followUps.append(["build"])
      return show(.ok, .unpublished(invitation, cause: cause))
    case .madeBefore(let invitation): return show(.ok, .madeBefore(invitation))
    case .refused(let problem):
      return show(problem == .off ? .forbidden : .tooManyRequests, .refused(problem))
    }
  }

  private func show(_ status: Status, _ view: InviteButtonView) -> Response {
    page(status, surroundings().inviteButtonPage(view))
  }
}
