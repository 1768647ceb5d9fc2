// On every page of who has signed in: as whom one acts, and the way back to oneself. And the page that says that
// it is over.

import Languages
package import Membership

extension Surroundings {
  /// Nothing for who acts as himself.
  func actingLine(_ signedIn: SignedIn?) -> HTML {
    guard let signedIn, let acting = signedIn.acting else { return "" }
    return """
      <form method="post" action="\(address(.actAs))" class="acting">\(signedIn.tokenField)\
      <span>\(strings.actAs.acting(acting.name.text))</span>\
      <button class="quiet" name="use" value="">\(strings.actAs.yourself)</button></form>

      """
  }

  /// - Parameters:
  ///   - wasForm: something was sent, and not done.
  ///   - next: where one wanted to go.
  package func actingEndedPage(
    _ signedIn: SignedIn, _ publicAccount: Account, wasForm: Bool, next: String
  ) -> HTML {
    let texts = strings.actAs
    let title = texts.endedTitle(publicAccount.name.text)
    return sheet(
      title: title, for: signedIn,
      """
      <h1>\(title)</h1>
      <p>\(texts.endedText)</p>
      \(alert(wasForm ? texts.notDone : nil))
      <p><a class="button" href="\(next)">\(texts.goOn)</a></p>
      \(signOutForm(signedIn))
      """)
  }
}
