// An administrator's second step for signing in: turned on with an authenticator app, and off again.

import Languages
import Membership

package enum SecondFactorState: Sendable {
  case off
  /// A new key, carried by the page until a code of it is given.
  /// - Parameters:
  ///   - qr: the QR code's markup, made by a program of ours; nil where it could not be made.
  ///   - isRenewed: the one before was shown for too long.
  case new(sealed: String, secret: String, qr: HTML?, problem: CodeProblem?, isRenewed: Bool)
  /// - Parameters:
  ///   - codesLeft: recovery codes.
  ///   - newCodes: what was wrong with the code given for new recovery codes.
  ///   - off: with the one given to turn it off.
  case on(codesLeft: Int, newCodes: CodeProblem?, off: CodeProblem?)
  /// Shown once.
  /// - Parameter isNew: the second factor was turned on just now.
  case codes([String], isNew: Bool)
}

extension Surroundings {
  /// - Parameter turnedOff: just now.
  package func secondFactorPage(
    _ signedIn: SignedIn, _ state: SecondFactorState, turnedOff: Bool = false
  ) -> HTML {
    let texts = strings.secondFactor
    let title = if case .codes = state { texts.codesTitle } else { texts.title }
    return sheet(
      title: title, for: signedIn,
      """
      <h1>\(title)</h1>
      \(done(turnedOff ? texts.turnedOff : nil))
      \(content(state, signedIn))
      <p class="bar"><a href="\(address(.me))">\(strings.desk.account)</a></p>
      \(signOutForm(signedIn))
      """)
  }

  private func content(_ state: SecondFactorState, _ signedIn: SignedIn) -> HTML {
    let texts = strings.secondFactor
    switch state {
    case .off:
      return """
        <p>\(texts.lead)</p>
        \(secondFactorForm(signedIn, "begin", "", texts.setUp))
        """
    case .new(let sealed, let secret, let qr, let problem, let isRenewed):
      return """
        \(alert(isRenewed ? texts.stale : nil))
        <p>\(texts.scan)</p>
        \(piece(qr) { "<p>\($0)</p>" })
        <dl class="facts"><dt>\(texts.key)</dt><dd>\(inGroups(secret))</dd></dl>
        \(secondFactorForm(
                  signedIn, "confirm",
                  "<input type=\"hidden\" name=\"sealed\" value=\"\(sealed)\">\(codeField(label: texts.newCode, problem: problem, isFocused: true))",
                  texts.turnOn))
        """
    case .on(let left, let newCodes, let off):
      return """
        <p>\(texts.isOn) \(texts.codesLeft(left))</p>
        <h2>\(texts.newCodesTitle)</h2>
        <p>\(texts.newCodesText)</p>
        \(secondFactorForm(
                  signedIn, "codes",
                  codeField("renewing", label: texts.code, hint: texts.codeHint, problem: newCodes), texts.newCodes))
        <h2>\(texts.offTitle)</h2>
        <p>\(texts.offText)</p>
        \(secondFactorForm(
                  signedIn, "off", codeField(label: texts.code, hint: texts.codeHint, problem: off), texts.turnOff))
        """
    case .codes(let codes, let isNew):
      let lines: [HTML] = codes.map { "<li><code>\($0)</code></li>\n" }
      return """
        \(done(isNew ? texts.turnedOn : nil))
        <p>\(texts.codesText)</p>
        <ol>
        \(lines)</ol>
        <p><a class="button" href="\(address(.secondFactor))">\(texts.codesKept)</a></p>
        """
    }
  }

  private func secondFactorForm(
    _ signedIn: SignedIn, _ step: String, _ fields: HTML, _ button: String
  ) -> HTML {
    """
    <form method="post" action="\(address(.secondFactor))">\(signedIn.tokenField)
    \(fields)
    <button name="step" value="\(step)">\(button)</button>
    </form>
    """
  }

  /// Fours are easier to type.
  private func inGroups(_ secret: String) -> String {
    let letters = Array(secret)
    return stride(from: 0, to: letters.count, by: 4)
      .map { String(letters[$0..<min($0 + 4, letters.count)]) }.joined(separator: " ")
  }
}
