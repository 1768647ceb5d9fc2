// The form of the invitation page once more, with what was typed and a sentence at each field to mend.
// The page itself is static: `templates/landing.html.mustache` says the same.

import Languages
package import Membership

extension Surroundings {
  package func applyPage(
    _ invitation: Invitation, name: String, email: String,
    nameProblem: PersonName.Problem?, emailProblem: EmailAddress.Problem?
  ) -> HTML {
    let texts = strings.landing
    let title = texts.title(settings.organisation)
    return sheet(
      title: "\(texts.pleaseCorrect) \(title)",
      """
      <h1>\(title)</h1>
      \(alert(texts.pleaseCorrect))
      <dl class="facts brief">\(facts(of: invitation))</dl>
      <form method="post" action="\(addresses.apply)" novalidate>
      <input type="hidden" name="code" value="\(invitation.code.text)">
      <input type="hidden" name="lang" value="\(strings.language.tag)">
      \(Field(
                name: "name", label: texts.yourName, value: name, autocomplete: "name",
                longest: PersonName.longest, problem: nameProblem.map(texts.nameProblem),
                isFocused: nameProblem != nil).html)
      \(Field(
                name: "email", label: texts.emailAddress, value: email, type: "email",
                autocomplete: "email", longest: EmailAddress.longest,
                problem: emailProblem.map(texts.emailProblem), isFocused: nameProblem == nil).html)
      <button>\(texts.button(invitation.requiresApproval))</button>
      </form>
      """)
  }

  private func facts(of invitation: Invitation) -> HTML {
    let texts = strings.landing
    return """
      <dt>\(texts.invitedBy)</dt><dd>\(invitation.inviterName)</dd>\
      \(piece(if: !invitation.departmentPath.isEmpty, "<dt>\(texts.youWillJoin)</dt><dd>\(invitation.departmentPath)</dd>"))\
      <dt>\(texts.openUntil)</dt><dd>\(invitation.expires.map(time) ?? "\(texts.noEnd)")</dd>
      """
  }
}
