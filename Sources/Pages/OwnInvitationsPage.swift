// A member's own invitations: one is made with one button, each has its link and QR code, its numbers and an end.

import Languages
package import Membership

/// What a member may do by now, and has done.
package struct OwnInvitations: Sendable {
  /// Whether members make invitations at present.
  package var isOn: Bool
  /// Where newcomers would belong; empty: nowhere.
  package var departmentPath: String
  /// How many are open; counted to the most.
  package var open: Int
  /// Why the next is refused by now.
  package var problem: InvitingProblem?
  /// One was asked for, and not made.
  package var isRefused = false
  /// As it was typed.
  package var label = ""
  /// The newest first.
  package var rows: [Invitation]
  /// Addresses of the next page, and of the first where this is another.
  package var next, first: String?

  package init(
    isOn: Bool, departmentPath: String, open: Int, problem: InvitingProblem?, rows: [Invitation],
    next: String? = nil, first: String? = nil
  ) {
    self.isOn = isOn
    self.departmentPath = departmentPath
    self.open = open
    self.problem = problem
    self.rows = rows
    self.next = next
    self.first = first
  }
}

package enum OwnInvitationNotice: Hashable, Sendable {
  case made, ended, alreadyEnded
  /// Made, but not published: why.
  case unpublished(cause: String)
  /// Ended, but not published: why.
  case endedUnpublished(cause: String)
}

/// Who joined through an invitation, and when.
package struct Joined: Hashable, Sendable {
  package var name: PersonName
  package var at: Moment

  package init(name: PersonName, at: Moment) {
    self.name = name
    self.at = at
  }
}

extension Surroundings {
  package func ownInvitationsPage(_ signedIn: SignedIn, _ own: OwnInvitations) -> HTML {
    let texts = strings.ownInvitations
    let problem = own.problem.map(sentence)
    return sheet(
      title: texts.title, for: signedIn,
      """
      <h1>\(texts.title)</h1>
      \(alert(own.isRefused ? problem : nil))
      \(piece(if: own.isOn, rules(own)))
      \(piece(own.isRefused ? nil : problem) { "<p>\($0)</p>" })
      \(piece(if: own.problem == nil || own.problem == .label, makeForm(own, signedIn)))
      \(piece(if: own.rows.isEmpty && own.isOn, "<p class=\"soft\">\(texts.none)</p>"))
      \(piece(if: !own.rows.isEmpty, "<div class=\"own\">\(own.rows.map(row))</div>"))
      <p class="bar">\(piece(own.first) { "<a class=\"button quiet\" href=\"\($0)\">\(strings.desk.firstPage)</a>" })\
      \(piece(own.next) { "<a class=\"button quiet\" rel=\"next\" href=\"\($0)\">\(strings.desk.nextPage)</a>" })</p>
      <p><a href="\(address(.me))">\(strings.desk.account)</a></p>
      \(signOutForm(signedIn))
      """)
  }

  func sentence(_ problem: InvitingProblem) -> String {
    let texts = strings.ownInvitations
    return switch problem {
    case .off, .notActive: texts.off
    case .label: strings.invitations.labelProblem
    case .departmentGone: texts.departmentGone
    case .tooMany(let count): texts.tooMany(count)
    case .tooManyToday(let count, let next), .systemTooManyToday(let count, let next):
      texts.tooManyToday(count, said(next))
    }
  }

  private func rules(_ own: OwnInvitations) -> HTML {
    let texts = strings.ownInvitations
    let path = own.departmentPath
    return """
      <p>\(path.isEmpty ? texts.joinsNowhere : texts.joins(path)) \
      \(settings.memberApproval ? texts.asks : texts.joinsAtOnce) \(texts.openFor(settings.memberValidity))</p>
      <p class="soft">\(texts.left(own.open, settings.memberLinks))</p>
      """
  }

  private func makeForm(_ own: OwnInvitations, _ signedIn: SignedIn) -> HTML {
    let texts = strings.ownInvitations
    let field = Field(
      name: "label", label: texts.label, value: own.label, type: "text", autocomplete: "off",
      longest: Invitation.longestLabel, hint: texts.labelHint,
      problem: own.problem == .label ? sentence(.label) : nil, isRequired: false)
    return """
      <form method="post" action="\(address(.ownInvitations))">\(signedIn.tokenField)
      \(field.html)
      <button>\(texts.make)</button></form>
      """
  }

  private func row(_ invitation: Invitation) -> HTML {
    """
    <div class="card"><a href="\(address(.ownInvitation(invitation.code)))"><b>\(name(of: invitation))</b></a> \
    \(stateMark(invitation.state(at: now)))
    <p class="soft">\(strings.invitations.waiting): \(invitation.usesReserved) · \
    \(strings.invitations.joined): \(invitation.usesCompleted) · \
    \(strings.invitations.ends): \(invitation.expires.map(recently) ?? "\(strings.invitations.never)")</p></div>

    """
  }

  // MARK: One

  /// - Parameter joined: who joined through it, the newest first; nil where members do not see it.
  package func ownInvitationPage(
    _ signedIn: SignedIn, _ invitation: Invitation, joined: [Joined]?,
    notice: OwnInvitationNotice?
  ) -> HTML {
    let texts = strings.ownInvitations
    let title = name(of: invitation)
    let (good, bad) = sentences(notice)
    let path = invitation.departmentPath
    let end: HTML = """
      <details class="card"><summary>\(texts.endWith)</summary>
      <p>\(texts.endText)</p>
      <form method="post" action="\(address(.ownInvitation(invitation.code)))">\(signedIn.tokenField)
      <button name="action" value="revoke">\(texts.end)</button></form></details>
      """
    return sheet(
      title: [bad, good, title].compactMap { $0 }.joined(separator: " · "), for: signedIn,
      """
      <h1>\(title)</h1>
      \(done(good))
      \(alert(bad))
      \(piece(if: invitation.revoked == nil, handout(invitation)))
      <p class="own">\(stateMark(invitation.state(at: now)))</p>
      <dl class="facts">
      <dt>\(strings.invitations.waiting)</dt><dd>\(invitation.usesReserved)</dd>
      <dt>\(strings.invitations.joined)</dt><dd>\(invitation.usesCompleted)</dd>
      <dt>\(strings.invitations.ends)</dt><dd>\(invitation.expires.map(time) ?? "\(strings.invitations.never)")</dd>
      \(piece(if: !path.isEmpty, "<dt>\(strings.invitations.department)</dt><dd>\(path)</dd>"))
      <dt>\(strings.invitations.approval)</dt><dd>\(invitation.requiresApproval ? strings.invitations.asksAdministrator : strings.invitations.joinsDirectly)</dd>
      </dl>
      \(piece(joined) { names(of: $0) })
      \(piece(if: invitation.revoked == nil, end))
      <p><a href="\(address(.ownInvitations))">\(texts.back)</a></p>
      \(signOutForm(signedIn))
      <script src="\(address(.script))" defer></script>
      """)
  }

  private func sentences(_ notice: OwnInvitationNotice?) -> (good: String?, bad: String?) {
    let texts = strings.ownInvitations
    return switch notice {
    case nil: (nil, nil)
    case .made: (texts.made, nil)
    case .ended: (texts.ended, nil)
    case .alreadyEnded: (nil, texts.alreadyEnded)
    case .unpublished(let cause): (nil, strings.invitations.unpublished(cause))
    case .endedUnpublished(let cause): (nil, strings.invitations.changedUnpublished(cause))
    }
  }

  private func names(of joined: [Joined]) -> HTML {
    let rows: [HTML] = joined.map {
      "<dt>\($0.name.text)</dt><dd>\(time($0.at))</dd>\n"
    }
    return piece(
      if: !joined.isEmpty,
      "<h2>\(strings.ownInvitations.joinedTitle)</h2>\n<dl class=\"facts\">\(rows)</dl>")
  }
}
