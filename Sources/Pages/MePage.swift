// A member's own page: who one is here, and the way to all that is one's own.

import Languages
import Membership

extension Surroundings {
  /// - Parameters:
  ///   - departmentPath: empty where there is none.
  ///   - invites: whether there are invitations of one's own, or can be.
  ///   - saved: a new password was saved just now.
  ///   - digest: an administrator's choice.
  package func mePage(
    _ signedIn: SignedIn, departmentPath: String, invites: Bool, saved: Bool,
    digest: DigestChoice? = nil
  ) -> HTML {
    let texts = strings.me
    let account = signedIn.account
    return sheet(
      title: texts.title(account.name.text), for: signedIn,
      """
      <h1>\(texts.title(account.name.text))</h1>
      \(done(digest?.isSaved == true ? strings.digest.saved : nil))
      \(saved ? done(strings.password.saved) : "<p>\(texts.text)</p>")
      <dl class="facts">
      <dt>\(texts.login)</dt><dd>\(account.login.text)</dd>
      <dt>\(texts.email)</dt><dd>\(breakable: account.email)</dd>
      \(piece(if: !departmentPath.isEmpty, "<dt>\(texts.department)</dt><dd>\(departmentPath)</dd>"))
      </dl>
      \(piece(if: account.isAdministrator, "<p><a class=\"button\" href=\"\(address(.overview))\">\(texts.administration)</a></p>"))
      \(own(account, invites: invites).map { "<p><a href=\"\(address($0.place))\">\($0.name)</a></p>\n" as HTML })\
      \(piece(digest) { digestForm(signedIn, $0) })
      \(signOutForm(signedIn))
      """)
  }

  /// What is one's own, in the order of the page.
  private func own(_ account: Account, invites: Bool) -> [(place: Place, name: String)] {
    (invites ? [(.ownInvitations, strings.ownInvitations.title)] : []) + [
      (.actAs, strings.actAs.title),
      (.profile, strings.profile.title),
      (.password, strings.me.changePassword),
      (.sessions, strings.sessions.title),
    ] + (account.isAdministrator ? [(.secondFactor, strings.secondFactor.title)] : [])
  }
}
