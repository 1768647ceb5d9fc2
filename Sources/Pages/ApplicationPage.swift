// One application: what is known of it, and the decision.

package import Languages
package import Membership

package enum DecisionProblem: Hashable, Sendable {
  /// Somebody was faster.
  case already
  case addressTaken(by: Login)
  case reasonTooLong
  case formExpired
}

extension Surroundings {
  /// - Parameters:
  ///   - mail: what became of the mail about it, where there is one.
  ///   - reason: as typed, where it could not be taken.
  package func applicationPage(
    _ signedIn: SignedIn, _ application: Application, mail: Strings.MailProgress?,
    problem: DecisionProblem?, reason: String = ""
  ) -> HTML {
    let texts = strings.desk
    return desk(
      title: application.name.text, signedIn, isList: false,
      """
      <p><a href="\(addresses.applications)">\(texts.back)</a></p>
      <h1>\(problem == .already ? texts.alreadyTitle : application.name.text)</h1>
      \(alert(problem.map { sentence($0, application) }))
      <div class="card">
      <p>\(stateMark(application.state))</p>
      <dl class="facts">\(facts(of: application, mail))</dl>
      \(piece(if: application.state == .pending, decisionForms(application, signedIn, problem, reason)))
      </div>
      """)
  }

  private func sentence(_ problem: DecisionProblem, _ application: Application) -> String {
    let texts = strings.desk
    switch problem {
    case .already:
      guard let decision = application.decision else { return texts.alreadyTitle }
      return texts.already(
        application.name.text, application.state, approverName(decision), said(decision.at))
    case .addressTaken(let login): return texts.addressTaken(login.text)
    case .reasonTooLong: return texts.reasonTooLong(Decision.longestReason)
    case .formExpired: return texts.formExpired
    }
  }

  private func facts(of application: Application, _ mail: Strings.MailProgress?) -> HTML {
    let texts = strings.desk
    return """
      <dt>\(texts.email)</dt><dd>\(breakable(application.email))</dd>
      \(piece(if: !application.departmentPath.isEmpty, "<dt>\(texts.joins)</dt><dd>\(application.departmentPath)</dd>"))
      <dt>\(texts.invitedBy)</dt><dd>\(application.inviterName)</dd>
      \(piece(if: !application.invitationLabel.isEmpty, "<dt>\(texts.invitation)</dt><dd>\(application.invitationLabel)</dd>"))
      <dt>\(texts.applied)</dt><dd>\(time(application.applied))</dd>
      <dt>\(texts.reference)</dt><dd>\(application.reference)</dd>
      \(piece(application.decision) {
                "<dt>\(texts.decided)</dt><dd>\(time($0.at))<br>\(texts.decidedBy(approverName($0)))</dd>"
            })
      \(piece(if: application.decision?.reason.isEmpty == false, "<dt>\(texts.reason)</dt><dd>\(application.decision?.reason ?? "")</dd>"))
      \(piece(mail) { "<dt>\(texts.mailLabel)</dt><dd>\(texts.mail($0))</dd>" })
      """
  }

  private func decisionForms(
    _ application: Application, _ signedIn: SignedIn, _ problem: DecisionProblem?,
    _ reason: String
  ) -> HTML {
    let texts = strings.desk
    let address = addresses.application(application.reference)
    let isWrong = problem == .reasonTooLong
    return """
      <form method="post" action="\(address)">\(signedIn.tokenField)
      <button name="verdict" value="approve">\(texts.approve)</button>
      </form>
      <form method="post" action="\(address)" id="reject">\(signedIn.tokenField)
      <label for="reason">\(texts.reasonLabel)</label>
      <p class="hint soft" id="reason-hint">\(texts.reasonHint)</p>
      <textarea id="reason" name="reason" rows="3" maxlength="\(Decision.longestReason)" aria-describedby="reason-hint"\
      \(piece(if: isWrong, " aria-invalid=\"true\""))>\(reason)</textarea>
      <label class="check"><input type="checkbox" name="mailed" value="yes"> \(texts.mailReason)</label>
      <button class="quiet" name="verdict" value="reject">\(texts.reject)</button>
      </form>
      """
  }
}
