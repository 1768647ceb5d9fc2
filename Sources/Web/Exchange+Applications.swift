// The administrators' list of applications, and the decisions on one or many.

import Actions
import CGI
import Languages
import Membership
import Pages

extension Exchange {
  /// Rows that stand before the one that was looked for.
  private static let rowsAround = 3

  func applications(_ desk: Desk) throws -> Response {
    let list = try list(desk)
    return page(
      list.choice.problem == nil ? .ok : .unprocessableContent,
      surroundings(translated: true).applicationsPage(try signedIn(desk), list))
  }

  private func list(_ desk: Desk) throws -> ApplicationList {
    let query = try ApplicationQuery(desk, now: now)
    let choice = query.choice
    let installation = desk.installation
    var rows: [Application] = []
    if choice.problem == nil {
      let above = try query.highlighted.map { try newer(than: $0, query, in: installation) } ?? []
      // One more than fits tells whether there is another page.
      let found = try installation.applications(
        query.filter, by: choice.sort, from: query.start, limit: choice.rows + 1 - above.count)
      rows = above.isEmpty ? found : above + found
    }
    let hasMore = rows.count > choice.rows
    if hasMore { rows.removeLast() }
    let list = address(.applications)
    return ApplicationList(
      rows: rows, choice: choice,
      inviters: try installation.inviters(with: query.filter.inviter),
      departments: try departmentChoice(in: installation),
      next: hasMore ? rows.last.map { list + query.text(from: ("after", $0.reference)) } : nil,
      first: desk.request.query["after"] == nil && query.highlighted == nil
        ? nil : list + query.text(),
      all: list + query.text() + "&pick=all",
      export: address(.exportApplications) + query.text(),
      highlighted: query.highlighted?.reference,
      done: try done(desk))
  }

  private func newer(
    than found: Application, _ query: ApplicationQuery, in installation: Installation
  ) throws -> [Application] {
    guard query.choice.sort == .newest else { return [] }
    return try installation.applications(
      query.filter, by: .oldest, from: .after(found), limit: Self.rowsAround
    ).reversed()
  }

  /// What was done just now, as the redirection here said.
  private func done(_ desk: Desk) throws -> ApplicationList.Done? {
    let query = desk.request.query
    if let application = try query["decided"].flatMap({
      try desk.installation.application(reference: $0)
    }) {
      return .decided(application)
    }
    if let application = try query["reopened"].flatMap({
      try desk.installation.application(reference: $0)
    }) {
      return .reopened(application)
    }
    return nil
  }

  // MARK: Deciding many

  mutating func decideMany(_ desk: Desk) throws -> Response {
    let form = desk.request.form
    let picked = form.filter { $0.name.hasPrefix(ApplicationList.pick) }.map {
      (reference: String($0.name.dropFirst(ApplicationList.pick.count)), email: $0.value)
    }
    let references = picked.map(\.reference)
    let verdict: Decide.Verdict
    switch form["verdict"] {
    case "approve": verdict = .approve
    case "reject": verdict = .reject
    default: return failure(.badRequest, .badRequest)
    }
    guard !references.isEmpty else {
      var list = try list(desk)
      list.done = .nothingPicked
      return page(
        .unprocessableContent, surroundings().applicationsPage(try signedIn(desk), list))
    }
    var decide = Decide(
      references, verdict, reason: form["reason"] ?? "", isMailed: form["mailed"] == "yes",
      approver: desk.session.account)
    decide.seen = Dictionary(uniqueKeysWithValues: picked.map { ($0.reference, $0.email) })
    guard let outcome = try decide.perform(in: desk.installation, at: now) else {
      var list = try list(desk)
      list.done = .reasonTooLong
      list.reason = form["reason"] ?? ""
      list.picked = Set(references)
      return page(
        .unprocessableContent, surroundings().applicationsPage(try signedIn(desk), list))
    }
    follow(outcome)
    var result = DecisionResult(
      verdict: verdict == .approve ? .approved : .rejected, decided: outcome.decided.count,
      already: outcome.already, taken: outcome.taken.map { ($0.application, $0.by) },
      unknown: outcome.unknown.count, back: address(.applications) + query(of: desk.request))
    result.mended = outcome.mended
    result.notTried = outcome.notTried.count
    return page(.ok, surroundings().decisionResultPage(try signedIn(desk), result))
  }

  /// The page that the form stood on.
  private func query(of request: Request) -> String {
    let kept = request.query.filter { $0.name != "pick" && $0.name != "lang" }
    return kept.isEmpty ? "" : queryText(kept.map { ($0.name, $0.value) })
  }

  private mutating func follow(_ outcome: Decide.Outcome) {
    if !outcome.reopened.isEmpty { followUps.append(["build"] + outcome.reopened.map(\.text)) }
    if outcome.mail { followUps.append(["deliver"]) }
  }

  // MARK: One

  func application(_ reference: String, _ desk: Desk) throws -> Response {
    guard let found = try desk.installation.application(reference: reference) else {
      return failure(.notFound, .notFound)
    }
    return try page(.ok, found, nil, desk)
  }

  mutating func decide(_ reference: String, _ desk: Desk) throws -> Response {
    let form = desk.request.form
    let reason = form["reason"] ?? ""
    let verdict: Decide.Verdict
    switch form["verdict"] {
    case "approve": verdict = .approve
    case "reject": verdict = .reject
    case "reopen": return try reopen(reference, desk)
    default: return failure(.badRequest, .badRequest)
    }
    var decide = Decide(
      [reference], verdict, reason: reason, isMailed: form["mailed"] == "yes",
      approver: desk.session.account)
    if let seen = form["seen"] { decide.seen = [reference: seen] }
    guard let outcome = try decide.perform(in: desk.installation, at: now) else {
      guard let found = try desk.installation.application(reference: reference) else {
        return failure(.notFound, .notFound)
      }
      return try page(.unprocessableContent, found, .reasonTooLong, desk, reason: reason)
    }
    follow(outcome)
    if let decided = outcome.decided.first {
      return redirect(to: "\(absolute(.applications))?decided=\(decided.reference)")
    }
    if let already = outcome.already.first { return try page(.ok, already, .already, desk) }
    if let mended = outcome.mended.first {
      return try page(.unprocessableContent, mended, .mended, desk, reason: reason)
    }
    if let taken = outcome.taken.first {
      return try page(.unprocessableContent, taken.application, .addressTaken(by: taken.by), desk)
    }
    return failure(.notFound, .notFound)
  }

  private mutating func reopen(_ reference: String, _ desk: Desk) throws -> Response {
    let reopen = ReopenApplication(
      reference: reference, by: .account(desk.session.account.id))
    switch try reopen.perform(in: desk.installation, at: now) {
    case .reopened(let application, let closed):
      if let closed { followUps.append(["build", closed.text]) }
      return redirect(to: "\(absolute(.applications))?reopened=\(application.reference)")
    case .notRejected(let found): return try page(.ok, found, .notRejected, desk)
    case .full(let found, let isRevoked):
      return try page(.unprocessableContent, found, isRevoked ? .fullForGood : .full, desk)
    case .appliedAgain(let found):
      return try page(.unprocessableContent, found, .appliedAgain, desk)
    case .addressTaken(let found, let login):
      return try page(.unprocessableContent, found, .addressTaken(by: login), desk)
    case .unknown: return failure(.notFound, .notFound)
    }
  }

  private func page(
    _ status: Status, _ application: Application, _ problem: DecisionProblem?, _ desk: Desk,
    reason: String = ""
  ) throws -> Response {
    let installation = desk.installation
    let mail = try installation.mail(about: application).map(progress)
    let invitation = try installation.invitation(id: application.invitation)
    let gives =
      application.state == .pending
      ? try installation.holdings(whatGives: application.invitation) : []
    return page(
      status,
      surroundings(translated: problem == nil).applicationPage(
        try signedIn(desk), application, code: invitation?.code, gives: gives, mail: mail,
        problem: problem, reason: reason))
  }

  func progress(_ entry: OutboxEntry) -> Strings.MailProgress {
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
