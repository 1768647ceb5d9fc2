// The main job, from an invitation to the welcome mail, by the built programs under a real Apache.

import Foundation
import Testing

@Suite("The whole way, under Apache", .serialized) struct WholeWayTests {
  /// From the link to the applicant's status page.
  private func apply(
    _ site: HostedSite, _ link: String, _ name: String, _ email: String, language: String = "en"
  ) throws -> HostedSite.Answer {
    let page = try site.ask(link)
    #expect(page.status == 200)
    let sent = try site.ask(
      "/usher/apply",
      form: [("code", page.hidden("code")), ("lang", language), ("name", name), ("email", email)])
    #expect(sent.status == 303, "\(sent)")
    let cookie = String((sent["Set-Cookie"] ?? "").prefix { $0 != ";" })
    let status = try site.ask(sent["Location"] ?? "/", cookie: cookie)
    #expect(status.status == 200)
    return status
  }

  private func fact(_ label: String, in text: String) -> String {
    let line = text.split(whereSeparator: \.isNewline).first { $0.hasPrefix(label) }
    return String((line ?? "").dropFirst(label.count).drop { $0 == " " })
  }

  @Test(
    "Apply, approve, welcome mail, first sign-in, own password",
    arguments: [
      HostedSite.MailWay.smtp, .msmtp,
    ])
  func approval(mail: HostedSite.MailWay) throws {
    let site = try HostedSite(mail: mail)
    let invitation = try site.invite(
      "--department", "North", "--label", "Stand B", "--valid", "7d", "--max-uses", "200")
    let link = try #require(invitation["link"] as? String)
    let status = try apply(site, link, "Grace Hopper", "grace@navy.example")
    #expect(status.body.contains("Thank you, we have your application"))

    let ada = try site.signIn("ada", site.password)
    #expect(ada.location == "\(site.base)/usher/admin")
    #expect(try site.ask(ada.location, cookie: ada.cookie).body.contains("Grace Hopper"))
    let list = try site.ask("/usher/admin/applications", cookie: ada.cookie)
    #expect(list.body.contains("Grace Hopper") && list.body.contains("Stand B"))
    let reference = try site.sql("SELECT reference FROM application")
    let decided = try site.ask(
      "/usher/admin/applications/\(reference)",
      form: [("token", list.hidden("token")), ("verdict", "approve")], cookie: ada.cookie)
    #expect(decided.status == 303, "\(decided)")

    // Nobody starts a delivery here: the decision did.
    let welcome = try site.mail(to: "grace@navy.example")
    let text = welcome["text"] ?? ""
    #expect(welcome["subject"] == "Welcome to Acme")
    #expect(welcome["from"] == "Acme <join@acme.example>")
    #expect(fact("Sign in at:", in: text) == "\(site.base)/usher/sign-in")
    #expect(fact("Account:", in: text) == "grace")
    #expect(fact("Department:", in: text) == "Sales / North")
    #expect(fact("Invited by:", in: text) == "Ada Lovelace")
    let initial = fact("Initial password:", in: text)
    #expect(initial.count == 19)
    #expect(welcome["html"]?.contains(initial) == true)
    #expect(
      Shell.wait { (try? site.sql("SELECT state FROM mail_outbox WHERE sealed IS NULL")) == "sent" }
    )

    // Nothing of the password is left, plain or sealed, in any file of the site.
    let left = try Shell.run(["grep", "-rlF", initial, site.site], asRoot: true)
    #expect(left.exit == 1 && left.output == "", "\(left)")  // 1: searched, and found nothing.

    let grace = try site.signIn("grace", initial)
    #expect(grace.location == "\(site.base)/usher/me/password")
    for path in ["/usher/me", "/usher/admin/applications"] {
      #expect(
        try site.ask(path, cookie: grace.cookie)["Location"] == "\(site.base)/usher/me/password")
    }
    let form = try site.ask("/usher/me/password", cookie: grace.cookie)
    let chosen = "a ship in port is safe"
    let changed = try site.ask(
      "/usher/me/password",
      form: [("token", form.hidden("token")), ("chosen", chosen), ("repeated", chosen)],
      cookie: grace.cookie)
    #expect(changed.status == 303, "\(changed)")
    // The old session has ended.
    #expect(try site.ask("/usher/me", cookie: grace.cookie).status == 303)
    let again = try site.signIn("grace@navy.example", chosen)
    let me = try site.ask("/usher/me", cookie: again.cookie)
    #expect(me.body.contains("Hello, Grace Hopper"))
    #expect(try site.ask("/usher/admin/applications", cookie: again.cookie).status == 403)
    #expect(site.serverLog.contains("usher.cgi:") == false, "\(site.serverLog)")
  }

  @Test("Without approval: joined directly, approver system, the mail in the applicant's language")
  func direct() throws {
    let site = try HostedSite()
    let invitation = try site.invite("--no-approval", "--max-uses", "1", "--language", "zh-Hans")
    let link = try #require(invitation["link"] as? String)
    let status = try apply(site, link, "王伟", "wang.wei@example.cn", language: "zh-Hans")
    #expect(status.body.contains("欢迎，您已加入"))
    #expect(try site.sql("SELECT approver_name FROM application") == "system")
    let welcome = try site.mail(to: "wang.wei@example.cn")
    #expect(welcome["subject"] == "欢迎加入 Acme")
    #expect(fact("账号：", in: welcome["text"] ?? "") == "wang.wei")
    // The last use is gone: within moments the page says so, and a form that was open is refused.
    #expect(Shell.wait { (try? site.ask(link).body.contains("此邀请名额已满")) == true })
    let late = try site.ask(
      "/usher/apply",
      form: [
        ("code", invitation["code"] as? String ?? ""), ("name", "Late"),
        ("email", "late@example.net"), ("lang", "en"),
      ])
    #expect(late.status == 410)
    #expect(late.body.contains("This invitation is used up"))
  }

  @Test(
    "Put off with 451: tried again and sent. Refused with 550: failed at once, with the reason",
    arguments: [
      HostedSite.MailWay.smtp, .msmtp,
    ])
  func retries(mail: HostedSite.MailWay) throws {
    let site = try HostedSite(mail: mail)
    let link = try #require(try site.invite("--no-approval")["link"] as? String)
    _ = try apply(site, link, "Later", "later@example.net")
    _ = try apply(site, link, "Gone", "gone@example.net")
    #expect(
      Shell.wait {
        (try? site.sql("SELECT COUNT(*) FROM mail_outbox WHERE last_error <> ''")) == "2"
      })
    #expect(
      try site.sql(
        "SELECT state || ' ' || (sealed IS NULL) FROM mail_outbox WHERE recipient LIKE 'gone%'")
        == "failed 1")
    #expect(
      try site.sql("SELECT last_error FROM mail_outbox WHERE recipient LIKE 'gone%'").contains(
        "550"))
    #expect(
      try site.sql("SELECT state || ' ' || attempts FROM mail_outbox WHERE recipient LIKE 'later%'")
        == "queued 1")
    #expect(try site.must("deliver", "--site", site.site).line == "0 sent, 0 deferred, 0 refused")
    _ = try site.sql("UPDATE mail_outbox SET next_attempt = 0 WHERE state = 'queued'")
    #expect(try site.must("deliver", "--site", site.site).line == "1 sent, 0 deferred, 0 refused")
    #expect(try site.mail(to: "later@example.net").isEmpty == false)
  }

  @Test("Refused with 550: the mail page says so; after Send again it arrives, with a new password")
  func sendAgain() throws {
    let site = try HostedSite()
    let link = try #require(try site.invite("--no-approval")["link"] as? String)
    _ = try apply(site, link, "Gone", "gone@example.net")
    let failed = "SELECT COUNT(*) FROM mail_outbox WHERE state = 'failed'"
    #expect(Shell.wait { (try? site.sql(failed)) == "1" })
    let ada = try site.signIn("ada", site.password)
    let page = try site.ask("/usher/admin/mail?state=failed", cookie: ada.cookie)
    #expect(page.status == 200)
    #expect(page.body.contains("gone@<wbr>example.<wbr>net") && page.body.contains("550"))
    let listed = try site.must("mail", "list", "--state", "failed", "--json", "--site", site.site)
    #expect(listed.output.contains("550"))
    // The mailbox is there by now.
    let id = try site.sql("SELECT id FROM mail_outbox")
    _ = try site.sql(
      "UPDATE account SET email = 'here@example.net', email_key = 'here@example.net' WHERE login = 'gone'"
    )
    let sent = try site.ask(
      "/usher/admin/mail/\(id)", form: [("token", page.hidden("token")), ("state", "all")],
      cookie: ada.cookie)
    #expect(sent.status == 303, "\(sent)")
    let mail = try site.mail(to: "here@example.net")
    #expect(mail["subject"] == "Your new initial password for Acme")
    let initial = fact("Initial password:", in: mail["text"] ?? "")
    #expect(
      Shell.wait { (try? site.sql("SELECT COUNT(*) FROM mail_outbox WHERE state = 'sent'")) == "1" }
    )
    let after = try site.ask("/usher/admin/mail", cookie: ada.cookie).body
    #expect(after.contains("sent again since, or") && after.contains("here@<wbr>example"))
    #expect(try site.signIn("gone", initial).location == "\(site.base)/usher/me/password")
    let verified = try site.must("audit", "verify", "--site", site.site)
    #expect(verified.line.hasPrefix("whole: "))
  }

  @Test("Who waits is told by `usher deliver`, once, to the administrator")
  func digest() throws {
    let site = try HostedSite()
    let link = try #require(try site.invite("--department", "North")["link"] as? String)
    #expect(try site.must("deliver", "--site", site.site).line == "0 sent, 0 deferred, 0 refused")
    _ = try apply(site, link, "Grace Hopper", "grace@navy.example")
    #expect(try site.must("deliver", "--site", site.site).line == "1 sent, 0 deferred, 0 refused")
    #expect(try site.must("deliver", "--site", site.site).line == "0 sent, 0 deferred, 0 refused")
    let mail = try site.mail(to: "ada@acme.example")
    #expect(mail["subject"] == "Acme: one application is waiting")
    let text = mail["text"] ?? ""
    #expect(fact("Decide here:", in: text) == "\(site.base)/usher/admin/applications")
    #expect(text.contains("Grace Hopper, for Sales / North, since:"))
    #expect(!text.contains("grace@navy.example"))
  }

  @Test("Over the wire: what cannot be read gets its page, and a query without = is no argument")
  func wire() throws {
    let site = try HostedSite()
    func status(_ path: String, _ more: [String]) throws -> Int {
      try site.ask(path, more: more).status
    }
    // Refused whole, each time: the server must not lose the answer over the body that nobody reads.
    let big = String(repeating: "a", count: 100_000)
    for _ in 0..<20 {
      #expect(
        try status("/usher/apply", ["--data", "name=\(big)", "-H", "Origin: \(site.base)"]) == 413)
    }
    #expect(
      try status("/usher/sign-in", ["-X", "PUT", "--data", "name=\(big)"]) == 405)
    #expect(
      try status("/usher/apply", ["--data", "name=\(big)", "-H", "Origin: \(site.base)"]) == 413)
    #expect(
      try status(
        "/usher/apply",
        ["--data", "name=\(big)", "-H", "Transfer-Encoding: chunked", "-H", "Origin: \(site.base)"])
        == 413)
    #expect(
      try status("/usher/apply", ["--data", "{}", "-H", "Content-Type: application/json"]) == 415)
    #expect(
      try status("/usher/apply", ["--data", "name=%FF", "-H", "Origin: \(site.base)"]) == 400)
    #expect(try status("/usher/apply", ["--data", "a=1&a=2", "-H", "Origin: \(site.base)"]) == 400)
    #expect(
      try status("/usher/apply", ["--data", "a=1", "-H", "Origin: https://evil.example"]) == 403)
    #expect(try status("/usher/apply", []) == 405)
    #expect(try status("/usher/sign-in?--help", []) == 200)
    #expect(try status("/usher/%0d%0aX-Bad:1", []) == 400)
    #expect(
      try status(
        "/usher/sign-in", ["-H", "Proxy: http://evil.example", "-H", "Host: evil.example"]) == 200)
    #expect(try status("/usher/nope", []) == 404)
    #expect(try status("/I/0000-0000-00000/", []) == 404)
    #expect(try site.ask("/I/0000-0000-00000/").body.contains("There is no such page"))
    let redirect = try site.ask("/usher/me", more: ["-H", "Host: evil.example"])
    #expect(redirect["Location"]?.hasPrefix(site.base) == true)
    let chunked = try site.ask(
      "/usher/sign-in",
      more: [
        "--data", "name=ada&password=wrong", "-H", "Transfer-Encoding: chunked", "-H",
        "Origin: \(site.base)",
      ])
    #expect(chunked.status == 422)
    #expect(try site.sql("SELECT COUNT(*) FROM application") == "0")
  }
}
