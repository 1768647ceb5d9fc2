// A member's profile, and the sessions he is signed in with.

import Actions
import CGI
import Languages
import Membership
import Pages

extension Exchange {
  func profile(_ request: Request, in installation: Installation) throws -> Response {
    let session: Session
    switch try member(request, at: .profile, in: installation) {
    case .refused(let response): return response
    case .admitted(let admitted): session = admitted
    }
    if request.method == .post {
      // In a field of this name the choice is also the browser's, from this answer on.
      guard let language = request.form["lang"].flatMap({ Language(tag: $0) }) else {
        return failure(.badRequest, .badRequest)
      }
      try ChooseLanguage(language, of: session.account.id).perform(in: installation, at: now)
      return redirect(to: absolute(.profile) + queryText([("saved", "language")]))
    }
    let standing = try installation.standing(of: session)
    return page(
      .ok,
      surroundings(translated: true).profilePage(
        try signedIn(session, in: installation),
        Profile(
          departmentPath: standing.departments.first?.joined(separator: Department.separator) ?? "",
          holdings: standing.holdings, isSaved: request.query["saved"] == "language")))
  }

  func sessions(_ request: Request, in installation: Installation) throws -> Response {
    let session: Session
    switch try member(request, at: .sessions, in: installation) {
    case .refused(let response): return response
    case .admitted(let admitted): session = admitted
    }
    if request.method == .post { return try endSession(request, session, in: installation) }
    let rows = try installation.sessions(of: session, at: now).map {
      SessionList.Row(
        id: $0.id, browser: $0.browser, began: $0.began, seen: $0.seen, isThisOne: $0.isThisOne)
    }
    return page(
      .ok,
      surroundings(translated: true).sessionsPage(
        try signedIn(session, in: installation),
        SessionList(
          rows: rows,
          notice: request.query["done"].flatMap { SessionList.Notice(rawValue: $0) })))
  }

  private func endSession(
    _ request: Request, _ session: Session, in installation: Installation
  ) throws -> Response {
    guard let id = request.form["end"], !id.isEmpty else {
      return failure(.badRequest, .badRequest)
    }
    let which: EndSession.Which = id == "others" ? .others : .one(id: id)
    let outcome = try EndSession(which, by: session).perform(in: installation, at: now)
    let notice: SessionList.Notice
    switch outcome {
    case .endedThisOne:
      return redirect(
        to: absolute(.signIn) + queryText([("after", SignInOccasion.signedOut.rawValue)]),
        headers: [endedSessionCookie])
    case .ended: notice = which == .others ? .othersEnded : .ended
    case .notThere: notice = .notThere
    }
    return redirect(to: absolute(.sessions) + queryText([("done", notice.rawValue)]))
  }
}
