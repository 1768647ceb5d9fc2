// The administrators' page of webhooks. What shows a secret is the answer itself, and no redirection.

import Actions
import CGI
import Membership
import Pages

extension Exchange {
  func webhooks(_ desk: Desk) throws -> Response {
    try page(.ok, WebhookList(rows: try desk.installation.webhooks()), desk)
  }

  func changeWebhooks(_ desk: Desk) throws -> Response {
    let form = desk.request.form
    let change: ChangeWebhook.Change
    switch form["action"] {
    case "add": return try add(desk)
    case "stop": change = .stop
    case "start": change = .start
    case "secret": change = .newSecret
    default: return failure(.badRequest, .badRequest)
    }
    let action = ChangeWebhook(Webhook.ID(form["webhook"] ?? ""), change, by: actor(desk))
    let outcome = try action.perform(in: desk.installation, at: now)
    var list = WebhookList(rows: try desk.installation.webhooks())
    switch outcome {
    case .changed(let webhook, let secret?): list.notice = .secret(webhook, secret)
    case .changed(let webhook, nil): list.notice = .changed(webhook)
    case .unchanged:
      list.problem = .unchanged
      return try page(.unprocessableContent, list, desk)
    case .unknown: return failure(.notFound, .notFound)
    }
    return try page(.ok, list, desk)
  }

  private func add(_ desk: Desk) throws -> Response {
    let form = desk.request.form
    let typed = form["address"] ?? ""
    let events = WebhookEvent.allCases.filter { form[WebhookList.pick + $0.rawValue] != nil }
    let outcome = try AddWebhook(typed, events: events, by: actor(desk))
      .perform(in: desk.installation, at: now)
    var list = WebhookList(rows: try desk.installation.webhooks())
    switch outcome {
    case .added(let webhook, let secret):
      list.notice = .secret(webhook, secret)
      return try page(.ok, list, desk)
    case .invalid(let problem): list.problem = .address(problem)
    case .noEvent: list.problem = .noEvent
    }
    list.address = typed
    list.events = Set(events)
    return try page(.unprocessableContent, list, desk)
  }

  private func page(_ status: Status, _ list: WebhookList, _ desk: Desk) throws -> Response {
    page(
      status,
      surroundings(translated: desk.request.method != .post).webhooksPage(
        try signedIn(desk), list))
  }
}
