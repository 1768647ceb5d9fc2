// The list of applications: filters, a table that becomes cards on a phone, and a decision on all that are
// picked.

import Languages
package import Membership

/// What the list was asked for, as it was typed.
package struct ApplicationChoice: Hashable, Sendable {
  /// A state, or anything else for all.
  package var state: String
  /// An inviter's id.
  package var inviter: String
  package var department, invitation, from, until: String
  package var sort: ApplicationSort
  package var rows: Int
  package var picksAll: Bool
  /// The invitation's label, else its code.
  package var invitationLabel = ""
  package var problem: Problem?

  package enum Problem: Hashable, Sendable { case department, date, invitation }

  /// Rows of a page.
  package static let lengths = [50, 200, 500]

  package init(
    state: String, inviter: String = "", department: String = "", invitation: String = "",
    from: String = "", until: String = "", sort: ApplicationSort = .newest, rows: Int = 50,
    picksAll: Bool = false
  ) {
    self.state = state
    self.inviter = inviter
    self.department = department
    self.invitation = invitation
    self.from = from
    self.until = until
    self.sort = sort
    self.rows = rows
    self.picksAll = picksAll
  }

  /// Whether more is asked than a state.
  var isNarrow: Bool {
    !inviter.isEmpty || !department.isEmpty || !from.isEmpty || !until.isEmpty || sort != .newest
      || rows != Self.lengths[0]
  }
}

package struct ApplicationList {
  package var rows: [Application]
  package var choice: ApplicationChoice
  package var inviters: [Account]
  package var departments: DepartmentChoice
  /// Addresses: of the next page, and the first where this is another; of this with all picked; of the file.
  package var next, first: String?
  package var all, export: String
  /// The reference of the row that was looked for.
  package var highlighted: String?
  package var done: Done?
  /// As typed, where they could not be taken.
  package var reason = ""
  package var picked: Set<String> = []

  package enum Done {
    case decided(Application)
    case reopened(Application)
    case nothingPicked, reasonTooLong
  }

  /// Before a reference, in the name of its box.
  package static let pick = "pick-"

  package init(
    rows: [Application], choice: ApplicationChoice, inviters: [Account],
    departments: DepartmentChoice, next: String?, first: String?, all: String, export: String,
    highlighted: String? = nil, done: Done? = nil
  ) {
    self.rows = rows
    self.choice = choice
    self.inviters = inviters
    self.departments = departments
    self.next = next
    self.first = first
    self.all = all
    self.export = export
    self.highlighted = highlighted
    self.done = done
  }

  func isPicked(_ application: Application) -> Bool {
    choice.picksAll || picked.contains(application.reference)
  }
}

extension Surroundings {
  package func applicationsPage(_ signedIn: SignedIn, _ list: ApplicationList) -> HTML {
    let texts = strings.applications
    let notice = list.done.flatMap(notice)
    let problem = list.done.flatMap(problem)
    return desk(
      // What was done comes first where a screen reader begins: in the title.
      title: [problem, notice, texts.title].compactMap { $0 }.joined(separator: " · "), signedIn,
      .applications,
      """
      <h1>\(texts.title)</h1>
      \(done(notice))
      \(alert(problem ?? list.choice.problem.map(sentence)))
      \(filters(list))
      \(list.rows.isEmpty ? empty(list) : table(list, signedIn))
      """)
  }

  private func notice(_ done: ApplicationList.Done) -> String? {
    switch done {
    case .decided(let application) where application.state == .approved:
      strings.applications.approved(application.name.text)
    case .decided(let application) where application.state == .rejected:
      strings.applications.rejected(application.name.text)
    case .reopened(let application) where application.state == .pending:
      strings.applications.reopened(application.name.text)
    case .decided, .reopened, .nothingPicked, .reasonTooLong: nil
    }
  }

  private func problem(_ done: ApplicationList.Done) -> String? {
    switch done {
    case .nothingPicked: strings.applications.nothingPicked
    case .reasonTooLong: strings.applications.reasonTooLong(Decision.longestReason)
    case .decided, .reopened: nil
    }
  }

  private func sentence(_ problem: ApplicationChoice.Problem) -> String {
    switch problem {
    case .department: strings.desk.departmentUnknown
    case .date: strings.desk.dateUnreadable
    case .invitation: strings.applications.invitationUnknown
    }
  }

  // MARK: What is shown

  private func filters(_ list: ApplicationList) -> HTML {
    let texts = strings.applications
    let choice = list.choice
    let states: [(String, String)] =
      [("all", strings.desk.all)]
      + ApplicationState.allCases.map { ($0.rawValue, texts.stateName($0)) }
    let inviters =
      [("", strings.desk.anyone)] + list.inviters.map { ($0.id.text, $0.name.text) }
    return """
      <form action="\(address(.applications))">
      <div class="bar">
      \(select("state", texts.state, states, chosen: choice.state))
      \(piece(if: !choice.invitation.isEmpty, """
            \(select("invitation", texts.invitation, [("", strings.desk.all), (choice.invitation, choice.invitationLabel)], chosen: choice.invitation))
            """))
      <button class="quiet">\(strings.desk.show)</button>
      </div>
      <details\(piece(if: choice.isNarrow, " open"))><summary>\(strings.desk.more)</summary>
      <div class="bar">
      \(select("inviter", texts.invitedBy, inviters, chosen: choice.inviter))
      \(departmentField(list.departments, label: texts.joins, none: strings.desk.all, typed: choice.department))
      \(dateField("from", texts.from, choice.from))
      \(dateField("until", texts.until, choice.until))
      \(select("sort", strings.desk.sort, ApplicationSort.allCases.map { ($0.rawValue, texts.sortName($0)) }, chosen: choice.sort.rawValue))
      \(select("rows", strings.desk.rows, ApplicationChoice.lengths.map { (String($0), String($0)) }, chosen: String(choice.rows)))
      </div></details>
      </form>
      """
  }

  private func empty(_ list: ApplicationList) -> HTML {
    let texts = strings.applications
    let choice = list.choice
    let isNarrow = choice.isNarrow || !choice.invitation.isEmpty || list.first != nil
    let sentence =
      switch ApplicationState(rawValue: choice.state) {
      case .pending where !isNarrow: texts.nonePending
      case nil where !isNarrow: texts.none
      default: strings.desk.nothingFound
      }
    return """
      <p class="empty soft">\(sentence)</p>
      \(pager(list))
      """
  }

  private func pager(_ list: ApplicationList) -> HTML {
    """
    <p class="bar">\(piece(list.first) { "<a class=\"button quiet\" href=\"\($0)\">\(strings.desk.firstPage)</a>" })\
    \(piece(list.next) { "<a class=\"button quiet\" rel=\"next\" href=\"\($0)\">\(strings.desk.nextPage)</a>" })\
    \(piece(if: !list.rows.isEmpty, "<a class=\"button quiet\" href=\"\(list.export)\">\(strings.desk.export)</a>"))</p>
    """
  }

  // MARK: Rows

  private func table(_ list: ApplicationList, _ signedIn: SignedIn) -> HTML {
    let texts = strings.applications
    let canPick = list.rows.contains { $0.state == .pending }
    let table: HTML = """
      <table class="applications">
      <thead><tr><th scope="col">\(texts.applicant)</th><th scope="col">\(texts.joins)</th><th scope="col">\(texts.invitedBy)</th>\
      <th scope="col">\(texts.applied)</th><th scope="col">\(texts.state)</th></tr></thead>
      <tbody>
      \(list.rows.map { row($0, list) })</tbody>
      </table>
      """
    guard canPick else { return "\(table)\(pager(list))" }
    return """
      <form method="post">\(signedIn.tokenField)
      <p><a href="\(list.all)">\(texts.pickAll)</a></p>
      \(table)
      \(decisions(list))
      \(pager(list))
      </form>
      """
  }

  private func row(_ application: Application, _ list: ApplicationList) -> HTML {
    let texts = strings.applications
    let department = application.departmentPath
    let reference = application.reference
    let isFound = reference == list.highlighted
    let label = application.invitationLabel
    return """
      <tr\(piece(if: isFound, " class=\"found\" id=\"found\""))><td>\(box(application, list))\
      <a href="\(address(.application(reference: reference)))"><b>\(application.name.text)</b></a><small>\(breakable: application.email)</small></td>\
      <td data-is="\(texts.joins)">\(department.isEmpty ? "–" : department)</td>\
      <td data-is="\(texts.invitedBy)">\(application.inviterName)\(piece(if: !label.isEmpty, "<small>\(label)</small>"))</td>\
      <td data-is="\(texts.applied)">\(recently(application.applied))</td>\
      <td>\(stateMark(application.state))\(result(application))</td></tr>

      """
  }

  private func box(_ application: Application, _ list: ApplicationList) -> HTML {
    guard application.state == .pending else { return "" }
    return """
      <input type="checkbox" name="\(ApplicationList.pick)\(application.reference)" value="\(application.email.text)" aria-label="\(application.name.text)"\
      \(piece(if: list.isPicked(application), " checked"))>
      """
  }

  private func result(_ application: Application) -> HTML {
    guard let decision = application.decision else { return "" }
    let by =
      application.state == .withdrawn ? "" : "\(strings.applications.by(approverName(decision))), "
    let reason = decision.reason
    let shown = reason.count > 80 ? "\(reason.prefix(79))…" : reason
    return """
      <small>\(by)\(recently(decision.at))\(piece(if: !shown.isEmpty, ": \(shown)"))</small>
      """
  }

  private func decisions(_ list: ApplicationList) -> HTML {
    let texts = strings.applications
    return """
      <fieldset class="card"><legend>\(texts.withPicked)</legend>
      <button name="verdict" value="approve">\(texts.approve)</button>
      <details\(piece(if: !list.reason.isEmpty, " open"))><summary>\(texts.rejectWith)</summary>
      \(reasonFields(list.reason, isWrong: !list.reason.isEmpty))
      <button class="quiet" name="verdict" value="reject">\(texts.reject)</button>
      </details>
      </fieldset>
      """
  }

  /// Why somebody is rejected, and whether to say so.
  func reasonFields(_ reason: String, isWrong: Bool) -> HTML {
    let texts = strings.applications
    return """
      <label for="reason">\(texts.reasonLabel)</label>
      <p class="hint soft" id="reason-hint">\(texts.reasonHint)</p>
      <textarea id="reason" name="reason" rows="3" maxlength="\(Decision.longestReason)" aria-describedby="reason-hint"\
      \(piece(if: isWrong, " aria-invalid=\"true\""))>\(reason)</textarea>
      <label class="check"><input type="checkbox" name="mailed" value="yes"> \(texts.mailReason)</label>
      """
  }
}
