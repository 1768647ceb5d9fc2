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

  /// Of those in one state, of one kind, in a department, as the address says.
  func exportAccounts(_ desk: Desk) throws -> Response {
    let query = desk.request.query
    var filter = AccountFilter(
      state: query["state"].flatMap { Account.State(rawValue: $0) },
      kind: query["kind"].flatMap { Account.Kind(rawValue: $0) })
    if let typed = query["department"], !typed.isEmpty {
      guard case .found(let department) = try desk.installation.department(typed: typed) else {
        return failure(.notFound, .notFound)
      }
      filter.department = department.id
    }
    let export = ExportAccounts(filter)
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
