// The public accounts that are open to who has signed in, each with why; one is chosen, and left again. And how
// they were used last.

import Languages
package import Membership

package struct ActAsList: Sendable {
  /// By name.
  package var open: [PublicAccess]
  /// The newest first.
  package var uses: [PublicAccountUse]
  /// One was left just now.
  package var isLeft = false
  /// What was asked for is not open any more.
  package var isRefused = false

  package init(open: [PublicAccess], uses: [PublicAccountUse]) {
    self.open = open
    self.uses = uses
  }
}

extension Surroundings {
  package func actAsPage(_ signedIn: SignedIn, _ list: ActAsList) -> HTML {
    let texts = strings.actAs
    return sheet(
      title: texts.title, for: signedIn,
      """
      <h1>\(texts.title)</h1>
      \(done(list.isLeft ? texts.isYourself : nil))
      \(alert(list.isRefused ? texts.refused : nil))
      <p>\(list.open.isEmpty ? texts.none : texts.lead)</p>
      \(list.open.map { row($0, signedIn) })
      \(piece(if: !list.uses.isEmpty, table(list.uses)))
      <p class="bar"><a href="\(address(.me))">\(strings.desk.account)</a></p>
      \(signOutForm(signedIn))
      """)
  }

  private func row(_ access: PublicAccess, _ signedIn: SignedIn) -> HTML {
    let texts = strings.actAs
    let account = access.account
    let isInUse = account.id == signedIn.acting?.id
    return """
      <div class="card"><b>\(account.name.text)</b>\(piece(if: isInUse, " <span class=\"state approved\">\(texts.inUse)</span>"))
      <p class="soft">\(reasons(access.reasons))</p>
      \(piece(if: !isInUse, form(account, signedIn)))</div>

      """
  }

  /// Through what, one under the other.
  func reasons(_ grants: [Grant]) -> HTML {
    let lines: [HTML] = grants.enumerated().map { place, grant in
      "\(piece(if: place > 0, "<br>"))\(strings.grants.through(grant))"
    }
    return "\(lines)"
  }

  private func form(_ account: Account, _ signedIn: SignedIn) -> HTML {
    """
    <form method="post" action="\(address(.actAs))">\(signedIn.tokenField)\
    <button class="quiet" name="use" value="\(account.login.text)">\(strings.actAs.use)\
    <span class="unseen"> \(account.name.text)</span></button></form>
    """
  }

  private func table(_ uses: [PublicAccountUse]) -> HTML {
    let texts = strings.actAs
    let rows: [HTML] = uses.map { use in
      "<tr><td>\(use.publicAccount.name.text)</td>\(span(of: use))</tr>\n"
    }
    return """
      <h2>\(texts.usesTitle)</h2>
      <table>
      <thead><tr><th scope="col">\(texts.account)</th><th scope="col">\(texts.from)</th>\
      <th scope="col">\(texts.until)</th></tr></thead>
      <tbody>
      \(rows)</tbody>
      </table>
      """
  }

  /// Two cells: from, until.
  func span(of use: PublicAccountUse) -> HTML {
    let texts = strings.actAs
    return """
      <td data-is="\(texts.from)">\(recently(use.began))</td>\
      <td data-is="\(texts.until)">\(use.ended.map(recently) ?? "\(texts.goesOn)")</td>
      """
  }
}
