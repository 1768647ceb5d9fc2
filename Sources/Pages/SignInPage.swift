// Sign-in.

import Languages
import Membership

package enum SignInProblem: Hashable, Sendable {
  case refused, initialPasswordExpired, initialPasswordUsed
}

/// Why the page is shown though nothing was wrong.
package enum SignInOccasion: String, Sendable {
  /// The session has ended by itself.
  case ended
  case signedOut = "signed-out"
}

extension Surroundings {
  /// - Parameter back: where to go then, a route's path; empty for the account's own page.
  package func signInPage(
    name: String, back: String, occasion: SignInOccasion? = nil, problem: SignInProblem? = nil
  ) -> HTML {
    let texts = strings.signIn
    return sheet(
      title: texts.title,
      """
      <h1>\(texts.title)</h1>
      \(alert(problem.map(sentence)))
      \(done(occasion.map { $0 == .ended ? texts.ended : texts.signedOut }))
      \(piece(if: asksForHelp(problem), "<p>\(texts.ask) \(contactLink)</p>"))
      <form method="post" action="\(addresses.signIn)">
      <input type="hidden" name="back" value="\(back)">
      \(Field(
                name: "name", label: texts.name, value: name, autocomplete: "username",
                isFocused: name.isEmpty).html)
      \(Field(
                name: "password", label: texts.password, type: "password",
                autocomplete: "current-password", isFocused: !name.isEmpty).html)
      <button>\(texts.button)</button>
      </form>
      """)
  }

  private func sentence(_ problem: SignInProblem) -> String {
    switch problem {
    case .refused: strings.signIn.refused
    case .initialPasswordExpired: strings.signIn.expired
    case .initialPasswordUsed: strings.signIn.used
    }
  }

  private func asksForHelp(_ problem: SignInProblem?) -> Bool {
    !settings.contact.isEmpty
      && (problem == .initialPasswordExpired || problem == .initialPasswordUsed)
  }
}
