// People's accounts from the command line, by the built programs; and that nothing of an erased person is left in
// any file of the site.

import Foundation
import Testing

@Suite("Command line, people", .serialized) struct AccountCommandTests {
  private let site: HostedSite

  init() throws { site = try HostedSite(serving: false) }

  private func run(_ arguments: String..., input: String = "") throws -> Ran {
    try Shell.run([site.usherProgram] + arguments + ["--site", site.site], input: input)
  }

  @discardableResult
  private func must(_ arguments: String...) throws -> Ran {
    let ran = try Shell.run([site.usherProgram] + arguments + ["--site", site.site])
    try #require(ran.exit == 0, "\(arguments): \(ran)")
    return ran
  }

  private func logins(_ arguments: String...) throws -> [String] {
    let ran = try Shell.run(
      [site.usherProgram, "account", "list", "--json", "--site", site.site] + arguments)
    let rows = try JSONSerialization.jsonObject(with: Data(ran.output.utf8)) as? [[String: Any]]
    return try #require(rows).compactMap { $0["login"] as? String }
  }

  private func expect(_ ran: Ran, complains sentence: String) {
    #expect(ran.exit == 1, "\(ran)")
    #expect(ran.complaint.hasPrefix("usher: ") && ran.complaint.contains(sentence), "\(ran)")
    #expect(ran.complaint.filter { $0 == "\n" }.count == 1, "\(ran)")
  }

  /// As usher.cgi would take it.
  private func request(_ path: String, _ form: String) throws -> Ran {
    try Shell.run(
      [
        "/usr/bin/env", "REQUEST_METHOD=POST", "SCRIPT_NAME=/usher", "PATH_INFO=\(path)",
        "CONTENT_LENGTH=\(form.utf8.count)", "CONTENT_TYPE=application/x-www-form-urlencoded",
        "HTTP_ORIGIN=\(site.base)", "\(site.site)/cgi-bin/usher.cgi",
      ], input: form)
  }

  @Test("Added, listed by every filter, shown, changed, suspended, restored, removed")
  func keeps() throws {
    try must("role", "add", "Editor")
    #expect(
      try must(
        "account", "add", "grace@navy.example", "--name", "Grace Hopper", "--department", "North",
        "--role", "editor"
      ).line == "A welcome mail for grace waits in the outbox.")
    #expect(
      try must("account", "add", "alan@park.example", "--name", "Alan", "--no-mail").line
        == "alan has no password yet: `usher account reissue alan` mails one")
    #expect(try site.sql("SELECT COUNT(*) FROM mail_outbox") == "1")
    #expect(try logins() == ["ada", "alan", "grace"])
    #expect(try logins("--department", "Sales") == ["grace"])
    #expect(try logins("--role", "Editor") == ["grace"])
    #expect(try logins("--limit", "1") == ["ada"])
    #expect(try logins("--kind", "public") == [])
    let shown = try must("account", "show", "grace").output
    for part in ["Grace Hopper", "Sales / North", "Editor", "grace@navy.example", "active"] {
      #expect(shown.contains(part), "\(part)")
    }
    #expect(
      try must("account", "change", "grace", "--name", "Grace B. Hopper", "--no-department").output
        .contains("Grace B. Hopper"))
    #expect(try must("account", "suspend", "grace").line == "grace is suspended")
    #expect(try site.sql("SELECT state FROM mail_outbox") == "failed")
    #expect(try logins("--state", "suspended") == ["grace"])
    #expect(try must("account", "restore", "grace").line == "grace can sign in again")
    #expect(try must("account", "sign-out", "grace").line == "grace is signed out everywhere")
    #expect(try must("account", "remove", "grace").line == "grace is removed")
    #expect(try logins() == ["ada", "alan"] && logins("--state", "removed") == ["grace"])
    let found = try must("find", "alan", "--json").output
    #expect(found.contains("\"place\" : \"account\""))
    #expect(try must("audit", "verify").line.hasPrefix("whole: "))
  }

  @Test("What cannot be is said in one line with how to mend it, and changes nothing")
  func refusals() throws {
    try must("account", "add", "grace@navy.example", "--name", "Grace", "--no-mail")
    let before = try site.sql("SELECT * FROM account") + site.sql("SELECT * FROM audit_head")
    let table: [([String], String)] = [
      (["add", "x", "--name", "X"], "\"x\" is no e-mail address"),
      (["add", "GRACE@navy.example", "--name", "X"], "account grace has the address"),
      (["add", "x@y.example", "--name", "X", "--login", "ada"], "ada exists already"),
      (["add", "x@y.example", "--name", "X", "--role", "Moon"], "there is no role \"Moon\""),
      (["change", "grace", "--email", "ada@acme.example"], "account ada has the address"),
      (["change", "nobody", "--name", "X"], "there is no account nobody"),
      (["suspend", "ada"], "ada is the last active administrator: add another one first"),
      (["remove", "ada"], "ada is the last active administrator"),
      (["erase", "ada", "--yes"], "ada is the last active administrator"),
      (["restore", "grace"], "grace is not suspended"),
      (["erase", "grace"], "nothing was changed: give --yes to do it"),
      (["show", "nobody"], "there is no account nobody"),
      (["list", "--may-use", "ada"], "there is no public account ada"),
      (["reissue", "nobody"], "there is no account nobody"),
    ]
    for (arguments, sentence) in table {
      expect(
        try Shell.run(
          [site.usherProgram, "account"] + arguments + ["--site", site.site]), complains: sentence)
    }
    #expect(try site.sql("SELECT * FROM account") + site.sql("SELECT * FROM audit_head") == before)
    #expect(try run("account", "change", "grace").exit == 64)
    #expect(try run("account", "suspend", "grace", "--links", "hand-over").exit == 64)
    #expect(try run("account", "list", "--role", "a", "--group", "b").exit == 64)
  }

  @Test("An inviter leaves: asked what becomes of the links; then their pages say the heir's name")
  func links() throws {
    try site.addAdministrator("bob", "Bob Builder")
    let code = try #require(try site.invite("--inviter", "bob")["code"] as? String)
    func page() throws -> String {
      try String(contentsOfFile: "\(site.site)/public/I/\(code)/index.html", encoding: .utf8)
    }
    #expect(try page().contains("Bob Builder"))
    for verb in [["account", "remove"], ["account", "suspend"], ["admin", "suspend"]] {
      expect(
        try run(verb[0], verb[1], "bob"),
        complains: "bob has links that are not over (1, printed 0, applications that wait 0): give")
    }
    expect(
      try run("account", "remove", "bob", "--links", "hand-over", "--to", "bob"),
      complains: "bob cannot take the links over")
    try must("account", "remove", "bob", "--links", "hand-over", "--to", "ada")
    #expect(try page().contains("Ada Lovelace") && !page().contains("Bob Builder"))
  }

  @Test("A person who applied, joined, invited and decided is erased: no file says anything of it")
  func erase() throws {
    let (name, email) = ("Zyxwv Quagmire", "Zyx.Quag@obscure-navy.example")
    let direct = try #require(try site.invite("--no-approval")["code"] as? String)
    let asked = try #require(try site.invite()["code"] as? String)
    for person in 0..<30 {
      _ = try request("/apply", "code=\(asked)&name=Person+\(person)&email=p\(person)@example.net")
    }
    _ = try request("/apply", "code=\(direct)&name=Zyxwv+Quagmire&email=\(email)")
    try #require(try site.sql("SELECT login FROM account WHERE name = '\(name)'") == "zyx.quag")
    _ = try request("/apply", "code=\(asked)&name=Zyxwv+Quagmire&email=\(email)")
    _ = try request("/sign-in", "name=\(email)&password=wrong")
    _ = try site.sql("UPDATE account SET is_administrator = 1 WHERE login = 'zyx.quag'")
    let invited = try #require(
      try site.invite("--inviter", "zyx.quag", "--label", "By Zyxwv Quagmire")["code"] as? String)
    _ = try request("/apply", "code=\(invited)&name=Mary&email=mary@example.org")
    let mary = try site.sql("SELECT reference FROM application WHERE name = 'Mary'")
    try must("applications", "approve", mary, "--approver", "zyx.quag")
    // Mails cannot be delivered, and the complaint may say to whom.
    _ = try run("deliver")
    let texts = [
      "Zyxwv", "Quagmire", "zyxwv", "quagmire", "zyx.quag", "Zyx.Quag", "obscure-navy",
    ]
    func traces(_ folder: String) throws -> [String] {
      try texts.flatMap { text in
        try Shell.run(["grep", "-rlF", text, folder], asRoot: true).output
          .split(separator: "\n").map { "\($0): \(text)" }
      }
    }
    #expect(try traces(site.site).contains { $0.contains("/public/I/\(invited)/") })
    #expect(try traces(site.site).contains { $0.contains("usher.db") })
    expect(
      try run("account", "erase", "zyx.quag", "--yes"),
      complains: "give --links revoke, or --links hand-over --to LOGIN")
    let erased = try must(
      "account", "erase", "zyx.quag", "--yes", "--links", "hand-over", "--to", "ada")
    #expect(erased.line.hasPrefix("The person is erased; the history knows erased-"))
    #expect(try traces(site.site) == [])
    let backup = "\(site.folder)/backup.tar.gz"
    try must("backup", backup)
    let opened = "\(site.folder)/opened"
    _ = try Shell.run(["mkdir", opened], asRoot: true)
    _ = try Shell.run(["tar", "-xzf", backup, "-C", opened], asRoot: true)
    #expect(try traces(opened) == [])
    #expect(try must("audit", "verify").line.hasPrefix("whole: "))
    #expect(try must("build").line == "0 files written, 0 folders removed")
    #expect(try site.sql("PRAGMA integrity_check") == "ok")
    // The others are found as before.
    #expect(try must("find", "person 2", "--json").output.contains("Person 2"))
  }
}
