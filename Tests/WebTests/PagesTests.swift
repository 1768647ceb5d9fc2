// What the pages show to whom, and what stands on every answer.

import Actions
import Foundation
import Membership
import TestSite
import Testing

@Suite("Pages over the web") struct PagesOverTheWebTests {
  /// A pending application's reference, and its applicant's status address.
  private func apply(
    _ site: TestSite, approval: Bool = true, _ email: String = "grace@navy.example"
  ) throws -> String {
    let invitation = try site.invitation(approval: approval)
    let answer = site.ask(
      "/apply", form: [("code", invitation.code.text), ("name", "Grace Hopper"), ("email", email)])
    #expect(answer.status == 303)
    return String(
      try #require(answer["Location"]).dropFirst("https://join.example.org/usher".count))
  }

  private func reference(_ site: TestSite) throws -> String {
    let body = site.ask("/admin/applications", cookie: try site.signIn()).body
    let start = try #require(body.range(of: "/usher/admin/applications/"))
    return String(body[start.upperBound...].prefix(9))
  }

  @Test("After applying: a status page by a secret address, which nobody guesses")
  func status() throws {
    let site = try TestSite()
    let path = try apply(site)
    let page = site.ask(path)
    #expect(page.status == 200)
    #expect(page.body.contains("grace@<wbr>navy.<wbr>example"))
    #expect(page.body.contains("Sales / North"))
    #expect(site.ask(String(path.dropLast()) + (path.hasSuffix("A") ? "B" : "A")).status == 404)
    #expect(
      try site.count(
        "SELECT COUNT(*) FROM application WHERE token_digest LIKE '%\(path.suffix(20))%'".asSQL)
        == 0)
  }

  @Test("A second application of one address looks the same from outside")
  func twice() throws {
    let site = try TestSite()
    let first = site.ask(try apply(site)).body
    let second = site.ask(try apply(site)).body
    func shape(_ body: String) -> String {
      body.replacing(/[0-9A-Z]{4}-[0-9A-Z]{4}/, with: "R").replacing(
        /application\/[^?]*/, with: "T"
      )
      .replacing(/datetime="[^"]*">[^<]*/, with: "D")
    }
    #expect(shape(first) == shape(second))
  }

  @Test("Without approval: joined directly, and the list says that the system approved")
  func direct() throws {
    let site = try TestSite()
    #expect(site.ask(try apply(site, approval: false)).body.contains("Welcome, you have joined"))
    let list = site.ask("/admin/applications", query: "state=all", cookie: try site.signIn())
    #expect(list.body.contains("by the system"))
  }

  @Test("Approve and reject through the forms; then a mail is started in the background")
  func decide() throws {
    let site = try TestSite()
    _ = try apply(site)
    let cookie = try site.signIn()
    let path = "/admin/applications/\(try reference(site))"
    let token = try #require(site.ask(path, cookie: cookie).formToken)
    let answer = site.ask(path, form: [("token", token), ("verdict", "approve")], cookie: cookie)
    #expect(answer.status == 303)
    #expect(answer.commands == [["deliver", "--site", site.directory]])
    let again = site.ask(
      path, form: [("token", token), ("verdict", "reject"), ("reason", "late")], cookie: cookie)
    #expect(again.status == 200)
    #expect(again.body.contains("was approved by Ada Lovelace"))
    #expect(try site.count("SELECT COUNT(*) FROM application WHERE state = 'approved'") == 1)
  }

  @Test(
    "A form without the session's token decides nothing and keeps the reason", arguments: ["", "x"])
  func forgery(_ token: String) throws {
    let site = try TestSite()
    _ = try apply(site)
    let path = "/admin/applications/\(try reference(site))"
    let answer = site.ask(
      path, form: [("token", token), ("verdict", "reject"), ("reason", "not one of us")],
      cookie: try site.signIn())
    #expect(answer.status == 403)
    #expect(answer.body.contains("not one of us"))
    #expect(try site.count("SELECT COUNT(*) FROM application WHERE state = 'pending'") == 1)
  }

  @Test("The token of one session is no token of another")
  func otherToken() throws {
    let site = try TestSite()
    _ = try apply(site)
    let path = "/admin/applications/\(try reference(site))"
    let token = try #require(site.ask(path, cookie: try site.signIn()).formToken)
    let answer = site.ask(
      path, form: [("token", token), ("verdict", "approve")], cookie: try site.signIn())
    #expect(answer.status == 403)
  }

  @Test("Without sign-in every administrator's page leads to it, and back")
  func signInAndBack() throws {
    let site = try TestSite()
    _ = try apply(site)
    let path = "/admin/applications/\(try reference(site))"
    let asked = site.ask(path)
    #expect(asked.status == 303)
    #expect(
      asked["Location"]
        == "https://join.example.org/usher/sign-in?back=%2Fadmin%2Fapplications%2F\(path.suffix(9))"
    )
    let signedIn = site.ask(
      "/sign-in", form: [("name", "ada"), ("password", TestSite.password), ("back", path)])
    #expect(signedIn["Location"] == "https://join.example.org/usher\(path)")
    for back in [
      "https://evil.example/", "//evil.example", "/\\evil.example", "/sign-out", "javascript:x",
    ] {
      let answer = site.ask(
        "/sign-in", form: [("name", "ada"), ("password", TestSite.password), ("back", back)])
      #expect(answer["Location"] == "https://join.example.org/usher/admin")
    }
  }

  @Test("A member sees no administrator's page")
  func member() throws {
    let site = try TestSite()
    let cookie = try site.signIn()
    try site.run("UPDATE account SET is_administrator = 0")
    #expect(site.ask("/admin/applications", cookie: cookie).status == 403)
    #expect(site.ask("/me", cookie: cookie).status == 200)
  }

  @Test("With an initial password only the choice of another is open")
  func initialPassword() throws {
    let site = try TestSite()
    let cookie = try site.signIn()
    try site.run("UPDATE account SET must_change_password = 1")
    for path in ["/me", "/admin/applications", "/admin/applications/X"] {
      #expect(
        site.ask(path, cookie: cookie)["Location"] == "https://join.example.org/usher/me/password")
    }
    #expect(site.ask("/me/password", cookie: cookie).status == 200)
  }

  @Test("Signed out: the cookie opens nothing any more")
  func signOut() throws {
    let site = try TestSite()
    let cookie = try site.signIn()
    let token = try #require(site.ask("/me", cookie: cookie).formToken)
    let answer = site.ask("/sign-out", form: [("token", token)], cookie: cookie)
    #expect(answer.sessionCookie == "__Host-usher=")
    #expect(site.ask("/me", cookie: cookie).status == 303)
  }

  @Test("Unknown, wrong and suspended: same status, same bytes")
  func enumeration() throws {
    let site = try TestSite()
    func body(_ name: String) -> String {
      let answer = site.ask("/sign-in", form: [("name", name), ("password", "wrong wrong wrong")])
      #expect(answer.status == 422)
      return answer.body.replacingOccurrences(of: name, with: "NAME")
    }
    let wrong = body("ada")
    #expect(body("nobody") == wrong)
    try site.run("UPDATE account SET state = 'suspended'")
    #expect(body("ada") == wrong)
  }

  @Test("Security headers stand on every answer, good or bad")
  func headers() throws {
    let site = try TestSite()
    let answers = [
      site.ask("/sign-in"), site.ask("/nope"), site.ask("/apply"),
      site.ask("/me", cookie: try site.signIn()), site.ask("/apply", form: [("code", "x")]),
    ]
    for answer in answers {
      let policy = try #require(answer["Content-Security-Policy"])
      #expect(policy.contains("default-src 'none'") && policy.contains("frame-ancestors 'none'"))
      #expect(!policy.contains("unsafe") && !policy.contains("http"))
      #expect(answer["X-Content-Type-Options"] == "nosniff")
      #expect(answer["Referrer-Policy"] == "same-origin")
      #expect(answer["Cache-Control"] == "no-store")
      #expect(answer["Strict-Transport-Security"] != nil)
      #expect(!answer.body.contains("style=") && !answer.body.contains("<script"))
    }
  }

  @Test("Cookies: __Host- with TLS, a plain name on loopback; HttpOnly and Lax always")
  func cookies() throws {
    let site = try TestSite()
    func cookie() -> String {
      site.ask("/sign-in", form: [("name", "ada"), ("password", TestSite.password)])["Set-Cookie"]
        ?? ""
    }
    #expect(cookie().hasPrefix("__Host-usher="))
    #expect(cookie().hasSuffix("; Path=/; HttpOnly; SameSite=Lax; Secure"))
    try site.set(.baseAddress, "http://127.0.0.1:8080")
    #expect(cookie().hasPrefix("usher="))
    #expect(cookie().hasSuffix("; Path=/; HttpOnly; SameSite=Lax"))
  }

  @Test("A GET changes no business table, however often")
  func getsChangeNothing() throws {
    let site = try TestSite()
    let status = try apply(site)
    let invitation = try site.invitation()
    let cookie = try site.signIn()
    let reference = try reference(site)
    func tables() throws -> [String] {
      try [
        "account", "application", "invitation", "mail_outbox", "audit_log", "setting", "department",
        "application_receipt",
      ].flatMap { try site.dump($0) }
    }
    let before = try tables()
    for _ in 0..<10 {
      for path in [
        "/", "/join", "/apply", status, "/sign-in", "/sign-out", "/me", "/me/password",
        "/admin/applications", "/admin/applications/\(reference)",
      ] {
        _ = site.ask(
          path, query: "code=\(invitation.code.text)&verdict=approve&lang=en", cookie: cookie)
        _ = site.ask(path, cookie: cookie, method: "HEAD")
      }
    }
    #expect(try tables() == before)
  }

  @Test("A page follows the choice, then the browser, then the site")
  func language() throws {
    let site = try TestSite()
    func title(_ query: String = "", cookie: String = "", accept: String = "") -> String {
      let body = site.ask(
        "/sign-in", query: query, cookie: cookie, variables: ["HTTP_ACCEPT_LANGUAGE": accept]
      ).body
      return body.contains("<html lang=\"zh-Hans\">") ? "zh" : "en"
    }
    #expect(title() == "en")
    #expect(title(accept: "fr, zh-CN;q=0.9, en;q=0.5") == "zh")
    #expect(title(cookie: "language=en", accept: "zh") == "en")
    #expect(title("lang=zh-Hans", cookie: "language=en") == "zh")
    #expect(
      site.ask("/sign-in", query: "lang=zh-Hans")["Set-Cookie"]?.hasPrefix("language=zh-Hans;")
        == true)
    #expect(title("lang=xx") == "en")
    try site.set(.language, "zh-Hans")
    #expect(title() == "zh")
  }

  @Test("A typed code leads to its page in any spelling; an unknown one to the neutral page")
  func join() throws {
    let site = try TestSite()
    let invitation = try site.invitation()
    let typed = invitation.code.text.lowercased().replacingOccurrences(of: "-", with: "")
    #expect(
      site.ask("/join", query: "code=\(typed)")["Location"]
        == "https://join.example.org/I/\(invitation.code.text)/")
    #expect(site.ask("/join", query: "code=\(InvitationCode.random().text)").status == 404)
    #expect(site.ask("/join").status == 404)
  }

  @Test("The list goes on from page to page, and stays right while rows arrive")
  func pages() throws {
    let site = try TestSite()
    let invitation = try site.invitation()
    func fill(_ range: Range<Int>) throws {
      for place in range {
        let apply = Apply(
          code: invitation.code.text, name: "Person \(place)", email: "p\(place)@example.net",
          language: .english, isConfirmed: true)
        _ = try apply.perform(in: site.open(), at: .now)
      }
    }
    try fill(0..<70)
    let cookie = try site.signIn()
    let first = site.ask("/admin/applications", cookie: cookie).body
    try fill(70..<75)
    let older = try #require(
      first.firstMatch(of: /href="\/usher(\/admin\/applications)\?([^"]*after=[^"]*)"/))
    let second = site.ask(
      "/admin/applications", query: String(older.2).replacingOccurrences(of: "&amp;", with: "&"),
      cookie: cookie
    ).body
    func names(_ body: String) -> [Int] {
      body.matches(of: /<b>Person (\d+)<\/b>/).compactMap { Int($0.1) }
    }
    #expect(names(first).count == 50)
    #expect(Set(names(first) + names(second)) == Set(0..<70))
    #expect(first.utf8.count < 40_000)
  }
}

extension String {
  fileprivate var asSQL: SQLText { SQLText(self) }
}
