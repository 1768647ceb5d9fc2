// The page of the mails: what became of each, and a button to send it again.

import Languages
package import Membership

package struct MailList {
  package var rows: [Row]
  /// A state, or anything else for all.
  package var state: String
  /// Addresses of the next page, and of the first where this is another.
  package var next, first: String?
  /// What goes out just now.
  package var queued: OutboxEntry?
  package var problem: ResendProblem?

  package struct Row {
    package var entry: OutboxEntry
    /// What it is about.
    package var application: Application?
    package var canResend: Bool

    package init(entry: OutboxEntry, application: Application?, canResend: Bool) {
      self.entry = entry
      self.application = application
      self.canResend = canResend
    }
  }

  /// Those that people tell apart.
  package static let states = [MailState.queued, .sent, .failed]

  package init(
    rows: [Row], state: String, next: String?, first: String?, queued: OutboxEntry? = nil,
    problem: ResendProblem? = nil
  ) {
    self.rows = rows
    self.state = state
    self.next = next
    self.first = first
    self.queued = queued
    self.problem = problem
  }
}

extension Surroundings {
  package func mailPage(_ signedIn: SignedIn, _ list: MailList) -> HTML {
    let texts = strings.mailPage
    let notice = list.queued.map {
      $0.webhook == nil ? texts.queued($0.recipient) : texts.told($0.recipient)
    }
    let problem = list.problem.map(texts.problem)
    let isAll = !MailList.states.map(\.rawValue).contains(list.state) && list.first == nil
    return desk(
      title: [problem, notice, texts.title].compactMap { $0 }.joined(separator: " · "), signedIn,
      .mail,
      """
      <h1>\(texts.title)</h1>
      \(done(notice))
      \(alert(problem))
      <form class="bar">
      \(select("state", texts.state, [("all", strings.desk.all)] + MailList.states.map { ($0.rawValue, texts.stateName($0)) }, chosen: list.state))
      <button class="quiet">\(strings.desk.show)</button>
      </form>
      \(list.rows.isEmpty ? "<p class=\"empty soft\">\(isAll ? texts.none : strings.desk.nothingFound)</p>" : table(list, signedIn))
      \(pager(first: list.first, next: list.next))
      """)
  }

  func pager(first: String?, next: String?) -> HTML {
    guard first != nil || next != nil else { return "" }
    return """
      <p class="bar">\(piece(first) { "<a class=\"button quiet\" href=\"\($0)\">\(strings.desk.firstPage)</a>" })\
      \(piece(next) { "<a class=\"button quiet\" rel=\"next\" href=\"\($0)\">\(strings.desk.nextPage)</a>" })</p>
      """
  }

  private func table(_ list: MailList, _ signedIn: SignedIn) -> HTML {
    let texts = strings.mailPage
    return """
      <table>
      <thead><tr><th scope="col">\(texts.recipient)</th><th scope="col">\(texts.kind)</th>\
      <th scope="col">\(texts.made)</th><th scope="col">\(texts.state)</th></tr></thead>
      <tbody>
      \(list.rows.map { row($0, list, signedIn) })</tbody>
      </table>
      """
  }

  private func row(_ row: MailList.Row, _ list: MailList, _ signedIn: SignedIn) -> HTML {
    let texts = strings.mailPage
    let entry = row.entry
    let recipient: HTML =
      if let application = row.application {
        """
        <a href="\(address(.application(reference: application.reference)))"><b>\(application.name.text)</b></a>\
        <small>\(breakable: entry.recipient)</small>
        """
      } else {
        "\(breakable: entry.recipient)"
      }
    return """
      <tr><td>\(recipient)</td>\
      <td data-is="\(texts.kind)">\(texts.kindName(entry.kind))\(piece(entry.event) { "<small>\(texts.eventName($0))</small>" })</td>\
      <td data-is="\(texts.made)">\(recently(entry.created))</td>\
      <td>\(progress(of: entry))\(piece(if: row.canResend, button(entry, list, signedIn)))</td></tr>

      """
  }

  private func progress(of entry: OutboxEntry) -> HTML {
    let texts = strings.mailPage
    let (mark, isWaiting) =
      switch entry.state {
      case .queued, .sending: ("pending", true)
      case .sent: ("approved", false)
      case .failed: (entry.isReplaced ? "withdrawn" : "rejected", false)
      }
    let tried = entry.attempts > 0 ? texts.tries(entry.attempts) : nil
    let next = isWaiting && entry.attempts > 0 ? texts.next(said(entry.nextAttempt)) : nil
    let settled = entry.isReplaced ? texts.settled : nil
    let more = [tried, next, settled].compactMap { $0 }.joined(separator: " · ")
    return """
      <span class="state \(mark)">\(texts.stateName(entry.state))</span>\
      \(piece(if: !entry.lastError.isEmpty, "<small>\(entry.lastError)</small>"))\
      \(piece(if: !more.isEmpty, "<small>\(more)</small>"))
      """
  }

  private func button(_ entry: OutboxEntry, _ list: MailList, _ signedIn: SignedIn) -> HTML {
    let texts = strings.mailPage
    return """
      <form method="post" action="\(address(.mailEntry(entry.id)))">\(signedIn.tokenField)\
      <input type="hidden" name="state" value="\(list.state)">\
      <button class="quiet">\(entry.state == .queued ? texts.sendNow : texts.sendAgain)\
      <span class="unseen"> \(entry.recipient)</span></button></form>
      """
  }
}
