// Accounts from a table that is pasted: what would become of each row, and then what has.

import Languages
package import Membership

package struct ImportForm: Sendable {
  /// As it was pasted.
  package var text = ""
  package var createsMissing = false
  package var isWelcomed = false
  package var state = State.blank

  package enum State: Sendable {
    case blank
    case unreadable(AccountFileProblem)
    case checked(AccountImport)
    /// Since the check somebody has changed what that line is about.
    case overtaken(line: Int?)
    case done(AccountImport)
  }

  package init() {}
}

extension Surroundings {
  package func importPage(_ signedIn: SignedIn, _ form: ImportForm) -> HTML {
    let texts = strings.importPage
    return desk(
      title: texts.title, signedIn, .people, isBelow: true,
      """
      <p><a href="\(address(.people))">\(strings.accounts.back)</a></p>
      <h1>\(texts.title)</h1>
      \(content(form, signedIn))
      """)
  }

  private func content(_ form: ImportForm, _ signedIn: SignedIn) -> HTML {
    let texts = strings.importPage
    switch form.state {
    case .blank: return fields(form, signedIn)
    case .unreadable(let problem): return "\(alert(sentence(problem)))\(fields(form, signedIn))"
    case .overtaken(let line): return "\(alert(texts.overtaken(line)))\(fields(form, signedIn))"
    case .checked(let found) where found.counts.refused > 0:
      return """
        \(alert(texts.refused(found.counts.refused)))
        \(table(found))
        \(fields(form, signedIn))
        """
    case .checked(let found):
      return """
        \(done(texts.checked(found.counts)))
        \(made(found))
        \(table(found))
        \(fields(form, signedIn, isChecked: true))
        """
    case .done(let found):
      return """
        \(done(texts.done(found.counts)))
        \(table(found))
        <p class="bar"><a class="button quiet" href="\(address(.importAccounts))">\(texts.another)</a></p>
        """
    }
  }

  private func sentence(_ problem: AccountFileProblem) -> String {
    let texts = strings.importPage
    let sentence = texts.fileProblem(problem)
    return problem.line.map { texts.inLine($0, sentence) } ?? sentence
  }

  private func made(_ found: AccountImport) -> HTML {
    let names = found.departments.map(\.path) + found.holdings.map(\.name)
    return piece(names.isEmpty ? nil : names) { "<p>\(strings.importPage.makes($0))</p>" }
  }

  // MARK: The rows

  private func table(_ found: AccountImport) -> HTML {
    let texts = strings.importPage
    return """
      <table>
      <thead><tr><th scope="col">\(texts.person)</th><th scope="col">\(texts.what)</th>\
      <th scope="col">\(texts.line)</th></tr></thead>
      <tbody>
      \(found.rows.map(row))</tbody>
      </table>
      """
  }

  private func row(_ row: AccountRow) -> HTML {
    """
    <tr><td><b>\(row.name.isEmpty ? "–" : row.name)</b><small>\(row.login)</small></td>\
    <td>\(fate(row.fate))</td><td data-is="\(strings.importPage.line)">\(row.line)</td></tr>

    """
  }

  private func fate(_ fate: AccountRow.Fate) -> HTML {
    let texts = strings.importPage
    switch fate {
    case .create: return "<span class=\"state approved\">\(texts.create)</span>"
    case .change(let columns):
      return "<span class=\"state pending\">\(texts.change(columns.map(texts.columnName)))</span>"
    case .unchanged: return "<span class=\"state withdrawn\">\(texts.unchanged)</span>"
    case .refused(let problems):
      let sentences: [HTML] = problems.map { "<p class=\"problem\">\(texts.rowProblem($0))</p>" }
      return "\(sentences)"
    }
  }

  // MARK: The form

  /// - Parameter isChecked: whether it can be imported as it is.
  private func fields(_ form: ImportForm, _ signedIn: SignedIn, isChecked: Bool = false) -> HTML {
    let texts = strings.importPage
    // A line may end behind each comma, so that it can be copied as it stands.
    let columns: [HTML] = AccountColumn.allCases.enumerated().map {
      "\(piece(if: $0 > 0, ",<wbr>"))\($1.rawValue)"
    }
    return """
      <p>\(texts.text) <b>\(columns)</b></p>
      <p class="soft">\(texts.rules)</p>
      <p class="soft">\(texts.larger)</p>
      <form method="post" action="\(address(.importAccounts))">\(signedIn.tokenField)
      <label for="table">\(texts.fileLabel)</label>
      <textarea id="table" name="table" rows="12" required autocapitalize="none" spellcheck="false">
      \(form.text)</textarea>
      <label class="check"><input type="checkbox" name="create" value="yes"\(piece(if: form.createsMissing, " checked"))> \
      \(texts.createsMissing)</label>
      <label class="check"><input type="checkbox" name="welcome" value="yes"\(piece(if: form.isWelcomed, " checked"))> \
      \(texts.welcomes)</label>
      <p class="bar">\(piece(if: isChecked, "<button name=\"step\" value=\"import\">\(texts.perform)</button>"))\
      <button name="step" value="check"\(piece(if: isChecked, " class=\"quiet\""))>\(texts.check)</button>\
      <a class="button quiet" href="\(address(.exportAccounts))">\(texts.export)</a></p>
      </form>
      """
  }
}
