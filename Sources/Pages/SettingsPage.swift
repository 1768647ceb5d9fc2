// The page of the settings: one form, what belongs together beside each other, each with what it is for.

import Languages
package import Membership

package struct SettingsForm {
  /// What is stored; what the form was opened with, where it comes back.
  package var stored: [Settings.Name: String]
  package var typed: [Settings.Name: String]
  package var problems: Set<Settings.Name> = []
  package var done: Done?
  package var departments: DepartmentChoice
  /// Members' links, where it has to be said what becomes of them.
  package var outstanding: LivingInvitations?
  /// Why pages of links that were ended could not be written.
  package var unpublished: String?

  /// The field of the answer: an `OutstandingLinks`.
  package static let links = "links"

  package enum Done: String, Hashable, Sendable, CaseIterable { case saved, nothing }

  /// Before a name, in the field that holds what the form was opened with.
  package static let before = "before-"

  package init(
    stored: [Settings.Name: String], typed: [Settings.Name: String],
    departments: DepartmentChoice, problems: Set<Settings.Name> = [], done: Done? = nil
  ) {
    self.stored = stored
    self.typed = typed
    self.departments = departments
    self.problems = problems
    self.done = done
  }
}

extension Surroundings {
  package func settingsPage(_ signedIn: SignedIn, _ form: SettingsForm) -> HTML {
    let texts = strings.settingsPage
    let notice: String? =
      switch form.done {
      case .saved: texts.saved
      case .nothing: texts.nothingChanged
      case nil: nil
      }
    let problem: String? =
      if !form.problems.isEmpty { strings.landing.pleaseCorrect } else if form.outstanding != nil {
        texts.answerFirst
      } else { form.unpublished.map(strings.invitations.changedUnpublished) }
    let groups: [HTML] = Settings.Group.allCases.map { group in
      """
      <fieldset class="card"><legend>\(texts.group(group))</legend>
      \(group.names.map { field($0, form) })</fieldset>

      """
    }
    return desk(
      title: [problem, notice, texts.title].compactMap { $0 }.joined(separator: " · "), signedIn,
      .settings,
      """
      <h1>\(texts.title)</h1>
      \(done(notice))
      \(alert(problem))
      <form method="post" action="\(address(.settings))">\(signedIn.tokenField)
      \(piece(form.outstanding, linksQuestion))
      \(groups)
      <p class="bar"><button>\(strings.desk.save)</button></p>
      </form>
      """)
  }

  /// Members shall not invite any more, and have links that are not over. Nothing is chosen beforehand.
  private func linksQuestion(_ links: LivingInvitations) -> HTML {
    let texts = strings.accounts
    let choices: [HTML] = OutstandingLinks.allCases.map { answer in
      """
      <label class="check"><input type="radio" name="\(SettingsForm.links)" value="\(answer.rawValue)" required>\
      <span>\(strings.settingsPage.links(answer))</span></label>

      """
    }
    return """
      <fieldset class="card"><legend>\(strings.settingsPage.linksQuestion)</legend>
      <p>\(texts.linksOf(links.links)) \(texts.linksPrinted(links.printed)) \(texts.linksPending(links.pending))</p>
      \(choices)<p class="bar"><button>\(strings.desk.save)</button></p></fieldset>

      """
  }

  private func field(_ name: Settings.Name, _ form: SettingsForm) -> HTML {
    let stored = form.stored[name] ?? ""
    return """
      \(control(name, form.typed[name] ?? stored, form))\
      <input type="hidden" name="\(SettingsForm.before)\(name.rawValue)" value="\(stored)">

      """
  }

  private func control(_ name: Settings.Name, _ typed: String, _ form: SettingsForm) -> HTML {
    let texts = strings.settingsPage
    let isWrong = form.problems.contains(name)
    let id = name.rawValue
    let label = texts.label(name)
    let problem = isWrong ? texts.problem(name) : nil
    func choice(_ options: [(String, String)]) -> HTML {
      select(id, label, options, chosen: typed, hint: texts.hint(name), problem: problem)
    }
    func text(_ type: String, required: Bool = true, longest: Int? = nil, hint more: String = "")
      -> HTML
    {
      Field(
        name: id, label: label, value: typed, type: type, autocomplete: "off", longest: longest,
        hint: texts.hint(name) + more, problem: problem, isRequired: required
      ).html
    }
    func presets() -> HTML {
      choice(Validity.Preset.allCases.map { ($0.rawValue, strings.invitations.preset($0)) })
    }
    func isYes() -> HTML {
      choice([(Settings.yes, texts.yes), (Settings.no, texts.no)])
    }
    switch name {
    case .language: return choice(Language.allCases.map { ($0.tag, Strings.of($0).name) })
    case .validity, .memberValidity: return presets()
    case .memberInvitations, .memberApproval, .memberSeesJoined: return isYes()
    case .memberDepartment:
      return departmentField(
        form.departments, name: id, label: label, none: texts.ownDepartment, typed: typed,
        hint: texts.hint(name), problem: problem)
    case .timeZone: return text("text", hint: " " + texts.zoneNow(said(now)))
    case .organisation: return text("text", longest: 100)
    case .contact: return text("text", required: false, longest: 200)
    case .accent: return text("color", required: false)
    case .baseAddress: return text("url")
    case .signInAddress: return text("url", required: false)
    case .sender: return text("email", required: false)
    case .programPath, .initialPasswordHours, .addressQuota, .memberLinks, .memberLinksPerDay:
      return text("text")
    }
  }
}
