// Acting as a public account over the web: chosen and left on one's own page, said on every page, and over within
// one request.

import Actions
import CGI
import Membership
import Store
import TestSite
import Testing

@testable import Web

@Suite("Acting over the web") struct ActingTests {
  private let line = "You act as Press office"

  private func send(
    _ site: TestSite, _ cookie: String, _ path: String, _ form: [(String, String)]
  ) throws -> Answer {
    let token = try #require(site.ask("/me", cookie: cookie).formToken)
    return site.ask(path, form: [("token", token)] + form, cookie: cookie)
  }

  private func use(_ site: TestSite, _ cookie: String, _ login: String) throws -> Answer {
    try send(site, cookie, "/me/accounts", [("use", login)])
  }

  private func cookie(_ site: TestSite, of account: Account) throws -> String {
    "__Host-usher=\(try site.beginSession(of: account))"
  }

  @Test("What is open, and why; used, switched, left; the record on the same page")
  func wholeWay() throws {
    let site = try TestSite()
    let editor = try site.holding(.role, "Editor <b>")
    let grace = try site.person("grace", in: "Sales / North", holding: [editor])
    let press = try site.publicAccount("press")
    let office = try site.publicAccount("office", "Office")
    _ = try site.publicAccount("board", "Board")
    try site.associate(press, .department(try site.department("Sales").id))
    try site.associate(press, .holding(editor.id))
    try site.associate(office, .account(grace.id))
    let cookie = try site.signIn("grace")
    #expect(site.ask("/me", cookie: cookie).body.contains("href=\"/usher/me/accounts\""))
    let page = site.ask("/me/accounts", cookie: cookie).body
    #expect(page.contains("through department Sales<br>through role Editor &lt;b&gt;"))
    #expect(page.contains("Office") && page.contains("as a person") && !page.contains("Board"))
    #expect(!page.contains("You act as") && !page.contains("How you used them"))

    let used = try use(site, cookie, "press")
    #expect(used.status == 303)
    #expect(used["Location"] == "https://join.example.org/usher/me/accounts")
    let acting = site.ask("/me/accounts", cookie: cookie).body
    #expect(acting.contains(line) && acting.contains("in use") && acting.contains("goes on"))
    #expect(site.ask("/me", cookie: cookie).body.contains(line))
    #expect(site.ask("/me/password", cookie: cookie).body.contains(line))

    _ = try use(site, cookie, "office")
    #expect(site.ask("/me", cookie: cookie).body.contains("You act as Office"))
    let left = try use(site, cookie, "")
    #expect(left["Location"] == "https://join.example.org/usher/me/accounts?left=yes")
    let after = site.ask("/me/accounts", query: "left=yes", cookie: cookie).body
    #expect(after.contains("You are yourself again.") && !after.contains("You act as"))
    #expect(!after.contains("goes on") && after.contains("How you used them"))
    #expect(try site.count("SELECT COUNT(*) FROM public_account_access") == 2)
    // Each use stands in its own record, not in the log.
    let log = try site.dump("audit_log").count
    _ = try use(site, cookie, "press")
    #expect(try site.dump("audit_log").count == log)
    _ = site.ask("/sign-out", form: [], cookie: cookie)
    #expect(try site.count("SELECT COUNT(*) FROM public_account_access WHERE ended IS NULL") == 0)
  }

  @Test(
    "What is not open is refused with a sentence, and nothing is changed",
    arguments: ["office", "nobody", "ada", "grace", "not a login", "-"])
  func refused(_ login: String) throws {
    let site = try TestSite()
    let grace = try site.person("grace")
    let press = try site.publicAccount("press")
    _ = try site.publicAccount("office", "Office")
    try site.associate(press, .account(grace.id))
    let cookie = try cookie(site, of: grace)
    _ = try use(site, cookie, "press")
    let before = try site.dump("public_account_access") + site.dump("session")
    let answer = try use(site, cookie, login)
    #expect(answer.status == 422)
    #expect(answer.body.contains("That account is not open to you any more."))
    #expect(answer.body.contains(line))
    #expect(try site.dump("public_account_access") + site.dump("session") == before)
    #expect(try send(site, cookie, "/me/accounts", [("x", "y")]).status == 400)
  }

  @Test("While one acts, every page of the signed-in says so and leads back; no stranger's does")
  func everyRoute() throws {
    let all = try EveryRoute()
    let site = all.site
    let press = try #require(try site.open().publicAccounts(limit: 1).first)
    try site.associate(press, .account(site.administrator.id))
    let cookie = try site.signIn()
    _ = try use(site, cookie, "press")
    var pages = 0
    for route in all.routes where route.methods.get {
      let answer = site.ask(route.path, cookie: cookie)
      guard answer.status == 200, answer["Content-Type"]?.hasPrefix("text/html") == true else {
        continue
      }
      let isStrangers =
        switch route {
        case .join, .apply, .status, .signIn, .signInCode: true
        default: false
        }
      #expect(answer.body.contains(line) != isStrangers, "\(route)")
      #expect(answer.body.contains("name=\"use\" value=\"\"") != isStrangers, "\(route)")
      pages += isStrangers ? 0 : 1
    }
    #expect(pages >= 15)
    _ = try use(site, cookie, "")
    for route in all.routes where route.methods.get {
      #expect(!site.ask(route.path, cookie: cookie).body.contains("You act as"), "\(route)")
    }
  }

  @Test("It is over: whatever is asked, one page says so, no form is carried out, and one goes on")
  func ended() throws {
    let all = try EveryRoute()
    let site = all.site
    let press = try #require(try site.open().publicAccounts(limit: 1).first)
    let cookie = try site.signIn()
    let token = try #require(site.ask("/me", cookie: cookie).formToken)
    let me = GrantSubject.account(site.administrator.id)
    let tables = try site.tables().filter {
      !["session", "public_account_access", "public_account_grant", "audit_log", "audit_head"]
        .contains($0)
    }
    func dump() throws -> [String] { try tables.flatMap { try site.dump($0) } }
    let before = try dump()
    func end() throws {
      try site.associate(press, me)
      _ = try use(site, cookie, "press")
      _ = try Dissociate(login: press.login, me, by: .commandLine).perform(
        in: site.open(), at: .now)
    }
    for route in all.routes {
      switch route {
      case .home, .join, .apply, .status, .signIn, .signInCode, .signOut, .auth, .inviteButton:
        continue
      default: break
      }
      for isPost in [false, true] where isPost ? route.methods.post : route.methods.get {
        try end()
        let form = [
          ("token", token), ("change", "suspend"), ("action", "suspend"), ("organisation", "Evil"),
          ("digest", "1"), ("use", ""),
        ]
        let answer = site.ask(
          route.path, query: isPost ? "" : "x=1&y=%3C", form: isPost ? form : nil, cookie: cookie)
        let name = "\(route), \(isPost)"
        #expect(answer.status == 403, "\(name)")
        #expect(answer.body.contains("<h1>You cannot use Press office any more</h1>"), "\(name)")
        #expect(
          answer.body.contains("What you have just sent was not done.") == isPost, "\(name)")
        #expect(!answer.body.contains("You act as"), "\(name)")
        if !isPost, route.isDestination {
          #expect(
            answer.body.contains("href=\"/usher\(route.path)?x=1&amp;y=%3C\""), "\(name)")
        }
        // Said once.
        let next = site.ask("/me", cookie: cookie)
        #expect(next.status == 200 && !next.body.contains("You act as"), "\(name)")
        #expect(try dump() == before, "\(name)")
      }
    }
    #expect(try site.count("SELECT COUNT(*) FROM public_account_access WHERE ended IS NULL") == 0)
    // Other content of the host is asked for as oneself; it is said on the next page of ours all the same.
    try end()
    for _ in 0..<2 {
      #expect(site.ask("/auth", cookie: cookie)["X-Usher-Account"] == "ada")
    }
    #expect(site.ask("/me", cookie: cookie).status == 403)
    #expect(site.ask("/me", cookie: cookie).status == 200)
  }

  @Test("A choice that is forged, or of another session, is none")
  func forged() throws {
    let site = try TestSite()
    let grace = try site.person("grace")
    let press = try site.publicAccount("press")
    try site.associate(press, .account(grace.id))
    let (one, other) = (try cookie(site, of: grace), try cookie(site, of: grace))
    let others = try #require(site.ask("/me", cookie: other).formToken)
    for token in ["", others] {
      let answer = site.ask(
        "/me/accounts", form: [("token", token), ("use", "press")], cookie: one)
      #expect(answer.status == 403)
    }
    let token = try #require(site.ask("/me", cookie: one).formToken)
    let foreign = site.ask(
      "/me/accounts", form: [("token", token), ("use", "press")], cookie: one,
      variables: ["HTTP_SEC_FETCH_SITE": "cross-site"])
    #expect(foreign.status == 403)
    #expect(site.ask("/me/accounts", form: [("use", "press")]).status == 403)
    _ = site.ask("/me/accounts", query: "use=press&left=yes", cookie: one)
    #expect(try site.dump("public_account_access") == [])
  }
}
