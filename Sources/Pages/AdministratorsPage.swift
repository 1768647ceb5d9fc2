// The administrators, and what one may do to another's account.

import Languages
package import Membership

package struct AdministratorList: Sendable {
  /// Those who have a second factor.
  package var secured: Set<Account.ID>
  package var rows: [Account]
  package var notice: Notice?
  package var typed = Typed()
  /// Whose links it has to be said what becomes of.
  package var leaving: LeavingAdministrator?

  package enum Notice: Sendable {
    case changed(AdministratorChange, Account)
    case added(Account)
    case refused(AdministratorChange.Problem)
    /// Done, but pages could not be written: why.
    case unpublished(cause: String)
  }

  /// The form for one more, as it was sent.
  package struct Typed: Sendable {
    package var login = "", name = "", email = ""
    package var language: Language?
    package var loginProblem: LoginProblem?
    package var nameProblem: PersonName.Problem?
    package var emailProblem: EmailProblem?

    package init() {}
  }

  package enum LoginProblem: Sendable { case malformed, taken }
  package enum EmailProblem: Sendable {
    case malformed(EmailAddress.Problem)
    case taken(by: Login)
  }

  package init(rows: [Account], secured: Set<Account.ID>, notice: Notice? = nil) {
    self.rows = rows
    self.secured = secured
    self.notice = notice
  }
}

extension Surroundings {
  package func administratorsPage(_ signedIn: SignedIn, _ list: AdministratorList) -> HTML {
    let texts = strings.people
    let rows: [HTML] = list.rows.map { row($0, list, signedIn) }
    return desk(
      title: texts.title, signedIn, .administrators,
      """
      <h1>\(texts.title)</h1>
      \(notice(list.notice))
      \(piece(list.leaving) { leavingForm($0, list.rows, signedIn) })
      <table class="administrators">
      <thead><tr><th>\(texts.name)</th><th>\(texts.email)</th><th>\(texts.state)</th>\
      <th>\(texts.since)</th><td></td></tr></thead>
      <tbody>
      \(rows)</tbody>
      </table>
      \(form(list.typed, signedIn))
      """)
  }

  private func notice(_ notice: AdministratorList.Notice?) -> HTML {
    let texts = strings.people
    return switch notice {
    case .changed(let change, let account): done(texts.changed(change, account.name.text))
    case .added(let account): done(texts.added(account.name.text))
    case .refused(let problem): alert(texts.problem(problem))
    case .unpublished(let cause): alert(strings.accounts.unpublished(cause))
    case nil: ""
    }
  }

  private func row(
    _ account: Account, _ list: AdministratorList, _ signedIn: SignedIn
  ) -> HTML {
    let texts = strings.people
    let isActive = account.state == .active
    let isSecured = list.secured.contains(account.id)
    return """
      <tr id="is-\(account.login.text)"><td>\(link(to: account))<small>\(account.login.text)</small></td>\
      <td data-is="\(texts.email)">\(breakable: account.email)</td>\
      <td><span class="state \(isActive ? "approved" : "withdrawn")">\(isActive ? texts.active : texts.suspended)</span>\
      <small>\(texts.secondStep): \(isSecured ? texts.on : texts.off)</small></td>\
      <td data-is="\(texts.since)">\(recently(account.created))</td>\
      <td>\(changes(account, isSecured: isSecured, signedIn))</td></tr>

      """
  }

  private func changes(_ account: Account, isSecured: Bool, _ signedIn: SignedIn) -> HTML {
    guard account.id != signedIn.account.id else { return "\(strings.people.you)" }
    var changes: [AdministratorChange] =
      account.state == .active ? [.reset, .suspend] : [.restore]
    if isSecured { changes.append(.removeSecondFactor) }
    let buttons: [HTML] = changes.map {
      "<button class=\"quiet\" name=\"change\" value=\"\($0.rawValue)\">\(strings.people.change($0))</button>"
    }
    return """
      <form method="post" action="\(address(.administrator(account.login)))" class="row">\(signedIn.tokenField)\
      \(buttons)</form>
      """
  }

  private func leavingForm(
    _ leaving: LeavingAdministrator, _ administrators: [Account], _ signedIn: SignedIn
  ) -> HTML {
    """
    <form method="post" class="card" action="\(address(.administrator(leaving.account.login)))">\(signedIn.tokenField)
    \(linksQuestion(
            leaving.links, of: leaving.account, heirs: administrators, id: "leaving",
            isUnanswered: leaving.isUnanswered))
    <button name="change" value="\(AdministratorChange.suspend.rawValue)">\(strings.people.change(.suspend))</button>
    </form>
    """
  }

  private func form(_ typed: AdministratorList.Typed, _ signedIn: SignedIn) -> HTML {
    let texts = strings.people
    let languages = Language.allCases.map { ($0.tag, Strings.of($0).name) }
    return """
      <div class="card">
      <h2>\(texts.addTitle)</h2>
      <p>\(texts.addText)</p>
      <form method="post" action="\(address(.administrators))">\(signedIn.tokenField)
      \(Field(
                name: "name", label: texts.name, value: typed.name, autocomplete: "off",
                problem: typed.nameProblem.map { strings.landing.nameProblem($0) }).html)
      \(Field(
                name: "login", label: texts.login, value: typed.login, autocomplete: "off", longest: 64,
                hint: texts.loginHint, problem: typed.loginProblem.map(sentence)).html)
      \(Field(
                name: "email", label: texts.email, value: typed.email, type: "email", autocomplete: "off",
                problem: typed.emailProblem.map(sentence)).html)
      \(select("language", texts.language, languages, chosen: (typed.language ?? settings.language).tag))
      <button>\(texts.add)</button>
      </form>
      </div>
      """
  }

  func sentence(_ problem: AdministratorList.LoginProblem) -> String {
    switch problem {
    case .malformed: strings.people.loginWrong
    case .taken: strings.people.loginTaken
    }
  }

  private func sentence(_ problem: AdministratorList.EmailProblem) -> String {
    switch problem {
    case .malformed(let problem): strings.landing.emailProblem(problem)
    case .taken(let login): strings.people.addressTaken(login.text)
    }
  }
}
