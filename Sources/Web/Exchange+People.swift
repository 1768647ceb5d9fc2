// People's accounts: the list, and a new one.

import Actions
import CGI
import Membership
import Pages

extension Exchange {
  private static let rows = 50

  func people(_ desk: Desk) throws -> Response {
    let query = try PeopleQuery(desk)
    let installation = desk.installation
    var found: [Account] = []
    var more = false
    if let text = query.text {
      (found, more) = try installation.accounts(text, limit: Self.rows)
    } else if query.choice.problem == nil {
      // One more than fits tells whether there is another page.
      found = try installation.accounts(query.filter, from: query.start, limit: Self.rows + 1)
    }
    let shown = Array(found.prefix(Self.rows))
    let holdings = try installation.holdings(limit: HoldingChoice.most + 1)
    let isFirst = if case .first = query.start { true } else { false }
    var list = AccountList(
      rows: try rows(shown, in: installation), choice: query.choice,
      departments: try departmentChoice(in: installation),
      holdings: holdings.count > HoldingChoice.most ? [] : holdings,
      holding: query.holding, publicAccount: query.publicAccount,
      next: found.count > shown.count
        ? shown.last.map { address(.people) + query.text(after: $0) } : nil,
      first: isFirst ? nil : address(.people) + query.text(), more: more)
    list.export = address(.exportAccounts) + query.text()
    return page(
      query.choice.problem == nil ? .ok : .unprocessableContent,
      surroundings(translated: true).peoplePage(try signedIn(desk), list))
  }

  private func rows(_ accounts: [Account], in installation: Installation) throws
    -> [AccountList.Row]
  {
    var paths: [Department.ID: String] = [:]
    return try accounts.map { account in
      var path = ""
      if let department = account.department {
        path = try paths[department] ?? installation.departmentPath(of: account)
        paths[department] = path
      }
      return AccountList.Row(
        account: account, departmentPath: path, holdings: try installation.holdings(of: account))
    }
  }

  // MARK: A new one

  func newPerson(_ desk: Desk) throws -> Response {
    var form = PersonForm()
    form.holdings = HoldingChoice(try desk.installation.holdings())
    return try page(.ok, form, desk)
  }

  private func page(_ status: Status, _ form: PersonForm, _ desk: Desk) throws -> Response {
    page(
      status,
      surroundings(translated: status == .ok).newPersonPage(
        try signedIn(desk), form, departments: try departmentChoice(in: desk.installation)))
  }

  mutating func addPerson(_ desk: Desk) throws -> Response {
    var form = PersonForm(desk.request.form)
    form.holdings = HoldingChoice(try desk.installation.holdings(), desk.request.form)
    let typed = trimmed(form.login)
    let login = Login(typed)
    if login == nil, !typed.isEmpty { form.loginProblem = .malformed }
    let read = try read(&form, desk)
    if !form.isWrong, let name = read.name, let email = read.email {
      let add = AddAccount(
        login: login, name: name, email: email, department: read.department?.id,
        language: form.language ?? settings.language, holdings: form.holdings.chosen,
        isMailed: form.isMailed, by: actor(desk))
      switch try add.perform(in: desk.installation, at: now) {
      case .added(let account):
        if form.isMailed { followUps.append(["deliver"]) }
        return toPerson(form.isMailed ? "added" : "added-silently", account)
      case .loginTaken: form.loginProblem = .taken
      case .addressTaken(let holder): form.emailProblem = .taken(by: holder)
      case .departmentGone: form.departmentProblem = true
      case .holdingGone: form.holdings.isGone = true
      }
    }
    return try page(.unprocessableContent, form, desk)
  }
}
