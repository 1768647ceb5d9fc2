// Each kind of bad input: its status, its page, and the rows afterwards.

import CGI
import Foundation
import Membership
import TestSite
import Testing

@Suite("Bad input") struct BadInputTests {
  private func form(_ code: String, _ name: String, _ email: String) -> [(String, String)] {
    [("code", code), ("name", name), ("email", email), ("lang", "en")]
  }

  private func applications(_ site: TestSite) throws -> Int {
    try site.count("SELECT COUNT(*) FROM application")
  }

  @Test(
    "A code that never existed gets one neutral page, well formed or not",
    arguments: [
      "", "x", "0000-0000-00000", "AAAA-BBBB-CCCCC", "'; DROP TABLE invitation; --",
    ])
  func unknownCode(_ code: String) throws {
    let site = try TestSite()
    let answer = site.ask("/apply", form: form(code, "Grace", "grace@navy.example"))
    let known = site.ask(
      "/apply", form: form(InvitationCode.random().text, "Grace", "grace@navy.example"))
    #expect(answer.status == 404)
    #expect(answer.body == known.body)
    #expect(answer.body.contains("We do not know this invitation"))
    #expect(try applications(site) == 0)
  }

  @Test(
    "Dead links: 410, each with its own page",
    arguments: [
      ("UPDATE invitation SET revoked = 1", "was withdrawn"),
      ("UPDATE invitation SET expires = 1", "has ended"),
      ("UPDATE invitation SET not_before = 99999999999", "is not open yet"),
      ("UPDATE invitation SET max_uses = 1, uses_completed = 1", "is used up"),
    ])
  func dead(_ change: String, _ sentence: String) throws {
    let site = try TestSite()
    let invitation = try site.invitation()
    try site.run(SQLText(change))
    let answer = site.ask("/apply", form: form(invitation.code.text, "Grace", "grace@navy.example"))
    #expect(answer.status == 410)
    #expect(answer.body.contains(sentence))
    #expect(try applications(site) == 0)
  }

  @Test(
    "Fields that are wrong: 422, what was typed, and a sentence at the field",
    arguments: [
      ("", "grace@navy.example", "Please enter your name."),
      (String(repeating: "é", count: 201), "grace@navy.example", "at most 200 characters"),
      ("Grace\u{202E}", "grace@navy.example", "cannot be shown"),
      ("Grace", "", "Please enter your e-mail address."),
      ("Grace", "grace@navy", "It should look like name@example.org."),
      ("Grace", "gräce@navy.example", "plain Latin letters"),
      ("Grace", "-grace@navy.example", "It should look like"),
      ("Grace", String(repeating: "a", count: 250) + "@x.example", "shorter e-mail address"),
    ])
  func fields(_ name: String, _ email: String, _ sentence: String) throws {
    let site = try TestSite()
    let invitation = try site.invitation()
    let answer = site.ask("/apply", form: form(invitation.code.text, name, email))
    #expect(answer.status == 422)
    #expect(answer.body.contains(sentence))
    #expect(answer.body.contains("aria-invalid"))
    #expect(answer.body.contains("name=\"code\" value=\"\(invitation.code.text)\""))
    if !name.isEmpty { #expect(answer.body.contains("value=\"\(name)\"")) }
    if !email.isEmpty { #expect(answer.body.contains("value=\"\(email)\"")) }
    #expect(try applications(site) == 0)
    #expect(try site.count("SELECT uses_reserved FROM invitation") == 0)
  }

  @Test("Markup in a name comes back as text")
  func markup() throws {
    let site = try TestSite()
    let invitation = try site.invitation()
    let answer = site.ask(
      "/apply", form: form(invitation.code.text, "<script>alert(1)</script>\"'", "x"))
    #expect(!answer.body.contains("<script>"))
    #expect(answer.body.contains("&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#39;"))
  }

  @Test(
    "What cannot be read: a status and a page each, and no row",
    arguments: [
      (413, String(repeating: "a", count: 65_537), "application/x-www-form-urlencoded"),
      (415, "{}", "application/json"),
      (415, "x", "multipart/form-data; boundary=x"),
      (400, "code=a&code=b", "application/x-www-form-urlencoded"),
      (400, "name=%FF%FE", "application/x-www-form-urlencoded"),
      (400, "name=a%00b", "application/x-www-form-urlencoded"),
    ])
  func unreadable(_ status: Int, _ body: String, _ type: String) throws {
    let site = try TestSite()
    let answer = site.ask("/apply", variables: ["CONTENT_TYPE": type], body: body)
    #expect(answer.status == status)
    let title = [
      400: "We could not read that", 413: "That was too much", 415: "We could not read that",
    ][status]
    #expect(answer.body.contains("<h1>\(title ?? "?")</h1>"))
    // Read or not, the answer knows whose site it is.
    #expect(answer.body.contains("Acme"))
    #expect(try applications(site) == 0)
  }

  @Test("A method that an address does not know: 405, with those it knows")
  func methods() throws {
    let site = try TestSite()
    #expect(site.ask("/apply").status == 405)
    #expect(site.ask("/apply")["Allow"] == "POST")
    #expect(site.ask("/sign-in", method: "DELETE")["Allow"] == "GET, HEAD, POST")
    #expect(site.ask("/admin/find", form: []).status == 405)
    #expect(site.ask("/admin/find", form: [])["Allow"] == "GET, HEAD")
    let invitation = try site.invitation()
    let got = site.ask("/apply", query: "code=\(invitation.code.text)&name=G&email=g@h.example")
    #expect(got.status == 405 && got.body.contains("cannot be used like that"))
    #expect(try applications(site) == 0)
  }

  @Test(
    "Only our own pages may send a form",
    arguments: [
      (["HTTP_SEC_FETCH_SITE": "same-origin"], true),
      (["HTTP_SEC_FETCH_SITE": "same-site"], false),
      (["HTTP_SEC_FETCH_SITE": "cross-site"], false),
      (["HTTP_SEC_FETCH_SITE": "none"], false),
      (["HTTP_SEC_FETCH_SITE": "cross-site", "HTTP_ORIGIN": "https://join.example.org"], false),
      (["HTTP_SEC_FETCH_SITE": "same-origin", "HTTP_ORIGIN": "https://evil.example"], true),
      (["HTTP_SEC_FETCH_SITE": "", "HTTP_ORIGIN": "https://join.example.org"], true),
      (["HTTP_SEC_FETCH_SITE": "", "HTTP_ORIGIN": "HTTPS://Join.Example.ORG"], true),
      (["HTTP_SEC_FETCH_SITE": "", "HTTP_ORIGIN": "http://join.example.org"], false),
      (["HTTP_SEC_FETCH_SITE": "", "HTTP_ORIGIN": "https://join.example.org.evil.example"], false),
      (["HTTP_SEC_FETCH_SITE": "", "HTTP_ORIGIN": "null"], false),
      (["HTTP_SEC_FETCH_SITE": "", "HTTP_ORIGIN": ""], false),
      (["HTTP_SEC_FETCH_SITE": "", "HTTP_HOST": "join.example.org"], false),
    ])
  func origin(_ variables: [String: String], _ taken: Bool) throws {
    let site = try TestSite()
    let invitation = try site.invitation()
    let answer = site.ask(
      "/apply", form: form(invitation.code.text, "Grace", "grace@navy.example"),
      variables: variables)
    #expect(answer.status == (taken ? 303 : 403))
    #expect(answer.body.contains("This came from somewhere else") == !taken)
    #expect(try applications(site) == (taken ? 1 : 0))
  }

  @Test(
    "A database that is behind or ahead, or missing: 503 with Retry-After, or 500 with a number")
  func unavailable() throws {
    let site = try TestSite()
    try site.run("DELETE FROM schema_version")
    let behind = site.ask("/sign-in")
    #expect(behind.status == 503)
    #expect(behind["Retry-After"] == "60")
    #expect(behind.body.contains("Just a moment"))
    // Not applied to either, and not brought up to date by a request.
    #expect(try site.count("SELECT COUNT(*) FROM schema_version") == 0)
    try site.run("INSERT INTO schema_version (version, name) VALUES (99, 'later')")
    let ahead = site.ask("/sign-in")
    // An upgrade is under way: the schema comes first, then the program.
    #expect(ahead.status == 503)
    #expect(ahead["Retry-After"] == "60")
    try FileManager.default.removeItem(atPath: site.directory + "/usher.db")
    let missing = site.ask("/sign-in")
    #expect(missing.status == 500)
    #expect(missing.body.contains("Number"))
  }

  @Test("A busy database: 503 with Retry-After, and nothing saved")
  func busy() throws {
    let site = try TestSite()
    let invitation = try site.invitation()
    // Another program holds the write gate for longer than one waits.
    let gate = open(site.directory + "/usher.db.gate", O_RDWR)
    #expect(flock(gate, LOCK_EX) == 0)
    let answer = site.ask("/apply", form: form(invitation.code.text, "Grace", "grace@navy.example"))
    close(gate)
    #expect(answer.status == 503)
    #expect(answer["Retry-After"] == "60")
    #expect(answer.body.contains("Nothing was saved; please try again in a minute."))
    #expect(try applications(site) == 0)
  }
}
