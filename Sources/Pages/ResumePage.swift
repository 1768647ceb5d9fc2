// A form was sent without its session's token, since the session had ended or another had begun. What was
// typed is here again, behind one button with the token of now.

import Languages
import Membership

/// What is to be sent once more.
package struct Resumption: Sendable {
  /// Where to, with its query.
  package var address: String
  /// What was typed; nil where it is not kept, and the page has to be filled in again.
  package var fields: [(name: String, value: String)]?
  /// Whether the session began with this answer.
  package var isSignedInAgain: Bool

  package init(
    address: String, fields: [(name: String, value: String)]?, isSignedInAgain: Bool
  ) {
    self.address = address
    self.fields = fields
    self.isSignedInAgain = isSignedInAgain
  }
}

extension Surroundings {
  package func resumePage(_ signedIn: SignedIn, _ resumption: Resumption) -> HTML {
    let texts = strings.safety
    guard let fields = resumption.fields else {
      return sheet(
        title: texts.openTitle, for: signedIn,
        """
        <h1>\(texts.openTitle)</h1>
        <p>\(texts.openText)</p>
        <p><a class="button" href="\(resumption.address)">\(texts.open)</a></p>
        \(signOutForm(signedIn))
        """)
    }
    let hidden: [HTML] = fields.map { field in
      "<input type=\"hidden\" name=\"\(field.name)\" value=\"\(field.value)\">\n"
    }
    return sheet(
      title: texts.nothingLost, for: signedIn,
      """
      <h1>\(texts.nothingLost)</h1>
      <p>\(resumption.isSignedInAgain ? texts.signedInAgain : strings.desk.formExpired)</p>
      <form method="post" action="\(resumption.address)">
      \(signedIn.tokenField)
      \(hidden)<button>\(texts.goOn)</button>
      </form>
      \(signOutForm(signedIn))
      """)
  }
}
