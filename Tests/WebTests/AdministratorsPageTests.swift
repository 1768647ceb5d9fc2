// The administrators' page: who they are, one more, and what one does to another's account.

import Actions
import Foundation
import Membership
import TestSite
import Testing

@Suite("Administrators over the web") struct AdministratorsPageTests {
  private func send(
    _ site: TestSite, _ cookie: String, _ path: String, _ form: [(String, String)]
  ) throws -> Answer {
    let token = try #require(site.ask("/admin/administrators", cookie: cookie).formToken)
    return site.ask(path, form: [("token", token)] + form, cookie: cookie)
  }

  private func addGrace(_ site: TestSite, _ cookie: String) throws -> Answer {
    try send(
      site, cookie, "/admin/administrators",
      [
        ("login", "Grace"), ("name", "Grace <Hopper>"), ("email", "grace@navy.example"),
        ("language", "zh-Hans"),
      ])
  }

  private func follow(_ site: TestSite, _ answer: Answer, _ cookie: String) throws -> String {
    let location = try #require(answer["Location"])
    #expect(answer.status == 303)
    #expect(location.hasPrefix("https://join.example.org/usher/admin/administrators?"))
    let query = location.split(separator: "?").last.map(String.init) ?? ""
    return site.ask("/admin/administrators", query: query, cookie: cookie).body
  }

  @Test("One more: the page says so, and the welcome mail is started in the background")
  func added() throws {
    let site = try TestSite()
    let cookie = try site.signIn()
    let answer = try addGrace(site, cookie)
    #expect(answer.commands == [["deliver", "--site", site.directory]])
    let page = try follow(site, answer, cookie)
    #expect(page.contains("Grace &lt;Hopper&gt; is an administrator now"))
    #expect(page.contains("grace@<wbr>navy.<wbr>example"))
    #expect(
      try site.count(
        """
        SELECT COUNT(*) FROM mail_outbox WHERE kind = 'welcome' AND language = 'zh-Hans'
          AND sealed IS NOT NULL AND application IS NULL
        """) == 1)
    // No password is on any page.
    let password = try #require(try DeliverMail().take(in: site.open(), at: .now)?.initialPassword)
    #expect(!page.contains(password) && !answer.body.contains(password))
  }

  @Test(
    "What cannot be: 422, a sentence at the field, what was typed, and nobody is added",
    arguments: [
      ("", "Grace", "g@navy.example", "up to 64 small letters"),
      ("-x", "Grace", "g@navy.example", "up to 64 small letters"),
      ("\u{212A}irk", "Grace", "g@navy.example", "up to 64 small letters"),
      ("ADA", "Grace", "g@navy.example", "There is such an account already."),
      ("grace", "", "g@navy.example", "Please enter your name."),
      ("grace", "Grace", "navy", "It should look like name@example.org."),
      ("grace", "Grace", "ADA@example.org", "Account ada has this e-mail address already."),
    ])
  func refused(_ login: String, _ name: String, _ email: String, _ sentence: String) throws {
    let site = try TestSite()
    let answer = try send(
      site, try site.signIn(), "/admin/administrators",
      [("login", login), ("name", name), ("email", email)])
    #expect(answer.status == 422)
    #expect(answer.body.contains(sentence))
    #expect(
      answer.body.contains("value=\"\(login)\"") && answer.body.contains("value=\"\(email)\""))
    #expect(try site.count("SELECT COUNT(*) FROM account") == 1)
    #expect(try site.count("SELECT COUNT(*) FROM mail_outbox") == 0)
  }

  @Test("Suspended by another: the next request of theirs leads to sign-in; then restored")
  func suspended() throws {
    let site = try TestSite()
    let cookie = try site.signIn()
    _ = try addGrace(site, cookie)
    let password = try #require(try DeliverMail().take(in: site.open(), at: .now)?.initialPassword)
    let graces = try site.signIn("grace", password)
    #expect(site.ask("/me/password", cookie: graces).status == 200)
    let path = "/admin/administrators/grace"
    let suspended = try follow(site, try send(site, cookie, path, [("change", "suspend")]), cookie)
    #expect(suspended.contains("is suspended and signed out."))
    #expect(site.ask("/me/password", cookie: graces).status == 303)
    let again = try send(site, cookie, path, [("change", "suspend")])
    #expect(again.status == 422 && again.body.contains("in another state by now"))
    let restored = try follow(site, try send(site, cookie, path, [("change", "restore")]), cookie)
    #expect(restored.contains("can sign in again."))
    let reset = try send(site, cookie, path, [("change", "reset")])
    #expect(reset.commands == [["deliver", "--site", site.directory]])
    #expect(try follow(site, reset, cookie).contains("gets a new initial password by mail"))
  }

  @Test(
    "Nobody does it to himself: a sentence, and nothing changed",
    arguments: ["suspend", "reset", "remove-second-factor"])
  func oneself(_ change: String) throws {
    let site = try TestSite()
    let cookie = try site.signIn()
    _ = try addGrace(site, cookie)
    let before = try site.dump("account") + site.dump("audit_log")
    let answer = try send(site, cookie, "/admin/administrators/ada", [("change", change)])
    #expect(answer.status == 422)
    #expect(answer.body.contains("You cannot do this to yourself."))
    #expect(try site.dump("account") + site.dump("audit_log") == before)
    #expect(site.ask("/me", cookie: cookie).status == 200)
    #expect(
      try send(site, cookie, "/admin/administrators/nobody", [("change", change)]).status == 404)
    #expect(try send(site, cookie, "/admin/administrators/grace", [("change", "x")]).status == 400)
  }
}
