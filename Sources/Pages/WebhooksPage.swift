// The administrators' page of webhooks: one is added, stopped, started, gets another secret. A secret is shown on the
// one answer to what made it.

import Languages
package import Membership

package struct WebhookList: Sendable {
  package enum Notice: Sendable {
    /// Added, or another one.
    case secret(Webhook, String)
    case changed(Webhook)
  }

  package enum Problem: Hashable, Sendable {
    case address(WebhookAddress.Problem)
    case noEvent
    case unchanged
  }

  /// The oldest first.
  package var rows: [Webhook]
  package var notice: Notice?
  package var problem: Problem?
  /// As it was typed.
  package var address = ""
  package var events = Set(WebhookEvent.allCases)

  /// Before an event, in the name of its box.
  package static let pick = "event-"

  package init(rows: [Webhook]) { self.rows = rows }
}

extension Surroundings {
  package func webhooksPage(_ signedIn: SignedIn, _ list: WebhookList) -> HTML {
    let texts = strings.webhooks
    let good: String? =
      switch list.notice {
      case .secret(let webhook, _): texts.secretOf(webhook.address.text)
      case .changed(let webhook): texts.changed(webhook.address.text)
      case nil: nil
      }
    let bad = list.problem.map(sentence)
    return desk(
      title: [bad, good, texts.title].compactMap { $0 }.joined(separator: " · "), signedIn,
      .webhooks,
      """
      <h1>\(texts.title)</h1>
      \(done(good))
      \(secret(list.notice))
      \(alert(bad))
      <p>\(texts.lead) <a href="\(address(.mail))">\(strings.desk.mail)</a></p>
      \(piece(if: list.rows.isEmpty, "<p class=\"empty soft\">\(texts.none)</p>"))
      \(list.rows.map { card($0, signedIn) })
      \(addForm(list, signedIn))
      """)
  }

  private func sentence(_ problem: WebhookList.Problem) -> String {
    let texts = strings.webhooks
    return switch problem {
    case .address(let problem): texts.problem(problem)
    case .noEvent: texts.noEvent
    case .unchanged: texts.unchanged
    }
  }

  private func secret(_ notice: WebhookList.Notice?) -> HTML {
    let texts = strings.webhooks
    guard case .secret(_, let secret) = notice else { return "" }
    return """
      <div class="card">
      <dl class="facts"><dt>\(texts.secret)</dt><dd><code>\(secret)</code></dd></dl>
      <p>\(texts.shownOnce)</p></div>
      """
  }

  private func card(_ webhook: Webhook, _ signedIn: SignedIn) -> HTML {
    let texts = strings.webhooks
    let id = webhook.id.text
    let events: [HTML] = webhook.events.enumerated().map { place, event in
      "\(piece(if: place > 0, "<br>"))\(strings.mailPage.eventName(event))"
    }
    let isActive = webhook.state == .active
    return """
      <div class="card">
      <h2>\(breakable: webhook.address.text)</h2>
      <dl class="facts">
      <dt>\(texts.state)</dt><dd>\(texts.stateName(webhook.state))</dd>
      <dt>\(texts.events)</dt><dd>\(events)</dd>
      <dt>\(texts.since)</dt><dd>\(time(webhook.created))</dd>
      </dl>
      <form method="post" action="\(address(.webhooks))">\(signedIn.tokenField)\
      <input type="hidden" name="webhook" value="\(id)">
      \(piece(if: isActive, "<p class=\"soft\">\(texts.stopHint)</p>"))
      <p class="bar"><button class="quiet" name="action" value="\(isActive ? "stop" : "start")">\(isActive ? texts.stop : texts.start)</button></p>
      <p class="soft">\(texts.newSecretHint)</p>
      <p class="bar"><button class="quiet" name="action" value="secret">\(texts.newSecret)</button></p>
      </form>
      </div>

      """
  }

  private func addForm(_ list: WebhookList, _ signedIn: SignedIn) -> HTML {
    let texts = strings.webhooks
    let isAddress = if case .address = list.problem { true } else { false }
    let field = Field(
      name: "address", label: texts.address, value: list.address, type: "url", autocomplete: "off",
      hint: texts.addressHint, problem: isAddress ? list.problem.map(sentence) : nil)
    let boxes: [HTML] = WebhookEvent.allCases.map { event in
      """
      <label class="check"><input type="checkbox" name="\(WebhookList.pick)\(event.rawValue)" value="yes"\(piece(if: list.events.contains(event), " checked"))>\
      <span>\(strings.mailPage.eventName(event))</span></label>

      """
    }
    return """
      <form class="card" method="post" action="\(address(.webhooks))">\(signedIn.tokenField)
      \(field.html)
      <fieldset class="ticks"><legend>\(texts.events)</legend>
      \(boxes)</fieldset>
      <p class="bar"><button name="action" value="add">\(texts.add)</button></p>
      </form>
      """
  }
}
