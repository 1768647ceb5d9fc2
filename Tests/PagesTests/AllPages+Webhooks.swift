// The page of webhooks, in every state.

import Languages
import Membership
import Pages

extension AllPages {
  var webhooks: [(String, HTML)] {
    guard let address = try? WebhookAddress("https://shop.example.org/a?b='&c") else { return [] }
    let rows = WebhookState.allCases.map {
      Webhook(address: address, events: WebhookEvent.allCases, state: $0, created: Self.now)
    }
    var pages: [(String, HTML)] = []
    func add(_ list: WebhookList) {
      pages.append(("webhooks", surroundings.webhooksPage(signedIn(), list)))
    }
    for rows in [[], rows] { add(WebhookList(rows: rows)) }
    for notice in [WebhookList.Notice.secret(rows[0], text), .changed(rows[0])] {
      var list = WebhookList(rows: rows)
      list.notice = notice
      add(list)
    }
    let problems =
      WebhookAddress.Problem.allCases.map { WebhookList.Problem.address($0) }
      + [.noEvent, .unchanged]
    for problem in problems {
      var list = WebhookList(rows: rows)
      list.problem = problem
      list.address = text
      list.events = []
      add(list)
    }
    return pages
  }
}
