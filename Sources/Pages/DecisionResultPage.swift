// What became of a decision on many: how many were decided, and who was not, each by name and why.

import Languages
package import Membership

package struct DecisionResult {
  package var verdict: ApplicationState
  package var decided: Int
  package var already: [Application]
  package var taken: [(Application, Login)]
  /// Of another address than was seen.
  package var mended: [Application] = []
  package var notTried = 0
  package var unknown: Int
  /// The address of the list.
  package var back: String

  package init(
    verdict: ApplicationState, decided: Int, already: [Application],
    taken: [(Application, Login)], unknown: Int, back: String
  ) {
    self.verdict = verdict
    self.decided = decided
    self.already = already
    self.taken = taken
    self.unknown = unknown
    self.back = back
  }
}

extension Surroundings {
  package func decisionResultPage(_ signedIn: SignedIn, _ result: DecisionResult) -> HTML {
    let texts = strings.applications
    let title =
      result.verdict == .approved
      ? texts.manyApproved(result.decided) : texts.manyRejected(result.decided)
    let left: [HTML] =
      result.already.map { application in
        let at = application.decision.map { said($0.at) } ?? ""
        let approver = application.decision.map(approverName) ?? ""
        return
          "<li>\(texts.already(application.name.text, application.state, approver, at))</li>\n"
      }
      + result.taken.map { application, login in
        """
        <li><a href="\(address(.application(reference: application.reference)))">\(application.name.text)</a>: \
        \(texts.addressTaken(login.text))</li>

        """
      }
      + result.mended.map { application in
        """
        <li><a href="\(address(.application(reference: application.reference)))">\(application.name.text)</a>: \
        \(texts.mended(application.email.text))</li>

        """
      }
      + (result.notTried > 0 ? ["<li>\(texts.manyNotTried(result.notTried))</li>"] : [])
      + (result.unknown > 0 ? ["<li>\(texts.manyUnknown(result.unknown))</li>"] : [])
    return desk(
      title: title, signedIn, .applications,
      """
      <h1>\(texts.title)</h1>
      \(done(title))
      \(piece(if: !left.isEmpty, "<h2>\(texts.leftAsTheyWere)</h2><ul>\(left)</ul>"))
      <p><a class="button quiet" href="\(result.back)">\(texts.back)</a></p>
      """)
  }
}
