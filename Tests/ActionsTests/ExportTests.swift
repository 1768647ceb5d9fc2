// The application list as CSV.

import Actions
import Foundation
import Membership
import TestSite
import TestTools
import Testing

@Suite("Export") struct ExportTests {
  @Test("Every row once, in order, by batches; Python's reader agrees; formulas are harmless")
  func all() throws {
    let site = try TestSite()
    let invitation = try site.invitation(label: "=1+1")
    for place in 0..<1205 {
      try site.apply(
        invitation, place == 7 ? "@SUM(A1)" : "P\(place), \"x\"", "p\(place)@example.net")
    }
    var text = ""
    try ExportApplications(ApplicationFilter(), by: .oldest).perform(in: site.open()) {
      text += $0
    }
    let script = """
      import csv, io, sys, json
      rows = list(csv.reader(io.StringIO(sys.stdin.buffer.read().decode(), newline="")))
      print(json.dumps([len(rows), rows[0], rows[8][1], rows[8][5], rows[-1][1], len(set(r[0] for r in rows))]))
      """
    let read = try python(script, Array(text.utf8))
    #expect(
      read.trimmingCharacters(in: .whitespacesAndNewlines) == """
        [1206, ["reference", "name", "email", "department", "inviter", "invitation", "applied", \
        "state", "decided", "approver", "reason"], "'@SUM(A1)", "'=1+1", "P1204, \\"x\\"", 1206]
        """)
  }
}
