// The list of applications: a table that becomes cards on a phone, with one decision a row.

import Languages
package import Membership

package struct ApplicationList {
  package var rows: [Application]
  /// What is shown; nil for all.
  package var state: ApplicationState?
  /// The address of what is older; nil on the last page.
  package var older: String?
  /// Whether newer rows were left behind.
  package var isFirst: Bool
  /// What was decided just now.
  package var decided: Application?

  package init(
    rows: [Application], state: ApplicationState?, older: String?, isFirst: Bool,
    decided: Application?
  ) {
    self.rows = rows
    self.state = state
    self.older = older
    self.isFirst = isFirst
    self.decided = decided
  }
}

extension Surroundings {
  package func applicationsPage(_ signedIn: SignedIn, _ list: ApplicationList) -> HTML {
    let texts = strings.desk
    return desk(
      // What was done comes first where a screen reader begins: in the title.
      title: [list.decided.flatMap(notice), texts.applications].compactMap { $0 }
        .joined(separator: " · "), signedIn, isList: true,
      """
      <h1>\(texts.applications)</h1>
      \(done(list.decided.flatMap(notice)))
      <form class="bar" action="\(addresses.applications)">
      <div><label for="state">\(texts.state)</label>
      <select id="state" name="state">\(stateOptions(list.state))</select></div>
      <button class="quiet">\(texts.show)</button>
      </form>
      \(list.rows.isEmpty ? empty(list) : table(list.rows, signedIn))
      \(pager(list))
      """)
  }

  private func notice(_ application: Application) -> String? {
    switch application.state {
    case .approved: strings.desk.approved(application.name.text)
    case .rejected: strings.desk.rejected(application.name.text)
    case .pending, .withdrawn: nil
    }
  }

  private func stateOptions(_ chosen: ApplicationState?) -> HTML {
    let options: [HTML] = ApplicationState.allCases.map { state in
      """
      <option value="\(state.rawValue)"\(piece(if: state == chosen, " selected"))>\(strings.desk.stateName(state))</option>
      """
    }
    return """
      <option value="all"\(piece(if: chosen == nil, " selected"))>\(strings.desk.allStates)</option>\(options)
      """
  }

  private func empty(_ list: ApplicationList) -> HTML {
    "<p class=\"empty soft\">\(list.state == .pending ? strings.desk.nonePending : strings.desk.none)</p>"
  }

  private func table(_ rows: [Application], _ signedIn: SignedIn) -> HTML {
    let texts = strings.desk
    return """
      <table>
      <thead><tr><th scope="col">\(texts.applicant)</th><th scope="col">\(texts.joins)</th><th scope="col">\(texts.invitedBy)</th>\
      <th scope="col">\(texts.applied)</th><th scope="col">\(texts.state)</th></tr></thead>
      <tbody>
      \(rows.map { row($0, signedIn) })
      </tbody>
      </table>
      """
  }

  private func row(_ application: Application, _ signedIn: SignedIn) -> HTML {
    let texts = strings.desk
    let department = application.departmentPath
    let address = addresses.application(application.reference)
    return """
      <tr><td><a href="\(address)"><b>\(application.name.text)</b></a><small>\(breakable(application.email))</small></td>\
      <td data-is="\(texts.joins)">\(department.isEmpty ? "–" : department)</td>\
      <td data-is="\(texts.invitedBy)">\(application.inviterName)<small>\(application.invitationLabel)</small></td>\
      <td data-is="\(texts.applied)">\(recently(application.applied))</td>\
      <td>\(stateMark(application.state))\(result(application, address, signedIn))</td></tr>

      """
  }

  private func result(_ application: Application, _ address: String, _ signedIn: SignedIn) -> HTML {
    let texts = strings.desk
    guard let decision = application.decision else {
      return """
        <form method="post" action="\(address)" class="row">\(signedIn.tokenField)\
        <button name="verdict" value="approve" aria-label="\(texts.approve): \(application.name.text)">\(texts.approve)</button> \
        <a class="button quiet" href="\(address)#reject" aria-label="\(texts.reject): \(application.name.text)">\(texts.rejectWith)</a></form>
        """
    }
    return """
      <small>\(texts.decidedBy(approverName(decision)))</small><small>\(recently(decision.at))</small>\
      \(piece(if: !decision.reason.isEmpty, "<small>\(texts.reasonGiven(decision.reason))</small>"))
      """
  }

  private func pager(_ list: ApplicationList) -> HTML {
    let newest: HTML =
      "<a class=\"button quiet\" href=\"\(addresses.applications)?state=\(list.state?.rawValue ?? "all")\">\(strings.desk.newest)</a>"
    return """
      <p class="bar">\(piece(if: !list.isFirst, newest))\
      \(piece(list.older) { "<a class=\"button quiet\" href=\"\($0)\">\(strings.desk.older)</a>" })</p>
      """
  }
}
