// The administrators' pages through a real Apache: what has to be done before the answer is sent, and what
// a file of any length costs.

import Foundation
import Testing

@Suite("The administrators' pages, under Apache", .serialized) struct DeskTests {
  private func make(_ administrator: HostedSite.Administrator, _ label: String) throws -> String {
    let made = try administrator.post(
      "/admin/invitations/new", [("label", label), ("validity", "7d"), ("approval", "yes")])
    #expect(made.status == 303, "\(made)")
    let address = made["Location"] ?? ""
    return String(
      address[(address.lastIndex(of: "/") ?? address.startIndex)...].dropFirst().prefix {
        $0 != "?"
      })
  }

  @Test("Reset All ends an administrator's own links before it answers, and nobody else's")
  func reset() throws {
    let site = try HostedSite()
    try site.addAdministrator("alan", "Alan Turing")
    let ada = try site.administrator()
    let alan = try site.administrator("alan")
    let hers = try (0..<20).map { try make(ada, "Ada \($0)") }
    let his = try (0..<3).map { try make(alan, "Alan \($0)") }
    for (place, code) in (hers.prefix(2) + his.prefix(1)).enumerated() {
      let sent = try site.ask(
        "/usher/apply", form: [("code", code), ("name", "P"), ("email", "p\(place)@example.net")])
      #expect(sent.status == 303)
    }
    let preview = try ada.get("/admin/invitations/reset").body
    #expect(preview.contains("20 links of yours") && preview.contains("2 applications wait"))

    let start = Date()
    let answer = try ada.post("/admin/invitations/reset", [])
    print("# 20 links reset and published in \(Int(Date().timeIntervalSince(start) * 1000)) ms")
    #expect(answer.status == 303)
    #expect(answer["Location"]?.hasSuffix("reset=20") == true)
    // What the disk holds now, in both languages, is what was written before the answer.
    let alive = try Shell.run([
      "bash", "-c",
      "cd \(site.site)/public/I && grep -rlE '<form|nav-form' --include='*.html' . | cut -d/ -f2 | sort -u",
    ])
    #expect(Set(alive.output.split(separator: "\n").map(String.init)) == Set(his))
    for code in hers {
      let page = try site.ask("/I/\(code)/")
      #expect(page.status == 410 && page.body.contains("This invitation was withdrawn"))
    }
    #expect(
      try site.ask(
        "/usher/apply", form: [("code", hers[5]), ("name", "Late"), ("email", "late@example.net")]
      ).status == 410)
    #expect(
      try site.ask(
        "/usher/apply", form: [("code", his[1]), ("name", "In time"), ("email", "in@example.net")]
      ).status == 303)
    let waiting = try site.sql("SELECT reference FROM application WHERE email = 'p1@example.net'")
    #expect(try ada.post("/admin/applications/\(waiting)", [("verdict", "approve")]).status == 303)
    #expect(try site.mail(to: "p1@example.net")["text"]?.contains("Initial password") == true)
    #expect(try site.sql("SELECT COUNT(*) FROM invitation WHERE revoked IS NULL") == "3")
    #expect(!site.serverLog.contains("usher.cgi:"), "\(site.serverLog)")
  }

  @Test(
    "An invitation is on the disk when its page is shown; where it cannot be written, the page says why and the next build does it"
  )
  func publishing() throws {
    let site = try HostedSite()
    let ada = try site.administrator()
    func files(_ code: String) -> Set<String> {
      Set(
        (try? FileManager.default.contentsOfDirectory(atPath: "\(site.site)/public/I/\(code)"))
          ?? [])
    }
    let first = try make(ada, "First")
    #expect(files(first).isSuperset(of: ["index.html", "qr.png", "qr.svg"]))

    let lock = try Shell.run([
      "bash", "-c", "find \(site.site)/public -type d -exec chmod 555 {} +",
    ])
    #expect(lock.exit == 0, "\(lock)")
    let refused = try ada.post("/admin/invitations/new", [("label", "Second"), ("validity", "7d")])
    #expect(refused.status == 200)
    #expect(refused.body.contains("The invitation is kept, but its page could not be written"))
    #expect(refused.body.contains("ermission denied"), "\(refused.body)")
    let second = try site.sql("SELECT code FROM invitation WHERE label = 'Second'")
    #expect(!second.isEmpty && files(second).isEmpty)
    #expect(try site.usher("build", "--site", site.site).exit == 1)

    _ = try Shell.run(["bash", "-c", "find \(site.site)/public -type d -exec chmod 755 {} +"])
    try site.must("build", "--site", site.site)
    #expect(files(second) == files(first))
    #expect(try site.ask("/I/\(second)/").body.contains("<form"))
  }

  @Test("20,000 applications as CSV: all there, and the program does not grow with them")
  func export() throws {
    let site = try HostedSite()
    let code = try #require(try site.invite("--department", "North")["code"] as? String)
    // 20 MB of reasons: whoever held them all would show it.
    try site.apply(20_000, through: code, reason: String(repeating: "ünlike, ", count: 125))
    let ada = try site.administrator()
    let file = "\(site.mails)/all.csv"
    let asked = try Shell.run([
      "curl", "--silent", "--fail", "--max-time", "60", "--cookie", ada.cookie, "--output", file,
      "\(site.base)/usher/admin/applications/export.csv?state=all",
    ])
    #expect(asked.exit == 0)
    let script = """
      import csv, os, resource, subprocess, sys
      file, program, cookie, beside = sys.argv[1:]
      def peak(query):
          environment = {"GATEWAY_INTERFACE": "CGI/1.1", "REQUEST_METHOD": "GET", "SERVER_PROTOCOL": "HTTP/1.1",
              "SCRIPT_NAME": "/usher", "PATH_INFO": "/admin/applications/export.csv", "QUERY_STRING": query,
              "REMOTE_ADDR": "127.0.0.1", "HTTP_COOKIE": cookie}
          with open(beside, "wb") as out:
              child = subprocess.Popen([program], env=environment, stdout=out, stdin=subprocess.DEVNULL)
              status, usage = os.wait4(child.pid, 0)[1:]
          assert status == 0, status
          return usage.ru_maxrss
      # Before this process reads anything: a child begins with its parent's peak.
      few = peak("state=pending")
      many = peak("state=all")
      with open(file, encoding="utf-8-sig", newline="") as lines:
          rows = list(csv.DictReader(lines))
      assert len(rows) == len({row["reference"] for row in rows}) == 20000, len(rows)
      assert all(None not in row and len(row["reason"]) == 1000 for row in rows)
      assert {row["email"] for row in rows} == {f"person.{i}@example.net" for i in range(1, 20001)}
      whole, own = open(file, "rb").read(), open(beside, "rb").read()
      assert own.endswith(whole) and len(own) - len(whole) < 2000, (len(own), len(whole))
      print(f"{few} {many} {len(whole)}")
      """
    let ran = try Shell.run([
      "/usr/bin/python3", "-c", script, file, "\(site.site)/cgi-bin/usher.cgi", ada.cookie,
      "\(site.mails)/own.csv",
    ])
    #expect(ran.exit == 0, "\(ran)")
    let figures = ran.line.split(separator: " ").compactMap { Int($0) }
    try #require(figures.count == 3, "\(ran)")
    print(
      "# CSV: \(figures[2]) bytes; peak \(figures[1]) kB, \(figures[0]) kB where there are no rows")
    #expect(figures[1] < 64 * 1024)
    #expect(figures[1] - figures[0] < 12 * 1024)
  }

  @Test(
    "The 21st from one address within ten minutes waits; a filled hidden field is asked once more")
  func limits() throws {
    let site = try HostedSite()
    let codes = try (0..<3).map { _ in try #require(try site.invite()["code"] as? String) }
    func apply(_ place: Int, through code: String, _ more: [(String, String)] = []) throws
      -> HostedSite.Answer
    {
      try site.ask(
        "/usher/apply",
        form: [("code", code), ("name", "Person \(place)"), ("email", "p\(place)@example.net")]
          + more)
    }
    let filled = try apply(1, through: codes[2], [("website", "https://example.net")])
    #expect(filled.status == 200)
    #expect(filled.body.contains("Please confirm"))
    #expect(try site.sql("SELECT COUNT(*) FROM application") == "0")
    let confirmed = try apply(
      1, through: codes[2], [("confirmation", filled.hidden("confirmation"))])
    #expect(confirmed.status == 303)

    for place in 2...20 {
      #expect(try apply(place, through: codes[place % 2]).status == 303, "\(place)")
    }
    let refused = try apply(21, through: codes[0])
    #expect(refused.status == 429)
    let wait = Int(refused["Retry-After"] ?? "") ?? 0
    #expect((1...600).contains(wait))
    #expect(
      refused.body.contains("value=\"Person 21\"")
        && refused.body.contains("value=\"p21@example.net\""))
    #expect(try site.sql("SELECT COUNT(*) FROM application") == "20")
    // An administrator can take more, at a fair.
    try site.must("settings", "set", "address_quota", "1000", "--site", site.site)
    #expect(try apply(21, through: codes[0]).status == 303)
  }
}
