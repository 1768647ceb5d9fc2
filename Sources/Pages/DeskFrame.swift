// An administrator's page: a quiet frame, with what waits always in sight.

import Languages
import Membership

extension Surroundings {
  /// - Parameter isList: whether the page is the one that the frame leads to, and not one below it.
  func desk(title: String, _ signedIn: SignedIn, isList: Bool, _ content: HTML) -> HTML {
    let texts = strings.desk
    return document(
      title: "\(title) · \(settings.organisation)", body: "desk",
      """
      <header>
      \(mark())
      <nav aria-label="\(texts.navigation)">
      <a href="\(addresses.applications)" aria-current="\(isList ? "page" : "true")">\(texts.applications)\
      \(piece(if: signedIn.pending > 0, " <span class=\"count\">\(signedIn.pending)<span class=\"unseen\"> \(texts.stateName(.pending))</span></span>"))</a>
      <a href="\(addresses.me)">\(texts.account)</a>
      </nav>
      </header>
      <main>
      \(content)
      </main>
      <footer>
      <form method="post" action="\(addresses.signOut)">\(signedIn.tokenField)\
      <button class="quiet">\(strings.me.signOut)</button></form>
      \(languageLinks)
      </footer>
      """)
  }

  func stateMark(_ state: ApplicationState) -> HTML {
    "<span class=\"state \(state.rawValue)\">\(strings.desk.stateName(state))</span>"
  }

  func approverName(_ decision: Decision) -> String {
    decision.approver == Decision.system ? strings.desk.system : decision.approver
  }
}
