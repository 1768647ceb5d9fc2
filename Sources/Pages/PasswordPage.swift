// A person chooses a password.

import Languages
import Membership

package enum PasswordPageProblem: Hashable, Sendable {
  case current(String)
  case chosen(String)
  case repeated(String)
}

extension Surroundings {
  /// - Parameter back: where to go then; empty for the account's own page.
  package func passwordPage(
    _ signedIn: SignedIn, back: String = "", problem: PasswordPageProblem?
  ) -> HTML {
    let texts = strings.password
    let forced = signedIn.account.mustChangePassword
    var sentences: (current: String?, chosen: String?, repeated: String?)
    switch problem {
    case .current(let sentence): sentences.current = sentence
    case .chosen(let sentence): sentences.chosen = sentence
    case .repeated(let sentence): sentences.repeated = sentence
    case nil: break
    }
    let title = forced ? texts.title : texts.titleChange
    return sheet(
      title: title, for: signedIn,
      """
      <h1>\(title)</h1>
      \(piece(if: forced, "<p>\(texts.lead)</p>"))
      \(alert(problem == nil ? nil : strings.landing.pleaseCorrect))
      <form method="post" action="\(address(.password))">
      \(signedIn.tokenField)\(piece(if: !back.isEmpty, SignInReturn(back: back).fields))
      <input type="text" hidden name="name" value="\(signedIn.account.login.text)" autocomplete="username">
      \(piece(if: !forced, Field(
                name: "current", label: texts.current, type: "password",
                autocomplete: "current-password", problem: sentences.current,
                isFocused: sentences.chosen == nil && sentences.repeated == nil).html))
      \(Field(
                name: "chosen", label: texts.chosen, type: "password", autocomplete: "new-password",
                hint: texts.rule(Password.shortest), problem: sentences.chosen,
                isFocused: forced || sentences.chosen != nil).html)
      \(Field(
                name: "repeated", label: texts.repeated, type: "password",
                autocomplete: "new-password", problem: sentences.repeated,
                isFocused: false).html)
      <button>\(texts.button)</button>
      </form>
      \(signOutForm(signedIn))
      """)
  }

  func signOutForm(_ signedIn: SignedIn) -> HTML {
    """
    <form method="post" action="\(address(.signOut))" class="aside">\(signedIn.tokenField)\
    <button class="quiet">\(strings.me.signOut)</button></form>
    """
  }
}
