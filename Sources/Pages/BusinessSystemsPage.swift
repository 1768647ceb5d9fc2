// The administrators' page of business systems: one is added, gets another key or limit, is closed. A secret is shown
// on the one answer to what made it.

import Languages
package import Membership

package struct BusinessSystemList: Sendable {
  package struct Row: Sendable {
    package var system: BusinessSystem
    package var key: BusinessKey.ID?

    package init(system: BusinessSystem, key: BusinessKey.ID?) {
      self.system = system
      self.key = key
    }
  }

  package enum Notice: Sendable {
    /// Added, or another key.
    case key(BusinessSystem, BusinessKey)
    case saved(BusinessSystem)
    case revoked(BusinessSystem)
  }

  /// By name.
  package var rows: [Row]
  package var notice: Notice?
  package var problem: BusinessSystemChange.Problem?
  /// As they were typed.
  package var name = ""
  package var linksPerDay = "1000"

  package init(rows: [Row]) { self.rows = rows }
}

extension Surroundings {
  package func businessSystemsPage(_ signedIn: SignedIn, _ list: BusinessSystemList) -> HTML {
    let texts = strings.businessSystems
    let good: String? =
      switch list.notice {
      case .key(let system, _): texts.keyOf(system.name)
      case .saved(let system): texts.saved(system.name)
      case .revoked(let system): texts.revoked(system.name)
      case nil: nil
      }
    let bad = list.problem.map(texts.problem)
    return desk(
      title: [bad, good, texts.title].compactMap { $0 }.joined(separator: " · "), signedIn,
      .businessSystems,
      """
      <h1>\(texts.title)</h1>
      \(notice(list.notice, good))
      \(alert(bad))
      <p>\(texts.lead)</p>
      <dl class="facts"><dt>\(texts.address)</dt><dd>\(breakable: address(.interface))</dd></dl>
      <p><a href="\(address(.interfaceDescription))">\(texts.description)</a></p>
      \(piece(if: list.rows.isEmpty, "<p class=\"empty soft\">\(texts.none)</p>"))
      \(list.rows.map { card($0, signedIn) })
      \(addForm(list, signedIn))
      """)
  }

  private func notice(_ notice: BusinessSystemList.Notice?, _ sentence: String?) -> HTML {
    let texts = strings.businessSystems
    guard case .key(_, let key) = notice else { return done(sentence) }
    return """
      \(done(sentence))
      <div class="card">
      <dl class="facts"><dt>\(texts.key)</dt><dd>\(key.id.text)</dd><dt>\(texts.secret)</dt><dd><code>\(key.secret)</code></dd></dl>
      <p>\(texts.shownOnce)</p></div>
      """
  }

  private func card(_ row: BusinessSystemList.Row, _ signedIn: SignedIn) -> HTML {
    let texts = strings.businessSystems
    let system = row.system
    let isOpen = system.revoked == nil
    return """
      <div class="card">
      <h2>\(system.name)</h2>
      <dl class="facts">
      <dt>\(texts.state)</dt><dd>\(isOpen ? texts.open : texts.closed)</dd>
      <dt>\(texts.since)</dt><dd>\(time(system.created))</dd>
      \(piece(isOpen ? row.key : nil) { "<dt>\(texts.key)</dt><dd>\($0.text)</dd>" })
      </dl>
      \(piece(if: isOpen, forms(system, signedIn)))
      </div>

      """
  }

  private func forms(_ system: BusinessSystem, _ signedIn: SignedIn) -> HTML {
    let texts = strings.businessSystems
    let id = system.id.text
    func form(_ fields: HTML) -> HTML {
      """
      <form method="post" action="\(address(.businessSystems))">\(signedIn.tokenField)\
      <input type="hidden" name="system" value="\(id)">\(fields)</form>
      """
    }
    return """
      \(form("""
        <label for="limit-\(id)">\(texts.linksPerDay)</label>\
        <input id="limit-\(id)" name="limit" value="\(system.linksPerDay)" inputmode="numeric">\
        <p class="bar"><button class="quiet" name="action" value="limit">\(texts.save)</button></p>
        """))
      \(form("""
        <p class="soft">\(texts.rotateHint)</p>\
        <p class="bar"><button class="quiet" name="action" value="rotate">\(texts.rotate)</button></p>
        """))
      <details><summary>\(texts.revokeWith)</summary>
      <p>\(texts.revokeHint)</p>
      \(form("<button name=\"action\" value=\"revoke\">\(texts.revoke)</button>"))</details>
      """
  }

  private func addForm(_ list: BusinessSystemList, _ signedIn: SignedIn) -> HTML {
    let texts = strings.businessSystems
    let isName = list.problem == .name || list.problem == .taken
    let name = Field(
      name: "name", label: texts.name, value: list.name, type: "text", autocomplete: "off",
      longest: 100, hint: texts.nameHint, problem: isName ? list.problem.map(texts.problem) : nil)
    let limit = Field(
      name: "limit", label: texts.linksPerDay, value: list.linksPerDay, type: "text",
      autocomplete: "off", hint: texts.linksPerDayHint,
      problem: list.problem == .limit ? texts.problem(.limit) : nil)
    return """
      <form class="card" method="post" action="\(address(.businessSystems))">\(signedIn.tokenField)
      \(name.html)
      \(limit.html)
      <p class="bar"><button name="action" value="add">\(texts.add)</button></p>
      </form>
      """
  }
}
