// The applicant's own page: what becomes of the application.

import Languages
package import Membership

extension Surroundings {
  package func statusPage(_ application: Application) -> HTML {
    let texts = strings.status
    let title = texts.title(application.state, application.requiresApproval)
    let text = texts.text(
      application.state, application.requiresApproval, application.email.text)
    let decided = application.requiresApproval ? application.decision : nil
    return sheet(
      title: title,
      """
      <h1>\(title)</h1>
      <p>\(text)</p>
      <dl class="facts">
      <dt>\(texts.reference)</dt><dd>\(application.reference)</dd>
      <dt>\(texts.name)</dt><dd>\(application.name.text)</dd>
      <dt>\(texts.email)</dt><dd>\(breakable(application.email))</dd>
      \(piece(if: !application.departmentPath.isEmpty, "<dt>\(strings.me.department)</dt><dd>\(application.departmentPath)</dd>"))
      <dt>\(texts.applied)</dt><dd>\(time(application.applied))</dd>
      \(piece(decided) { "<dt>\(texts.decided)</dt><dd>\(time($0.at))</dd>" })
      </dl>
      \(piece(if: application.state == .pending, "<p class=\"soft\">\(texts.keep)</p>"))
      \(piece(if: application.state == .approved, "<p><a class=\"button quiet\" href=\"\(settings.shownSignInAddress)\">\(texts.signIn)</a></p>"))
      """)
  }
}
