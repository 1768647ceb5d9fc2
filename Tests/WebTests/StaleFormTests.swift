// A form that was open for too long: sign in, press once, and nothing that was typed is lost.

import Actions
import CGI
import Foundation
import Membership
import Secrets
import TestSite
import Testing

@Suite("Stale forms") struct StaleFormTests {
  /// The values of the hidden fields of that name, as a browser reads them.
  private func hidden(_ body: String, _ name: String) -> String? {
    guard let start = body.range(of: "name=\"\(name)\" value=\"") else { return nil }
    return [("&quot;", "\""), ("&#39;", "'"), ("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&")].reduce(
      String(body[start.upperBound...].prefix { $0 != "\"" })
    ) { $0.replacingOccurrences(of: $1.0, with: $1.1) }
  }

  private let typed = "<Grace> & \"Søns\" + 100 % 王\r\nline"

  /// The page that a signed-out administrator gets for a form that was filled in.
  private func stale(_ site: TestSite, _ path: String = "/admin/administrators") -> Answer {
    site.ask(
      path, query: "state=all&lang=en",
      form: [
        ("token", "of-a-session-that-ended"), ("name", typed), ("login", "x"), ("email", "y"),
        ("password", "SECRET1"), ("current", "SECRET2"), ("secret", "SECRET3"),
      ])
  }

  private func signIn(_ site: TestSite, _ page: Answer, cookie: String = "") -> Answer {
    site.ask(
      "/sign-in",
      form: [
        ("name", "ada"), ("password", TestSite.password),
        ("back", hidden(page.body, "back") ?? ""), ("kept", hidden(page.body, "kept") ?? ""),
        ("by", hidden(page.body, "by") ?? ""),
      ], cookie: cookie)
  }

  @Test("A setting that is named after passwords is typed once")
  func settings() throws {
    let site = try TestSite()
    let page = site.ask("/admin/settings", form: [("initial_password_hours", "47")])
    #expect(hidden(signIn(site, page).body, "initial_password_hours") == "47")
  }

  @Test(
    "What one administrator typed comes back to nobody else, as long as it is known whose it was",
    arguments: [true, false])
  func another(isAnother: Bool) throws {
    let site = try TestSite()
    let cookie = try site.signIn()
    try site.run("UPDATE session SET seen = seen - 3600")
    let page = site.ask("/admin/administrators", form: [("name", typed)], cookie: cookie)
    #expect(hidden(page.body, "by") == site.administrator.id.text)
    if isAnother {
      let other = AddAdministrator(
        login: try #require(Login("bob")), name: try PersonName("Bob"),
        email: try EmailAddress("bob@example.org"), language: .english,
        password: try Password(TestSite.password, personal: []))
      _ = try other.perform(in: site.open(), at: .now)
      try site.run("UPDATE account SET login = 'eve' WHERE login = 'ada'")
      try site.run("UPDATE account SET login = 'ada' WHERE login = 'bob'")
    }
    let answer = signIn(site, page)
    #expect((hidden(answer.body, "name") == typed) == !isAnother)
    #expect(answer.status == (isAnother ? 303 : 200))
    if isAnother {
      #expect(
        answer["Location"] == "https://join.example.org/usher/admin/administrators")
    } else {
      #expect(!answer.body.contains("autofocus"))
    }
  }

  @Test("A file is no page to come back to")
  func export() throws {
    let site = try TestSite()
    let answer = site.ask(
      "/sign-in",
      form: [
        ("name", "ada"), ("password", TestSite.password),
        ("back", "/admin/applications/export.csv?state=all"),
      ])
    #expect(answer["Location"] == "https://join.example.org/usher/admin")
  }

  @Test("Sign in, press once: the form arrives as it was typed, at the same place")
  func wholeWay() throws {
    let site = try TestSite()
    let page = stale(site)
    #expect(page.status == 403)
    #expect(page.body.contains("<h1>Sign in</h1>") && page.body.contains("What you typed is kept."))
    #expect(hidden(page.body, "back") == "/admin/administrators?state=all")
    #expect(!page.body.contains("SECRET") && !page.body.contains("of-a-session"))
    // A wrong password in between loses nothing.
    let wrong = site.ask(
      "/sign-in",
      form: [
        ("name", "ada"), ("password", "x"), ("back", hidden(page.body, "back") ?? ""),
        ("kept", hidden(page.body, "kept") ?? ""),
      ])
    #expect(hidden(wrong.body, "kept") == hidden(page.body, "kept"))
    let resumed = signIn(site, wrong)
    #expect(resumed.status == 200)
    let cookie = try #require(resumed.sessionCookie)
    #expect(resumed.body.contains("<h1>Nothing was lost</h1>"))
    #expect(resumed.body.contains("action=\"/usher/admin/administrators?state=all\""))
    #expect(hidden(resumed.body, "name") == typed)
    #expect(!resumed.body.contains("SECRET"))
    let token = try #require(resumed.formToken)
    let sent = site.ask(
      "/admin/administrators", query: "state=all",
      form: [
        ("token", token), ("name", hidden(resumed.body, "name") ?? ""),
        ("login", hidden(resumed.body, "login") ?? ""),
        ("email", hidden(resumed.body, "email") ?? ""),
      ], cookie: cookie)
    #expect(sent.status == 422)
    #expect(sent.body.contains("&lt;Grace&gt; &amp; &quot;Søns&quot; + 100 % 王"))
  }

  @Test("Nothing is lost over a code either")
  func withCode() throws {
    let site = try TestSite()
    let installation = try site.open()
    let new = try installation.newSecondFactor(for: site.administrator, at: .now)
    let totp = try #require(TOTP(base32: new.secret))
    let step = TOTP.step(at: Moment.now.seconds)
    _ = try ConfirmSecondFactor(
      account: site.administrator, sealed: new.sealed, typed: totp.code(at: step - 1)
    ).perform(in: installation, at: .now)
    let asked = signIn(site, stale(site))
    #expect(asked.status == 200 && asked.body.contains("<h1>Enter your code</h1>"))
    let resumed = site.ask(
      "/sign-in/code",
      form: [
        ("token", asked.formToken ?? ""), ("code", totp.code(at: step + 1)),
        ("back", hidden(asked.body, "back") ?? ""), ("kept", hidden(asked.body, "kept") ?? ""),
      ], cookie: try #require(asked.sessionCookie))
    #expect(hidden(resumed.body, "name") == typed)
    #expect(resumed.sessionCookie != nil && resumed.sessionCookie != asked.sessionCookie)
  }

  @Test("Another window's session: the same page at once")
  func otherToken() throws {
    let site = try TestSite()
    let cookie = try site.signIn()
    let page = site.ask(
      "/admin/administrators", form: [("token", "x"), ("name", typed)], cookie: cookie)
    #expect(page.status == 403)
    #expect(
      page.body.contains("This page was open for too long. Please press the button once more."))
    #expect(hidden(page.body, "name") == typed)
    #expect(page.formToken == site.ask("/me", cookie: cookie).formToken)
  }

  @Test("Passwords and codes are never carried", arguments: ["/me/password", "/me/second-factor"])
  func secrets(_ path: String) throws {
    let site = try TestSite()
    let form = [
      ("token", "x"), ("chosen", "SECRET SECRET SECRET"), ("repeated", "SECRET SECRET SECRET"),
      ("code", "SECRET"), ("sealed", "SECRET"), ("step", "confirm"),
    ]
    let signedOut = site.ask(path, form: form)
    #expect(signedOut.status == 403 && !signedOut.body.contains("SECRET"))
    #expect(hidden(signedOut.body, "kept") == nil)
    #expect(
      signIn(site, signedOut)["Location"] == "https://join.example.org/usher\(path)")
    let other = site.ask(path, form: form, cookie: try site.signIn())
    #expect(other.status == 403 && !other.body.contains("SECRET"))
    #expect(other.body.contains("href=\"/usher\(path)\""))
  }

  @Test("A form that would not fit is not carried, and its place is found again all the same")
  func tooLarge() throws {
    let site = try TestSite()
    let page = site.ask(
      "/admin/administrators", form: [("name", String(repeating: "王", count: 6_000))])
    #expect(page.status == 403)
    #expect(hidden(page.body, "kept") == nil)
    #expect(
      signIn(site, page)["Location"] == "https://join.example.org/usher/admin/administrators")
    // What does fit comes through the sign-in.
    let largest = site.ask(
      "/admin/administrators", form: [("name", String(repeating: "王", count: 4_000))])
    let kept = try #require(hidden(largest.body, "kept"))
    #expect(signIn(site, largest).status == 200)
    #expect(kept.count == 36_000 + "name=".count)
  }

  @Test("Nobody else can make that page: not another site's form, not an address")
  func foreign() throws {
    let site = try TestSite()
    let form = [
      ("name", "ada"), ("password", TestSite.password), ("back", "/admin/administrators"),
      ("kept", "login=mallory"),
    ]
    let foreign = site.ask(
      "/sign-in", form: form, variables: ["HTTP_SEC_FETCH_SITE": "cross-site"])
    #expect(foreign.status == 403 && !foreign.body.contains("mallory"))
    let posted = site.ask(
      "/admin/administrators", form: [("login", "mallory")], cookie: try site.signIn(),
      variables: ["HTTP_SEC_FETCH_SITE": "same-site"])
    #expect(posted.status == 403 && !posted.body.contains("mallory"))
    let address = site.ask("/sign-in", query: "back=/admin/administrators&kept=login%3Dmallory")
    #expect(hidden(address.body, "kept") == nil)
    // Back leads to routes of ours, and keeps forms of those that need a session.
    for back in ["https://evil.example/", "//evil.example", "/apply", "/sign-out", "/me/password"] {
      let answer = site.ask(
        "/sign-in",
        form: [
          ("name", "ada"), ("password", TestSite.password), ("back", back), ("kept", "a=mallory"),
        ])
      #expect(answer.status == 303, "\(back)")
      #expect(answer["Location"]?.hasPrefix("https://join.example.org/usher/") == true, "\(back)")
    }
    let split = site.ask(
      "/sign-in",
      form: [
        ("name", "ada"), ("password", TestSite.password),
        ("back", "/admin/applications?state=all&x=\r\nSet-Cookie: a=b"),
      ])
    #expect(
      split["Location"]
        == "https://join.example.org/usher/admin/applications?state=all&x=%0D%0ASet-Cookie%3A%20a%3Db"
    )
  }

  @Test("A link that needs sign-in leads back to its query too")
  func query() throws {
    let site = try TestSite()
    let asked = site.ask("/admin/applications", query: "state=all&from=2026-01-01")
    let location = try #require(asked["Location"])
    let back = try #require(location.split(separator: "back=").last?.removingPercentEncoding)
    let answer = site.ask(
      "/sign-in", form: [("name", "ada"), ("password", TestSite.password), ("back", back)])
    #expect(
      answer["Location"]
        == "https://join.example.org/usher/admin/applications?state=all&from=2026-01-01")
  }
}
