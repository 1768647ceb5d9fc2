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
    let apply = Apply(
      code: form["code"] ?? "", name: form["name"] ?? "", email: form["email"] ?? "",
      language: language)
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
    case .dead(let invitation, let state):
      return page(.gone, surroundings().deadPage(invitation, state))
    case .unknown:
      return page(.notFound, surroundings().unknownInvitationPage())
    }
  }

  func status(token: String, in installation: Installation) throws -> Response {
    guard let application = try FindApplication(token: token).perform(in: installation) else {
      return failure(.notFound, .notFound)
    }
    return page(.ok, surroundings(translated: true).statusPage(application))
  }
}
