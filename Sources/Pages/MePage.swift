// A member's own page.

import Languages
import Membership

extension Surroundings {
  /// - Parameters:
  ///   - departmentPath: empty where there is none.
  ///   - saved: a new password was saved just now.
  package func mePage(_ signedIn: SignedIn, departmentPath: String, saved: Bool) -> HTML {
    let texts = strings.me
    let account = signedIn.account
    return sheet(
      title: texts.title(account.name.text),
      """
      <h1>\(texts.title(account.name.text))</h1>
      \(saved ? done(strings.password.saved) : "<p>\(texts.text)</p>")
      <dl class="facts">
      <dt>\(texts.login)</dt><dd>\(account.login.text)</dd>
      <dt>\(texts.email)</dt><dd>\(breakable(account.email))</dd>
      \(piece(if: !departmentPath.isEmpty, "<dt>\(texts.department)</dt><dd>\(departmentPath)</dd>"))
      </dl>
      \(piece(if: account.isAdministrator, "<p><a class=\"button\" href=\"\(addresses.applications)\">\(texts.administration)</a></p>"))
      <p><a href="\(addresses.password)">\(texts.changePassword)</a></p>
      \(signOutForm(signedIn))
      """)
  }
}
