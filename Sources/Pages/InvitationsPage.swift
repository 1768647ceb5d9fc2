// The list of invitations, and the page before Reset All.

import Languages
package import Membership

package struct InvitationList {
  package var rows: [Invitation]
  /// As chosen: a state, an inviter's id, a department.
  package var state, inviter, department: String
  package var sort: InvitationSort
  package var departmentProblem = false
  package var inviters: [Account]
  package var departments: DepartmentChoice
  /// Addresses of the next page, and of the first where this is another.
  package var next, first: String?
  /// How many links a reset has ended just now.
  package var reset: Int?

  package init(
    rows: [Invitation], state: String, inviter: String, department: String, sort: InvitationSort,
    inviters: [Account], departments: DepartmentChoice, next: String?, first: String?,
    reset: Int? = nil
  ) {
    self.rows = rows
    self.state = state
    self.inviter = inviter
    self.department = department
    self.sort = sort
    self.inviters = inviters
    self.departments = departments
    self.next = next
    self.first = first
    self.reset = reset
  }
}

extension Surroundings {
  package func invitationsPage(_ signedIn: SignedIn, _ list: InvitationList) -> HTML {
    let texts = strings.invitations
    let notice = list.reset.map(texts.resetDone)
    return desk(
      title: [notice, texts.title].compactMap { $0 }.joined(separator: " · "), signedIn,
      .invitations,
      """
      <h1>\(texts.title)</h1>
      \(done(notice))
      \(alert(list.departmentProblem ? strings.desk.departmentUnknown : nil))
      <p class="bar"><a class="button" href="\(address(.newInvitation))">\(texts.new)</a>\
      <a class="button quiet" href="\(address(.resetInvitations))">\(texts.resetAll)</a></p>
      \(filters(list))
      \(list.rows.isEmpty ? "<p class=\"empty soft\">\(isNarrow(list) ? strings.desk.nothingFound : texts.none)</p>" : table(list.rows))
      <p class="bar">\(piece(list.first) { "<a class=\"button quiet\" href=\"\($0)\">\(strings.desk.firstPage)</a>" })\
      \(piece(list.next) { "<a class=\"button quiet\" rel=\"next\" href=\"\($0)\">\(strings.desk.nextPage)</a>" })</p>
      """)
  }

  private func isNarrow(_ list: InvitationList) -> Bool {
    list.state != "all" || !list.inviter.isEmpty || !list.department.isEmpty || list.first != nil
  }

  private func filters(_ list: InvitationList) -> HTML {
    let texts = strings.invitations
    let states =
      [("all", strings.desk.all)]
      + InvitationState.allCases.map { ($0.rawValue, texts.stateName($0)) }
    let inviters =
      [("", strings.desk.anyone)] + list.inviters.map { ($0.id.text, $0.name.text) }
    return """
      <form action="\(address(.invitations))" class="bar">
      \(select("state", texts.state, states, chosen: list.state))
      \(select("inviter", texts.inviter, inviters, chosen: list.inviter))
      \(departmentField(list.departments, label: texts.department, none: strings.desk.all, typed: list.department))
      \(select("sort", strings.desk.sort, InvitationSort.allCases.map { ($0.rawValue, texts.sortName($0)) }, chosen: list.sort.rawValue))
      <button class="quiet">\(strings.desk.show)</button>
      </form>
      """
  }

  func table(_ rows: [Invitation]) -> HTML {
    let texts = strings.invitations
    return """
      <table>
      <thead><tr><th scope="col">\(texts.label)</th><th scope="col">\(texts.department)</th><th scope="col">\(texts.inviter)</th>\
      <th scope="col">\(texts.ends)</th><th scope="col">\(texts.state)</th></tr></thead>
      <tbody>
      \(rows.map(row))</tbody>
      </table>
      """
  }

  private func row(_ invitation: Invitation) -> HTML {
    let texts = strings.invitations
    let department = invitation.departmentPath
    let used = invitation.usesReserved + invitation.usesCompleted
    return """
      <tr><td><a href="\(address(.invitation(invitation.code)))"><b>\(name(of: invitation))</b></a>\
      \(piece(if: !invitation.label.isEmpty, "<small>\(invitation.code.text)</small>"))</td>\
      <td data-is="\(texts.department)">\(department.isEmpty ? "–" : department)</td>\
      <td data-is="\(texts.inviter)"><a href="\(address(.invitations))?inviter=\(invitation.inviter.text)">\(invitation.inviterName)</a></td>\
      <td data-is="\(texts.ends)">\(invitation.expires.map(recently) ?? "\(texts.never)")</td>\
      <td>\(stateMark(invitation.state(at: now)))<small>\(texts.uses): \(texts.usesOf(used, invitation.maxUses))</small></td></tr>

      """
  }

  // MARK: Reset All

  /// - Parameters:
  ///   - done: how many have ended just now.
  ///   - unpublished: why their pages could not be written.
  package func resetPage(
    _ signedIn: SignedIn, _ living: LivingInvitations, done ended: Int? = nil,
    unpublished: String? = nil
  ) -> HTML {
    let texts = strings.invitations
    let preview: HTML = """
      <ul><li>\(texts.resetLinks(living.links))</li><li>\(texts.resetPrinted(living.printed))</li>\
      <li>\(texts.resetPending(living.pending))</li></ul>
      <p>\(texts.resetOthers)</p>
      <form method="post" action="\(address(.resetInvitations))">\(signedIn.tokenField)
      <button>\(texts.resetButton)</button></form>
      """
    return desk(
      title: texts.resetTitle, signedIn, .invitations, isBelow: true,
      """
      <p><a href="\(address(.invitations))">\(texts.back)</a></p>
      <h1>\(texts.resetTitle)</h1>
      \(done(ended.map(texts.resetDone)))
      \(alert(unpublished.map(texts.changedUnpublished)))
      <div class="card">\(living.links == 0 ? "<p>\(texts.resetNothing)</p>" : preview)</div>
      """)
  }
}
