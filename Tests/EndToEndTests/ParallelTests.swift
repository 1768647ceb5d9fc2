// Many at the same instant, through Apache.

import Foundation
import Testing

@Suite("A hundred at once, under Apache", .serialized) struct ParallelTests {
  /// Runs curl a hundred times side by side; how often each status came.
  private func hundred(_ site: HostedSite, _ arguments: (Int) -> [String]) throws -> [String: Int] {
    let commands = (0..<100).map { place in
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
}
