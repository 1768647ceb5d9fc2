// An administrator's page: a quiet frame, with what waits always in sight, and a search for people.

import Languages
import Membership

/// Where the frame leads.
enum DeskSection: CaseIterable {
  case overview, invitations, applications, people, departments, holdings
  case publicAccounts, businessSystems, webhooks, mail, administrators, settings, audit

  /// Those for every day stand on a phone too; the others unfold there.
  var isDaily: Bool {
    switch self {
    case .overview, .invitations, .applications, .people: true
    default: false
    }
  }

  var place: Place {
    switch self {
    case .overview: .overview
    case .invitations: .invitations
    case .applications: .applications
    case .people: .people
    case .departments: .departments
    case .holdings: .holdings
    case .mail: .mail
    case .publicAccounts: .publicAccounts
    case .businessSystems: .businessSystems
    case .webhooks: .webhooks
    case .administrators: .administrators
    case .settings: .settings
    case .audit: .audit
    }
  }
}

extension Surroundings {
  /// - Parameters:
  ///   - section: where the page belongs; nil for one of its own.
  ///   - isBelow: whether it is below the page that the frame leads to.
  ///   - searched: what stands in the search field.
  func desk(
    title: String, _ signedIn: SignedIn, _ section: DeskSection?, isBelow: Bool = false,
    searched: String = "", _ content: HTML
  ) -> HTML {
    let texts = strings.desk
    let links: [HTML] = DeskSection.allCases.map { each in
      """
      <a href="\(address(each.place))"\(piece(if: each == section, " aria-current=\"\(isBelow ? "true" : "page")\""))\(piece(if: !each.isDaily, " class=\"folded\""))>\
      \(name(of: each))\(piece(if: each == .applications && signedIn.pending > 0, count(signedIn.pending)))</a>

      """
    }
    return document(
      title: "\(title) · \(settings.organisation)", body: "desk",
      """
      <header>
      \(mark())
      <form action="\(address(.find))" role="search"><input type="search" name="q" value="\(searched)" \
      placeholder="\(texts.find)" aria-label="\(texts.find)"><button class="quiet">\(texts.findButton)</button></form>
      <nav id="menu" aria-label="\(texts.navigation)">
      \(links)<a class="unfold" href="#menu">\(texts.menu)</a>
      </nav>
      </header>
      <main>
      \(actingLine(signedIn))\(content)
      </main>
      <footer>
      <a href="\(address(.me))">\(texts.account)</a>
      <form method="post" action="\(address(.signOut))">\(signedIn.tokenField)\
      <button class="quiet">\(strings.me.signOut)</button></form>
      \(languageLinks)
      </footer>
      """)
  }

  private func name(of section: DeskSection) -> String {
    let texts = strings.desk
    return switch section {
    case .overview: texts.overview
    case .invitations: texts.invitations
    case .applications: texts.applications
    case .people: texts.people
    case .departments: strings.departments.title
    case .holdings: strings.holdings.title
    case .mail: texts.mail
    case .publicAccounts: strings.publicAccounts.title
    case .businessSystems: strings.businessSystems.title
    case .webhooks: strings.webhooks.title
    case .administrators: texts.administrators
    case .settings: texts.settings
    case .audit: texts.audit
    }
  }

  private func count(_ pending: Int) -> HTML {
    """
     <span class="count">\(counted(pending))<span class="unseen"> \(strings.applications.stateName(.pending))</span></span>
    """
  }

  /// What is counted to a thousand and no further.
  func counted(_ number: Int) -> String { number < 1000 ? String(number) : "999+" }

  func stateMark(_ state: ApplicationState) -> HTML {
    "<span class=\"state \(state.rawValue)\">\(strings.applications.stateName(state))</span>"
  }

  func approverName(_ decision: Decision) -> String {
    decision.approver == Decision.system ? strings.applications.system : decision.approver
  }
}
