// The second step of signing in, and the page on which an administrator turns it on and off.

import Actions
import CGI
import Languages
import Membership
import Pages
import Processes

extension Exchange {
  // MARK: Signing in

  func awaitingSession(_ request: Request, in installation: Installation) throws
    -> AwaitingSession?
  {
    try AwaitingSession(cookie: request.cookies[sessionCookieName], in: installation, at: now)
  }

  /// The password was right. What was typed before goes along in the page, and not in an address.
  func askForCode(
    _ token: String, _ then: SignInReturn, in installation: Installation
  ) throws -> Response {
    let cookie = sessionCookie(token)
    guard !then.kept.isEmpty,
      let session = try AwaitingSession(cookie: token, in: installation, at: now)
    else {
      return redirect(to: absolute(.signInCode) + carried(then.back), headers: [cookie])
    }
    return page(
      .ok, surroundings().codePage(signedIn(session), then: then), headers: [cookie])
  }

  func codePage(_ request: Request, in installation: Installation) throws -> Response {
    guard let session = try awaitingSession(request, in: installation) else {
      return redirect(to: absolute(.me))
    }
    let then = SignInReturn(back: request.query["back"] ?? "")
    return page(
      .ok, surroundings(translated: true).codePage(signedIn(session), then: then))
  }

  func giveCode(_ request: Request, in installation: Installation) throws -> Response {
    let then = signInReturn(request)
    let ended = {
      page(.forbidden, surroundings().signInPage(name: "", then: then, occasion: .ended))
    }
    guard let session = try awaitingSession(request, in: installation) else { return ended() }
    func again(_ status: Status, _ problem: CodeProblem, _ headers: [Header] = []) -> Response {
      page(
        status, surroundings().codePage(signedIn(session), then: then, problem: problem),
        headers: headers)
    }
    guard session.isFormToken(request.form["token"]) else { return again(.forbidden, .formExpired) }
    let code = GiveCode(
      session: session, typed: request.form["code"] ?? "",
      device: request.cookies[deviceCookieName], browser: browser(request))
    switch try code.perform(in: installation, at: now) {
    case .signedIn(let token, let device, _):
      return try signedIn(token, device, then, in: installation)
    case .wrong: return again(.unprocessableContent, .wrong)
    case .tooMany(let until):
      return again(.tooManyRequests, .tooMany(until: until), [retry(at: until)])
    case .ended: return ended()
    }
  }

  private func signedIn(_ session: AwaitingSession) -> SignedIn {
    SignedIn(account: session.account, formToken: session.formToken, pending: 0)
  }

  // MARK: Turning it on and off

  func secondFactor(_ desk: Desk) throws -> Response {
    page(
      .ok,
      surroundings(translated: true).secondFactorPage(
        try signedIn(desk), try state(desk),
        turnedOff: desk.request.query["done"] == "off"))
  }

  func changeSecondFactor(_ desk: Desk) throws -> Response {
    switch desk.request.form["step"] {
    case "begin": return try beginSecondFactor(desk)
    case "confirm": return try confirmSecondFactor(desk)
    case "codes": return try change(desk, .newRecoveryCodes, typed: "renewing")
    case "off": return try change(desk, .off, typed: "code")
    default: return failure(.badRequest, .badRequest)
    }
  }

  private func state(
    _ desk: Desk, newCodes: CodeProblem? = nil, off: CodeProblem? = nil
  ) throws -> SecondFactorState {
    guard let left = try desk.installation.recoveryCodesLeft(of: desk.session.account) else {
      return .off
    }
    return .on(codesLeft: left, newCodes: newCodes, off: off)
  }

  private func beginSecondFactor(_ desk: Desk, isRenewed: Bool = false) throws -> Response {
    let account = desk.session.account
    guard try desk.installation.recoveryCodesLeft(of: account) == nil else {
      return redirect(to: absolute(.secondFactor))
    }
    let new = try desk.installation.newSecondFactor(for: account, at: now)
    return try page(isRenewed ? .unprocessableContent : .ok, new, nil, isRenewed, desk)
  }

  private func confirmSecondFactor(_ desk: Desk) throws -> Response {
    let (account, form) = (desk.session.account, desk.request.form)
    let sealed = form["sealed"] ?? ""
    let confirm = ConfirmSecondFactor(account: account, sealed: sealed, typed: form["code"] ?? "")
    switch try confirm.perform(in: desk.installation, at: now) {
    case .on(let codes): return page(.ok, try codesPage(codes, isNew: true, desk))
    case .wrong:
      guard
        let new = try desk.installation.newSecondFactor(sealed: sealed, for: account, at: now)
      else { return try beginSecondFactor(desk, isRenewed: true) }
      return try page(.unprocessableContent, new, .wrong, false, desk)
    case .stale: return try beginSecondFactor(desk, isRenewed: true)
    case .isOnAlready: return redirect(to: absolute(.secondFactor))
    }
  }

  private func change(
    _ desk: Desk, _ change: ChangeSecondFactor.Change, typed field: String
  ) throws -> Response {
    let change = ChangeSecondFactor(
      account: desk.session.account, change, typed: desk.request.form[field] ?? "")
    func again(_ status: Status, _ problem: CodeProblem, _ headers: [Header] = []) throws
      -> Response
    {
      let state = try state(
        desk, newCodes: change.change == .newRecoveryCodes ? problem : nil,
        off: change.change == .off ? problem : nil)
      return page(
        status, surroundings().secondFactorPage(try signedIn(desk), state), headers: headers)
    }
    switch try change.perform(in: desk.installation, at: now) {
    case .off, .isOffAlready: return redirect(to: absolute(.secondFactor) + "?done=off")
    case .recoveryCodes(let codes): return page(.ok, try codesPage(codes, isNew: false, desk))
    case .wrong: return try again(.unprocessableContent, .wrong)
    case .tooMany(let until):
      return try again(.tooManyRequests, .tooMany(until: until), [retry(at: until)])
    }
  }

  private func codesPage(_ codes: [String], isNew: Bool, _ desk: Desk) throws -> HTML {
    surroundings().secondFactorPage(try signedIn(desk), .codes(codes, isNew: isNew))
  }

  private func page(
    _ status: Status, _ new: NewSecondFactor, _ problem: CodeProblem?, _ isRenewed: Bool,
    _ desk: Desk
  ) throws -> Response {
    page(
      status,
      surroundings().secondFactorPage(
        try signedIn(desk),
        .new(
          sealed: new.sealed, secret: new.secret, qr: qr(new.address, desk.installation),
          problem: problem, isRenewed: isRenewed)))
  }

  /// Drawn by `usher`, since this program carries no QR library. Without it the key is there to be typed.
  private func qr(_ text: String, _ installation: Installation) -> HTML? {
    let title = surroundings().strings.secondFactor.image
    let child = Child(installation.configuration.usher, ["qr", "--title", title])
    guard let outcome = try? child.run(input: Array(text.utf8), seconds: 10), outcome.exit == 0,
      outcome.output.hasPrefix("<svg "), outcome.output.hasSuffix("</svg>\n")
    else { return nil }
    return HTML(unsafeMarkup: outcome.output)
  }
}
