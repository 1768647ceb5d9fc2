// Applications and accounts as files for spreadsheets, sent while they are read.

import Actions
import CGI
import Membership
import Pages

extension Exchange {
  func exportApplications(_ desk: Desk) throws -> Response {
    let query = try ApplicationQuery(desk, now: now)
    guard query.choice.problem == nil else { return try applications(desk) }
    let export = ExportApplications(query.filter, by: query.choice.sort)
    return spreadsheet("applications") { try export.perform(in: desk.installation, $0) }
  }

  func exportAccounts(_ desk: Desk) throws -> Response {
    let query = try PeopleQuery(desk)
    guard query.choice.problem == nil else { return try people(desk) }
    let export = ExportAccounts(query.filter)
    return spreadsheet("people") { try export.perform(in: desk.installation, $0) }
  }

  private func spreadsheet(
    _ noun: String, _ export: @escaping ((String) throws -> Void) throws -> Void
  ) -> Response {
    let name = "\(noun)-\(settings.timeZone.clock(at: now).isoDate).csv"
    var response = Response(
      .ok,
      headers: [
        Header("Content-Type", "text/csv; charset=utf-8; header=present"),
        Header("Content-Disposition", "attachment; filename=\"\(name)\""),
      ])
    response.stream = { write in
      // By the mark of UTF-8 spreadsheets know that names are not in an encoding of their own country's.
      try write(Array("\u{FEFF}".utf8))
      try export { try write(Array($0.utf8)) }
    }
    return response
  }
}
