// The administrators' list of applications, and the decision on one.

import Actions
import CGI
import Languages
import Membership
import Pages

extension Exchange {
  private static let rowsPerPage = 50

  func applications(_ request: Request, in installation: Installation) throws -> Response {
    switch try administrator(request, from: .applications, in: installation) {
    case .refused(let response): return response
    case .admitted(let session):
      let wanted = request.query["state"] ?? ApplicationState.pending.rawValue
      let state = ApplicationState(rawValue: wanted)
      let before = try request.query["before"].flatMap {
        try installation.application(reference: $0)
      }
      // One more than fits tells whether anything is older.
      let found = try installation.applications(
        state: state, before: before, limit: Self.rowsPerPage + 1)
      let shown = Array(found.prefix(Self.rowsPerPage))
      let more = found.count > shown.count ? shown.last : nil
      let list = ApplicationList(
        rows: shown, state: state,
        older: more.map {
          "\(address(.applications))?state=\(state?.rawValue ?? "all")&before=\($0.reference)"
        },
        isFirst: before == nil,
        decided: try request.query["decided"].flatMap {
          try installation.application(reference: $0)
        })
      return page(
        .ok,
        surroundings(translated: true).applicationsPage(
          try signedIn(session, in: installation), list))
    }
  }

  func application(
    _ reference: String, _ request: Request, in installation: Installation
  ) throws -> Response {
    let route = Route.application(reference: reference)
    switch try administrator(request, from: route, in: installation) {
    case .refused(let response): return response
    case .admitted(let session):
      guard let found = try installation.application(reference: reference) else {
        return failure(.notFound, .notFound)
      }
      return try page(.ok, found, nil, session, in: installation)
    }
  }

  mutating func decide(
    _ reference: String, _ request: Request, in installation: Installation
  ) throws -> Response {
    let route = Route.application(reference: reference)
    switch try administrator(request, from: route, in: installation) {
    case .refused(let response): return response
    case .admitted(let session):
      let reason = request.form["reason"] ?? ""
      guard session.isFormToken(request.form["token"]) else {
        guard let found = try installation.application(reference: reference)
        else { return failure(.notFound, .notFound) }
        return try page(
          .forbidden, found, .formExpired, session, in: installation, reason: reason)
      }
      let verdict: Decide.Verdict
      switch request.form["verdict"] {
      case "approve": verdict = .approve
      case "reject": verdict = .reject(reason: reason, mailed: request.form["mailed"] == "yes")
      default: return failure(.badRequest, .badRequest)
      }
      let decide = Decide(reference: reference, verdict: verdict, approver: session.account)
      switch try decide.perform(in: installation, at: now) {
      case .decided(let application, let reopened, let mail):
        if let reopened { followUps.append(["build", reopened.text]) }
        if mail { followUps.append(["deliver"]) }
        return redirect(to: "\(absolute(.applications))?decided=\(application.reference)")
      case .alreadyDecided(let application):
        return try page(.ok, application, .already, session, in: installation)
      case .addressTaken(let application, let login):
        return try page(
          .unprocessableContent, application, .addressTaken(by: login), session,
          in: installation)
      case .reasonTooLong(let application):
        return try page(
          .unprocessableContent, application, .reasonTooLong, session, in: installation,
          reason: reason)
      case .unknown: return failure(.notFound, .notFound)
      }
    }
  }

  private enum Admission {
    case admitted(Session)
    case refused(Response)
  }

  private func administrator(
    _ request: Request, from route: Route, in installation: Installation
  ) throws -> Admission {
    guard let session = try session(request, in: installation) else {
      return .refused(toSignIn(from: route))
    }
    if session.account.mustChangePassword {
      return .refused(redirect(to: absolute(.password)))
    }
    guard session.account.isAdministrator else {
      return .refused(failure(.forbidden, .forbidden))
    }
    return .admitted(session)
  }

  private func page(
    _ status: Status, _ application: Application, _ problem: DecisionProblem?,
    _ session: Session, in installation: Installation, reason: String = ""
  ) throws -> Response {
    let mail = try installation.mail(about: application).map(progress)
    return page(
      status,
      surroundings(translated: problem == nil).applicationPage(
        try signedIn(session, in: installation), application, mail: mail, problem: problem,
        reason: reason))
  }

  private func progress(_ entry: OutboxEntry) -> Strings.MailProgress {
    switch entry.state {
    case .queued, .sending:
      .waiting(
        error: entry.lastError,
        next: Strings.of(language).moment(entry.nextAttempt, in: settings.timeZone))
    case .sent: .sent
    case .failed: .failed(error: entry.lastError)
    }
  }
}
