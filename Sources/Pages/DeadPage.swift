// Why a link does not work: one page per cause, with whom to ask. And the one neutral answer to a code
// that never existed.

import Languages
package import Membership

extension Surroundings {
  package func deadPage(_ invitation: Invitation, _ state: InvitationState) -> HTML {
    let texts = strings.dead
    let at = state == .notYetOpen ? invitation.notBefore : invitation.expires
    return sheet(
      title: texts.title(state),
      """
      <h1>\(texts.title(state))</h1>
      <p>\(texts.text(state, at.map(said)))</p>
      \(piece(if: state != .notYetOpen && invitation.hasInviter, "<p>\(texts.ask(invitation.inviterName))</p>"))
      """)
  }

  package func unknownInvitationPage() -> HTML {
    let texts = strings.join
    return sheet(
      title: texts.unknownTitle,
      """
      <h1>\(texts.unknownTitle)</h1>
      <p>\(texts.unknownText)</p>
      <p><a class="button" href="\(address(.join))">\(texts.again)</a></p>
      """)
  }
}
