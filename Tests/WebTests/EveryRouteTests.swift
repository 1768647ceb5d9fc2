// What holds for every address: the headers of its answers, whose forms it takes, that looking changes
// nothing.

import CGI
import Membership
import Store
import TestSite
import Testing

@testable import Web

@Suite("Every route") struct EveryRouteTests {
  @Test("Every answer forbids inline code, framing, sniffing and keeping; HSTS with TLS alone")
  func headers() throws {
    let all = try EveryRoute()
    let site = all.site
    let cookie = try site.signIn()
    for isSecure in [true, false] {
      if !isSecure { try site.set(.baseAddress, "http://127.0.0.1:8080") }
      for route in all.routes {
        for cookie in [cookie, ""] {
          for method in ["GET", "POST", "PUT"] {
            let answer = site.ask(route.path, cookie: cookie, method: method)
            let policy = answer["Content-Security-Policy"] ?? ""
            for rule in [
              "default-src 'none'", "form-action 'self'", "frame-ancestors 'none'",
              "base-uri 'none'",
            ] {
              #expect(policy.contains(rule), "\(method) \(route)")
            }
            #expect(!policy.contains("unsafe") && !policy.contains("http"), "\(method) \(route)")
            #expect(answer["X-Content-Type-Options"] == "nosniff", "\(method) \(route)")
            #expect(answer["Referrer-Policy"] == "same-origin", "\(method) \(route)")
            #expect(answer["Cache-Control"] == "no-store", "\(method) \(route)")
            #expect(
              (answer["Strict-Transport-Security"] != nil) == isSecure, "\(method) \(route)")
            for inline in [" style=", "<style", " onclick=", "javascript:"] {
              #expect(!answer.body.contains(inline), "\(method) \(route)")
            }
            #expect(
              answer.body.matches(of: /<script(?! src="\/assets)/).isEmpty, "\(method) \(route)")
          }
        }
      }
    }
  }

  @Test(
    "A form is taken if browser, origin and token say that it is ours, and else changes nothing")
  func forms() throws {
    let all = try EveryRoute()
    let site = all.site
    #expect(all.guarded.count >= 8)
    let other = try #require(site.ask("/me", cookie: try site.signIn()).formToken)
    let tables = try site.tables().filter { $0 != "session" }
    func dump() throws -> [String] { try tables.flatMap { try site.dump($0) } }
    let cookie = try site.signIn()
    let right = try #require(site.ask("/me", cookie: cookie).formToken)
    let before = try dump()
    for route in all.guarded {
      for fetched in ["same-origin", "same-site", "cross-site", "none", ""] {
        for origin in [
          "https://join.example.org", "https://evil.example", "http://join.example.org", "null", "",
        ] {
          for token in [right, other, ""] {
            let isOurs =
              fetched.isEmpty ? origin == "https://join.example.org" : fetched == "same-origin"
            // What is taken is tested elsewhere.
            if isOurs, token == right { continue }
            let answer = site.ask(
              route.path, form: [("token", token), ("change", "reset"), ("x", "<typed>")],
              cookie: cookie,
              variables: ["HTTP_SEC_FETCH_SITE": fetched, "HTTP_ORIGIN": origin])
            let name = "\(route) \(fetched) \(origin) \(token == other)"
            #expect(answer.status == 403, "\(name)")
            #expect(answer.body.contains("This came from somewhere else") == !isOurs, "\(name)")
            // Only from our own pages does what was typed come back.
            #expect(
              answer.body.contains("&lt;typed&gt;") == (isOurs && route.keepsForms), "\(name)")
          }
        }
      }
    }
    #expect(try dump() == before)
    // And with all three it is let in; what it then says of these fields is its own affair.
    for route in all.guarded {
      let cookie = try site.signIn()
      let token = try #require(site.ask("/me", cookie: cookie).formToken)
      let answer = site.ask(route.path, form: [("token", token), ("x", "y")], cookie: cookie)
      #expect(answer.status != 403, "\(route)")
    }
  }

  @Test(
    "Looking changes nothing, signed in or not, ten times: every table but the sessions' is the same"
  )
  func getsChangeNothing() throws {
    let all = try EveryRoute()
    let site = all.site
    let cookie = try site.signIn()
    let tables = try site.tables().filter { $0 != "session" }
    #expect(tables.count > 12)
    func dump() throws -> [String] {
      let index = "SELECT SUM(LENGTH(block) + id) FROM application_gram_data"
      return try tables.flatMap { try site.dump($0) } + ["\(try site.count(SQLText(index)))"]
    }
    let before = try dump()
    let code = try site.store().invitations.list(
      InvitationFilter(), by: .newest, from: .first, limit: 1, at: .now
    ).first?.code.text
    for route in all.routes {
      for cookie in [cookie, "", "__Host-usher=x"] {
        for _ in 0..<10 {
          let query = "code=\(code ?? "")&verdict=approve&change=suspend&step=off&lang=en&q=grace"
          _ = site.ask(route.path, query: query, cookie: cookie, method: "GET")
          _ = site.ask(route.path, cookie: cookie, method: "HEAD")
        }
      }
      #expect(try dump() == before, "\(route)")
    }
  }
}
