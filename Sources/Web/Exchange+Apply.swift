// A stranger's way: a typed code, the form, the status page.

import Actions
import CGI
import Membership
import Pages

extension Exchange {
  /// Leads to the landing page, which says the rest.
  func join(_ request: Request, in installation: Installation) throws -> Response {
    guard let code = InvitationCode(request.query["code"] ?? ""),
      let invitation = try installation.invitation(code: code)
    else { return page(.notFound, surroundings().unknownInvitationPage()) }
    let translation = language == invitation.language ? "" : "\(language.tag).html"
    return redirect(to: settings.baseAddress.link(to: code) + translation)
  }

  mutating func apply(_ request: Request, in installation: Installation) throws -> Response {
    let form = request.form
    var apply = Apply(
      code: form["code"] ?? "", name: form["name"] ?? "", email: form["email"] ?? "",
      language: language, client: client)
    let code = InvitationCode(apply.code)?.text ?? ""
    apply.isConfirmed = installation.isConfirmed(
      form["confirmation"], of: code, email: apply.email, at: now)
    // No person sees that field. Whoever filled it all the same, a browser perhaps, may confirm.
    if !apply.isConfirmed, form["website"]?.isEmpty == false,
      let code = InvitationCode(apply.code),
      let invitation = try installation.invitation(code: code)
    {
      return try confirmPage(invitation, apply, in: installation)
    }
    switch try apply.perform(in: installation, at: now) {
    case .applied(let token, let invitation, let closed, let mail):
      if closed { followUps.append(["build", invitation.text]) }
      if mail { followUps.append(["deliver"]) }
      return redirect(to: absolute(.status(token: token)))
    case .invalid(let invitation, let nameProblem, let emailProblem):
      return page(
        .unprocessableContent,
        surroundings().applyPage(
          invitation, name: apply.name, email: apply.email, nameProblem: nameProblem,
          emailProblem: emailProblem))
    case .toConfirm(let invitation):
      return try confirmPage(invitation, apply, in: installation)
    case .tooMany(let invitation, let until):
      return tooMany(invitation, apply, until: until)
    case .dead(let invitation, let state):
      return page(.gone, surroundings().deadPage(invitation, state))
    case .unknown:
      return page(.notFound, surroundings().unknownInvitationPage())
    }
  }

  private func tooMany(_ invitation: Invitation, _ apply: Apply, until: Moment) -> Response {
    page(
      .tooManyRequests,
      surroundings().applyPage(
        invitation, name: apply.name, email: apply.email, nameProblem: nil, emailProblem: nil,
        tooManyUntil: until),
      headers: [Header("Retry-After", String(max(1, until - now)))])
  }

  private func confirmPage(
    _ invitation: Invitation, _ apply: Apply, in installation: Installation
  ) throws -> Response {
    guard
      let sealed = try? installation.confirmation(
        of: invitation.code.text, email: apply.email, at: now)
    else { return tooMany(invitation, apply, until: now + 600) }  // No key to seal it with.
    return page(
      .ok,
      surroundings().confirmPage(
        invitation, name: apply.name, email: apply.email, confirmation: sealed))
  }

  /// Where the request came from, as the web server says.
  var client: NetworkAddress? { request?.client.flatMap { NetworkAddress($0) } }

  // MARK: The status page

  func status(token: String, in installation: Installation) throws -> Response {
    guard let application = try FindApplication(token: token).perform(in: installation) else {
      return failure(.notFound, .notFound)
    }
    let notice: StatusNotice? = request?.query["done"] == "mended" ? .mended : nil
    return page(
      .ok,
      surroundings(translated: true).statusPage(application, token: token, notice: notice))
  }

  mutating func changeApplication(
    _ token: String, _ request: Request, in installation: Installation
  ) throws -> Response {
    switch request.form["action"] {
    case "mend": return try mend(token, request, in: installation)
    case "withdraw":
      let withdraw = WithdrawApplication(token: token)
      switch try withdraw.perform(in: installation, at: now) {
      case .withdrawn(let reopened):
        if let reopened { followUps.append(["build", reopened.text]) }
        return redirect(to: absolute(.status(token: token)))
      case .decided:
        return try page(.ok, token, .decidedMeanwhile, in: installation)
      case .unknown: return failure(.notFound, .notFound)
      }
    default: return failure(.badRequest, .badRequest)
    }
  }

  private mutating func mend(
    _ token: String, _ request: Request, in installation: Installation
  ) throws -> Response {
    let email = request.form["email"] ?? ""
    let mend = MendApplication(token: token, email: email, client: client)
    switch try mend.perform(in: installation, at: now) {
    case .mended(let changed, let mail):
      if let changed { followUps.append(["build", changed.text]) }
      if mail { followUps.append(["deliver"]) }
      return redirect(to: "\(absolute(.status(token: token)))?done=mended")
    case .invalid(let application, let problem):
      return page(
        .unprocessableContent,
        surroundings().statusPage(application, token: token, typed: (email, problem)))
    case .decided: return try page(.ok, token, .decidedMeanwhile, in: installation)
    case .tooMany(let until):
      var response = try page(.tooManyRequests, token, .tooMany(until: until), in: installation)
      response.headers.append(Header("Retry-After", String(max(1, until - now))))
      return response
    case .unknown: return failure(.notFound, .notFound)
    }
  }

  private func page(
    _ status: Status, _ token: String, _ notice: StatusNotice, in installation: Installation
  ) throws -> Response {
    guard let application = try FindApplication(token: token).perform(in: installation) else {
      return failure(.notFound, .notFound)
    }
    return page(
      status, surroundings().statusPage(application, token: token, notice: notice))
  }
}
