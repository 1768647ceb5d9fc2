// A member's own page.

import Languages
import Membership

extension Surroundings {
  /// - Parameters:
  ///   - departmentPath: empty where there is none.
  ///   - saved: a new password was saved just now.
  ///   - digest: an administrator's choice.
  package func mePage(
    _ signedIn: SignedIn, departmentPath: String, saved: Bool, digest: DigestChoice? = nil
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
      <p><a href="\(address(.actAs))">\(strings.actAs.title)</a></p>
      <p><a href="\(address(.password))">\(texts.changePassword)</a></p>
      \(piece(if: account.isAdministrator, "<p><a href=\"\(address(.secondFactor))\">\(strings.secondFactor.title)</a></p>"))
      \(piece(digest) { digestForm(signedIn, $0) })
      \(signOutForm(signedIn))
      """)
  }
}
