// A member's home, profile and sessions: what stands there, what is chosen, what ends.

import Actions
import Foundation
import Membership
import Secrets
import Store
import TestSite
import Testing

@Suite("A member's own pages") struct MemberPagesTests {
  private static let firefox = "Mozilla/5.0 (Android 14; Mobile; rv:128.0) Firefox/128.0 secret"
  private static let safari =
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Version/17.5 Safari/605.1.15"

  /// In a browser that says that of itself.
  private func signIn(_ site: TestSite, _ name: String, _ userAgent: String) throws -> (
    cookie: String, device: String
  ) {
    let answer = site.ask(
      "/sign-in", form: [("name", name), ("password", TestSite.password)],
      variables: ["HTTP_USER_AGENT": userAgent])
    let device = answer.headers.first { $0.1.hasPrefix("__Host-usher-device=") }?.1.prefix {
      $0 != ";"
    }
    return (try #require(answer.sessionCookie), String(try #require(device)))
  }

  private func isOpen(_ site: TestSite, _ cookie: String) -> Bool {
    site.ask("/me", cookie: cookie).status == 200
  }

  @Test("The home leads to all that is one's own; the second step is the administrators'")
  func home() throws {
    let site = try TestSite()
    try site.member("grace")
    for (name, isAdministrator) in [("grace", false), ("ada", true)] {
      let page = site.ask("/me", cookie: try site.signIn(name)).body
      for path in ["/me/profile", "/me/password", "/me/sessions"] {
        #expect(page.contains("href=\"/usher\(path)\""), "\(name) \(path)")
      }
      #expect(page.contains("href=\"/usher/me/second-factor\"") == isAdministrator)
      #expect(page.contains("href=\"/usher/admin\"") == isAdministrator)
    }
    for path in ["/me", "/me/profile", "/me/sessions"] {
      #expect(site.ask(path)["Location"]?.contains("/usher/sign-in?back=%2Fme") == true)
    }
  }

  @Test("The profile says what one is and holds, and whom to ask")
  func profile() throws {
    let site = try TestSite()
    try site.member(
      "grace", "Grace <Hopper>", department: "Sales / North",
      holding: [(.role, "Editor"), (.role, "Chief"), (.group, "Choir & Co")])
    let page = site.ask("/me/profile", cookie: try site.signIn("grace")).body
    for text in [
      "Grace &lt;Hopper&gt;", "<dd>grace</dd>", "grace@<wbr>example.<wbr>org", "Sales / North",
      "<dt>Roles</dt><dd><div>Chief</div><div>Editor</div></dd>", "Choir &amp; Co",
      "Ask: <a href=\"mailto:office@example.org\">office@example.org</a></p>",
    ] {
      #expect(page.contains(text), "\(text)")
    }
    #expect(!page.contains("<dt>Positions</dt>"))
  }

  @Test("The language is the account's from then on, and this browser's; the log knows of it")
  func language() throws {
    let site = try TestSite()
    let account = try site.member("grace", department: "Sales", holding: [(.role, "Editor")])
    let cookie = try site.signIn("grace")
    let page = site.ask("/me/profile", cookie: cookie)
    #expect(page.body.contains("<option value=\"en\" selected>"))
    let token = try #require(page.formToken)
    func choose(_ tag: String) -> Answer {
      site.ask("/me/profile", form: [("token", token), ("lang", tag)], cookie: cookie)
    }
    let chosen = choose("zh-Hans")
    #expect(chosen["Location"] == "https://join.example.org/usher/me/profile?saved=language")
    #expect(chosen.headers.contains { $0.1.hasPrefix("language=zh-Hans;") })
    _ = choose("zh-Hans")
    let store = try site.store()
    let found = try #require(try store.accounts.find(id: account.id))
    #expect(found.language == .simplifiedChinese)
    #expect(found.name == account.name && found.department == account.department)
    #expect(try site.count("SELECT COUNT(*) FROM audit_log WHERE verb = 'choose language'") == 1)
    let saved = site.ask(
      "/me/profile", query: "saved=language", cookie: cookie + "; language=zh-Hans")
    #expect(saved.body.contains("语言已保存。"))
    // Pages of another browser are in the language that is chosen there.
    #expect(site.ask("/me/profile", cookie: cookie).body.contains("<html lang=\"en\">"))
    for tag in ["", "xx", "en; x"] { #expect(choose(tag).status == 400, "\(tag)") }
    let without = site.ask("/me/profile", form: [("lang", "en")], cookie: cookie)
    #expect(without.status == 403)
    #expect(try store.accounts.find(id: account.id)?.language == .simplifiedChinese)
  }

  @Test("Sessions are told apart by browser and time; nothing else of the browser is stored")
  func list() throws {
    let site = try TestSite()
    try site.member("grace")
    let one = try signIn(site, "grace", Self.firefox).cookie
    let other = try signIn(site, "grace", Self.safari).cookie
    _ = try signIn(site, "ada", "Mozilla/5.0 (Windows) Chrome/126.0")
    let page = site.ask("/me/sessions", cookie: one).body
    #expect(page.contains("<b>This one</b></dt><dd>Firefox on Android</dd>"))
    #expect(page.contains("<dt></dt><dd>Safari on macOS</dd>"))
    #expect(!page.contains("Chrome"))
    #expect(page.matches(of: /name="end"/).count == 2)
    #expect(
      site.ask("/me/sessions", cookie: other).body
        .contains("<b>This one</b></dt><dd>Safari on macOS</dd>"))
    for row in try site.dump("session") { #expect(!row.contains("secret") && !row.contains("128")) }
    // Neither a cookie nor what is stored of it.
    for cookie in [one, other] {
      let token = String(cookie.split(separator: "=")[1])
      let stored = try site.dump("session").contains { $0.contains(digest(token)) }
      #expect(stored && !page.contains(token) && !page.contains(digest(token)))
    }
  }

  @Test("One is ended, with its browser; the others go on")
  func endOne() throws {
    let site = try TestSite()
    try site.member("grace")
    let one = try signIn(site, "grace", Self.firefox)
    let other = try signIn(site, "grace", Self.safari)
    let page = site.ask("/me/sessions", cookie: one.cookie)
    let token = try #require(page.formToken)
    let id = String(
      try #require(page.body.firstMatch(of: /class="quiet" name="end" value="([^"]+)"/)).1)
    func end(_ id: String, _ cookie: String, _ token: String) -> Answer {
      site.ask("/me/sessions", form: [("token", token), ("end", id)], cookie: cookie)
    }
    // Somebody else ends nothing, whatever he sends.
    let ada = try site.signIn()
    let adas = try #require(site.ask("/me/sessions", cookie: ada).formToken)
    #expect(end(id, ada, adas)["Location"]?.hasSuffix("?done=not-there") == true)
    #expect(end(id, one.cookie, adas).status == 403)
    #expect(isOpen(site, other.cookie))
    #expect(try site.count("SELECT COUNT(*) FROM device") == 3)
    let ended = end(id, one.cookie, token)
    #expect(ended["Location"] == "https://join.example.org/usher/me/sessions?done=ended")
    #expect(!isOpen(site, other.cookie) && isOpen(site, one.cookie) && isOpen(site, ada))
    #expect(try site.count("SELECT COUNT(*) FROM device") == 2)
    #expect(try site.count("SELECT COUNT(*) FROM audit_log WHERE verb = 'end session'") == 1)
    #expect(end(id, one.cookie, token)["Location"]?.hasSuffix("?done=not-there") == true)
    #expect(end("", one.cookie, token).status == 400)
    let done = site.ask("/me/sessions", query: "done=ended", cookie: one.cookie).body
    #expect(done.contains("That one is signed out.") && !done.contains("name=\"end\""))
  }

  @Test("All others are ended with their browsers, and what was acted as in them")
  func endOthers() throws {
    let site = try TestSite()
    try site.member("grace", department: "Sales")
    try site.publicAccount("press", for: "Sales")
    let one = try signIn(site, "grace", Self.firefox)
    let others = try (0..<3).map { _ in try signIn(site, "grace", Self.safari).cookie }
    let ada = try site.signIn()
    try site.act(as: "press", cookie: others[0])
    let token = try #require(site.ask("/me/sessions", cookie: one.cookie).formToken)
    let ended = site.ask(
      "/me/sessions", form: [("token", token), ("end", "others")], cookie: one.cookie)
    #expect(ended["Location"]?.hasSuffix("?done=others-ended") == true)
    #expect(isOpen(site, one.cookie) && isOpen(site, ada))
    for other in others { #expect(!isOpen(site, other)) }
    #expect(try site.count("SELECT COUNT(*) FROM device") == 2)
    #expect(
      try site.count("SELECT COUNT(*) FROM public_account_access WHERE ended IS NOT NULL") == 1)
    #expect(try site.count("SELECT COUNT(*) FROM audit_log WHERE verb = 'end other sessions'") == 1)
    // This browser is still known.
    let again = site.ask(
      "/sign-in", form: [("name", "grace"), ("password", TestSite.password)], cookie: one.device)
    #expect(again.headers.contains { $0.1.hasPrefix(one.device + ";") })
  }

  @Test("A new password keeps the browser's name; the code's session has it too")
  func handedThrough() throws {
    let site = try TestSite()
    try site.member("grace")
    let (cookie, device) = try signIn(site, "grace", Self.firefox)
    let token = try #require(site.ask("/me/password", cookie: cookie).formToken)
    let chosen = "a ship in port is safe"
    let changed = site.ask(
      "/me/password",
      form: [
        ("token", token), ("current", TestSite.password), ("chosen", chosen), ("repeated", chosen),
      ], cookie: "\(cookie); \(device)", variables: ["HTTP_USER_AGENT": Self.firefox])
    #expect(changed.status == 303)
    #expect(
      try site.count("SELECT COUNT(*) FROM session WHERE browser = 'Firefox, Android'") == 1)
    #expect(
      try site.count(
        "SELECT COUNT(*) FROM session JOIN device ON device.token_digest = session.device") == 1)
  }
}
