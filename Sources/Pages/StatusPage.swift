// The applicant's own page: what becomes of the application; while it waits, the address can be mended and
// the application taken back.

import Languages
package import Membership

package enum StatusNotice: Hashable, Sendable {
  case mended
  case decidedMeanwhile
  case tooMany(until: Moment)
}

extension Surroundings {
  /// - Parameters:
  ///   - token: of the page's address.
  ///   - typed: an address that could not be taken, and why.
  package func statusPage(
    _ application: Application, token: String, notice: StatusNotice? = nil,
    typed: (email: String, problem: EmailAddress.Problem)? = nil
  ) -> HTML {
    let texts = strings.status
    let title = texts.title(application.state, application.requiresApproval)
    let text = texts.text(
      application.state, application.requiresApproval, application.email.text)
    let decided = application.requiresApproval ? application.decision : nil
    let problem = typed.map { strings.landing.emailProblem($0.problem) } ?? sentence(notice)
    return sheet(
      title: problem.map { "\($0) \(title)" } ?? title,
      """
      <h1>\(title)</h1>
      \(done(notice == .mended ? texts.mended : nil))
      \(alert(typed == nil ? problem : strings.landing.pleaseCorrect))
      <p>\(text)</p>
      <dl class="facts">
      <dt>\(texts.reference)</dt><dd>\(application.reference)</dd>
      <dt>\(texts.name)</dt><dd>\(application.name.text)</dd>
      <dt>\(texts.email)</dt><dd>\(breakable: application.email)</dd>
      \(piece(if: !application.departmentPath.isEmpty, "<dt>\(strings.me.department)</dt><dd>\(application.departmentPath)</dd>"))
      <dt>\(texts.applied)</dt><dd>\(time(application.applied))</dd>
      \(piece(decided) { "<dt>\(texts.decided)</dt><dd>\(time($0.at))</dd>" })
      </dl>
      \(piece(if: application.state == .pending, pendingForms(application, token, typed)))
      \(piece(if: application.state == .approved, "<p><a class=\"button quiet\" href=\"\(settings.shownSignInAddress)\">\(texts.signIn)</a></p>"))
      """)
  }

  private func sentence(_ notice: StatusNotice?) -> String? {
    switch notice {
    case nil, .mended: nil
    case .decidedMeanwhile: strings.status.decidedMeanwhile
    case .tooMany(let until): strings.status.tooMany(saidRoundedUp(until))
    }
  }

  private func pendingForms(
    _ application: Application, _ token: String,
    _ typed: (email: String, problem: EmailAddress.Problem)?
  ) -> HTML {
    let texts = strings.status
    let action = address(.status(token: token))
    return """
      <p class="soft">\(texts.keep)</p>
      <details\(piece(if: typed != nil, " open"))><summary>\(texts.mend)</summary>
      <form method="post" action="\(action)" novalidate>
      \(Field(
                name: "email", label: texts.email, value: typed?.email ?? application.email.text,
                type: "email", autocomplete: "email", longest: EmailAddress.longest,
                hint: texts.mendHint,
                problem: (typed?.problem).map(strings.landing.emailProblem),
                isFocused: typed != nil).html)
      <button name="action" value="mend">\(texts.mendButton)</button>
      </form></details>
      <details><summary>\(texts.withdrawWith)</summary>
      <form method="post" action="\(action)">
      <p>\(texts.withdrawText)</p>
      <button class="quiet" name="action" value="withdraw">\(texts.withdraw)</button>
      </form></details>
      """
  }
}
