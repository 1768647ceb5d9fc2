// Who may see an administrator's page, and whose form is taken: looked at once for all of them. A form whose
// session has ended is not lost: what was typed comes back when its sender has signed in again.

import Actions
import CGI
import Membership
import Pages

extension Exchange {
  enum Admission {
    case admitted(Session)
    case refused(Response)
  }

  /// An administrator with a session, and for a form with that session's token.
  func administrator(
    _ request: Request, at route: Route, in installation: Installation
  ) throws -> Admission {
    try member(request, at: route, in: installation, administratorsOnly: true)
  }

  /// Whoever has signed in, and has chosen a password.
  func member(
    _ request: Request, at route: Route, in installation: Installation,
    administratorsOnly: Bool = false
  ) throws -> Admission {
    guard let session = try session(request, in: installation) else {
      return .refused(try toSignIn(from: route, request, in: installation))
    }
    if let ended = try actingEnded(session, request, at: route, in: installation) {
      return .refused(ended)
    }
    if session.account.mustChangePassword {
      return .refused(redirect(to: absolute(.password)))
    }
    if administratorsOnly, !session.account.isAdministrator {
      return .refused(failure(.forbidden, .forbidden))
    }
    if request.method == .post, !session.isFormToken(request.form["token"]) {
      return .refused(try formExpired(request, at: route, session, in: installation))
    }
    return .admitted(session)
  }

  /// Who was a public account until now is told so, whatever was asked, and goes on as himself; nil where that is
  /// not so. A form that was meant to be sent as a public account is not carried out as oneself.
  func actingEnded(
    _ session: Session, _ request: Request, at route: Route, in installation: Installation
  ) throws -> Response? {
    guard case .ended(let publicAccount) = session.acting else { return nil }
    try session.goOnAsOneself(in: installation)
    let next = route.isDestination ? address(form: back(to: route, request)) : address(.me)
    return page(
      .forbidden,
      surroundings().actingEndedPage(
        try signedIn(session, in: installation), publicAccount, wasForm: request.method == .post,
        next: next))
  }

  // MARK: Signing in first

  /// To sign in, and back to where that was asked; a form keeps what was typed into it.
  func toSignIn(from route: Route, _ request: Request, in installation: Installation) throws
    -> Response
  {
    let back = back(to: route, request)
    if request.method == .post {
      var then = SignInReturn(back: back, kept: route.keepsForms ? kept(of: request.form) : "")
      if !then.kept.isEmpty {
        then.by =
          try Session.owner(cookie: request.cookies[sessionCookieName], in: installation)?.text
          ?? ""
      }
      return page(.forbidden, surroundings().signInPage(name: "", then: then, occasion: .ended))
    }
    let after = hadSession(request) ? "&after=\(SignInOccasion.ended.rawValue)" : ""
    return redirect(to: "\(absolute(.signIn))?back=\(percentEncoded(back))\(after)")
  }

  /// Whether the browser still has the cookie of one, which then has ended.
  func hadSession(_ request: Request) -> Bool {
    request.cookies[sessionCookieName].map { !$0.isEmpty } ?? false
  }

  private func back(to route: Route, _ request: Request) -> String {
    let query = request.query.filter { $0.name != "lang" }
    return route.path + (query.isEmpty ? "" : queryText(query.map { ($0.name, $0.value) }))
  }

  // MARK: Forms of before

  /// Bytes of a form within a form, so that it fits into a body with what else is sent.
  private static let longestKept = 60 * 1024

  /// Secrets, and what belongs to one session or answer.
  private static let neverKept: Set = [
    "password", "current", "chosen", "repeated", "secret", "token", "lang",
  ]

  /// What was typed, without what belongs to the session that has ended, and without secrets. Empty where
  /// nothing is left, or too much.
  private func kept(of form: Fields) -> String {
    let text = keptFields(form).map { "\(percentEncoded($0.name))=\(percentEncoded($0.value))" }
      .joined(separator: "&")
    return percentEncoded(text).utf8.count <= Self.longestKept ? text : ""
  }

  private func keptFields(_ form: Fields) -> [(name: String, value: String)] {
    form.filter { !Self.neverKept.contains($0.name.asciiLowercased) }
  }

  /// The token is another session's: of one that ended, or of another window's.
  func formExpired(
    _ request: Request, at route: Route, _ session: Session, in installation: Installation
  ) throws -> Response {
    let fields = keptFields(request.form)
    let resumption = Resumption(
      address: address(form: back(to: route, request)),
      fields: route.keepsForms && !fields.isEmpty ? fields : nil, isSignedInAgain: false)
    return page(
      .forbidden,
      surroundings().resumePage(try signedIn(session, in: installation), resumption))
  }

  /// A new session begins: on to where it was asked for, or to a form of before, which nobody else sees.
  func begin(
    _ session: Session, token: String, device: String, then: SignInReturn,
    in installation: Installation
  ) throws -> Response {
    let cookies = [sessionCookie(token), deviceCookie(device)]
    let account = session.account
    guard !account.mustChangePassword else {
      return redirect(to: absolute(.password) + carried(then.back), headers: cookies)
    }
    let isTheirs = then.by.isEmpty || then.by == account.id.text
    if let route = formRoute(then.back), route.keepsForms, isTheirs, !then.kept.isEmpty,
      let form = try? Fields(encoded: Array(then.kept.utf8))
    {
      let resumption = Resumption(
        address: address(form: then.back), fields: keptFields(form), isSignedInAgain: true)
      return page(
        .ok, surroundings().resumePage(try signedIn(session, in: installation), resumption),
        headers: cookies)
    }
    let start = absolute(account.isAdministrator ? .overview : .me)
    return redirect(to: destination(back: then.back) ?? start, headers: cookies)
  }

  private func formRoute(_ back: String) -> Route? {
    if case .route(let route, _) = place(back: back) { route } else { nil }
  }

  /// Where one goes on, or sends a form once more.
  private func address(form back: String) -> String {
    if case .route(let route, let query) = place(back: back) {
      address(route) + query
    } else {
      address(.me)
    }
  }
}

extension Route {
  /// Whether its form is worth keeping when the session ends: it needs one, and holds no secret.
  var keepsForms: Bool {
    switch self {
    case .apply, .status, .signIn, .signInCode, .signOut, .password, .secondFactor: false
    default: methods.post
    }
  }

  /// Whether one comes back to it after signing in: to a page.
  var isDestination: Bool {
    switch self {
    case .home, .join, .signIn, .signInCode, .auth, .exportApplications, .exportAccounts: false
    default: methods.get
    }
  }
}
