// The second factor, as an administrator meets it: turned on, asked for, turned off by another.

import Actions
import Foundation
import Membership
import Secrets
import TestSite
import Testing

@testable import Web

@Suite("Second factor over the web") struct SecondFactorPageTests {
  private func value(_ body: String, _ name: String) -> String {
    guard let start = body.range(of: "name=\"\(name)\" value=\"") else { return "" }
    return String(body[start.upperBound...].prefix { $0 != "\"" })
  }

  private func send(_ site: TestSite, _ cookie: String, _ form: [(String, String)]) throws -> Answer
  {
    let token = try #require(site.ask("/me/second-factor", cookie: cookie).formToken)
    return site.ask("/me/second-factor", form: [("token", token)] + form, cookie: cookie)
  }

  private func turnOn(_ site: TestSite) throws -> (totp: TOTP, codes: [String]) {
    let cookie = try site.signIn()
    let begun = try send(site, cookie, [("step", "begin")])
    #expect(begun.status == 200)
    let secret = try #require(begun.body.firstMatch(of: /<dd>([A-Z2-7 ]{39})<\/dd>/)).1
    let totp = try #require(TOTP(base32: secret.replacingOccurrences(of: " ", with: "")))
    let wrong = try send(
      site, cookie, [("step", "confirm"), ("sealed", value(begun.body, "sealed")), ("code", "1")])
    #expect(wrong.status == 422)
    #expect(wrong.body.contains(secret) && wrong.body.contains("This code is not right"))
    let on = try send(
      site, cookie,
      [
        ("step", "confirm"), ("sealed", value(wrong.body, "sealed")),
        ("code", totp.code(at: TOTP.step(at: Moment.now.seconds) - 1)),
      ])
    let codes = on.body.matches(of: /<code>([0-9a-z-]{19})<\/code>/).map { String($0.1) }
    #expect(on.status == 200 && codes.count == 10)
    // Shown once.
    let later = site.ask("/me/second-factor", cookie: cookie).body
    #expect(later.contains("10 recovery codes are left.") && !later.contains(codes[0]))
    #expect(!later.contains(secret))
    return (totp, codes)
  }

  /// The cookie of a session that waits for a code, and the page that asks for it.
  private func awaiting(_ site: TestSite, back: String = "") throws -> (String, Answer) {
    let answer = site.ask(
      "/sign-in", form: [("name", "ada"), ("password", TestSite.password), ("back", back)])
    #expect(answer.status == 303)
    let location = try #require(answer["Location"])
    #expect(location.hasPrefix("https://join.example.org/usher/sign-in/code"))
    let cookie = try #require(answer.sessionCookie)
    let query = location.split(separator: "?").dropFirst().first.map(String.init) ?? ""
    let page = site.ask("/sign-in/code", query: query, cookie: cookie)
    #expect(page.status == 200 && page.body.contains("<h1>Enter your code</h1>"))
    return (cookie, page)
  }

  private func give(_ site: TestSite, _ code: String, back: String = "") throws -> Answer {
    let (cookie, page) = try awaiting(site, back: back)
    return site.ask(
      "/sign-in/code",
      form: [("token", page.formToken ?? ""), ("code", code), ("back", value(page.body, "back"))],
      cookie: cookie)
  }

  @Test("Turned on, it is asked for at each sign-in, and leads on to where one wanted to go")
  func wholeWay() throws {
    let site = try TestSite()
    let (totp, codes) = try turnOn(site)
    let code = totp.code(at: TOTP.step(at: Moment.now.seconds) + 1)
    let signedIn = try give(site, code, back: "/admin/find?q=x")
    #expect(signedIn["Location"] == "https://join.example.org/usher/admin/find?q=x")
    let cookie = try #require(signedIn.sessionCookie)
    #expect(site.ask("/me", cookie: cookie).status == 200)
    #expect(signedIn.headers.contains { $0.1.hasPrefix("__Host-usher-device=") })
    let again = try give(site, code)
    #expect(again.status == 422 && again.sessionCookie == nil)
    #expect(try give(site, codes[0].uppercased()).status == 303)
    #expect(try give(site, codes[0]).status == 422)
  }

  @Test("Until the code is given every page leads to sign-in, and the old cookie never opens one")
  func nothingElse() throws {
    let all = try EveryRoute()
    let site = all.site
    let (_, codes) = try turnOn(site)
    let (cookie, page) = try awaiting(site)
    for route in all.guarded + [.overview, .find, .mail, .audit] where route.methods.get {
      let answer = site.ask(route.path, cookie: cookie)
      #expect(answer.status == 303, "\(route)")
      #expect(
        answer["Location"]?.hasPrefix("https://join.example.org/usher/sign-in?") == true, "\(route)"
      )
    }
    for route in all.guarded {
      let form = [("token", page.formToken ?? ""), ("change", "suspend")]
      #expect(site.ask(route.path, form: form, cookie: cookie).status == 403, "\(route)")
    }
    let token = page.formToken ?? ""
    let forged = site.ask(
      "/sign-in/code", form: [("token", "x"), ("code", codes[0])], cookie: cookie)
    #expect(forged.status == 403 && forged.sessionCookie == nil)
    let right = site.ask(
      "/sign-in/code", form: [("token", token), ("code", codes[0])], cookie: cookie)
    let new = try #require(right.sessionCookie)
    #expect(new != cookie)
    #expect(site.ask("/me", cookie: cookie).status == 303)
    #expect(site.ask("/me", cookie: new).status == 200)
    // Whoever thinks better of it signs out of what waits, too.
    let (other, otherPage) = try awaiting(site)
    _ = site.ask("/sign-out", form: [("token", otherPage.formToken ?? "")], cookie: other)
    #expect(
      try site.count("SELECT COUNT(*) FROM session WHERE awaits_code = 1") == 0)
  }

  @Test("Too many wrong codes: 429, until when, and not even a right one is looked at")
  func tooMany() throws {
    let site = try TestSite()
    let (_, codes) = try turnOn(site)
    for _ in 0..<5 { #expect(try give(site, "000000x").status == 422) }
    let answer = try give(site, codes[0])
    #expect(answer.status == 429 && answer["Retry-After"] != nil)
    #expect(answer.body.contains("There were too many wrong codes. Please try again at "))
    #expect(answer.sessionCookie == nil)
  }

  @Test("An initial password: the code first, then the choice of another")
  func initial() throws {
    let site = try TestSite()
    let (_, codes) = try turnOn(site)
    try site.run("UPDATE account SET must_change_password = 1")
    let answer = try give(site, codes[0], back: "/admin/find")
    #expect(answer["Location"] == "https://join.example.org/usher/me/password?back=%2Fadmin%2Ffind")
  }

  @Test("Off and new recovery codes ask for a code; a session alone can do neither")
  func guarded() throws {
    let site = try TestSite()
    let cookie = try site.signIn()
    let (_, codes) = try turnOn(site)
    for form in [
      [("step", "off"), ("code", "123456")], [("step", "off")],
      [("step", "codes"), ("renewing", "x")],
    ] {
      #expect(try send(site, cookie, form).status == 422)
    }
    // Nor by beginning anew.
    #expect(try send(site, cookie, [("step", "begin")]).status == 303)
    let renewed = try send(site, cookie, [("step", "codes"), ("renewing", codes[0])])
    let newer = renewed.body.matches(of: /<code>([0-9a-z-]{19})<\/code>/).map { String($0.1) }
    #expect(newer.count == 10 && Set(newer).isDisjoint(with: codes))
    #expect(try send(site, cookie, [("step", "off"), ("code", codes[1])]).status == 422)
    let off = try send(site, cookie, [("step", "off"), ("code", newer[0])])
    #expect(off["Location"] == "https://join.example.org/usher/me/second-factor?done=off")
    _ = try site.signIn()
  }

  @Test("It is the administrators': linked from their own page, and no member's")
  func members() throws {
    let site = try TestSite()
    let cookie = try site.signIn()
    #expect(site.ask("/me", cookie: cookie).body.contains("href=\"/usher/me/second-factor\""))
    try site.run("UPDATE account SET is_administrator = 0")
    #expect(!site.ask("/me", cookie: cookie).body.contains("second-factor"))
    #expect(site.ask("/me/second-factor", cookie: cookie).status == 403)
  }
}
