// Positions, groups and roles: three lists, each with a form for one more; and the page of one.

import Languages
package import Membership

package struct HoldingList: Sendable {
  package var all: [Holding]
  package var notice: Notice?
  /// The form that was sent, with what was typed.
  package var kind: Holding.Kind?
  package var name = ""
  package var problem: HoldingChange.Problem?

  package enum Notice: Hashable, Sendable {
    case added(Holding)
    case removed(Holding.Kind)
  }

  package init(_ all: [Holding], notice: Notice? = nil) {
    self.all = all
    self.notice = notice
  }
}

package struct HoldingView: Sendable {
  package var holding: Holding
  /// Counted to a thousand.
  package var holders, links: Int
  package var publicAccounts: [Account]
  package var newName: String
  package var problem: HoldingChange.Problem?
  package var isRenamed = false

  package init(_ holding: Holding, holders: Int, links: Int, publicAccounts: [Account]) {
    self.holding = holding
    self.holders = holders
    self.links = links
    self.publicAccounts = publicAccounts
    newName = holding.name
  }
}

extension Surroundings {
  package func holdingsPage(_ signedIn: SignedIn, _ list: HoldingList) -> HTML {
    let texts = strings.holdings
    let notice: String? =
      switch list.notice {
      case .added(let holding): texts.added(holding.name)
      case .removed(let kind): texts.removed(kind)
      case nil: nil
      }
    let problem = list.problem == nil ? nil : strings.landing.pleaseCorrect
    return desk(
      title: [problem, notice, texts.title].compactMap { $0 }.joined(separator: " · "), signedIn,
      .holdings,
      """
      <h1>\(texts.title)</h1>
      \(done(notice))
      \(alert(problem))
      <p>\(texts.lead)</p>
      \(Holding.Kind.allCases.map { part(of: $0, list, signedIn) })
      """)
  }

  private func part(of kind: Holding.Kind, _ list: HoldingList, _ signedIn: SignedIn) -> HTML {
    let texts = strings.holdings
    let items: [HTML] = list.all.filter { $0.kind == kind }.map {
      "<li><a href=\"\(address(.holding($0.id)))\">\($0.name)</a></li>\n"
    }
    let those: HTML =
      items.isEmpty
      ? "<p class=\"soft\">\(texts.none(kind))</p>" : "<ul class=\"tree\">\n\(items)</ul>"
    let isSent = list.kind == kind
    // The name of the field tells the kind: three of one name would be one too many for a page.
    return """
      <h2>\(texts.kinds(kind))</h2>
      \(those)
      <form method="post" class="card" action="\(address(.holdings))">\(signedIn.tokenField)
      \(Field(
                name: kind.rawValue, label: texts.new(kind), value: isSent ? list.name : "",
                autocomplete: "off", longest: Holding.longestName,
                problem: isSent ? list.problem.map(sentence) : nil).html)
      <button>\(texts.add)</button>
      </form>

      """
  }

  private func sentence(_ problem: HoldingChange.Problem) -> String {
    switch problem {
    case .name: strings.holdings.nameProblem
    case .taken(let other): strings.holdings.taken(other.name)
    }
  }

  package func holdingPage(_ signedIn: SignedIn, _ view: HoldingView) -> HTML {
    let texts = strings.holdings
    let holding = view.holding
    let place = address(.holding(holding.id))
    let problem = view.problem == nil ? nil : strings.landing.pleaseCorrect
    let notice = view.isRenamed ? texts.renamed : nil
    let accounts: [HTML] = view.publicAccounts.map {
      "<li><a href=\"\(address(.publicAccount($0.login)))\">\($0.name.text)</a> <span class=\"soft\">\($0.login.text)</span></li>\n"
    }
    let counts: HTML = "<p>\(texts.holders(view.holders))<br>\(texts.links(view.links))</p>"
    let rename = Field(
      name: "new-name", label: texts.newName, value: view.newName, autocomplete: "off",
      longest: Holding.longestName, problem: view.problem.map(sentence))
    return desk(
      title: [problem, notice, holding.name].compactMap { $0 }.joined(separator: " · "), signedIn,
      .holdings, isBelow: true,
      """
      <p><a href="\(address(.holdings))">\(texts.back)</a></p>
      <h1>\(holding.name)</h1>
      \(done(notice))
      \(alert(problem))
      <p class="soft">\(texts.kind(holding.kind))</p>
      \(counts)
      <p><a href="\(address(.people))?holding=\(holding.id.text)">\(texts.seeHolders)</a><br>
      <a href="\(address(.audit))?subject=\(holding.id.text)">\(texts.history)</a></p>
      \(piece(if: !accounts.isEmpty, "<h2>\(texts.publicAccounts)</h2>\n<ul class=\"tree\">\n\(accounts)</ul>"))
      <details class="card"\(piece(if: view.problem != nil, " open"))><summary>\(texts.rename)</summary>
      <form method="post" action="\(place)">\(signedIn.tokenField)
      \(rename.html)
      <button name="action" value="rename">\(texts.rename)</button>
      </form></details>
      <details class="card"><summary>\(texts.remove)</summary>
      \(counts)
      <p>\(texts.removeText)</p>
      <form method="post" action="\(place)">\(signedIn.tokenField)
      <button name="action" value="remove">\(texts.removeButton)</button>
      </form></details>
      """)
  }
}
