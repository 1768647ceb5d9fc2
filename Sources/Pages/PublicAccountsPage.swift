// The public accounts: which there are, one more, and one made of a person's account.

import Languages
package import Membership

package struct PublicAccountList: Sendable {
  package var rows: [(account: Account, associations: Int)]
  /// Addresses of the next page, and of the first where this is another.
  package var next, first: String?
  /// What was done just now.
  package var done: Done?
  package var typed = Typed()

  package enum Done: Sendable {
    case removed(Account)
    case reverted(Account)
  }

  /// Both forms, as one of them was sent.
  package struct Typed: Sendable {
    package var login = "", name = "", person = ""
    package var loginProblem: AdministratorList.LoginProblem?
    package var isNameWrong = false
    package var personProblem: PersonProblem?

    package init() {}
  }

  package enum PersonProblem: Sendable {
    case unknown
    case conversion(ConversionProblem)
    /// It has to be said what becomes of that person's links.
    case links(Account)
  }

  package init(
    rows: [(account: Account, associations: Int)], next: String?, first: String?
  ) {
    self.rows = rows
    self.next = next
    self.first = first
  }
}

extension Surroundings {
  package func publicAccountsPage(_ signedIn: SignedIn, _ list: PublicAccountList) -> HTML {
    let texts = strings.publicAccounts
    return desk(
      title: texts.title, signedIn, .publicAccounts,
      """
      <h1>\(texts.title)</h1>
      \(done(list.done.map(sentence)))
      <p>\(texts.lead)</p>
      \(list.rows.isEmpty ? "<p class=\"empty soft\">\(list.first == nil ? texts.none : strings.desk.nothingFound)</p>" : table(list))
      \(pager(first: list.first, next: list.next))
      \(newForm(list.typed, signedIn))
      \(convertForm(list.typed, signedIn))
      """)
  }

  private func sentence(_ done: PublicAccountList.Done) -> String {
    switch done {
    case .removed(let account): strings.publicAccounts.changed(.remove, account.name.text)
    case .reverted(let account): strings.publicAccounts.reverted(account.name.text)
    }
  }

  private func table(_ list: PublicAccountList) -> HTML {
    let texts = strings.publicAccounts
    let rows: [HTML] = list.rows.map { account, associations in
      """
      <tr><td><a href="\(address(.publicAccount(account.login)))"><b>\(account.name.text)</b></a>\
      <small>\(account.login.text)</small></td>\
      <td>\(stateMark(of: account))</td>\
      <td data-is="\(texts.associations)">\(associations)</td>\
      <td data-is="\(texts.created)">\(recently(account.created))</td></tr>

      """
    }
    return """
      <table>
      <thead><tr><th scope="col">\(texts.name)</th><th scope="col">\(texts.state)</th>\
      <th scope="col">\(texts.associations)</th><th scope="col">\(texts.created)</th></tr></thead>
      <tbody>
      \(rows)</tbody>
      </table>
      """
  }

  func stateMark(of publicAccount: Account) -> HTML {
    let texts = strings.publicAccounts
    let isActive = publicAccount.state == .active
    return
      "<span class=\"state \(isActive ? "approved" : "withdrawn")\">\(isActive ? texts.active : texts.suspended)</span>"
  }

  private func newForm(_ typed: PublicAccountList.Typed, _ signedIn: SignedIn) -> HTML {
    let texts = strings.publicAccounts
    return """
      <div class="card">
      <h2>\(texts.newTitle)</h2>
      <form method="post" action="\(address(.publicAccounts))">\(signedIn.tokenField)
      \(Field(
                name: "name", label: texts.name, value: typed.name, autocomplete: "off",
                problem: typed.isNameWrong ? texts.nameWrong : nil).html)
      \(Field(
                name: "login", label: texts.login, value: typed.login, autocomplete: "off", longest: 64,
                hint: strings.people.loginHint, problem: typed.loginProblem.map(sentence)).html)
      <button name="action" value="create">\(texts.create)</button>
      </form>
      </div>
      """
  }

  private func convertForm(_ typed: PublicAccountList.Typed, _ signedIn: SignedIn) -> HTML {
    let texts = strings.publicAccounts
    let asked: Account? = if case .links(let account) = typed.personProblem { account } else { nil }
    return """
      <details class="card"\(piece(if: typed.personProblem != nil, " open"))><summary>\(texts.convertTitle)</summary>
      <p>\(texts.convertText)</p>
      <form method="post" action="\(address(.publicAccounts))">\(signedIn.tokenField)
      \(Field(
                name: "person", label: texts.person, value: typed.person, autocomplete: "off",
                hint: texts.personHint, problem: typed.personProblem.map(sentence)).html)
      \(piece(asked) { "<p><a href=\"\(address(.person($0.login)))\">\($0.name.text)</a></p>" })
      <button name="action" value="convert">\(texts.convert)</button>
      </form></details>
      """
  }

  private func sentence(_ problem: PublicAccountList.PersonProblem) -> String {
    switch problem {
    case .unknown: strings.publicAccounts.personUnknown
    case .conversion(let problem): strings.publicAccounts.conversion(problem)
    case .links: strings.publicAccounts.linksAsk
    }
  }
}
