// The form that makes an invitation, and the one that changes it: the same fields, with what was typed and
// a sentence at each that has to be mended.

import Languages
package import Membership

/// What stands in the fields.
package struct InvitationForm: Hashable, Sendable {
  package var label = ""
  /// A preset, `until`, or in a change `keep`.
  package var validity = ""
  /// As a `datetime-local` field has it.
  package var until = ""
  package var opens = ""
  /// An id, or a path.
  package var department = ""
  package var holdings = HoldingChoice([])
  package var requiresApproval = true
  package var limit = ""
  package var language = Language.english
  package var problems: Set<Problem> = []

  package enum Problem: Hashable, Sendable {
    case label, department, holding
    case untilUnreadable, inPast, endsBeforeItOpens, opensUnreadable
    case limit
    case fewerThanUsed(Int)
  }

  package init() {}

  /// The values of `validity` that are no presets.
  package static let until = "until"
  package static let keep = "keep"
}

extension Surroundings {
  package func newInvitationPage(
    _ signedIn: SignedIn, _ form: InvitationForm, departments: DepartmentChoice
  ) -> HTML {
    let texts = strings.invitations
    return desk(
      title: form.problems.isEmpty ? texts.newTitle : strings.landing.pleaseCorrect, signedIn,
      .invitations, isBelow: true,
      """
      <p><a href="\(address(.invitations))">\(texts.back)</a></p>
      <h1>\(texts.newTitle)</h1>
      \(alert(form.problems.isEmpty ? nil : strings.landing.pleaseCorrect))
      <form method="post" class="card" action="\(address(.newInvitation))">\(signedIn.tokenField)
      \(labelField(form))
      \(validityFields(form, keeps: false))
      \(textField("opens", texts.opens, form.opens, type: "datetime-local", hint: texts.opensHint,
                problem: form.problems.contains(.opensUnreadable) ? texts.momentUnreadable : nil))
      \(targetFields(form, departments))
      \(select("language", texts.language, Language.allCases.map { ($0.tag, Strings.of($0).name) }, chosen: form.language.tag))
      <button>\(texts.generate)</button>
      </form>
      """)
  }

  func labelField(_ form: InvitationForm) -> HTML {
    textField(
      "label", strings.invitations.label, form.label, longest: Invitation.longestLabel,
      hint: strings.invitations.labelHint,
      problem: form.problems.contains(.label) ? strings.invitations.labelProblem : nil)
  }

  /// - Parameter keeps: whether it may stay as it is.
  func validityFields(_ form: InvitationForm, keeps: Bool) -> HTML {
    let texts = strings.invitations
    let options =
      (keeps ? [(InvitationForm.keep, texts.keepEnd)] : [])
      + Validity.Preset.allCases.map { ($0.rawValue, texts.preset($0)) }
      + [(InvitationForm.until, texts.untilMoment)]
    let problem: String? =
      form.problems.contains(.untilUnreadable)
      ? texts.momentUnreadable
      : form.problems.contains(.inPast)
        ? texts.validityInPast
        : form.problems.contains(.endsBeforeItOpens) ? texts.endsBeforeItOpens : nil
    return """
      \(select("validity", texts.validity, options, chosen: form.validity))
      \(textField("until", texts.until, form.until, type: "datetime-local", hint: texts.untilHint, problem: problem))
      """
  }

  /// Whom it brings where, and how many.
  func targetFields(_ form: InvitationForm, _ departments: DepartmentChoice) -> HTML {
    let texts = strings.invitations
    var limitProblem = form.problems.contains(.limit) ? texts.limitProblem : nil
    for case .fewerThanUsed(let used) in form.problems { limitProblem = texts.fewerThanUsed(used) }
    return """
      \(departmentField(departments, label: texts.department, none: texts.noDepartment, typed: form.department,
                problem: form.problems.contains(.department) ? strings.desk.departmentUnknown : nil))
      \(holdingFields(form.holdings))
      \(select("approval", texts.approval, [("yes", texts.asksAdministrator), ("no", texts.joinsDirectly)],
                chosen: form.requiresApproval ? "yes" : "no"))
      \(textField("limit", texts.limit, form.limit, hint: texts.limitHint, problem: limitProblem, isNumber: true))
      """
  }
}
