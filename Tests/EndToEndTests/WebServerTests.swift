// The same answers, whichever server brings them: each is started with exactly what `usher hosting` prints,
// as an unprivileged user with an emptied environment, over one and the same site.

import Foundation
import Testing

@Suite("Under every web server", .serialized) struct WebServerTests {
  /// What is compared of an answer; what differs from one asking to the next is blotted out.
  private struct Golden: Equatable, CustomStringConvertible {
    let status: Int
    let headers: [String]
    let body: String

    init(_ answer: HostedSite.Answer) {
      status = answer.status
      var compared = [
        "Cache-Control", "Content-Disposition", "Content-Security-Policy", "Content-Type",
        "Location",
        "Referrer-Policy", "Retry-After", "Set-Cookie", "X-Content-Type-Options",
      ]
      // Where the server itself leads elsewhere or refuses, its address and its status are all that counts.
      let isServersOwn = [301, 302, 400].contains(status)
      if isServersOwn { compared = ["Location"] }
      headers = compared.map { "\($0): \(Self.blotted(answer[$0] ?? "-"))" }
      body = isServersOwn ? "" : Self.blotted(answer.body)
    }

    var description: String { "\(status)\n\(headers.joined(separator: "\n"))\n\(body)" }

    /// Tokens, references, addresses typed, moments, the session's own.
    private static func blotted(_ text: String) -> String {
      text.replacing(/http:\/\/127.0.0.1:[0-9]+/, with: "").replacing(
        /application\/[A-Za-z0-9_-]{20,}/, with: "application/TOKEN"
      )
      .replacing(/usher(-device)?=[A-Za-z0-9_-]+/, with: "usher=TOKEN")
      .replacing(/name="token" value="[^"]*"/, with: "TOKEN")
      .replacing(/<dd>[0-9A-Z]{4}-[0-9A-Z]{4}/, with: "REFERENCE")
      .replacing(/grace\.(<wbr>)?[a-zA-Z]+@/, with: "grace@")
      .replacing(/<time .*?<\/time>/, with: "TIME")
    }
  }

  /// In their order; the name says what is asked.
  private func ask(_ site: HostedSite, _ server: WebServer, live: String, dead: String) throws
    -> [(name: String, answer: HostedSite.Answer)]
  {
    let session = try site.signIn("ada", site.password).cookie
    var answers: [(name: String, answer: HostedSite.Answer)] = []
    func ask(
      _ name: String, _ path: String, _ form: [(String, String)]? = nil, cookie: String = "",
      more: [String] = []
    ) throws {
      answers.append((name, try site.ask(path, form: form, cookie: cookie, more: more)))
    }
    func apply(_ code: String, _ email: String) -> [(String, String)] {
      [("code", code), ("name", "Grace Hopper"), ("email", email), ("website", "")]
    }
    let email = "grace.\(server.rawValue)@example.net"
    try ask("apply", "/usher/apply", apply(live, email))
    try ask("status", answers.last?.answer["Location"] ?? "")
    try ask("apply with a wrong address", "/usher/apply", apply(live, "grace"))
    try ask("apply through a dead link", "/usher/apply", apply(dead, email))
    try ask("apply through no link", "/usher/apply", apply("0000", email))
    try ask("apply without a form", "/usher/apply")
    try ask("PUT", "/usher/apply", more: ["-X", "PUT", "-d", "x=y"])
    try ask(
      "a body of 70,000 bytes", "/usher/apply", [("x", String(repeating: "x", count: 70_000))])
    try ask(
      "a body in pieces", "/usher/apply", apply(live, "grace"),
      more: ["-H", "Transfer-Encoding: chunked"])
    try ask("JSON", "/usher/apply", more: ["-H", "Content-Type: application/json", "-d", "{}"])
    try ask(
      "a form of others", "/usher/apply",
      more: ["-H", "Origin: https://evil.example", "-d", "code=x"])
    try ask("sign-in page", "/usher/sign-in")
    try ask("its head", "/usher/sign-in", more: ["--head"])
    try ask("in Chinese", "/usher/sign-in?lang=zh-Hans&back=%2Fme")
    try ask(
      "sign-in with a wrong password", "/usher/sign-in", [("name", "grace"), ("password", "x")])
    try ask("sign-in", "/usher/sign-in", [("name", "ada"), ("password", site.password)])
    try ask("the list, not signed in", "/usher/admin/applications")
    try ask("the list", "/usher/admin/applications?state=rejected", cookie: session)
    try ask("as CSV", "/usher/admin/applications/export.csv?state=rejected", cookie: session)
    try ask("no such page", "/usher/nothing")
    try ask("a line's end in the address", "/usher/no%0D%0Athing")
    #expect(answers.last?.answer.status == 400, "\(server)")
    try ask("above the program", "/usher", cookie: session)
    try ask("not the program", "/ushers/sign-in")
    try ask("join", "/usher/join?code=\(live.lowercased())")

    try ask("entry page", "/")
    try ask("style sheet", "/assets/style.css")
    try ask("landing page", "/I/\(live)/")
    try ask("in Chinese", "/I/\(live)/zh-Hans.html")
    try ask("QR code", "/I/\(live)/qr.svg")
    try ask("without a slash", "/I/\(live)")
    try ask("in small letters", "/i/\(live.lowercased())/")
    try ask("its code in small letters", "/I/\(live.lowercased())")
    try ask("dead page", "/I/\(dead)/")
    try ask("in Chinese", "/I/\(dead)/zh-Hans.html")
    try ask("no such file", "/nothing.html")
    try ask("no such link", "/I/0000-0000-00000/")
    try ask("a file that is being written", "/I/\(live)/.index.html.1")
    return answers
  }

  /// Status and `Cache-Control`, by which each server is held to the promises and not to the others alone.
  private static let wanted: [String: (Int, String)] = [
    "apply": (303, "no-store"), "status": (200, "no-store"),
    "apply with a wrong address": (422, "no-store"), "apply through a dead link": (410, "no-store"),
    "apply through no link": (404, "no-store"), "apply without a form": (405, "no-store"),
    "PUT": (405, "no-store"), "a body of 70,000 bytes": (413, "no-store"),
    "a body in pieces": (422, "no-store"), "JSON": (415, "no-store"),
    "a form of others": (403, "no-store"), "sign-in page": (200, "no-store"),
    "sign-in": (303, "no-store"), "the list": (200, "no-store"), "as CSV": (200, "no-store"),
    "no such page": (404, "no-store"),
    "not the program": (404, "no-store"), "join": (303, "no-store"),
    "entry page": (200, "max-age=300"), "landing page": (200, "max-age=300"),
    "QR code": (200, "max-age=300"), "dead page": (410, "no-store"),
    "no such file": (404, "no-store"),
    "no such link": (404, "no-store"), "a file that is being written": (404, "no-store"),
  ]

  @Test("The same answers from each of them, and nothing but public/ is served")
  func golden() throws {
    let site = try HostedSite(serving: false)
    func code(_ label: String) throws -> String {
      try #require(
        try site.invite("--department", "North", "--label", label, "--valid", "7d")["code"]
          as? String)
    }
    let live = try code("Stand B")
    let dead = try code("Past")
    try site.apply(60, through: live, reason: "Come again next year, please.")
    _ = try site.sql("UPDATE invitation SET expires = created - 1 WHERE label = 'Past'")
    try site.must("build", "--site", site.site)
    _ = try Shell.run(["touch", "\(site.site)/public/I/\(live)/.index.html.1"])

    var first: [String: Golden] = [:]
    for server in WebServer.allCases {
      // Each finds the site as the first did.
      _ = try site.sql(
        """
        DELETE FROM guess; DELETE FROM quota; DELETE FROM application WHERE email LIKE 'grace.%';
        UPDATE invitation SET uses_reserved = 0
        """)
      try site.start(server)
      for (place, (name, answer)) in try ask(site, server, live: live, dead: dead).enumerated() {
        let golden = Golden(answer)
        #expect(golden.status >= 200, "\(server), \(name): no answer; \(site.serverLog)")
        if let (status, caching) = Self.wanted[name] {
          #expect(golden.status == status, "\(server), \(name): \(golden); \(site.serverLog)")
          #expect(answer["Cache-Control"] ?? "-" == caching, "\(server), \(name)")
        }
        let key = "\(place) \(name)"
        if let expected = first[key] {
          #expect(golden == expected, "\(server), \(name)")
        } else {
          first[key] = golden
        }
      }
      try servesNothingElse(site, server, live: live)
      site.stopServer()
    }
  }

  private func servesNothingElse(_ site: HostedSite, _ server: WebServer, live: String) throws {
    let secret = try String(contentsOfFile: "\(site.site)/usher.conf", encoding: .utf8)
    for path in [
      "/usher.db", "/usher.key", "/usher.conf", "/.git/config", "/../usher.conf",
      "/%2e%2e/usher.conf",
      "/I/../../usher.conf", "/I/%2e%2e/%2e%2e/usher.conf", "/cgi-bin/usher.cgi", "/assets/",
      "/I/", "/usher/../usher.conf", "//usher.conf", "/I/\(live)/../../../usher.conf",
    ] {
      let answer = try site.ask(path, more: ["--path-as-is"])
      #expect((300..<500).contains(answer.status), "\(server), \(path): \(answer)")
      #expect(
        !answer.body.contains(secret) && !answer.body.contains("Index of"), "\(server), \(path)")
    }
  }

  @Test("Below a path of the host, beside another program path, all of it is found as well")
  func prefix() throws {
    let site = try HostedSite(serving: false)
    try site.must("settings", "set", "base_address", site.base + "/portal", "--site", site.site)
    try site.must("settings", "set", "program_path", "/portal/people", "--site", site.site)
    func code(_ label: String) throws -> String {
      try #require(try site.invite("--label", label, "--valid", "7d")["code"] as? String)
    }
    let (live, dead) = (try code("Stand B"), try code("Past"))
    _ = try site.sql("UPDATE invitation SET expires = created - 1 WHERE label = 'Past'")
    try site.must("build", "--site", site.site)
    for server in [WebServer.apacheCgid, .nginxSpawn, .lighttpd] {
      try site.start(server)
      let page = try site.ask("/portal/I/\(live)/")
      #expect(page.status == 200 && page["Cache-Control"] == "max-age=300", "\(server): \(page)")
      #expect(page.body.contains("action=\"/portal/people/apply\""))
      #expect(page.body.contains("href=\"/portal/assets/style.css\""))
      #expect(try site.ask("/portal/assets/style.css").status == 200, "\(server)")
      for name in ["", "index.html", "zh-Hans.html"] {
        let gone = try site.ask("/portal/I/\(dead)/\(name)")
        #expect(gone.status == 410 && gone["Cache-Control"] == "no-store", "\(server): \(gone)")
        #expect(!gone.body.contains("<form"), "\(server)")
      }
      let missing = try site.ask("/portal/nothing")
      #expect(missing.status == 404, "\(server): \(missing)")
      #expect(missing.body.contains("There is no such page"), "\(server): \(missing)")
      let typed = try site.ask("/portal/i/\(live.lowercased())")
      #expect(
        typed["Location"]?.hasSuffix("/portal/people/join?code=\(live.lowercased())") == true,
        "\(server): \(typed)")
      let signIn = try site.ask("/portal/people/sign-in")
      #expect(signIn.status == 200, "\(server): \(signIn)")
      #expect(signIn.body.contains("action=\"/portal/people/sign-in\""), "\(server)")
      let applied = try site.ask(
        "/portal/people/apply",
        form: [
          ("code", live), ("name", "Grace"), ("email", "grace.\(server.rawValue)@example.net"),
        ])
      #expect(applied.status == 303, "\(server): \(applied)")
      #expect(try site.ask(applied["Location"] ?? "").status == 200, "\(server)")
      #expect(
        [403, 404].contains(try site.ask("/portal/../usher.conf", more: ["--path-as-is"]).status))
      site.stopServer()
    }
  }
}
