// The form that makes an account for somebody who did not apply, and the fields that it shares with the one that
// changes an account.

import Languages
package import Membership

/// What stands in the fields.
package struct PersonForm: Hashable, Sendable {
  package var login = "", name = "", email = ""
  /// An id, or a path.
  package var department = ""
  package var language: Language?
  package var holdings = HoldingChoice([])
  package var isMailed = true
  package var loginProblem: AdministratorList.LoginProblem?
  package var nameProblem: PersonName.Problem?
  package var emailProblem: EmailProblem?
  package var departmentProblem = false

  package enum EmailProblem: Hashable, Sendable {
    case malformed(EmailAddress.Problem)
    case taken(by: Login)
  }

  package init() {}

  package var isWrong: Bool {
    loginProblem != nil || nameProblem != nil || emailProblem != nil || departmentProblem
      || holdings.isWrong
  }
}

extension Surroundings {
  package func newPersonPage(
    _ signedIn: SignedIn, _ form: PersonForm, departments: DepartmentChoice
  ) -> HTML {
    let texts = strings.accounts
    let problem = form.isWrong ? strings.landing.pleaseCorrect : nil
    return desk(
      title: problem ?? texts.newTitle, signedIn, .people, isBelow: true,
      """
      <p><a href="\(address(.people))">\(texts.back)</a></p>
      <h1>\(texts.newTitle)</h1>
      <p>\(texts.newText)</p>
      \(alert(problem))
      <form method="post" class="card" action="\(address(.newPerson))">\(signedIn.tokenField)
      \(personFields(form, departments))
      \(Field(
                name: "login", label: texts.login, value: form.login, autocomplete: "off", longest: 64,
                hint: texts.loginHint, problem: form.loginProblem.map(sentence), isRequired: false).html)
      \(select("welcome", texts.welcome, [("mailed", texts.welcomeMailed), ("later", texts.welcomeLater)],
                chosen: form.isMailed ? "mailed" : "later"))
      \(holdingFields(form.holdings))
      <button>\(texts.add)</button>
      </form>
      """)
  }

  func personFields(_ form: PersonForm, _ departments: DepartmentChoice) -> HTML {
    let texts = strings.accounts
    let languages = Language.allCases.map { ($0.tag, Strings.of($0).name) }
    return """
      \(Field(
                name: "name", label: texts.name, value: form.name, autocomplete: "off",
                longest: PersonName.longest, problem: form.nameProblem.map(strings.landing.nameProblem)).html)
      \(Field(
                name: "email", label: texts.email, value: form.email, type: "email", autocomplete: "off",
                longest: EmailAddress.longest, problem: form.emailProblem.map(sentence)).html)
      \(departmentField(departments, label: texts.department, none: texts.noDepartment, typed: form.department,
                problem: form.departmentProblem ? strings.desk.departmentUnknown : nil))
      \(select("language", texts.language, languages, chosen: (form.language ?? settings.language).tag))
      """
  }

  private func sentence(_ problem: PersonForm.EmailProblem) -> String {
    switch problem {
    case .malformed(let problem): strings.landing.emailProblem(problem)
    case .taken(let login): strings.people.addressTaken(login.text)
    }
  }
}
