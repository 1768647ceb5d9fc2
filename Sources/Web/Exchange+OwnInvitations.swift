// A member's own invitations: made, looked at, ended.

import Actions
import CGI
import Membership
import Pages

extension Exchange {
  private static let rows = 20
  private static let names = 200

  func ownInvitations(_ request: Request, in installation: Installation) throws -> Response {
    let session: Session
    switch try member(request, at: .ownInvitations, in: installation) {
    case .refused(let response): return response
    case .admitted(let admitted): session = admitted
    }
    guard request.method == .post else {
      return page(
        .ok,
        surroundings(translated: true).ownInvitationsPage(
          try signedIn(session, in: installation),
          try ownInvitations(of: session.account, request, in: installation)))
    }
    let label = request.form["label"] ?? ""
    let invite = InviteAsMember(session.account, label: label, language: language)
    switch try invite.perform(in: installation, at: now) {
    case .created(let invitation):
      guard let cause = publish([invitation.code], in: installation) else {
        return redirect(to: absolute(.ownInvitation(code: invitation.code.text)) + "?done=made")
      }
      return try page(invitation, .unpublished(cause: cause), session, in: installation)
    case .refused(let problem):
      var own = try ownInvitations(of: session.account, request, in: installation)
      own.problem = problem
      own.label = label
      own.isRefused = true
      return page(
        .unprocessableContent,
        surroundings().ownInvitationsPage(try signedIn(session, in: installation), own))
    }
  }

  private func ownInvitations(
    of account: Account, _ request: Request, in installation: Installation
  ) throws -> OwnInvitations {
    let last = try request.query["after"].flatMap { InvitationCode($0) }.flatMap {
      try installation.ownInvitation($0, of: account)
    }
    // One more than fits tells whether there is another page.
    let found = try installation.ownInvitations(of: account, after: last, limit: Self.rows + 1)
    let shown = Array(found.prefix(Self.rows))
    let home = address(.ownInvitations)
    return OwnInvitations(
      isOn: settings.memberInvitations,
      departmentPath: try installation.departmentPath(ofInvitationsOf: account),
      open: try installation.openInvitations(of: account, at: now),
      problem: try installation.problem(ofInviting: account, at: now),
      rows: shown,
      next: found.count > shown.count
        ? shown.last.map { home + queryText([("after", $0.code.text)]) } : nil,
      first: last == nil ? nil : home)
  }

  func ownInvitation(_ typed: String, _ request: Request, in installation: Installation) throws
    -> Response
  {
    let session: Session
    switch try member(request, at: .ownInvitation(code: typed), in: installation) {
    case .refused(let response): return response
    case .admitted(let admitted): session = admitted
    }
    guard
      let invitation = try InvitationCode(typed).flatMap({
        try installation.ownInvitation($0, of: session.account)
      })
    else { return failure(.notFound, .notFound) }
    guard request.method == .post else {
      let notice: OwnInvitationNotice? =
        switch request.query["done"] {
        case "made": .made
        case "ended": .ended
        default: nil
        }
      return try page(invitation, notice, session, in: installation)
    }
    guard request.form["action"] == "revoke" else { return failure(.badRequest, .badRequest) }
    let revoke = RevokeInvitation(invitation.code, by: .account(session.account.id))
    guard case .revoked(let ended) = try revoke.perform(in: installation, at: now) else {
      return try page(invitation, .alreadyEnded, session, in: installation)
    }
    guard let cause = publish([ended.code], in: installation) else {
      return redirect(to: absolute(.ownInvitation(code: ended.code.text)) + "?done=ended")
    }
    return try page(ended, .endedUnpublished(cause: cause), session, in: installation)
  }

  private func page(
    _ invitation: Invitation, _ notice: OwnInvitationNotice?, _ session: Session,
    in installation: Installation
  ) throws -> Response {
    let joined =
      settings.memberSeesJoined
      ? try installation.joined(through: invitation, limit: Self.names).map {
        Joined(name: $0.name, at: $0.decision?.at ?? $0.applied)
      } : nil
    return page(
      .ok,
      surroundings(translated: true).ownInvitationPage(
        try signedIn(session, in: installation), invitation, joined: joined, notice: notice))
  }
}
