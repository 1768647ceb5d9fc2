// The application list as CSV, however long: read a thousand rows at a time, so that memory does not grow
// with it and no writer waits for a slow reader.

package import Membership
import Store

package struct ExportApplications {
  package var filter: ApplicationFilter
  package var sort: ApplicationSort

  package init(_ filter: ApplicationFilter, by sort: ApplicationSort) {
    self.filter = filter
    self.sort = sort
  }

  private static let batch = 1000
  private static let head = [
    "reference", "name", "email", "department", "inviter", "invitation", "applied", "state",
    "decided", "approver", "reason",
  ]

  /// Hands over some lines at a time, the column names first. Moments are in UTC (RFC 3339).
  /// - Parameter progress: is told how many applications were handed over.
  package func perform(
    in installation: Installation, progress: (Int) -> Void = { _ in },
    _ write: (String) throws -> Void
  ) throws {
    let rows = installation.store.applications
    try write(csvLine(Self.head))
    var start = ListStart<Application>.first
    var count = 0
    while true {
      let batch = try rows.list(filter, by: sort, from: start, limit: Self.batch)
      guard let last = batch.last else { return }
      var lines = ""
      for application in batch { lines += csvLine(cells(application)) }
      try write(lines)
      count += batch.count
      progress(count)
      if batch.count < Self.batch { return }
      start = .after(last)
    }
  }

  private func cells(_ application: Application) -> [String] {
    [
      application.reference, application.name.text, application.email.text,
      application.departmentPath, application.inviterName, application.invitationLabel,
      application.applied.rfc3339, application.state.rawValue,
      application.decision?.at.rfc3339 ?? "", application.decision?.approver ?? "",
      application.decision?.reason ?? "",
    ]
  }
}
