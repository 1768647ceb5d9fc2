// The list of accounts in the order of their names, with what each belongs to and holds.

import Languages
package import Membership

/// What somebody chose to see, as it stands in the address.
package struct AccountChoice: Hashable, Sendable {
  /// A state, or anything else for all but those that are removed.
  package var state = ""
  package var kind = ""
  /// An id, or a path.
  package var department = ""
  /// An id.
  package var holding = ""
  /// A public account's login.
  package var mayUse = ""
  /// What was looked up; then nothing else is chosen.
  package var text = ""
  package var problem: Problem?

  package enum Problem: Hashable, CaseIterable, Sendable {
    case department, holding, publicAccount, text
  }

  package init() {}
}

package struct AccountList {
  package struct Row {
    package var account: Account
    package var departmentPath: String
    package var holdings: [Holding]

    package init(account: Account, departmentPath: String, holdings: [Holding]) {
      self.account = account
      self.departmentPath = departmentPath
      self.holdings = holdings
    }
  }

  package var rows: [Row]
  package var choice: AccountChoice
  package var departments: DepartmentChoice
  /// To choose from; empty where they are too many.
  package var holdings: [Holding]
  /// What is chosen of both, as people read it.
  package var holding: String?
  package var publicAccount: String?
  /// Addresses of the next page, and of the first where this is another.
  package var next, first: String?
  /// The address of the same rows as a file; nil: of everybody.
  package var export: String?
  /// Whether more fit than a search shows.
  package var more = false

  package init(
    rows: [Row], choice: AccountChoice, departments: DepartmentChoice, holdings: [Holding],
    holding: String? = nil, publicAccount: String? = nil, next: String?, first: String?,
    more: Bool = false
  ) {
    self.rows = rows
    self.choice = choice
    self.departments = departments
    self.holdings = holdings
    self.holding = holding
    self.publicAccount = publicAccount
    self.next = next
    self.first = first
    self.more = more
  }
}

extension Surroundings {
  package func peoplePage(_ signedIn: SignedIn, _ list: AccountList) -> HTML {
    let texts = strings.accounts
    let choice = list.choice
    let isNarrow = choice != AccountChoice() || list.first != nil
    return desk(
      title: texts.title, signedIn, .people,
      """
      <h1>\(texts.title)</h1>
      \(alert(choice.problem.map(sentence)))
      <p class="bar"><a class="button" href="\(address(.newPerson))">\(texts.new)</a>\
      <a class="button quiet" href="\(address(.importAccounts))">\(strings.importPage.title)</a>\
      <a class="button quiet" href="\(list.export ?? address(.exportAccounts))">\(strings.importPage.export)</a></p>
      \(filters(list))
      \(only(list))
      \(list.rows.isEmpty ? "<p class=\"empty soft\">\(isNarrow ? strings.desk.nothingFound : texts.none)</p>" : table(list.rows))
      \(piece(if: list.more, "<p>\(strings.find.narrow)</p>"))
      \(pager(first: list.first, next: list.next))
      """)
  }

  private func sentence(_ problem: AccountChoice.Problem) -> String {
    switch problem {
    case .department: strings.desk.departmentUnknown
    case .holding: strings.accounts.holdingUnknown
    case .publicAccount: strings.accounts.publicAccountUnknown
    case .text: strings.find.tooShort
    }
  }

  private func filters(_ list: AccountList) -> HTML {
    let texts = strings.accounts
    let choice = list.choice
    let states =
      [("", strings.desk.all)]
      + [Account.State.active, .suspended, .removed].map { ($0.rawValue, texts.stateName($0)) }
    let kinds =
      [("", strings.desk.all)]
      + [Account.Kind.personal, .public].map { ($0.rawValue, texts.kindName($0)) }
    let holdings =
      [("", strings.desk.all)]
      + list.holdings.map { ($0.id.text, strings.holdings.kind($0.kind) + " " + $0.name) }
    let hidden: [HTML] = [
      list.holdings.isEmpty ? ("holding", choice.holding) : ("", ""), ("may-use", choice.mayUse),
    ].filter { !$0.1.isEmpty }.map { name, value in
      "<input type=\"hidden\" name=\"\(name)\" value=\"\(value)\">"
    }
    return """
      <form action="\(address(.people))" class="bar" role="search">
      <div><label for="text">\(texts.search)</label><input id="text" name="text" type="search" value="\(choice.text)"></div>
      <button class="quiet">\(texts.searchHint)</button>
      </form>
      <form action="\(address(.people))" class="bar">\(hidden)
      \(select("state", texts.state, states, chosen: choice.state))
      \(select("kind", texts.kind, kinds, chosen: choice.kind))
      \(departmentField(list.departments, label: texts.department, none: strings.desk.all, typed: choice.department))
      \(piece(if: !list.holdings.isEmpty, select("holding", texts.holds, holdings, chosen: choice.holding)))
      <button class="quiet">\(strings.desk.show)</button>
      </form>
      """
  }

  /// What is chosen elsewhere than in the fields.
  private func only(_ list: AccountList) -> HTML {
    let texts = strings.accounts
    let said = [list.holding.map(texts.onlyHolding), list.publicAccount.map(texts.onlyWhoMayUse)]
      .compactMap { $0 }
    guard !said.isEmpty else { return "" }
    return
      "<p>\(said.joined(separator: " ")) <a href=\"\(address(.people))\">\(texts.everybody)</a></p>"
  }

  private func table(_ rows: [AccountList.Row]) -> HTML {
    let texts = strings.accounts
    return """
      <table>
      <thead><tr><th scope="col">\(texts.name)</th><th scope="col">\(texts.department)</th>\
      <th scope="col">\(texts.holds)</th><th scope="col">\(texts.state)</th><th scope="col">\(texts.kind)</th></tr></thead>
      <tbody>
      \(rows.map(row))</tbody>
      </table>
      """
  }

  private func row(_ row: AccountList.Row) -> HTML {
    let texts = strings.accounts
    let account = row.account
    let holdings = strings.holdings.list(row.holdings.map(\.name))
    return """
      <tr><td>\(link(to: account))<small>\(account.login.text)</small></td>\
      <td data-is="\(texts.department)">\(row.departmentPath.isEmpty ? "–" : row.departmentPath)</td>\
      <td data-is="\(texts.holds)">\(holdings.isEmpty ? "–" : holdings)</td>\
      <td>\(stateMark(account.state))</td>\
      <td data-is="\(texts.kind)">\(kind(of: account))</td></tr>

      """
  }

  func link(to account: Account) -> HTML {
    let name: HTML = "<b>\(account.name.text)</b>"
    return place(of: account).map { "<a href=\"\($0)\">\(name)</a>" } ?? name
  }

  /// The page on which it is kept; a public account that is removed has none.
  func place(of account: Account) -> String? {
    switch account.kind {
    case .personal: address(.person(account.login))
    case .public: account.state == .removed ? nil : address(.publicAccount(account.login))
    }
  }

  func kind(of account: Account) -> String {
    account.isAdministrator
      ? strings.accounts.administrator : strings.accounts.kindName(account.kind)
  }

  func stateMark(_ state: Account.State) -> HTML {
    let mark: HTML =
      switch state {
      case .active: "approved"
      case .suspended: "withdrawn"
      case .removed: "rejected"
      }
    return "<span class=\"state \(mark)\">\(strings.accounts.stateName(state))</span>"
  }
}
