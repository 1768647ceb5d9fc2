// The page of the mails, and the button that sends one again.

import Actions
import CGI
import Membership
import Pages

extension Exchange {
  private static let mailsOfPage = 50

  func mail(_ desk: Desk) throws -> Response {
    let query = desk.request.query
    let queued = try query["queued"].flatMap {
      try desk.installation.mail(id: OutboxEntry.ID($0))
    }
    let list = try mails(state: query["state"] ?? "all", desk, queued: queued)
    return page(.ok, surroundings(translated: true).mailPage(try signedIn(desk), list))
  }

  mutating func resend(_ id: OutboxEntry.ID, _ desk: Desk) throws -> Response {
    let state = desk.request.form["state"] ?? "all"
    let resend = ResendMail(id, by: .account(desk.session.account.id))
    switch try resend.perform(in: desk.installation, at: now) {
    case .queued(let entry):
      followUps.append(["deliver"])
      return redirect(
        to: absolute(.mail) + queryText([("state", state), ("queued", entry.id.text)]))
    case .refused(_, let problem):
      let list = try mails(state: state, desk, problem: problem)
      return page(.unprocessableContent, surroundings().mailPage(try signedIn(desk), list))
    case .unknown: return failure(.notFound, .notFound)
    }
  }

  private func mails(
    state: String, _ desk: Desk, queued: OutboxEntry? = nil, problem: ResendProblem? = nil
  ) throws -> MailList {
    let installation = desk.installation
    let query = desk.request.query
    var start = ListStart<OutboxEntry>.first
    if let row = try query["after"].flatMap({ try installation.mail(id: OutboxEntry.ID($0)) }) {
      start = .after(row)
    } else if let row = try query["at"].flatMap({ try installation.mail(id: OutboxEntry.ID($0)) }) {
      start = .at(row)
    }
    // One more than fits tells whether there is another page.
    let entries = try installation.mails(
      MailState(rawValue: state), from: start, limit: Self.mailsOfPage + 1)
    let shown = entries.prefix(Self.mailsOfPage)
    let address = address(.mail)
    let last = entries.count > shown.count ? shown.last : nil
    let isFirst = if case .first = start { true } else { false }
    return MailList(
      rows: try shown.map { entry in
        .init(
          entry: entry, application: try installation.application(of: entry),
          canResend: try installation.problem(resending: entry) == nil)
      },
      state: state,
      next: last.map { address + queryText([("state", state), ("after", $0.id.text)]) },
      first: isFirst ? nil : address + queryText([("state", state)]),
      queued: queued, problem: problem)
  }
}
