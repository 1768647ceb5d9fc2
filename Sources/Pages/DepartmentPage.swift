// One department: where it stands, what is in it and below it, and what may be done to it.

import Languages
package import Membership

package struct DepartmentView: Sendable {
  package var department: Department
  /// From the top down, without itself.
  package var above: [(id: Department.ID, name: String)]
  package var level: DepartmentLevel
  /// Those that it may be moved under or merged into.
  package var others: DepartmentChoice
  /// Those that are open to it.
  package var publicAccounts: [Account]

  package init(
    department: Department, above: [(id: Department.ID, name: String)], level: DepartmentLevel,
    others: DepartmentChoice, publicAccounts: [Account]
  ) {
    self.department = department
    self.above = above
    self.level = level
    self.others = others
    self.publicAccounts = publicAccounts
  }
}

extension Surroundings {
  package func departmentPage(
    _ signedIn: SignedIn, _ view: DepartmentView, _ form: DepartmentForm,
    notice: DepartmentNotice? = nil
  ) -> HTML {
    let texts = strings.departments
    let department = view.department
    let place = address(.department(department.id))
    let isEmpty = view.level.nodes.isEmpty && view.level.first == nil
    return desk(
      title: title(department.name, notice, form), signedIn, .departments, isBelow: true,
      """
      <p>\(path(to: view.above))</p>
      <h1>\(department.name)</h1>
      \(done(notice.map(sentence)))
      \(alert(sentence(form)))
      \(links(view))
      <h2>\(texts.under)</h2>
      \(isEmpty ? "<p class=\"soft\">\(texts.nothingUnder)</p>" : list(view.level))
      \(addForm(form, at: place, signedIn))
      \(changeForms(view, form, place, signedIn))
      """)
  }

  /// As links, down to what it lies under.
  private func path(to above: [(id: Department.ID, name: String)]) -> HTML {
    let steps: [HTML] = above.map {
      "\(Department.separator)<a href=\"\(address(.department($0.id)))\">\($0.name)</a>"
    }
    return "<a href=\"\(address(.departments))\">\(strings.departments.title)</a>\(steps)"
  }

  private func links(_ view: DepartmentView) -> HTML {
    let texts = strings.departments
    let id = view.department.id.text
    let accounts: [HTML] = view.publicAccounts.map {
      "<li><a href=\"\(address(.publicAccount($0.login)))\">\($0.name.text)</a> <span class=\"soft\">\($0.login.text)</span></li>\n"
    }
    return """
      <p><a href="\(address(.people))?department=\(id)">\(texts.people)</a><br>
      <a href="\(address(.invitations))?department=\(id)">\(texts.links)</a><br>
      <a href="\(address(.applications))?state=all&amp;department=\(id)">\(texts.applications)</a><br>
      <a href="\(address(.audit))?subject=\(id)">\(texts.history)</a></p>
      \(piece(if: !accounts.isEmpty, "<h2>\(texts.publicAccounts)</h2>\n<ul class=\"tree\">\n\(accounts)</ul>"))
      """
  }

  private func changeForms(
    _ view: DepartmentView, _ form: DepartmentForm, _ place: String, _ signedIn: SignedIn
  ) -> HTML {
    let texts = strings.departments
    func problem(_ step: DepartmentForm.Step) -> String? {
      guard form.step == step else { return nil }
      return form.isUnknown
        ? strings.desk.departmentUnknown : form.problems.first.map(texts.problem)
    }
    func part(_ step: DepartmentForm.Step, _ title: String, _ button: String, _ fields: HTML)
      -> HTML
    {
      """
      <details class="card"\(piece(if: form.step == step && form.isWrong, " open"))><summary>\(title)</summary>
      <form method="post" action="\(place)">\(signedIn.tokenField)
      \(fields)
      <button name="action" value="\(step.rawValue)">\(button)</button>
      </form></details>

      """
    }
    let rename = Field(
      name: "new-name", label: texts.newName, value: form.newName, autocomplete: "off",
      longest: Department.longestName, problem: problem(.rename))
    let move = departmentField(
      view.others, name: "under", label: texts.moveUnder, none: texts.top, typed: form.under,
      problem: problem(.move))
    let merge = departmentField(
      view.others, name: "into", label: texts.mergeInto, none: texts.choose, typed: form.into,
      problem: problem(.merge))
    let reasons: [HTML] =
      form.step == .remove
      ? form.problems.map { "<p class=\"problem\">\(texts.problem($0))</p>\n" } : []
    return """
      \(part(.rename, texts.rename, texts.rename, rename.html))\
      \(part(.move, texts.move, texts.move, "<p>\(texts.moveText)</p>\n\(move)"))\
      \(part(.merge, texts.merge, texts.mergeButton, "<p>\(texts.mergeText)</p>\n\(merge)"))\
      \(part(.remove, texts.remove, texts.removeButton, "<p>\(texts.removeText)</p>\n\(reasons)"))
      """
  }
}
