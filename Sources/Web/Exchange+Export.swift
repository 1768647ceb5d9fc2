// The application list as a file for spreadsheets, sent while it is read.

import Actions
import CGI
import Membership
import Pages

extension Exchange {
  func exportApplications(_ desk: Desk) throws -> Response {
    let query = try ApplicationQuery(desk, now: now)
    guard query.choice.problem == nil else { return try applications(desk) }
    let export = ExportApplications(query.filter, by: query.choice.sort)
    let name = "applications-\(settings.timeZone.clock(at: now).isoDate).csv"
    var response = Response(
      .ok,
      headers: [
        Header("Content-Type", "text/csv; charset=utf-8; header=present"),
        Header("Content-Disposition", "attachment; filename=\"\(name)\""),
      ])
    response.stream = { write in
      // By the mark of UTF-8 spreadsheets know that names are not in an encoding of their own country's.
      try write(Array("\u{FEFF}".utf8))
      try export.perform(in: desk.installation) { try write(Array($0.utf8)) }
    }
    return response
  }
}
