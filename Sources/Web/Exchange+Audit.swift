// The page of the audit log.

import Actions
import CGI
import Membership
import Pages

extension Exchange {
  private static let linesOfPage = 50

  func audit(_ desk: Desk) throws -> Response {
    let query = desk.request.query
    let before = query["before"].flatMap { Int($0) }
    let subject = query["subject"].flatMap { $0.isEmpty ? nil : $0 }
    // One more than fits tells whether there is another page.
    let lines = try desk.installation.auditLines(
      before: before, subject: subject, limit: Self.linesOfPage + 1)
    let shown = Array(lines.prefix(Self.linesOfPage))
    let kept = subject.map { [("subject", $0)] } ?? []
    let address = address(.audit)
    let last = lines.count > shown.count ? shown.last : nil
    let list = AuditList(
      lines: shown, about: subject.map { shown.first?.subject ?? .other($0) },
      next: last.map { address + queryText(kept + [("before", String($0.entry.number))]) },
      first: before == nil ? nil : address + (kept.isEmpty ? "" : queryText(kept)))
    return page(.ok, surroundings(translated: true).auditPage(try signedIn(desk), list))
  }
}
