// Sign-in.

import Languages
package import Membership

package enum SignInProblem: Hashable, Sendable {
  case refused, initialPasswordExpired, initialPasswordUsed
  case tooMany(until: Moment)
}

/// Why the page is shown though nothing was wrong.
package enum SignInOccasion: String, Sendable {
  /// The session has ended by itself.
  case ended
  case signedOut = "signed-out"
}

/// What a form carries to where it is signed in.
package struct SignInReturn: Hashable, Sendable {
  /// Where to go then, a route's path and query; empty for the account's own page.
  package var back: String
  /// What was typed there, as a form's body; empty for nothing.
  package var kept: String
  /// Whose account typed it, by its id; empty where that is not known.
  package var by: String

  package init(back: String = "", kept: String = "", by: String = "") {
    self.back = back
    self.kept = kept
    self.by = by
  }

  var fields: HTML {
    """
    <input type="hidden" name="back" value="\(back)">\
    \(piece(if: !kept.isEmpty, "<input type=\"hidden\" name=\"kept\" value=\"\(kept)\">"))\
    \(piece(if: !by.isEmpty, "<input type=\"hidden\" name=\"by\" value=\"\(by)\">"))
    """
  }
}

extension Surroundings {
  package func signInPage(
    name: String, then: SignInReturn, occasion: SignInOccasion? = nil,
    problem: SignInProblem? = nil
  ) -> HTML {
    let texts = strings.signIn
    return sheet(
      title: texts.title,
      """
      <h1>\(texts.title)</h1>
      \(alert(problem.map(sentence)))
      \(done(occasion.map { $0 == .ended ? texts.ended : texts.signedOut }))
      \(piece(if: asksForHelp(problem), "<p>\(texts.ask) \(contactLink)</p>"))
      \(piece(if: !then.kept.isEmpty, "<p>\(strings.safety.kept)</p>"))
      <form method="post" action="\(address(.signIn))">
      \(then.fields)
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
    case .tooMany(let until): strings.safety.tooManyTries(saidRoundedUp(until))
    }
  }

  private func asksForHelp(_ problem: SignInProblem?) -> Bool {
    !settings.contact.isEmpty
      && (problem == .initialPasswordExpired || problem == .initialPasswordUsed)
  }
}
