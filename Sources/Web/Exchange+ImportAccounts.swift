// Accounts in and out as CSV: a pasted table is checked, and imported when it is sent again with that button; all
// accounts as a file for spreadsheets, sent while they are read.

import Actions
import CGI
import Membership
import Pages

extension Exchange {
  func importPage(_ desk: Desk) throws -> Response {
    page(.ok, surroundings(translated: true).importPage(try signedIn(desk), ImportForm()))
  }

  mutating func importAccounts(_ desk: Desk) throws -> Response {
    let fields = desk.request.form
    var form = ImportForm()
    form.text = fields["table"] ?? ""
    form.createsMissing = fields["create"] == "yes"
    form.isWelcomed = fields["welcome"] == "yes"
    let status = try settle(&form, isPerformed: fields["step"] == "import", desk)
    return page(status, surroundings().importPage(try signedIn(desk), form))
  }

  private mutating func settle(_ form: inout ImportForm, isPerformed: Bool, _ desk: Desk) throws
    -> Status
  {
    let action = ImportAccounts(
      createsMissing: form.createsMissing, isWelcomed: form.isWelcomed,
      by: .account(desk.session.account.id))
    let installation = desk.installation
    var rest = Array(form.text.utf8)
    let reading = try action.check(in: installation) {
      defer { rest = [] }
      return rest
    }
    guard case .checked(let checked) = reading else {
      if case .unreadable(let problem) = reading { form.state = .unreadable(problem) }
      return .unprocessableContent
    }
    form.state = .checked(checked.result)
    guard checked.result.counts.refused == 0 else { return .unprocessableContent }
    guard isPerformed else { return .ok }
    switch try action.perform(checked, in: installation, at: now) {
    case .imported(let mails, let pages):
      if !pages.isEmpty { followUps.append(["build"] + pages.map(\.text)) }
      if mails > 0 { followUps.append(["deliver"]) }
      form.state = .done(checked.result)
      return .ok
    case .refused: return .unprocessableContent
    case .overtaken(let line):
      form.state = .overtaken(line: line)
      return .unprocessableContent
    }
  }
}
