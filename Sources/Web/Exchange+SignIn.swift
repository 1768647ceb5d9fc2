// Signing in and out, the choice of a password, and the page after it.

import Actions
import CGI
import Languages
import Membership
import Pages

extension Exchange {
  func signInPage(_ request: Request) -> Response {
    page(
      .ok,
      surroundings(translated: true).signInPage(
        name: "", back: request.query["back"] ?? "",
        occasion: request.query["after"].flatMap { SignInOccasion(rawValue: $0) }))
  }

  func signIn(_ request: Request, in installation: Installation) throws -> Response {
    let name = request.form["name"] ?? ""
    let back = request.form["back"] ?? ""
    func refused(_ problem: SignInProblem) -> Response {
      page(
        .unprocessableContent,
        surroundings().signInPage(name: name, back: back, problem: problem))
    }
    let signIn = SignIn(name: name, password: request.form["password"] ?? "")
    switch try signIn.perform(in: installation, at: now) {
    case .signedIn(let token, let account):
      return redirect(
        to: absolute(destination(of: account, back: back)), headers: [sessionCookie(token)])
    case .refused: return refused(.refused)
    case .initialPasswordExpired: return refused(.initialPasswordExpired)
    case .initialPasswordUsed: return refused(.initialPasswordUsed)
    }
  }

  func signOut(_ request: Request, in installation: Installation) throws -> Response {
    // The form's token is not asked for: that it came from our pages is enough to end a session.
    try session(request, in: installation)?.signOut(in: installation)
    return redirect(
      to: "\(absolute(.signIn))?after=\(SignInOccasion.signedOut.rawValue)",
      headers: [endedSessionCookie])
  }

  func passwordPage(_ request: Request, in installation: Installation) throws -> Response {
    guard let session = try session(request, in: installation) else {
      return toSignIn(from: .password)
    }
    return page(
      .ok,
      surroundings(translated: true).passwordPage(
        try signedIn(session, in: installation), problem: nil))
  }

  func changePassword(_ request: Request, in installation: Installation) throws -> Response {
    guard let session = try session(request, in: installation) else {
      return toSignIn(from: .password)
    }
    guard session.isFormToken(request.form["token"]) else {
      let sentence = surroundings().strings.desk.formExpired
      return page(
        .forbidden,
        surroundings().passwordPage(
          try signedIn(session, in: installation), problem: .chosen(sentence)))
    }
    let change = ChangePassword(
      account: session.account, current: request.form["current"] ?? "",
      chosen: request.form["chosen"] ?? "", repeated: request.form["repeated"] ?? "")
    switch try change.perform(in: installation, at: now) {
    case .changed(let token):
      return redirect(to: "\(absolute(.me))?saved=password", headers: [sessionCookie(token)])
    case .ended: return toSignIn(from: .password)
    case .refused(let problem):
      return page(
        .unprocessableContent,
        surroundings().passwordPage(
          try signedIn(session, in: installation), problem: sentence(problem)))
    }
  }

  func me(_ request: Request, in installation: Installation) throws -> Response {
    guard let session = try session(request, in: installation) else { return toSignIn(from: .me) }
    if session.account.mustChangePassword { return redirect(to: absolute(.password)) }
    let path = try installation.departmentPath(of: session.account)
    return page(
      .ok,
      surroundings(translated: true).mePage(
        try signedIn(session, in: installation), departmentPath: path,
        saved: request.query["saved"] == "password"))
  }

  // MARK: Sessions

  func session(_ request: Request, in installation: Installation) throws -> Session? {
    try Session(cookie: request.cookies[sessionCookieName], in: installation, at: now)
  }

  func signedIn(_ session: Session, in installation: Installation) throws -> SignedIn {
    let account = session.account
    return SignedIn(
      account: account, formToken: session.formToken,
      pending: account.isAdministrator ? try installation.pendingCount() : 0)
  }

  /// To sign in, and back to where that was asked.
  func toSignIn(from route: Route) -> Response {
    let hadSession = request?.cookies[sessionCookieName].map { !$0.isEmpty } ?? false
    let after = hadSession ? "&after=\(SignInOccasion.ended.rawValue)" : ""
    return redirect(to: "\(absolute(.signIn))?back=\(percentEncoded(route.path))\(after)")
  }

  /// Only a route of ours is a way back; an initial password leads to the choice of another.
  private func destination(of account: Account, back: String) -> Route {
    if account.mustChangePassword { return .password }
    if let route = Route(path: back), route != .home, route.methods.get { return route }
    return account.isAdministrator ? .applications : .me
  }

  private func sentence(_ problem: ChangePassword.Problem) -> PasswordPageProblem {
    let texts = surroundings().strings.password
    return switch problem {
    case .currentIsWrong: .current(texts.currentIsWrong)
    case .unsuitable(let problem): .chosen(texts.unsuitable(problem))
    case .sameAsBefore: .chosen(texts.sameAsBefore)
    case .repeatedDiffers: .repeated(texts.repeatedDiffers)
    }
  }
}
