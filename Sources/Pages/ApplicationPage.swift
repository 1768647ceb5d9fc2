// One application: what is known of it, and the decision.

package import Languages
package import Membership

package enum DecisionProblem: Hashable, Sendable {
  /// Somebody was faster.
  case already
  case addressTaken(by: Login)
  case reasonTooLong
  /// The address is another one than was seen.
  case mended
  // What keeps a rejected one from being reopened.
  case notRejected, full, fullForGood, appliedAgain
}

extension Surroundings {
  /// - Parameters:
  ///   - code: the invitation's.
  ///   - gives: what joining gives besides, by now; empty where nobody will join through it any more.
  ///   - mail: what became of the mail about it, where there is one.
  ///   - reason: as typed, where it could not be taken.
  package func applicationPage(
    _ signedIn: SignedIn, _ application: Application, code: InvitationCode?, gives: [Holding],
    mail: Strings.MailProgress?, problem: DecisionProblem?, reason: String = ""
  ) -> HTML {
    let texts = strings.applications
    return desk(
      title: application.name.text, signedIn, .applications, isBelow: true,
      """
      <p><a href="\(address(.applications))">\(texts.back)</a></p>
      <h1>\(problem == .already ? texts.alreadyTitle : application.name.text)</h1>
      \(alert(problem.map { sentence($0, application) }))
      <div class="card">
      <p>\(stateMark(application.state))</p>
      <dl class="facts">\(facts(of: application, code, gives, mail))</dl>
      \(piece(if: application.state == .pending, decisionForms(application, signedIn, problem, reason)))
      \(piece(if: application.state == .rejected, reopenForm(application, signedIn)))
      </div>
      """)
  }

  private func sentence(_ problem: DecisionProblem, _ application: Application) -> String {
    let texts = strings.applications
    switch problem {
    case .already:
      guard let decision = application.decision else { return texts.alreadyTitle }
      return texts.already(
        application.name.text, application.state, approverName(decision), said(decision.at))
    case .addressTaken(let login): return texts.addressTaken(login.text)
    case .reasonTooLong: return texts.reasonTooLong(Decision.longestReason)
    case .mended: return texts.mended(application.email.text)
    case .notRejected: return texts.notRejected
    case .full: return texts.full
    case .fullForGood: return texts.fullForGood
    case .appliedAgain: return texts.appliedAgain
    }
  }

  private func facts(
    of application: Application, _ code: InvitationCode?, _ gives: [Holding],
    _ mail: Strings.MailProgress?
  ) -> HTML {
    let texts = strings.applications
    let label =
      application.invitationLabel.isEmpty ? code?.text ?? "" : application.invitationLabel
    return """
      <dt>\(texts.email)</dt><dd>\(breakable: application.email)</dd>
      \(piece(if: !application.departmentPath.isEmpty, "<dt>\(texts.joins)</dt><dd>\(application.departmentPath)</dd>"))
      \(piece(if: !gives.isEmpty, "<dt>\(strings.holdings.willGet)</dt><dd>\(names(of: gives))</dd>"))
      <dt>\(texts.invitedBy)</dt><dd>\(application.inviterName)</dd>
      \(piece(code) { "<dt>\(texts.invitation)</dt><dd><a href=\"\(address(.invitation($0)))\">\(label)</a></dd>" })
      <dt>\(texts.applied)</dt><dd>\(time(application.applied))</dd>
      <dt>\(texts.reference)</dt><dd>\(application.reference)</dd>
      \(piece(application.decision) {
                "<dt>\(texts.decided)</dt><dd>\(time($0.at))<br>\(texts.by(approverName($0)))</dd>"
            })
      \(piece(if: application.decision?.reason.isEmpty == false, "<dt>\(texts.reason)</dt><dd>\(application.decision?.reason ?? "")</dd>"))
      \(piece(mail) { "<dt>\(texts.mailLabel)</dt><dd>\(texts.mail($0))</dd>" })
      """
  }

  private func decisionForms(
    _ application: Application, _ signedIn: SignedIn, _ problem: DecisionProblem?,
    _ reason: String
  ) -> HTML {
    let texts = strings.applications
    let action = address(.application(reference: application.reference))
    let isWrong = problem == .reasonTooLong
    return """
      <form method="post" action="\(action)" id="decide">\(signedIn.tokenField)
      <input type="hidden" name="seen" value="\(application.email.text)">
      <button name="verdict" value="approve">\(texts.approve)</button>
      \(reasonFields(reason, isWrong: isWrong))
      <button class="quiet" name="verdict" value="reject">\(texts.reject)</button>
      </form>
      """
  }

  private func reopenForm(_ application: Application, _ signedIn: SignedIn) -> HTML {
    """
    <form method="post" action="\(address(.application(reference: application.reference)))">\(signedIn.tokenField)
    <button class="quiet" name="verdict" value="reopen">\(strings.applications.reopen)</button>
    </form>
    """
  }
}
