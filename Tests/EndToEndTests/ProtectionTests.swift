// Folders that are for who is signed in, under each web server with exactly what `usher hosting --protect` prints:
// who is let in, who is led to sign in and back, who is kept out, and that a backend learns who it is from
// usher.cgi alone.

import Foundation
import Testing

@Suite("Protected content under every web server", .serialized) struct ProtectionTests {
  @Test(
    "Not signed in, signed in without the role, with it, acting as a public account, suspended",
    arguments: WebServer.allCases)
  func letIn(_ server: WebServer) throws {
    let site = try HostedSite(serving: false)
    try site.addMember("grace", department: "North", role: "Editor")
    try site.addMember("alan", department: "Sales", role: "Reader")
    try site.addPublicAccount("press", for: "Sales")
    let content = try ProtectedContent(for: site)
    try site.must("build", "--site", site.site)
    try site.start(server, protecting: content)
    let grace = try Visitor(site, "grace")
    let alan = try Visitor(site, "alan")

    try isLedToSignIn(site)
    try isKeptOut(site, grace, alan)
    try isTold(site, grace, alan)
    try acts(site, grace)

    _ = try site.sql("UPDATE account SET state = 'suspended' WHERE login = 'grace'")
    let suspended = try grace.get("/intern/")
    #expect(suspended.status == 303 && !suspended.body.contains("Secret"), "\(suspended)")
    // The site itself is as it was.
    #expect(try site.ask("/").status == 200)
    #expect(try site.ask("/usher/sign-in").status == 200)
    #expect(try site.ask("/usher/auth").status == 401)
  }

  /// Who has a session's cookie.
  private struct Visitor {
    let site: HostedSite
    let cookie: String

    init(_ site: HostedSite, _ login: String) throws {
      self.site = site
      cookie = try site.signIn(login, site.password).cookie
    }

    func get(_ path: String, _ more: String...) throws -> HostedSite.Answer {
      try site.ask(path, cookie: cookie, more: more)
    }
  }

  private func isLedToSignIn(_ site: HostedSite) throws {
    let path = "/intern/report.html?x=1&x=2"
    let asked = try site.ask(path)
    let log = site.serverLog
    #expect(asked.status == 303, "\(asked) \(log)")
    let signIn = try #require(asked["Location"], "\(asked)")
    #expect(signIn.hasPrefix("\(site.base)/usher/sign-in?back="), "\(asked)")
    let back = try site.ask(signIn).hidden("back").replacing("&amp;", with: "&")
    #expect(back == site.base + path)
    let signedIn = try site.ask(
      "/usher/sign-in", form: [("name", "grace"), ("password", site.password), ("back", back)])
    #expect(signedIn["Location"] == site.base + path, "\(signedIn)")
    let cookie = String((signedIn["Set-Cookie"] ?? "").prefix { $0 != ";" })
    let there = try site.ask(signedIn["Location"] ?? "", cookie: cookie)
    #expect(
      there.status == 200 && there.body.contains("Secret report"), "\(there) \(site.serverLog)")

    let head = try site.ask("/intern/", more: ["--head"])
    #expect(head.status == 303, "\(head)")
    let script = try site.ask(path, more: ["-H", "Sec-Fetch-Mode: cors"])
    #expect(script.status == 401 && script["Location"] == nil, "\(script)")
    let sent = try site.ask("/app/env.cgi", more: ["-d", "a=b"])
    #expect(sent.status == 401 && !sent.body.contains("USHER"), "\(sent)")
    for path in [
      "//intern/report.html", "/%69ntern/report.html", "/intern/../intern/report.html", "/intern/.",
      "/INTERN/report.html", "/intern//report.html", "/intern/%2e/report.html",
      "/protected/intern/",
      "/x/../intern/report.html", "/intern/report.html/x", "/.usher/intern/", "/everybody/",
      "/../protected/intern/report.html", "/usher/../intern/report.html", "/intern/.hidden",
    ] {
      let answer = try site.ask(path, more: ["--path-as-is"])
      #expect((300..<500).contains(answer.status), "\(path): \(answer)")
      #expect(!answer.body.contains("Secret"), "\(path): \(answer)")
    }
  }

  private func isKeptOut(_ site: HostedSite, _ grace: Visitor, _ alan: Visitor) throws {
    for path in ["/intern/", "/intern/report.html", "/intern/nothing.html"] {
      let refused = try alan.get(path)
      #expect(refused.status == 403, "\(path): \(refused) \(site.serverLog)")
      #expect(refused.body.contains("This page is not for you"), "\(path): \(refused)")
    }
    for visitor in [grace, alan] {
      #expect(try visitor.get("/everybody/").body.contains("Secret of all"))
    }
    let index = try grace.get("/intern/")
    #expect(
      index.status == 200 && index.body.contains("Secret index"), "\(index) \(site.serverLog)")
    #expect(index["Cache-Control"] == "private, no-cache", "\(index)")
    #expect(index["X-Content-Type-Options"] == "nosniff", "\(index)")
    // The content has rules of its own, and none of the site's pages.
    #expect(index["Content-Security-Policy"] == nil && index["Set-Cookie"] == nil, "\(index)")
    #expect(try grace.get("/intern/nothing.html").status == 404)
    #expect([403, 404].contains(try grace.get("/intern/.hidden").status))
    let bare = try grace.get("/intern")
    #expect(
      [301, 302].contains(bare.status) && bare["Location"]?.hasSuffix("/intern/") == true, "\(bare)"
    )
  }

  /// The header arrives; one that the client sent itself does not.
  private func isTold(_ site: HostedSite, _ grace: Visitor, _ alan: Visitor) throws {
    let told = try grace.get(
      "/app/env.cgi?a=1&a=2", "-d", "what was typed", "-H", "X-Usher-User: spoofed", "-H",
      "X_Usher_User: spoofed", "-H", "X-Usher-Roles: spoofed", "-H", "X_USHER-ROLES: spoofed", "-H",
      "x-usher_groups: spoofed", "-H", "X-Usher-Groups: spoofed", "-H", "USHER_REQUIRE: spoofed",
      "-H", "X-USHER-ACCOUNT: spoofed")
    #expect(told.status == 200, "\(told) \(site.serverLog)")
    let lines = told.body.split(separator: "\n").map(String.init)
    for line in [
      "HTTP_X_USHER_USER=grace", "HTTP_X_USHER_NAME=Grace%20H%C3%B6pper",
      "HTTP_X_USHER_ACCOUNT=grace", "HTTP_X_USHER_DEPARTMENTS=Sales%20%2F%20North,Sales",
      "HTTP_X_USHER_ROLES=Editor", "QUERY_STRING=a=1&a=2", "REQUEST_METHOD=POST",
      "body: what was typed",
    ] {
      #expect(lines.filter { $0 == line }.count == 1, "\(line): \(told)")
    }
    let names = lines.filter { $0.hasPrefix("HTTP_X_USHER_") }.map { $0.prefix { $0 != "=" } }
    #expect(Set(names).count == names.count, "\(told)")
    #expect(
      !lines.contains { $0.hasPrefix("HTTP_X_USHER_") && $0.hasSuffix("spoofed") }, "\(told)")
    let other = try alan.get("/app/env.cgi")
    #expect(other.body.contains("HTTP_X_USHER_USER=alan\n"), "\(other)")
    #expect(other.body.contains("HTTP_X_USHER_DEPARTMENTS=Sales\n"), "\(other)")
  }

  private func acts(_ site: HostedSite, _ grace: Visitor) throws {
    #expect(try grace.get("/press/").status == 403)
    _ = try site.sql(
      """
      INSERT INTO public_account_access (id, public_account, account, began)
      VALUES ('use', 'press', 'grace', unixepoch());
      UPDATE session SET access = 'use' WHERE account = 'grace';
      """)
    let acting = try grace.get("/press/")
    #expect(acting.status == 200 && acting.body.contains("Secret of press"), "\(acting)")
    let told = try grace.get("/app/env.cgi").body
    #expect(told.contains("HTTP_X_USHER_USER=grace\n"), "\(told)")
    #expect(told.contains("HTTP_X_USHER_ACCOUNT=press\n"), "\(told)")
    _ = try site.sql("DELETE FROM public_account_grant")
    #expect(try grace.get("/press/").status == 403)
    #expect(try site.sql("SELECT COUNT(*) FROM public_account_access WHERE ended > 0") == "1")
  }

  @Test("What cannot be protected is refused, with a sentence that says how to mend it")
  func refused() throws {
    let site = try HostedSite(serving: false)
    for (options, what) in [
      (["--protect", "/"], "is no path of a folder"), (["--protect", "intern"], "is no path"),
      (["--protect", "/a b/"], "is no path"), (["--protect", "/../a/"], "is no path"),
      (["--protect", "/a"], "is no path"), (["--protect", "/a;/"], "is no path"),
      (["--protect", "/usher/"], "would close /usher/"),
      (["--protect", "/usher/x/"], "would close /usher/"),
      (["--protect", "/I/"], "would close /I/"),
      (["--protect", "/a/", "--protect", "/a/b/"], "overlap"),
      (["--protect", "/a/", "--require", "Editor"], "is no requirement"),
      (["--protect", "/a/ role="], "is no requirement"),
      (["--require", "role=Editor"], "nothing is to be protected"),
      (["--protect", "/a/", "--protected-folder", "/srv/a b"], "cannot stand in"),
    ] {
      for server in ["nginx", "apache", "lighttpd"] {
        let ran = try Shell.run(
          [site.usherProgram, "hosting", server, "--site", site.site] + options, in: site.folder)
        #expect(ran.exit == 1 && ran.output.isEmpty && ran.complaint.contains(what), "\(ran)")
        #expect(ran.complaint.hasPrefix("usher: ") && ran.complaint.contains(": "), "\(ran)")
      }
    }
    let port = try site.usher(
      "hosting", "apache", "--protect", "/a/", "--authorizer", "9710", "--site", site.site)
    #expect(port.exit == 1 && port.complaint.contains("is no address to listen on"), "\(port)")
    // Signs of the server's own language stay within the rule.
    let quoted = try site.must(
      "hosting", "nginx", "--protect", "/a/ role=a\"b$c\\d", "--site", site.site)
    #expect(quoted.output.contains("USHER_REQUIRE \"role=a%22b%24c%5Cd\";"), "\(quoted)")
  }
}
