// The form of the invitation page once more, with what was typed and a sentence at each field to mend.
// The page itself is static: `templates/landing.html.mustache` says the same.

import Languages
package import Membership

extension Surroundings {
  package func applyPage(
    _ invitation: Invitation, name: String, email: String,
    nameProblem: PersonName.Problem?, emailProblem: EmailAddress.Problem?,
    tooManyUntil: Moment? = nil
  ) -> HTML {
    let texts = strings.landing
    let title = texts.title(settings.organisation)
    let problem = tooManyUntil.map { texts.tooMany(saidRoundedUp($0)) } ?? texts.pleaseCorrect
    return sheet(
      title: "\(problem) \(title)",
      """
      <h1>\(title)</h1>
      \(alert(problem))
      <dl class="facts brief">\(facts(of: invitation))</dl>
      <form method="post" action="\(address(.apply))" novalidate>
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

  /// One more press, for what looks like a machine's application.
  package func confirmPage(
    _ invitation: Invitation, name: String, email: String, confirmation: String
  ) -> HTML {
    let texts = strings.landing
    return sheet(
      title: texts.confirmTitle,
      """
      <h1>\(texts.confirmTitle)</h1>
      <p>\(texts.confirmText)</p>
      <dl class="facts"><dt>\(texts.yourName)</dt><dd>\(name)</dd>\
      <dt>\(texts.emailAddress)</dt><dd>\(breakable: email)</dd></dl>
      <form method="post" action="\(address(.apply))">
      <input type="hidden" name="code" value="\(invitation.code.text)">
      <input type="hidden" name="lang" value="\(strings.language.tag)">
      <input type="hidden" name="name" value="\(name)">
      <input type="hidden" name="email" value="\(email)">
      <input type="hidden" name="confirmation" value="\(confirmation)">
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
