// Where a person is signed in, and the end of it.

import Languages
package import Membership

package struct SessionList: Sendable {
  package struct Row: Sendable {
    /// For the form.
    package var id: String
    package var browser: Browser
    package var began: Moment
    package var seen: Moment
    package var isThisOne: Bool

    package init(id: String, browser: Browser, began: Moment, seen: Moment, isThisOne: Bool) {
      self.id = id
      self.browser = browser
      self.began = began
      self.seen = seen
      self.isThisOne = isThisOne
    }
  }

  package enum Notice: String, CaseIterable, Sendable {
    case ended
    case othersEnded = "others-ended"
    case notThere = "not-there"
  }

  package var rows: [Row]
  package var notice: Notice?

  package init(rows: [Row], notice: Notice?) {
    self.rows = rows
    self.notice = notice
  }
}

extension Surroundings {
  package func sessionsPage(_ signedIn: SignedIn, _ list: SessionList) -> HTML {
    let texts = strings.sessions
    let others: HTML = """
      <form method="post" action="\(address(.sessions))" class="aside">\(signedIn.tokenField)\
      <button name="end" value="others">\(texts.endOthers)</button></form>
      """
    return sheet(
      title: texts.title, for: signedIn,
      """
      <h1>\(texts.title)</h1>
      \(done(list.notice.map(sentence)))
      <p>\(texts.lead)</p>
      \(list.rows.map { row($0, signedIn) })\
      \(piece(if: list.rows.contains { !$0.isThisOne }, others))
      <p><a href="\(address(.me))">\(strings.desk.back)</a></p>
      \(signOutForm(signedIn))
      """)
  }

  private func row(_ row: SessionList.Row, _ signedIn: SignedIn) -> HTML {
    let texts = strings.sessions
    let name = texts.browser(row.browser.name, row.browser.system)
    let end: HTML = """
      <form method="post" action="\(address(.sessions))">\(signedIn.tokenField)\
      <button class="quiet" name="end" value="\(row.id)" aria-label="\(texts.end): \(name)">\(texts.end)</button></form>

      """
    return """
      <dl class="facts">
      <dt>\(piece(if: row.isThisOne, "<b>\(texts.thisOne)</b>"))</dt><dd>\(name)</dd>
      <dt>\(texts.began)</dt><dd>\(time(row.began))</dd>
      <dt>\(texts.seen)</dt><dd>\(time(row.seen))</dd>
      </dl>
      \(piece(if: !row.isThisOne, end))
      """
  }

  private func sentence(_ notice: SessionList.Notice) -> String {
    switch notice {
    case .ended: strings.sessions.ended
    case .othersEnded: strings.sessions.othersEnded
    case .notThere: strings.sessions.notThere
    }
  }
}
