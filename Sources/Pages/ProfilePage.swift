// What stands about a member, for himself: the language he chooses, the rest others keep.

import Languages
package import Membership

package struct Profile: Sendable {
  /// Empty where there is none.
  package var departmentPath: String
  package var holdings: [Holding]
  /// Just now.
  package var isSaved: Bool

  package init(departmentPath: String, holdings: [Holding], isSaved: Bool) {
    self.departmentPath = departmentPath
    self.holdings = holdings
    self.isSaved = isSaved
  }
}

extension Surroundings {
  package func profilePage(_ signedIn: SignedIn, _ profile: Profile) -> HTML {
    let texts = strings.profile
    let account = signedIn.account
    let languages = Language.allCases.map { ($0.tag, Strings.of($0).name) }
    return sheet(
      title: texts.title, for: signedIn,
      """
      <h1>\(texts.title)</h1>
      \(done(profile.isSaved ? texts.saved : nil))
      <dl class="facts">
      <dt>\(texts.name)</dt><dd>\(account.name.text)</dd>
      <dt>\(strings.me.login)</dt><dd>\(account.login.text)</dd>
      <dt>\(strings.me.email)</dt><dd>\(breakable: account.email)</dd>
      \(piece(if: !profile.departmentPath.isEmpty, "<dt>\(strings.me.department)</dt><dd>\(profile.departmentPath)</dd>"))
      \(Holding.Kind.allCases.map { held($0, profile.holdings) })\
      </dl>
      <p>\(whomToAsk)</p>
      <form method="post" action="\(address(.profile))">\(signedIn.tokenField)
      \(select("lang", texts.language, languages, chosen: account.language.tag, hint: texts.languageHint))
      <button>\(strings.desk.save)</button>
      </form>
      <p><a href="\(address(.me))">\(strings.desk.back)</a></p>
      \(signOutForm(signedIn))
      """)
  }

  private var whomToAsk: HTML {
    settings.contact.isEmpty
      ? "\(strings.profile.askAnybody)" : "\(strings.profile.ask) \(contactLink)"
  }

  private func held(_ kind: Holding.Kind, _ holdings: [Holding]) -> HTML {
    let names: [HTML] = holdings.filter { $0.kind == kind }.map { "<div>\($0.name)</div>" }
    let label =
      switch kind {
      case .position: strings.profile.positions
      case .group: strings.profile.groups
      case .role: strings.profile.roles
      }
    return piece(if: !names.isEmpty, "<dt>\(label)</dt><dd>\(names)</dd>\n")
  }
}
