// The list of applications: filters, orders, pages, the row that was looked for, decisions on many.

import Foundation
import Membership
import TestSite
import Testing

@Suite("Application list") struct ApplicationListTests {
  private func names(_ body: String) -> [String] {
    body.matches(of: /<b>([^<]*)<\/b>/).map { String($0.1) }
  }

  @Test("Filters by state, inviter, department, invitation and time, alone and together")
  func filters() throws {
    let site = try TestSite()
    let cookie = try site.signIn()
    let one = try site.invitation(label: "One")
    let two = try site.invitation(label: "Two")
    let start = Moment.now
    try site.apply(one, "Ann", "ann@example.net", at: start + -3 * 86400)
    try site.apply(one, "Ben", "ben@example.net", at: start + -86400)
    try site.apply(two, "Cem", "cem@example.net", at: start)
    try site.run("UPDATE application SET state = 'approved', decided = 1 WHERE name = 'Ben'")
    try site.run("UPDATE application SET department = NULL WHERE name = 'Cem'")
    func shown(_ query: String) -> [String] {
      names(site.ask("/admin/applications", query: query, cookie: cookie).body)
    }
    let day = TimeZone("Europe/Berlin")!
    let yesterday = day.clock(at: start + -86400).isoDate
    #expect(shown("") == ["Cem", "Ann"])
    #expect(shown("state=all") == ["Cem", "Ben", "Ann"])
    #expect(shown("state=all&sort=oldest") == ["Ann", "Ben", "Cem"])
    #expect(shown("state=all&sort=name") == ["Ann", "Ben", "Cem"])
    #expect(shown("state=approved") == ["Ben"])
    #expect(shown("state=all&inviter=\(site.administrator.id.text)").count == 3)
    #expect(shown("state=all&inviter=x") == [])
    #expect(shown("state=all&department=North") == ["Ben", "Ann"])
    #expect(shown("state=all&invitation=\(one.code.text)") == ["Ben", "Ann"])
    #expect(shown("state=all&from=\(yesterday)") == ["Cem", "Ben"])
    #expect(shown("state=all&until=\(yesterday)") == ["Ben", "Ann"])
    #expect(
      shown("state=pending&invitation=\(one.code.text)&until=\(yesterday)&department=North")
        == ["Ann"])
    for bad in ["from=soon", "until=2026-02-31", "department=Nowhere", "invitation=typo"] {
      let answer = site.ask("/admin/applications", query: bad, cookie: cookie)
      #expect(answer.status == 422 && answer.body.contains("role=\"alert\""))
    }
  }

  @Test("Every order goes on from page to page without a gap or a double, also among equals")
  func pages() throws {
    let site = try TestSite()
    let cookie = try site.signIn()
    let invitation = try site.invitation()
    let now = Moment.now
    for place in 0..<120 {
      try site.apply(invitation, "Twin \(place % 3)", "p\(place)@example.net", at: now)
    }
    for sort in ["newest", "oldest", "name"] {
      var seen: [String] = []
      var query: String? = "sort=\(sort)"
      while let asked = query {
        let body = site.ask("/admin/applications", query: asked, cookie: cookie).body
        seen += body.matches(of: /pick-([0-9A-Z-]*)"/).map { String($0.1) }
        query = body.firstMatch(of: /rel="next" href="[^?]*\?([^"]*)"/).map {
          String($0.1).replacingOccurrences(of: "&amp;", with: "&")
        }
      }
      #expect(seen.count == 120 && Set(seen).count == 120, "\(sort)")
    }
  }

  @Test("Who is found stands highlighted in the list, one click away")
  func found() throws {
    let site = try TestSite()
    let cookie = try site.signIn()
    let invitation = try site.invitation()
    for place in 0..<70 { try site.apply(invitation, "P\(place)", "p\(place)@example.net") }
    let page = site.ask("/admin/find", query: "q=p7@exam", cookie: cookie).body
    let link = try #require(
      page.firstMatch(of: /href="\/usher(\/admin\/applications)\?([^"#]*)#found"/))
    let list = site.ask(
      "/admin/applications", query: String(link.2).replacingOccurrences(of: "&amp;", with: "&"),
      cookie: cookie
    ).body
    let row = try #require(list.firstMatch(of: /<tr class="found" id="found">(.*)<\/tr>/))
    #expect(row.1.contains("<b>P7</b>"))
    #expect(names(list) == (0...10).reversed().map { "P\($0)" })
    #expect(page.contains("waiting") && page.contains("Sales / North"))
    for (typed, sentence) in [
      ("p", "at least two letters"), ("zzz", "Nobody has that"), ("", "Part of a name"),
      ("ada", "Administrator"), ("p@", "Nobody has that"), ("exam", "There are more"),
    ] {
      let body = site.ask("/admin/find", query: "q=\(typed)", cookie: cookie).body
      #expect(body.contains(sentence), "\(typed)")
    }
  }

  @Test("Many are decided with one press; who was decided before is named, with whom and when")
  func many() throws {
    let site = try TestSite()
    let cookie = try site.signIn()
    let bob = try site.administrator("bob", "Bob")
    let invitation = try site.invitation()
    let references = try (0..<5).map {
      try site.apply(invitation, "P\($0)", "p\($0)@example.net").application.reference
    }
    let bobs = try site.signIn("bob")
    let bobsToken = try #require(site.ask("/admin/applications", cookie: bobs).formToken)
    _ = site.ask(
      "/admin/applications/\(references[0])",
      form: [("token", bobsToken), ("verdict", "reject"), ("reason", "no")], cookie: bobs)
    #expect(bob.login.text == "bob")
    let page = site.ask("/admin/applications", query: "pick=all", cookie: cookie)
    #expect(page.body.matches(of: /type="checkbox" name="pick-[^>]* checked/).count == 4)
    let token = try #require(page.formToken)
    let none = site.ask(
      "/admin/applications", form: [("token", token), ("verdict", "approve")], cookie: cookie)
    #expect(none.status == 422 && none.body.contains("Nobody is ticked"))
    let long = site.ask(
      "/admin/applications",
      form: [
        ("token", token), ("verdict", "reject"), ("pick-\(references[1])", "on"),
        ("reason", String(repeating: "x", count: 1001)),
      ], cookie: cookie)
    #expect(long.status == 422 && long.body.contains("at most 1000 characters"))
    #expect(
      long.body.contains(
        "pick-\(references[1])\" value=\"p1@example.net\" aria-label=\"P1\" checked"))
    let answer = site.ask(
      "/admin/applications",
      form: [("token", token), ("verdict", "approve")]
        + references.enumerated().map { ("pick-\($1)", $0 == 4 ? "x@y.z" : "p\($0)@example.net") }
        + [("pick-NOPE", "on")], cookie: cookie)
    #expect(answer.status == 200)
    #expect(answer.body.contains("3 applications are approved"))
    #expect(answer.body.contains("has changed the address to p4@example.net"))
    #expect(answer.body.contains("P0 was rejected by Bob on"))
    #expect(answer.body.contains("One is not there any more."))
    #expect(answer.commands == [["deliver", "--site", site.directory]])
    #expect(try site.count("SELECT COUNT(*) FROM mail_outbox") == 3)
  }

  @Test("Reopened on its page, and what stands against it is said")
  func reopen() throws {
    let site = try TestSite()
    let cookie = try site.signIn()
    let reference = try site.apply(try site.invitation(maxUses: 1)).application.reference
    let path = "/admin/applications/\(reference)"
    let token = try #require(site.ask(path, cookie: cookie).formToken)
    func post(_ verdict: String) -> Answer {
      site.ask(path, form: [("token", token), ("verdict", verdict)], cookie: cookie)
    }
    #expect(post("reopen").body.contains("not rejected any more"))
    #expect(post("reject").status == 303)
    try site.run("UPDATE invitation SET uses_completed = 1")
    #expect(post("reopen").status == 422)
    try site.run("UPDATE invitation SET uses_completed = 0")
    let reopened = post("reopen")
    #expect(reopened["Location"]?.hasSuffix("reopened=\(reference)") == true)
    let list = site.ask("/admin/applications", query: "reopened=\(reference)", cookie: cookie)
    #expect(list.body.contains("waits for a decision again"))
  }

  @Test("The file for spreadsheets is the list that was shown, with the mark of UTF-8")
  func export() throws {
    let site = try TestSite()
    let cookie = try site.signIn()
    let invitation = try site.invitation()
    try site.apply(invitation, "=cmd()", "a@example.net")
    try site.apply(invitation, "王伟", "b@example.net")
    let answer = site.ask(
      "/admin/applications/export.csv", query: "state=all&sort=oldest", cookie: cookie)
    #expect(answer.status == 200)
    #expect(answer["Content-Type"] == "text/csv; charset=utf-8; header=present")
    #expect(
      answer["Content-Disposition"]?.hasPrefix("attachment; filename=\"applications-20") == true)
    let lines = answer.body.components(separatedBy: "\r\n")
    #expect(lines.count == 4 && lines[0].unicodeScalars.first == "\u{FEFF}")
    #expect(lines[1].contains(",'=cmd(),a@example.net,") && lines[2].contains(",王伟,"))
    #expect(site.ask("/admin/applications/export.csv").status == 303)
  }

  @Test("The overview: who waits longest, what ends soon, the last thirty days")
  func overview() throws {
    let site = try TestSite()
    let cookie = try site.signIn()
    #expect(site.ask("/admin", cookie: cookie).body.contains("Begin with an invitation"))
    let soon = try site.invitation(validity: .seconds(3600), label: "Soon")
    _ = try site.invitation(validity: .seconds(30 * 86400), label: "Later")
    for place in 0..<7 {
      try site.apply(soon, "P\(place)", "p\(place)@example.net", at: .now + Int64(-100 + place))
    }
    try site.apply(soon, "Old", "old@example.net", at: .now + -2 * 86400)
    let body = site.ask("/admin", cookie: cookie).body
    #expect(names(body) == ["Old", "P0", "P1", "P2", "P3", "Soon"])
    #expect(body.contains("8 applications within 30 days"))
    #expect(body.components(separatedBy: "<rect ").count == 31)
    #expect(body.contains(">8<span class=\"unseen\">"))
  }
}
