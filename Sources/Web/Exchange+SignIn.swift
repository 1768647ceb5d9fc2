// Signing in and out, the choice of a password, and the page after it.

import Actions
import CGI
import Languages
import Membership
import Pages

extension Exchange {
  func signInPage(_ request: Request, in installation: Installation) throws -> Response {
    let back = request.query["back"] ?? ""
    // Who is half in goes on from there: the password of before opens no second session.
    if try session(request, in: installation)?.account.mustChangePassword == true {
      return redirect(to: absolute(.password) + carried(back))
    }
    if try awaitingSession(request, in: installation) != nil {
      return redirect(to: absolute(.signInCode) + carried(back))
    }
    return page(
      .ok,
      surroundings(translated: true).signInPage(
        name: "", then: SignInReturn(back: back),
        occasion: request.query["after"].flatMap { SignInOccasion(rawValue: $0) }))
  }

  /// Where the form of sign-in, or of the code after it, leads to.
  func signInReturn(_ request: Request) -> SignInReturn {
    SignInReturn(
      back: request.form["back"] ?? "", kept: request.form["kept"] ?? "",
      by: request.form["by"] ?? "")
  }

  func retry(at until: Moment) -> Header { Header("Retry-After", String(max(1, until - now))) }

  /// - Parameter token: of a session that began just now.
  func signedIn(
    _ token: String, _ device: String, _ then: SignInReturn, in installation: Installation
  ) throws -> Response {
    guard let session = try Session(cookie: token, in: installation, at: now) else {
      return redirect(to: absolute(.signIn))  // Ended by somebody else at this instant.
    }
    return try begin(session, token: token, device: device, then: then, in: installation)
  }

  func signIn(_ request: Request, in installation: Installation) throws -> Response {
    let name = request.form["name"] ?? ""
    let then = signInReturn(request)
    func refused(_ problem: SignInProblem) -> Response {
      page(
        .unprocessableContent,
        surroundings().signInPage(name: name, then: then, problem: problem))
    }
    let signIn = SignIn(
      name: name, password: request.form["password"] ?? "", client: client,
      device: request.cookies[deviceCookieName], browser: browser(request))
    switch try signIn.perform(in: installation, at: now) {
    case .signedIn(let token, let device, _):
      return try signedIn(token, device, then, in: installation)
    case .awaitsCode(let token): return try askForCode(token, then, in: installation)
    case .tooMany(let until):
      return page(
        .tooManyRequests,
        surroundings().signInPage(name: name, then: then, problem: .tooMany(until: until)),
        headers: [retry(at: until)])
    case .refused: return refused(.refused)
    case .initialPasswordExpired: return refused(.initialPasswordExpired)
    case .initialPasswordUsed: return refused(.initialPasswordUsed)
    }
  }

  func signOut(_ request: Request, in installation: Installation) throws -> Response {
    // The form's token is not asked for: that it came from our pages is enough to end a session.
    try session(request, in: installation)?.signOut(in: installation, at: now)
    try awaitingSession(request, in: installation)?.signOut(in: installation, at: now)
    return redirect(
      to: "\(absolute(.signIn))?after=\(SignInOccasion.signedOut.rawValue)",
      headers: [endedSessionCookie])
  }

  func passwordPage(_ request: Request, in installation: Installation) throws -> Response {
    guard let session = try session(request, in: installation) else {
      return try toSignIn(from: .password, request, in: installation)
    }
    if let ended = try actingEnded(session, request, at: .password, in: installation) {
      return ended
    }
    return page(
      .ok,
      surroundings(translated: true).passwordPage(
        try signedIn(session, in: installation), back: request.query["back"] ?? "", problem: nil))
  }

  func changePassword(_ request: Request, in installation: Installation) throws -> Response {
    guard let session = try session(request, in: installation) else {
      return try toSignIn(from: .password, request, in: installation)
    }
    if let ended = try actingEnded(session, request, at: .password, in: installation) {
      return ended
    }
    guard session.isFormToken(request.form["token"]) else {
      return try formExpired(request, at: .password, session, in: installation)
    }
    let change = ChangePassword(
      account: session.account, current: request.form["current"] ?? "",
      chosen: request.form["chosen"] ?? "", repeated: request.form["repeated"] ?? "",
      device: request.cookies[deviceCookieName], browser: browser(request))
    let back = request.form["back"] ?? ""
    switch try change.perform(in: installation, at: now) {
    case .changed(let token):
      let saved = absolute(.me) + queryText([("saved", "password")])
      return redirect(to: destination(back: back) ?? saved, headers: [sessionCookie(token)])
    case .ended: return try toSignIn(from: .password, request, in: installation)
    case .tooMany(let until):
      let sentence = surroundings().strings.safety.tooManyTries(surroundings().saidRoundedUp(until))
      return page(
        .tooManyRequests,
        surroundings().passwordPage(
          try signedIn(session, in: installation), back: back, problem: .current(sentence)),
        headers: [retry(at: until)])
    case .refused(let problem):
      return page(
        .unprocessableContent,
        surroundings().passwordPage(
          try signedIn(session, in: installation), back: back, problem: sentence(problem)))
    }
  }

  // MARK: Sessions

  func browser(_ request: Request) -> Browser {
    Browser(userAgent: request.header("user-agent") ?? "")
  }

  func session(_ request: Request, in installation: Installation) throws -> Session? {
    try Session(cookie: request.cookies[sessionCookieName], in: installation, at: now)
  }

  func signedIn(_ desk: Desk) throws -> SignedIn {
    try signedIn(desk.session, in: desk.installation)
  }

  func departmentChoice(in installation: Installation) throws -> DepartmentChoice {
    try installation.departmentCount() > DepartmentChoice.most
      ? .typed : .list(installation.departments())
  }

  func signedIn(_ session: Session, in installation: Installation) throws -> SignedIn {
    let account = session.account
    return SignedIn(
      account: account, formToken: session.formToken,
      pending: account.isAdministrator ? try installation.pendingCount() : 0,
      acting: session.acting.account)
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
