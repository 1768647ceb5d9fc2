// The page to which a business system's button leads: one button, and then the link. Nobody signs in for it; what
// it may, the address says, which the business system has signed.

import Languages
package import Membership

/// What the page shows.
package enum InviteButtonView: Sendable {
  /// - Parameter action: the address again, for the form.
  case button(PersonName, action: String)
  case made(Invitation)
  case madeBefore(Invitation)
  /// Made, but not published: why.
  case unpublished(Invitation, cause: String)
  case stale, unknownMember
  case refused(InvitingProblem)
}

extension Surroundings {
  package func inviteButtonPage(_ view: InviteButtonView) -> HTML {
    let texts = strings.inviteButton
    return switch view {
    case .button(let name, let action):
      buttonSheet(
        """
        <p>\(texts.lead(name.text))</p>
        <form method="post" action="\(action)"><button>\(strings.ownInvitations.make)</button></form>
        """)
    case .made(let invitation): buttonSheet(said: strings.ownInvitations.made, shown(invitation))
    case .madeBefore(let invitation): buttonSheet(said: texts.madeBefore, shown(invitation))
    case .unpublished(let invitation, let cause):
      buttonSheet(wrong: strings.invitations.unpublished(cause), shown(invitation))
    case .stale: buttonSheet(wrong: texts.stale, "")
    case .unknownMember: buttonSheet(wrong: texts.unknownMember, "")
    case .refused(let problem): buttonSheet(wrong: sentence(problem), "")
    }
  }

  private func buttonSheet(
    said good: String? = nil, wrong bad: String? = nil, _ content: HTML
  ) -> HTML {
    let title = strings.inviteButton.title
    return sheet(
      title: [bad, good, title].compactMap { $0 }.joined(separator: " · "),
      """
      <h1>\(title)</h1>
      \(done(good))
      \(alert(bad))
      \(content)
      """)
  }

  private func shown(_ invitation: Invitation) -> HTML {
    """
    \(handout(invitation))
    <dl class="facts">
    <dt>\(strings.invitations.ends)</dt><dd>\(invitation.expires.map(time) ?? "\(strings.invitations.never)")</dd>
    <dt>\(strings.invitations.approval)</dt><dd>\(invitation.requiresApproval ? strings.invitations.asksAdministrator : strings.invitations.joinsDirectly)</dd>
    </dl>
    <script src="\(address(.script))" defer></script>
    """
  }
}
