// Many at the same instant, through Apache.

import Foundation
import Testing

@Suite("A hundred at once, under Apache", .serialized) struct ParallelTests {
  /// Runs curl a hundred times side by side; how often each status came.
  private func hundred(_ site: HostedSite, _ arguments: (Int) -> [String]) throws -> [String: Int] {
    try many(100, site, arguments)
  }

  private func many(
    _ count: Int, _ site: HostedSite, _ arguments: (Int) -> [String]
  ) throws -> [String: Int] {
    let commands = (0..<count).map { place in
      ([
        "curl", "-s", "-o", "\(site.mails)/answer-\(place).html", "-w", "%{http_code}\\n",
        "--max-time", "60", "-H",
        "Origin: \(site.base)",
      ] + arguments(place))
      .map { "'\($0)'" }.joined(separator: " ") + " &"
    }
    let ran = try Shell.run(["bash"], input: commands.joined(separator: "\n") + "\nwait\n")
    return Dictionary(grouping: ran.output.split(separator: "\n").map(String.init)) { $0 }
      .mapValues(\.count)
  }

  @Test("100 applications on a link with 10 uses left: 10 rows")
  func applications() throws {
    let site = try HostedSite()
    let code = try #require(try site.invite("--max-uses", "10")["code"] as? String)
    let statuses = try hundred(site) { place in
      [
        "--data", "code=\(code)&name=Person \(place)&email=p\(place)@example.net",
        "\(site.base)/usher/apply",
      ]
    }
    #expect(statuses == ["303": 10, "410": 90])
    #expect(try site.sql("SELECT COUNT(*) FROM application") == "10")
    #expect(try site.sql("SELECT uses_reserved || ' ' || uses_completed FROM invitation") == "10 0")
    // Whoever took the last use has the page say so.
    #expect(
      Shell.wait {
        (try? site.ask("/I/\(code)/").body.contains("This invitation is used up")) == true
      })
  }

  @Test("100 approvals of one application: one account, one mail")
  func approvals() throws {
    let site = try HostedSite()
    let code = try #require(try site.invite()["code"] as? String)
    _ = try site.ask(
      "/usher/apply", form: [("code", code), ("name", "Grace"), ("email", "grace@navy.example")])
    let ada = try site.signIn("ada", site.password)
    let token = try site.ask("/usher/admin/applications", cookie: ada.cookie).hidden("token")
    let reference = try site.sql("SELECT reference FROM application")
    let statuses = try hundred(site) { _ in
      [
        "--cookie", ada.cookie, "--data", "token=\(token)&verdict=approve",
        "\(site.base)/usher/admin/applications/\(reference)",
      ]
    }
    // One decides; all others see who did.
    #expect(statuses["303"] == 1)
    #expect(statuses["200"] == 99, "\(statuses)")
    let told = try Shell.run([
      "bash", "-c", "grep -l 'was approved by Ada Lovelace' \(site.mails)/answer-*.html | wc -l",
    ])
    #expect(told.line == "99")
    #expect(try site.sql("SELECT COUNT(*) FROM account WHERE login LIKE 'grace%'") == "1")
    #expect(try site.sql("SELECT COUNT(*) FROM mail_outbox") == "1")
    #expect(!(try site.mail(to: "grace@navy.example")).isEmpty)
    usleep(500_000)
    #expect(site.mailFiles.count == 1)
  }

  @Test(
    "50 decisions of two administrators on the same 100 applications: each decided once, all told")
  func decisions() throws {
    let site = try HostedSite()
    try site.addAdministrator("alan", "Alan Turing")
    let code = try #require(try site.invite()["code"] as? String)
    try site.apply(100, through: code)
    let both = try [site.administrator("ada"), site.administrator("alan")]
    let picked = try site.sql(
      "SELECT group_concat('pick-' || reference || '=' || email, '&') FROM application")
    let statuses = try many(50, site) { place in
      let one = both[place % 2]
      return [
        "--cookie", one.cookie, "--data", "token=\(one.token)&verdict=approve&\(picked)",
        "\(site.base)/usher/admin/applications",
      ]
    }
    #expect(statuses == ["200": 50])
    // Each of the fifty is told of all hundred: so many decided, so many who was faster with.
    var decided = 0
    for place in 0..<50 {
      let page = try String(contentsOfFile: "\(site.mails)/answer-\(place).html", encoding: .utf8)
      let own = page.firstMatch(of: #/<p class="done" role="status">(\d+|One|Nobody)/#)?.1 ?? "?"
      let number = own == "Nobody" ? 0 : own == "One" ? 1 : Int(own)
      let told = page.matches(of: #/<li>Person \d+ was approved by (Ada Lovelace|Alan Turing) on /#)
        .count
      #expect((number ?? -1) + told == 100, "\(own) and \(told)")
      decided += number ?? 0
    }
    #expect(decided == 100)
    #expect(
      try site.sql("SELECT uses_reserved || ' ' || uses_completed FROM invitation") == "0 100")
    #expect(try site.sql("SELECT COUNT(*) FROM account WHERE login LIKE 'person%'") == "100")
    #expect(try site.sql("SELECT COUNT(*) FROM audit_log WHERE verb = 'approve'") == "100")
    #expect(Shell.wait(60) { site.mailFiles.count >= 100 })
    usleep(500_000)
    let recipients = try Shell.run([
      "bash", "-c",
      "grep -aho '^ <person\\.[0-9]*@' \(site.mails)/*.eml | sort -u | wc -l",
    ])
    #expect(site.mailFiles.count == 100)
    #expect(recipients.line == "100")
    #expect(try site.sql("SELECT COUNT(*) FROM mail_outbox WHERE state = 'sent'") == "100")
  }
}
