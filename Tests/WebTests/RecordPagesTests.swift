// The pages of mails, settings and audit log, and the choice on an administrator's own page, over the web.

import Actions
import Foundation
import Membership
import Store
import TestSite
import Testing

@Suite("Records over the web") struct RecordPagesTests {
  /// Somebody who joined directly: one welcome mail waits.
  private func site() throws -> (TestSite, cookie: String, mail: OutboxEntry) {
    let site = try TestSite()
    let invitation = try site.invitation(approval: false)
    _ = try Apply(
      code: invitation.code.text, name: "Grace Hopper", email: "grace@navy.example",
      language: .english
    ).perform(in: site.open(), at: .now)
    let mail = try #require(try site.open().mails(nil, limit: 1).first)
    return (site, try site.signIn(), mail)
  }

  private func settle(_ site: TestSite, _ result: DeliverMail.Result) throws {
    let taken = try #require(try DeliverMail().take(in: site.open(), at: .now))
    try DeliverMail().settle(taken.entry, result, in: site.open(), at: .now)
  }

  // MARK: Mail

  @Test("A mail that failed stands with its reason, in its own list and not in another")
  func failed() throws {
    let (site, cookie, _) = try site()
    try settle(site, .refused("550 no <such> user"))
    for (query, isThere) in [
      ("", true), ("state=failed", true), ("state=sent", false), ("state=queued", false),
    ] {
      let page = site.ask("/admin/mail", query: query, cookie: cookie)
      #expect(page.status == 200)
      #expect(page.body.contains("550 no &lt;such&gt; user") == isThere, "\(query)")
    }
    let page = site.ask("/admin/mail", cookie: cookie).body
    #expect(page.contains("Grace Hopper") && page.contains("Send again"))
    #expect(page.contains("tried once") && page.contains("Welcome, with initial password"))
    let reference = try #require(
      try site.open().applications(ApplicationFilter(), by: .newest, limit: 1).first?.reference)
    #expect(page.contains("/usher/admin/applications/\(reference)"))
  }

  @Test("Send again: back to the list, which says so; a sender is started")
  func resend() throws {
    let (site, cookie, mail) = try site()
    try settle(site, .refused("550 no such user"))
    let page = site.ask("/admin/mail", query: "state=failed", cookie: cookie)
    let answer = site.ask(
      "/admin/mail/\(mail.id.text)",
      form: [("token", page.formToken ?? ""), ("state", "failed")], cookie: cookie)
    #expect(answer.status == 303)
    #expect(answer.commands.map { $0.first } == ["deliver"])
    let back = try #require(answer["Location"]?.split(separator: "?").last)
    let list = site.ask("/admin/mail", query: String(back), cookie: cookie)
    #expect(list.body.contains("The mail to grace@navy.example is on its way."))
    #expect(list.body.contains("sent again since, or") && !list.body.contains("Send again"))
    #expect(
      try site.count("SELECT COUNT(*) FROM mail_outbox WHERE kind = 'renewed' AND state = 'queued'")
        == 1)
  }

  @Test("Who has signed in: no button, and a sentence where the page was older")
  func hasSignedIn() throws {
    let (site, cookie, mail) = try site()
    try settle(site, .sent)
    let token = site.ask("/admin/mail", cookie: cookie).formToken ?? ""
    try site.run("UPDATE account SET must_change_password = 0")
    #expect(!site.ask("/admin/mail", cookie: cookie).body.contains("Send again"))
    let answer = site.ask("/admin/mail/\(mail.id.text)", form: [("token", token)], cookie: cookie)
    #expect(answer.status == 422 && answer.commands.isEmpty)
    #expect(answer.body.contains("has signed in already"))
    #expect(try site.count("SELECT COUNT(*) FROM mail_outbox") == 1)
  }

  @Test("Without the session's token, and for a mail that there is not, nothing is sent")
  func foreign() throws {
    let (site, cookie, mail) = try site()
    try settle(site, .refused("550"))
    let before = try site.dump("mail_outbox")
    #expect(
      site.ask("/admin/mail/\(mail.id.text)", form: [("token", "x")], cookie: cookie).status == 403)
    #expect(site.ask("/admin/mail/\(mail.id.text)", cookie: cookie).status == 405)
    let token = site.ask("/admin/mail", cookie: cookie).formToken ?? ""
    #expect(site.ask("/admin/mail/NOPE", form: [("token", token)], cookie: cookie).status == 404)
    #expect(try site.dump("mail_outbox") == before)
  }

  @Test("120 mails: three pages, each mail once, and back to the first")
  func pages() throws {
    let (site, cookie, _) = try site()
    let store = try site.store()
    try store.write {
      for place in 0..<119 {
        try store.outbox.insert(
          OutboxEntry(
            id: .new(), kind: .known, account: nil, application: nil,
            recipient: "p\(place)@example.net", language: .english,
            sealed: nil, messageID: "\(place)", state: .sent, nextAttempt: .now, givesUp: .now,
            created: .now))
      }
    }
    var query = ""
    var counts: [Int] = []
    for _ in 0..<3 {
      let body = site.ask("/admin/mail", query: query, cookie: cookie).body
      counts.append(body.components(separatedBy: "<tr><td>").count - 1)
      #expect(body.contains("First page") == (counts.count > 1))
      guard let link = body.firstMatch(of: /rel="next" href="[^"?]*\?([^"]*)"/) else { break }
      query = String(link.1).replacing("&amp;", with: "&")
    }
    #expect(counts == [50, 50, 20])
  }

  // MARK: Settings

  private func form(_ page: Answer, _ changes: [String: String] = [:]) -> [(String, String)] {
    var fields: [(String, String)] = [("token", page.formToken ?? "")]
    let settings = Settings.Name.allCases.map(\.rawValue)
    for name in settings {
      let before =
        page.body.firstMatch(
          of: try! Regex<(Substring, Substring)>("name=\"before-\(name)\" value=\"([^\"]*)\""))?.1
        ?? "missing"
      fields.append((name, changes[name] ?? String(before)))
      fields.append(("before-\(name)", String(before)))
    }
    return fields
  }

  @Test("Every setting stands in the form with what is stored")
  func settingsPage() throws {
    let site = try TestSite()
    let page = site.ask("/admin/settings", cookie: try site.signIn())
    #expect(page.status == 200)
    let settings = try site.open().settings
    for name in Settings.Name.allCases {
      #expect(page.body.contains("<label for=\"\(name.rawValue)\">"), "\(name)")
      #expect(page.body.contains("name=\"before-\(name.rawValue)\" value=\"\(settings[name])\""))
    }
  }

  @Test("Saved: stored, in the log, the pages written again, and said so")
  func save() throws {
    let site = try TestSite()
    let cookie = try site.signIn()
    let page = site.ask("/admin/settings", cookie: cookie)
    let answer = site.ask(
      "/admin/settings", form: form(page, ["organisation": "Acme & Söhne", "address_quota": "30"]),
      cookie: cookie)
    #expect(answer.status == 303)
    #expect(answer.commands.map { $0.first } == ["build"])
    #expect(answer["Location"]?.hasSuffix("/admin/settings?done=saved") == true)
    let back = site.ask("/admin/settings", query: "done=saved", cookie: cookie).body
    #expect(back.contains("Saved. The pages are being written again."))
    #expect(back.contains("value=\"Acme &amp; Söhne\"") && back.contains("value=\"30\""))
    #expect(
      try site.count(
        SQLText(
          "SELECT COUNT(*) FROM audit_log WHERE verb = 'set' AND actor = '\(site.administrator.id.text)'"
        )) == 2)
    let nothing = site.ask(
      "/admin/settings", form: form(site.ask("/admin/settings", cookie: cookie)), cookie: cookie)
    #expect(nothing.commands.isEmpty)
    #expect(nothing["Location"]?.hasSuffix("?done=nothing") == true)
  }

  @Test("A wrong value: 422, a sentence at it, all that was typed still there, nothing stored")
  func wrong() throws {
    let site = try TestSite()
    let cookie = try site.signIn()
    let before = try site.dump("setting")
    let page = site.ask("/admin/settings", cookie: cookie)
    let answer = site.ask(
      "/admin/settings",
      form: form(page, ["time_zone": "Mars/Phobos", "contact": "Room 7 \"B\""]), cookie: cookie)
    #expect(answer.status == 422 && answer.commands.isEmpty)
    #expect(answer.body.contains("id=\"time_zone-problem\""))
    #expect(!answer.body.contains("id=\"contact-problem\""))
    #expect(answer.body.contains("value=\"Mars/Phobos\""))
    #expect(answer.body.contains("value=\"Room 7 &quot;B&quot;\""))
    #expect(try site.dump("setting") == before)
    // Mended and sent once more, it is taken: the form still knows what it was opened with.
    var mended = form(answer, ["time_zone": "Asia/Shanghai", "contact": "Room 7"])
    mended[0].1 = page.formToken ?? ""
    #expect(site.ask("/admin/settings", form: mended, cookie: cookie).status == 303)
    let settings = try site.open().settings
    #expect(settings.timeZone.name == "Asia/Shanghai" && settings.contact == "Room 7")
  }

  @Test("Two administrators at once: each changes only what that one has changed")
  func twoAtOnce() throws {
    let site = try TestSite()
    let cookie = try site.signIn()
    let first = site.ask("/admin/settings", cookie: cookie)
    let second = site.ask("/admin/settings", cookie: cookie)
    #expect(
      site.ask("/admin/settings", form: form(first, ["contact": "Room 1"]), cookie: cookie).status
        == 303)
    #expect(
      site.ask(
        "/admin/settings", form: form(second, ["organisation": "Beta"]), cookie: cookie
      ).status == 303)
    let settings = try site.open().settings
    #expect(settings.contact == "Room 1" && settings.organisation == "Beta")
  }

  // MARK: Audit log

  @Test("The log tells who did what to what, with a way there, and goes back page by page")
  func audit() throws {
    let (site, cookie, _) = try site()
    let application = try #require(
      try site.open().applications(ApplicationFilter(), by: .newest, limit: 1).first)
    let page = site.ask("/admin/audit", cookie: cookie)
    #expect(page.status == 200)
    for text in [
      "the applicant", "applied", "the system", "approved", "the command line", "changed",
      "Grace Hopper, \(application.reference)",
      "/usher/admin/applications/\(application.reference)", "Stand B", "/usher/admin/invitations/",
    ] {
      #expect(page.body.contains(text), "\(text)")
    }
    let store = try site.store()
    try store.write {
      for place in 0..<60 {
        try store.audit.append(.system, "verb \(place)", "moon", "crater \(place)", at: .now)
      }
    }
    let first = site.ask("/admin/audit", cookie: cookie).body
    #expect(first.contains("verb 59") && first.contains("crater 10"))
    #expect(!first.contains("crater 9<"))
    let next = try #require(first.firstMatch(of: /rel="next" href="[^"?]*\?([^"]*)"/))
    let second = site.ask("/admin/audit", query: String(next.1), cookie: cookie).body
    #expect(second.contains("crater 9<") && !second.contains("crater 10"))
    #expect(second.contains("First page"))
    let one = site.ask(
      "/admin/audit", query: "subject=\(application.id.text)", cookie: cookie
    ).body
    #expect(one.contains("Only what was done to Grace Hopper") && !one.contains("crater"))
    #expect(site.ask("/admin/audit", query: "subject=none&before=x", cookie: cookie).status == 200)
  }

  // MARK: The choice of the digest

  @Test("An administrator chooses how often to be told; a member is not asked")
  func digest() throws {
    let (site, cookie, mail) = try site()
    let page = site.ask("/me", cookie: cookie)
    #expect(page.body.contains("<option value=\"24\" selected>at most once a day"))
    let token = page.formToken ?? ""
    let answer = site.ask("/me", form: [("token", token), ("digest", "4")], cookie: cookie)
    #expect(answer["Location"]?.hasSuffix("/me?saved=digest") == true)
    let after = site.ask("/me", query: "saved=digest", cookie: cookie).body
    #expect(after.contains("<option value=\"4\" selected>"))
    #expect(after.contains("Your choice is saved."))
    for hours in ["x", "-1", "999", ""] {
      let wrong = site.ask("/me", form: [("token", token), ("digest", hours)], cookie: cookie)
      #expect(wrong.status == 400)
    }
    #expect(
      site.ask("/me", form: [("token", "x"), ("digest", "0")], cookie: cookie).status == 403)
    #expect(try site.open().digestHours(of: site.administrator) == 4)

    let password = try #require(
      try DeliverMail().take(in: site.open(), at: .now)?.initialPassword)
    #expect(mail.kind == .welcome)
    let initial = try site.signIn("grace", password)
    #expect(site.ask("/me", cookie: initial).status == 303)
    try site.run("UPDATE account SET must_change_password = 0")
    let grace = site.ask("/me", cookie: initial)
    #expect(grace.status == 200 && !grace.body.contains("name=\"digest\""))
    let denied = site.ask(
      "/me", form: [("token", grace.formToken ?? ""), ("digest", "1")], cookie: initial)
    #expect(denied.status == 403)
  }

  @Test(
    "None of these pages is for strangers or members",
    arguments: ["/admin/mail", "/admin/settings", "/admin/audit"])
  func denied(path: String) throws {
    let site = try TestSite()
    #expect(site.ask(path).status == 303)
    let cookie = try site.signIn()
    try site.run("UPDATE account SET is_administrator = 0")
    #expect(site.ask(path, cookie: cookie).status == 403)
  }
}
