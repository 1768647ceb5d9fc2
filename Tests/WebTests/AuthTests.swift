// Other content of the host: what the web server learns of a visitor, whom a rule keeps out, where who is not
// signed in is led to, and what somebody else can make of it.

import Actions
import Foundation
import Membership
import Store
import TestSite
import Testing

@Suite("Protecting other content") struct AuthTests {
  private func auth(
    _ site: TestSite, cookie: String = "", require: String = "", original: String = "",
    method: String? = nil, more: [String: String] = [:]
  ) -> Answer {
    site.ask(
      "/auth", cookie: cookie, method: method,
      variables: ["USHER_REQUIRE": require, "USHER_ORIGINAL_URI": original].merging(more) { $1 })
  }

  /// As lighttpd and Apache ask: without an address of ours.
  private func authorize(
    _ site: TestSite, cookie: String = "", require: String = "", uri: String = "/intern/",
    method: String = "GET", more: [String: String] = [:]
  ) -> Answer {
    site.ask(
      "", cookie: cookie, method: method,
      variables: [
        "FCGI_ROLE": "AUTHORIZER", "REQUEST_URI": uri, "SCRIPT_NAME": "", "PATH_INFO": "",
        "CONTENT_TYPE": "", "CONTENT_LENGTH": "", "USHER_REQUIRE": require,
      ].merging(more) { $1 })
  }

  private func isEmpty(_ answer: Answer, _ status: Int) -> Bool {
    answer.status == status && answer.body.isEmpty
  }

  @Test("204 says who it is: login, name, account, departments with all above, what is held")
  func facts() throws {
    let site = try TestSite()
    try site.member(
      "grace", "Grace Hopper-林", department: "Sales / North",
      holding: [(.role, "Editor"), (.role, "Chief x=y"), (.group, "合唱团")])
    let cookie = try site.signIn("grace")
    for method in ["GET", "HEAD"] {
      let answer = auth(site, cookie: cookie, method: method)
      #expect(isEmpty(answer, 204))
      #expect(answer["X-Usher-User"] == "grace" && answer["X-Usher-Account"] == "grace")
      #expect(answer["X-Usher-Name"] == "Grace%20Hopper-%E6%9E%97")
      #expect(answer["X-Usher-Departments"] == "Sales%20%2F%20North,Sales")
      #expect(answer["X-Usher-Roles"] == "Chief%20x%3Dy,Editor")
      #expect(answer["X-Usher-Groups"] == "%E5%90%88%E5%94%B1%E5%9B%A2")
      #expect(answer["X-Usher-Positions"] == "")
    }
    #expect(auth(site, cookie: cookie, method: "POST").status == 405)
  }

  @Test("The same to a FastCGI authorizer, as variables and nothing else, whatever was asked for")
  func authorizer() throws {
    let site = try TestSite()
    try site.member("grace", department: "Sales", holding: [(.role, "Editor")])
    let cookie = try site.signIn("grace")
    for method in ["GET", "HEAD", "POST", "PUT", "PROPFIND"] {
      for uri in ["/intern/", "/intern/?a=1&a=2&lang=zh-Hans", "/usher/sign-out", "*", ""] {
        let answer = authorize(
          site, cookie: cookie, uri: uri, method: method,
          more: ["QUERY_STRING": "a=1&a=2", "HTTP_SEC_FETCH_SITE": "cross-site"])
        #expect(isEmpty(answer, 200), "\(method) \(uri)")
        #expect(answer["Variable-X_USHER_USER"] == "grace")
        #expect(answer["Variable-X_USHER_ROLES"] == "Editor")
        #expect(answer.headers.allSatisfy { $0.0.hasPrefix("Variable-X_USHER_") }, "\(answer)")
        #expect(answer.headers.count == 7)
      }
    }
  }

  @Test("A rule lets in who fits it: role, group, position, department and what lies under it")
  func rules() throws {
    let site = try TestSite()
    try site.member(
      "grace", department: "Sales / North", holding: [(.role, "Editor"), (.position, "Head")])
    let cookie = try site.signIn("grace")
    for (rule, isIn) in [
      ("role=Editor", true), ("role=Chief", false), ("role=Chief|role=editor", true),
      ("group=Editor", false), ("position=Head", true), ("department=Sales", true),
      ("department=Sales / North", true), ("department=North", false), ("account=press", false),
    ] {
      #expect(isEmpty(auth(site, cookie: cookie, require: rule), isIn ? 204 : 403), "\(rule)")
      let answer = authorize(site, cookie: cookie, require: rule)
      #expect(answer.status == (isIn ? 200 : 403) && answer.body.isEmpty == isIn, "\(rule)")
    }
  }

  @Test("Who is kept out by a FastCGI authorizer sees a page in his language, in ASCII alone")
  func page() throws {
    let site = try TestSite()
    let cookie = try site.signIn()
    let page = authorize(site, cookie: cookie + "; language=zh-Hans", require: "role=Editor")
    #expect(page.status == 403 && page.body.contains("<html lang=\"zh-Hans\">"))
    #expect(
      page.body.contains(
        "<h1>&#24744;&#19981;&#33021;&#26597;&#30475;&#27492;&#39029;&#38754;</h1>"))
    #expect(page.body.contains("href=\"/usher/sign-in\""))
    #expect(page.body.utf8.allSatisfy { $0 < 0x80 })
    // As much as Apache takes, with its headers.
    #expect(page.body.utf8.count < 6000)
  }

  @Test("A rule that cannot be read lets nobody in, and the log says what is wrong with it")
  func unreadable() throws {
    let site = try TestSite()
    let cookie = try site.signIn()
    for rule in ["role", "rule=x", "role=Editor|"] {
      for answer in [
        auth(site, cookie: cookie, require: rule), authorize(site, cookie: cookie, require: rule),
        authorize(site, require: rule),
      ] {
        #expect(answer.status == 500, "\(rule)")
        #expect(!answer.headers.contains { $0.0.contains("User") }, "\(rule)")
      }
    }
  }

  @Test("Acting as a public account is said beside who does, and counts for a rule")
  func acting() throws {
    let site = try TestSite()
    try site.member("grace", department: "Sales / North")
    try site.publicAccount("press", for: "Sales")
    let cookie = try site.signIn("grace")
    #expect(auth(site, cookie: cookie, require: "account=press").status == 403)
    try site.act(as: "press", cookie: cookie)
    let acting = auth(site, cookie: cookie, require: "account=press")
    #expect(acting.status == 204)
    #expect(acting["X-Usher-User"] == "grace" && acting["X-Usher-Account"] == "press")
    #expect(
      authorize(site, cookie: cookie, require: "account=press")["Variable-X_USHER_ACCOUNT"]
        == "press")
    // Moved elsewhere, the next request is out, and its use has ended.
    try site.run("UPDATE account SET department = NULL WHERE login = 'grace'")
    let moved = auth(site, cookie: cookie, require: "account=press")
    #expect(isEmpty(moved, 403))
    #expect(auth(site, cookie: cookie)["X-Usher-Account"] == "grace")
    #expect(
      try site.count("SELECT COUNT(*) FROM public_account_access WHERE ended IS NOT NULL") == 1)
  }

  @Test(
    "Nobody: no session, one that ended, an initial password, a code that is awaited, suspended")
  func nobody() throws {
    let site = try TestSite()
    try site.member("grace")
    let cookie = try site.signIn("grace")
    func expectNobody(_ cookie: String, _ what: String) {
      let answer = auth(site, cookie: cookie)
      #expect(isEmpty(answer, 401) && answer["WWW-Authenticate"] == "Cookie", "\(what)")
      #expect(
        (answer["X-Usher-Sign-In"] ?? "").hasPrefix("https://join.example.org/usher/sign-in"),
        "\(what)")
      #expect(authorize(site, cookie: cookie).status == 303, "\(what)")
      #expect(!answer.headers.contains { $0.0 == "X-Usher-User" }, "\(what)")
    }
    expectNobody("", "nothing")
    expectNobody("__Host-usher=x", "no token")
    expectNobody("usher=\(cookie.split(separator: "=")[1])", "another cookie's name")
    #expect(auth(site, cookie: cookie).status == 204)
    for (change, back) in [
      (
        "UPDATE account SET must_change_password = 1", "UPDATE account SET must_change_password = 0"
      ),
      ("UPDATE session SET awaits_code = 1", "UPDATE session SET awaits_code = 0"),
      ("UPDATE account SET state = 'suspended'", "UPDATE account SET state = 'active'"),
      ("UPDATE session SET seen = seen - 1801", "UPDATE session SET seen = seen + 1801"),
    ] {
      try site.run(SQLText(change))
      expectNobody(cookie, change)
      try site.run(SQLText(back))
      #expect(auth(site, cookie: cookie).status == 204)
    }
    try site.run("DELETE FROM session")
    expectNobody(cookie, "ended")
  }

  @Test(
    "Where to sign in says what was asked for; one comes back there and to no other host",
    arguments: [
      ("/intern/", "back=https%3A%2F%2Fjoin.example.org%2Fintern%2F"),
      ("/intern/r?x=1&x=2", "back=https%3A%2F%2Fjoin.example.org%2Fintern%2Fr%3Fx%3D1%26x%3D2"),
      ("/admin/x", "back=https%3A%2F%2Fjoin.example.org%2Fadmin%2Fx"),
      ("//evil/x", ""), ("/..//evil", ""), ("http://evil/", ""), ("*", ""), ("", ""),
      ("/" + String(repeating: "a", count: 5000), ""),
    ])
  func back(original: String, query: String) throws {
    let site = try TestSite()
    let address = "https://join.example.org/usher/sign-in" + (query.isEmpty ? "" : "?" + query)
    #expect(auth(site, original: original)["X-Usher-Sign-In"] == address)
    #expect(authorize(site, uri: original)["Location"] == address)
    let ended = auth(site, cookie: "__Host-usher=x", original: original)["X-Usher-Sign-In"]
    #expect(ended == address + (query.isEmpty ? "?" : "&") + "after=ended")
    let page = site.ask("/sign-in", query: query)
    #expect(page.status == 200)
    let value = String(try #require(page.body.firstMatch(of: /name="back" value="([^"]*)"/)).1)
    let signedIn = site.ask(
      "/sign-in",
      form: [
        ("name", "ada"), ("password", TestSite.password),
        ("back", value.replacing("&amp;", with: "&")),
      ])
    #expect(
      signedIn["Location"] == "https://join.example.org"
        + (query.isEmpty ? "/usher/admin" : original)
    )
  }

  @Test("A script's own request, or one that sends something, is not led to another page")
  func scripts() throws {
    let site = try TestSite()
    for mode in ["cors", "no-cors", "same-origin", "websocket"] {
      let answer = authorize(site, more: ["HTTP_SEC_FETCH_MODE": mode])
      #expect(isEmpty(answer, 401) && answer["X-Usher-Sign-In"] != nil, "\(mode)")
    }
    #expect(authorize(site, more: ["HTTP_SEC_FETCH_MODE": "navigate"]).status == 303)
    #expect(isEmpty(authorize(site, method: "POST"), 401))
  }

  @Test("A client's own headers make no difference; no other site's page may read the answer")
  func headers() throws {
    let site = try TestSite()
    try site.member("grace")
    let cookie = try site.signIn("grace")
    let sent = [
      "HTTP_X_USHER_USER": "ada", "HTTP_X_USHER_ROLES": "Editor",
      "HTTP_USHER_REQUIRE": "account=grace",
      "HTTP_USHER_ORIGINAL_URI": "/evil", "HTTP_FCGI_ROLE": "AUTHORIZER",
      "HTTP_ORIGIN": "https://evil.example", "HTTP_SEC_FETCH_SITE": "cross-site",
    ]
    let answer = auth(site, cookie: cookie, more: sent)
    #expect(answer["X-Usher-User"] == "grace" && answer["X-Usher-Roles"] == "")
    #expect(auth(site, cookie: cookie, require: "role=Editor", more: sent).status == 403)
    #expect(!(auth(site, more: sent)["X-Usher-Sign-In"] ?? "").contains("evil"))
    for answer in [answer, auth(site, more: sent)] {
      #expect(!answer.headers.contains { $0.0.lowercased().hasPrefix("access-control") })
      #expect(answer["Cross-Origin-Resource-Policy"] == "same-origin")
    }
  }

  @Test("It writes nothing but when the session was seen, and asks the database twice")
  func sparing() throws {
    let site = try TestSite()
    try site.member("grace", department: "Sales / North", holding: [(.role, "Editor")])
    let cookie = try site.signIn("grace")
    let tables = try site.tables()
    func dump() throws -> [String] { try tables.flatMap { try site.dump($0) } }
    let before = try dump()
    for _ in 0..<5 {
      #expect(auth(site, cookie: cookie, require: "role=Editor").status == 204)
      #expect(authorize(site, cookie: cookie, require: "role=X", method: "POST").status == 403)
    }
    #expect(try dump() == before)
    try site.run("UPDATE session SET seen = seen - 120")
    #expect(auth(site, cookie: cookie).status == 204)
    #expect(try dump().filter { !before.contains($0) }.count <= 1)
  }
}
