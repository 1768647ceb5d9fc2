// The public accounts that are open to who has signed in: chosen, switched, left.

import Actions
import CGI
import Membership
import Pages

extension Exchange {
  private static let ownUses = 20

  func actAs(_ request: Request, in installation: Installation) throws -> Response {
    let session: Session
    switch try member(request, at: .actAs, in: installation) {
    case .refused(let response): return response
    case .admitted(let admitted): session = admitted
    }
    guard request.method == .post else {
      var list = try actAsList(session, in: installation)
      list.isLeft = request.query["left"] == "yes" && session.acting.account == nil
      return page(
        .ok,
        surroundings(translated: true).actAsPage(try signedIn(session, in: installation), list))
    }
    guard let typed = request.form["use"] else { return failure(.badRequest, .badRequest) }
    let login = Login(typed)
    // What cannot be a login is nobody's; nothing at all is oneself.
    if login != nil || typed.isEmpty,
      case .acting = try ActAs(session, login).perform(in: installation, at: now)
    {
      return redirect(to: absolute(.actAs) + (login == nil ? queryText([("left", "yes")]) : ""))
    }
    var list = try actAsList(session, in: installation)
    list.isRefused = true
    return page(
      .unprocessableContent,
      surroundings().actAsPage(try signedIn(session, in: installation), list))
  }

  private func actAsList(_ session: Session, in installation: Installation) throws -> ActAsList {
    ActAsList(
      open: try installation.publicAccounts(for: session.account),
      uses: try installation.uses(by: session.account, limit: Self.ownUses, at: now))
  }
}
