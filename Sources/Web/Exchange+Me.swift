// Everybody's own page; an administrator chooses there how often to be told of who waits.

import Actions
import CGI
import Membership
import Pages

extension Exchange {
  func me(_ request: Request, in installation: Installation) throws -> Response {
    let session: Session
    switch try member(request, at: .me, in: installation) {
    case .refused(let response): return response
    case .admitted(let admitted): session = admitted
    }
    if request.method == .post { return try chooseDigest(request, session, in: installation) }
    let account = session.account
    let saved = request.query["saved"]
    let digest: DigestChoice? =
      account.isAdministrator
      ? DigestChoice(
        hours: try installation.digestHours(of: account), choices: ChooseDigest.choices,
        isSaved: saved == "digest")
      : nil
    return page(
      .ok,
      surroundings(translated: true).mePage(
        try signedIn(session, in: installation),
        departmentPath: try installation.departmentPath(of: account),
        invites: try settings.memberInvitations
          || !installation.ownInvitations(of: account, limit: 1).isEmpty,
        saved: saved == "password", digest: digest))
  }

  private func chooseDigest(
    _ request: Request, _ session: Session, in installation: Installation
  ) throws -> Response {
    guard let hours = request.form["digest"].flatMap({ Int($0) }) else {
      return failure(.badRequest, .badRequest)
    }
    let account = session.account
    let choose = ChooseDigest(account.login, hours: hours, by: .account(account.id))
    switch try choose.perform(in: installation, at: now) {
    case .chosen: return redirect(to: absolute(.me) + queryText([("saved", "digest")]))
    case .outOfRange: return failure(.badRequest, .badRequest)
    case .notAdministrator: return failure(.forbidden, .forbidden)
    }
  }
}
