// The second step of signing in: a code.

import Languages
package import Membership

package enum CodeProblem: Hashable, Sendable {
  case wrong, formExpired
  case tooMany(until: Moment)
}

extension Surroundings {
  func sentence(_ problem: CodeProblem) -> String {
    switch problem {
    case .wrong: strings.secondFactor.wrong
    case .formExpired: strings.desk.formExpired
    case .tooMany(let until): strings.secondFactor.tooMany(saidRoundedUp(until))
    }
  }

  /// - Parameter signedIn: whose password was right.
  package func codePage(
    _ signedIn: SignedIn, then: SignInReturn, problem: CodeProblem? = nil
  ) -> HTML {
    let texts = strings.secondFactor
    return sheet(
      title: texts.codeTitle, for: signedIn,
      """
      <h1>\(texts.codeTitle)</h1>
      <p>\(texts.codeText)</p>
      \(piece(if: !then.kept.isEmpty, "<p>\(strings.safety.kept)</p>"))
      <form method="post" action="\(address(.signInCode))">
      \(signedIn.tokenField)\(then.fields)
      \(codeField(label: texts.code, hint: texts.codeHint, problem: problem, isFocused: true))
      <button>\(texts.goOn)</button>
      </form>
      \(signOutForm(signedIn))
      """)
  }

  /// - Parameter name: a page with two of them gives each its own.
  func codeField(
    _ name: String = "code", label: String, hint: String? = nil, problem: CodeProblem? = nil,
    isFocused: Bool = false
  ) -> HTML {
    Field(
      name: name, label: label, autocomplete: "one-time-code", longest: 40, hint: hint,
      problem: problem.map(sentence), isFocused: isFocused
    ).html
  }
}
