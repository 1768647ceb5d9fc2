// One invitation: its link and QR code to hand out, its numbers, and what may be changed while what is
// printed stays good.

import Languages
package import Membership

package enum InvitationNotice: Hashable, Sendable {
  case made, changed, revoked, saved
  /// Made, but not published: why.
  case unpublished(cause: String)
  /// Changed or withdrawn, but not published: why.
  case changedUnpublished(cause: String)
  case alreadyRevoked
}

extension Surroundings {
  /// - Parameters:
  ///   - gives: what newcomers hold besides their department.
  ///   - form: what stands in the fields of a change.
  package func invitationPage(
    _ signedIn: SignedIn, _ invitation: Invitation, gives: [Holding], _ form: InvitationForm,
    departments: DepartmentChoice, notice: InvitationNotice?
  ) -> HTML {
    let texts = strings.invitations
    let title = name(of: invitation)
    let (good, bad) = sentences(notice, form)
    return desk(
      title: [bad, good, title].compactMap { $0 }.joined(separator: " · "), signedIn,
      .invitations, isBelow: true,
      """
      <p><a href="\(address(.invitations))">\(texts.back)</a></p>
      <h1>\(title)</h1>
      \(done(good))
      \(alert(bad))
      \(piece(if: invitation.revoked == nil, handout(invitation)))
      <div class="card">
      <p>\(stateMark(invitation.state(at: now)))</p>
      <dl class="facts">\(facts(of: invitation, gives))</dl>
      <p><a href="\(address(.applications))?state=all&amp;invitation=\(invitation.code.text)">\(texts.seeApplications)</a><br>
      <a href="\(address(.audit))?subject=\(invitation.id.text)">\(texts.history)</a></p>
      \(printedForm(invitation, signedIn))
      </div>
      \(piece(if: invitation.revoked == nil, changeForms(invitation, form, departments, signedIn)))
      <script src="\(address(.script))" defer></script>
      """)
  }

  func name(of invitation: Invitation) -> String {
    invitation.label.isEmpty ? invitation.code.text : invitation.label
  }

  func stateMark(_ state: InvitationState) -> HTML {
    let mark: HTML =
      switch state {
      case .active: "approved"
      case .notYetOpen: "pending"
      case .full, .expired: "withdrawn"
      case .revoked: "rejected"
      }
    return "<span class=\"state \(mark)\">\(strings.invitations.stateName(state))</span>"
  }

  private func sentences(_ notice: InvitationNotice?, _ form: InvitationForm) -> (
    good: String?, bad: String?
  ) {
    let texts = strings.invitations
    return switch notice {
    case nil: (nil, form.problems.isEmpty ? nil : strings.landing.pleaseCorrect)
    case .made: (texts.made, nil)
    case .changed: (texts.changed, nil)
    case .saved: (texts.saved, nil)
    case .revoked: (texts.revokedDone, nil)
    case .unpublished(let cause): (nil, texts.unpublished(cause))
    case .changedUnpublished(let cause): (nil, texts.changedUnpublished(cause))
    case .alreadyRevoked: (nil, texts.alreadyRevoked)
    }
  }

  /// What is handed out: the files are named after the label where the browser keeps them.
  func handout(_ invitation: Invitation) -> HTML {
    let texts = strings.invitations
    let code = invitation.code
    let link = address(.landing(code))
    let file = fileName(name(of: invitation))
    return """
      <div class="card handout">
      <a href="\(address(.qrPNG(code)))" download="\(file).png"><img src="\(address(.qrSVG(code)))" width="200" height="200" alt="\(texts.png)"></a>
      <div><label for="link">\(texts.link)</label>
      <input id="link" value="\(link)" readonly>
      <p class="bar"><button type="button" class="quiet" data-copy="link" data-done="\(texts.copied)" hidden>\(texts.copy)</button>
      <a class="button" href="\(address(.qrPNG(code)))" download="\(file).png">\(texts.png)</a>
      <a class="button quiet" href="\(address(.qrSVG(code)))" download="\(file).svg">\(texts.svg)</a>
      <a class="button quiet" href="\(link)">\(texts.page)</a></p></div>
      </div>
      """
  }

  /// Without what file systems refuse.
  private func fileName(_ label: String) -> String {
    let name = String(label.map { "/\\:*?\"<>|".contains($0) ? "-" : $0 })
    return name.hasPrefix(".") ? "_\(name)" : name
  }

  private func facts(of invitation: Invitation, _ gives: [Holding]) -> HTML {
    let texts = strings.invitations
    let department = invitation.departmentPath
    let used = invitation.usesReserved + invitation.usesCompleted
    return """
      <dt>\(texts.uses)</dt><dd>\(texts.usesOf(used, invitation.maxUses))\(piece(if: invitation.maxUses == nil, " (\(texts.noLimit))"))</dd>
      <dt>\(texts.waiting)</dt><dd>\(invitation.usesReserved)</dd>
      <dt>\(texts.joined)</dt><dd>\(invitation.usesCompleted)</dd>
      \(piece(invitation.notBefore) { "<dt>\(texts.opens)</dt><dd>\(time($0))</dd>" })
      <dt>\(texts.ends)</dt><dd>\(invitation.expires.map(time) ?? "\(texts.never)")</dd>
      <dt>\(texts.department)</dt><dd>\(department.isEmpty ? texts.noDepartment : department)</dd>
      \(piece(if: !gives.isEmpty, "<dt>\(strings.holdings.gives)</dt><dd>\(names(of: gives))</dd>"))
      <dt>\(texts.approval)</dt><dd>\(invitation.requiresApproval ? texts.asksAdministrator : texts.joinsDirectly)</dd>
      <dt>\(texts.inviter)</dt><dd>\(invitation.inviterName)</dd>
      <dt>\(texts.language)</dt><dd>\(Strings.of(invitation.language).name)</dd>
      <dt>\(texts.created)</dt><dd>\(time(invitation.created))</dd>
      <dt>\(texts.code)</dt><dd>\(invitation.code.text)</dd>
      <dt>\(texts.printed)</dt><dd>\(invitation.printed.map(time) ?? "\(texts.notPrinted)")</dd>
      """
  }

  private func printedForm(_ invitation: Invitation, _ signedIn: SignedIn) -> HTML {
    let texts = strings.invitations
    let isPrinted = invitation.printed != nil
    return """
      <form method="post" action="\(address(.invitation(invitation.code)))">\(signedIn.tokenField)
      <button class="quiet" name="action" value="\(isPrinted ? "unprinted" : "printed")">\
      \(isPrinted ? texts.markNotPrinted : texts.markPrinted)</button></form>
      """
  }

  private func changeForms(
    _ invitation: Invitation, _ form: InvitationForm, _ departments: DepartmentChoice,
    _ signedIn: SignedIn
  ) -> HTML {
    let texts = strings.invitations
    let action = address(.invitation(invitation.code))
    return """
      <details class="card"\(piece(if: !form.problems.isEmpty, " open"))><summary>\(texts.change)</summary>
      <p class="soft">\(texts.changeHint)</p>
      <form method="post" action="\(action)">\(signedIn.tokenField)
      \(before(invitation, departments))
      \(labelField(form))
      \(validityFields(form, keeps: true))
      \(targetFields(form, departments))
      <button name="action" value="change">\(strings.desk.save)</button>
      </form></details>
      <details class="card"><summary>\(texts.revokeWith)</summary>
      <p>\(texts.revokeText)</p>
      <form method="post" action="\(action)">\(signedIn.tokenField)
      <button name="action" value="revoke">\(texts.revoke)</button>
      </form></details>
      """
  }

  /// What stood in the fields when the page was opened.
  private func before(_ invitation: Invitation, _ departments: DepartmentChoice) -> HTML {
    let department =
      switch departments {
      case .list: invitation.department?.text ?? ""
      case .typed: invitation.departmentPath
      }
    return """
      <input type="hidden" name="before-label" value="\(invitation.label)">
      <input type="hidden" name="before-department" value="\(department)">
      <input type="hidden" name="before-approval" value="\(invitation.requiresApproval ? "yes" : "no")">
      <input type="hidden" name="before-limit" value="\(invitation.maxUses.map(String.init) ?? "")">
      """
  }
}
