// What administrators do on their pages, done from the command line by the built programs.

import Foundation
import Testing

@Suite("Command line, for administrators", .serialized) struct CommandLineDeskTests {
  private let site: HostedSite
  private let code: String

  init() throws {
    site = try HostedSite(serving: false)
    code = try #require(
      try site.invite("--department", "Sales / North", "--max-uses", "5")["code"] as? String)
  }

  private func run(_ arguments: String..., input: String = "") throws -> Ran {
    try Shell.run([site.usherProgram] + arguments + ["--site", site.site], input: input)
  }

  private func must(_ arguments: String...) throws -> Ran {
    let ran = try Shell.run([site.usherProgram] + arguments + ["--site", site.site])
    try #require(ran.exit == 0, "\(arguments): \(ran)")
    return ran
  }

  /// Through the real usher.cgi, with no web server in between.
  /// - Returns: the reference.
  private func apply(_ name: String, _ email: String, through code: String? = nil) throws -> String
  {
    let form = "code=\(code ?? self.code)&name=\(name)&email=\(email)"
    let ran = try Shell.run(
      [
        "/usr/bin/env", "REQUEST_METHOD=POST", "SCRIPT_NAME=/usher", "PATH_INFO=/apply",
        "CONTENT_LENGTH=\(form.utf8.count)", "CONTENT_TYPE=application/x-www-form-urlencoded",
        "HTTP_ORIGIN=\(site.base)", "\(site.site)/cgi-bin/usher.cgi",
      ], input: form)
    try #require(ran.output.hasPrefix("Status: 303"), "\(ran)")
    return try site.sql("SELECT reference FROM application WHERE email = '\(email)'")
  }

  private func page(_ code: String) throws -> String {
    try String(contentsOfFile: "\(site.site)/public/I/\(code)/index.html", encoding: .utf8)
  }

  private func objects(_ ran: Ran) throws -> [[String: Any]] {
    try #require(
      try JSONSerialization.jsonObject(with: Data(ran.output.utf8)) as? [[String: Any]])
  }

  /// One line on standard error for each thing that is wrong, exit 1.
  private func expect(_ ran: Ran, complains sentences: String...) {
    #expect(ran.exit == 1, "\(ran)")
    let lines = ran.complaint.split(separator: "\n")
    #expect(lines.count == sentences.count, "\(ran)")
    for (line, sentence) in zip(lines, sentences) {
      #expect(line.hasPrefix("usher: ") && line.contains(sentence), "\(ran)")
    }
  }

  // MARK: Links

  @Test("A link is extended, labelled, retargeted and revoked; its page follows at once")
  func changes() throws {
    let before = try page(code)
    #expect(before.contains("North"))
    #expect(try must("invite", "extend", code, "--valid", "2099-12-31 12:00").line.contains("2099"))
    #expect(try page(code).contains("2099"))
    _ = try must("invite", "extend", code, "--valid", "never")
    #expect(try site.sql("SELECT expires IS NULL FROM invitation") == "1")
    _ = try must("invite", "label", code, "Stand C")
    #expect(try site.sql("SELECT label || label_key FROM invitation") == "Stand Cstand c")
    let shown = try must(
      "invite", "retarget", code, "--no-department", "--no-approval", "--no-limit")
    #expect(shown.output.contains("0 of any number") && shown.output.contains("joins directly"))
    #expect(try !page(code).contains("North"))
    _ = try must("invite", "retarget", code, "--department", "North", "--approval")
    #expect(try page(code).contains("North"))
    #expect(
      try site.sql("SELECT requires_approval || COALESCE(max_uses, '-') FROM invitation") == "1-")
    #expect(try must("invite", "revoke", code.lowercased()).line == "\(code) is revoked")
    #expect(try page(code) != before && !page(code).contains("<form"))
    #expect(try must("invite", "revoke", code).line == "\(code) was revoked before")
    #expect(try must("build").line == "0 files written, 0 folders removed")
  }

  @Test("What cannot be changed about a link is said, and nothing is")
  func refusals() throws {
    _ = try apply("Grace", "grace@navy.example")
    _ = try apply("Alan", "alan@navy.example")
    let before = try site.sql("SELECT * FROM invitation")
    expect(
      try run("invite", "extend", code, "--valid", "2020-01-01"), complains: "is in the past: give")
    expect(
      try run("invite", "extend", code, "--valid", "soon"), complains: "\"soon\" is no validity")
    expect(
      try run("invite", "retarget", code, "--department", "Moon"),
      complains: "there is no department \"Moon\"")
    expect(
      try run("invite", "retarget", code, "--max-uses", "1"),
      complains: "2 uses are taken already: give 2 or more")
    expect(try run("invite", "retarget", code, "--max-uses", "0"), complains: "that is no limit")
    expect(
      try run("invite", "label", code, String(repeating: "x", count: 101)),
      complains: "the label is too long")
    for verb in [["extend", "--valid", "1d"], ["label", "x"], ["revoke"], ["printed"]] {
      expect(
        try Shell.run(
          [site.usherProgram, "invite", verb[0], "0000-0000-00001"] + verb.dropFirst()
            + ["--site", site.site]),
        complains: "there is no invitation 0000-0000-00001")
    }
    // One unknown among several: none is revoked.
    expect(try run("invite", "revoke", code, "x"), complains: "there is no invitation x")
    #expect(try site.sql("SELECT * FROM invitation") == before)
    #expect(try run("invite", "retarget", code).exit == 64)
    #expect(try run("invite", "retarget", code, "--max-uses", "3", "--no-limit").exit == 64)
    #expect(
      try run("invite", "retarget", code, "--department", "North", "--no-department").exit == 64)
    _ = try must("invite", "revoke", code)
    expect(try run("invite", "extend", code, "--valid", "1d"), complains: "\(code) is revoked")
  }

  @Test(
    "Reset ends one inviter's links, after showing what ends; the second time there is nothing to do"
  )
  func reset() throws {
    _ = try must("admin", "add", "bob", "--name", "Bob", "--email", "bob@acme.example")
    let bobs = try #require(try site.invite("--inviter", "bob")["code"] as? String)
    let other = try #require(try site.invite()["code"] as? String)
    let reference = try apply("Grace", "grace@navy.example")
    _ = try must("invite", "printed", other)
    let asked = try run("invite", "reset", "--inviter", "ada", input: "yes\n")
    expect(asked, complains: "nothing was changed: give --yes")
    func number(_ line: String) -> String {
      asked.output.split(separator: "\n").first { $0.hasPrefix(line) }.map {
        $0.filter { $0.isNumber }
      } ?? ""
    }
    #expect(number("Links") == "2" && number("Of these") == "1" && number("Applications") == "1")
    #expect(try site.sql("SELECT COUNT(*) FROM invitation WHERE revoked IS NULL") == "3")
    #expect(
      try must("invite", "reset", "--inviter", "ada", "--yes").output.hasSuffix(
        "2 links are revoked\n"))
    #expect(try site.sql("SELECT code FROM invitation WHERE revoked IS NULL") == bobs)
    #expect(try page(bobs).contains("<form"))
    for code in [code, other] { #expect(try !page(code).contains("<form")) }
    #expect(try must("invite", "reset", "--inviter", "ada").line.hasSuffix("nothing to do"))
    #expect(try site.sql("SELECT COUNT(*) FROM audit_log WHERE verb = 'reset'") == "1")
    expect(
      try run("invite", "reset", "--inviter", "eve", "--yes"), complains: "there is no account eve")
    // Who waits can still be decided on.
    #expect(try must("applications", "approve", reference).line.contains("approved"))
  }

  @Test("Links are listed by state, inviter and department, and marked as printed")
  func list() throws {
    let dead = try #require(try site.invite()["code"] as? String)
    _ = try must("invite", "revoke", dead)
    let later = try #require(
      try site.invite("--from", "2098-01-01", "--valid", "2099-01-01")["code"] as? String)
    func codes(_ arguments: String...) throws -> [String] {
      let ran = try Shell.run(
        [site.usherProgram, "invite", "list", "--json", "--site", site.site] + arguments)
      return try objects(ran).compactMap { $0["code"] as? String }
    }
    #expect(try codes("--state", "active") == [code])
    #expect(try codes("--state", "revoked", "--sort", "state") == [dead])
    #expect(try codes("--state", "not-yet-open") == [later])
    #expect(try codes("--state", "not yet open") == [later])
    #expect(try codes("--department", "North") == [code])
    #expect(try codes("--inviter", "ada").count == 3)
    #expect(try run("invite", "list", "--state", "asleep").exit == 64)
    expect(try run("invite", "list", "--inviter", "eve"), complains: "there is no account eve")
    _ = try must("invite", "printed", code)
    #expect(try site.sql("SELECT COUNT(*) FROM invitation WHERE printed > 0") == "1")
    _ = try must("invite", "printed", code, "--undo")
    #expect(try site.sql("SELECT COUNT(*) FROM invitation WHERE printed > 0") == "0")
  }

  // MARK: Applications

  @Test("Many are decided at once; who is not is named with the reason, and the others are decided")
  func decide() throws {
    let grace = try apply("Grace", "grace@navy.example")
    let alan = try apply("Alan", "alan@navy.example")
    let mary = try apply("Mary", "mary@navy.example")
    let approved = try must("applications", "approve", grace.lowercased())
    #expect(approved.line == "\(grace) Grace: approved\n1 mail waits; `usher deliver` sends them")
    #expect(try site.sql("SELECT COUNT(*) FROM mail_outbox WHERE kind = 'welcome'") == "1")
    // Another administrator comes too late for one, and is told who was first.
    _ = try must("admin", "add", "bob", "--name", "Bob", "--email", "bob@acme.example")
    let late = try run(
      "applications", "reject", grace, alan, "ZZZZ-ZZZZ", "--approver", "bob", "--reason", "No room"
    )
    expect(
      late, complains: "\(grace) was approved before by Ada Lovelace",
      "there is no application ZZZZ-ZZZZ: `usher applications list`")
    #expect(late.line == "\(alan) Alan: rejected")
    #expect(
      try site.sql("SELECT approver_name || reason FROM application WHERE name = 'Alan'")
        == "BobNo room")
    #expect(try site.sql("SELECT COUNT(*) FROM mail_outbox WHERE kind = 'rejected'") == "0")
    let told = try must("applications", "reject", mary, "--tell")
    #expect(told.line.hasSuffix("1 mail waits; `usher deliver` sends them"))
    #expect(try site.sql("SELECT COUNT(*) FROM mail_outbox WHERE kind = 'rejected'") == "1")
    // The address of a member is no newcomer's.
    _ = try site.sql("UPDATE account SET email_key = 'x' WHERE email_key = 'grace@navy.example'")
    let joan = try apply("Joan", "joan@navy.example")
    _ = try site.sql("UPDATE account SET email_key = 'joan@navy.example' WHERE email_key = 'x'")
    expect(
      try run("applications", "approve", joan),
      complains: "\(joan): account grace has the address joan@navy.example already: reject")
    expect(
      try run("applications", "approve", joan, "--approver", "eve"),
      complains: "eve is no administrator")
    expect(
      try run("applications", "reject", joan, "--reason", String(repeating: "x", count: 1001)),
      complains: "the reason is too long")
    #expect(try run("applications", "approve").exit == 64)
  }

  @Test("A rejection opens a full link again, and reopening closes it: pages follow")
  func reopen() throws {
    let code = try #require(try site.invite("--max-uses", "1")["code"] as? String)
    let grace = try apply("Grace", "grace@navy.example", through: code)
    #expect(Shell.wait { (try? page(code).contains("<form")) == false })
    _ = try must("applications", "reject", grace)
    #expect(try page(code).contains("<form"))
    #expect(try must("applications", "reopen", grace).line == "\(grace) Grace: pending")
    #expect(try !page(code).contains("<form"))
    expect(
      try run("applications", "reopen", grace),
      complains: "\(grace) is pending: only a rejected application")
    expect(try run("applications", "reopen", "x"), complains: "there is no application x")
    _ = try must("applications", "reject", grace)
    let alan = try apply("Alan", "alan@navy.example", through: code)
    expect(
      try run("applications", "reopen", grace), complains: "the invitation of \(grace) is full")
    _ = try must("applications", "reject", alan)
    _ = try apply("Grace", "grace@navy.example", through: self.code)
    expect(try run("applications", "reopen", grace), complains: "has applied again meanwhile")
  }

  @Test("Applications are listed by every filter, found by a part of a name, and exported")
  func read() throws {
    let grace = try apply("Grace%20Hopper", "grace@navy.example")
    let wang = try apply("%E7%8E%8B%E5%B0%8F%E6%98%8E", "wang@navy.example")
    _ = try apply("=Zo%C3%AB", "zoe@navy.example")
    _ = try must("applications", "reject", wang, "--reason", "Twice, \"sorry\"")
    func names(_ arguments: String...) throws -> [String] {
      let ran = try Shell.run([site.usherProgram] + arguments + ["--json", "--site", site.site])
      return try objects(ran).compactMap { $0["name"] as? String }
    }
    #expect(
      try names("applications", "list", "--sort", "name") == ["=Zoë", "Grace Hopper", "王小明"])
    #expect(try names("applications", "list", "--state", "rejected") == ["王小明"])
    #expect(try names("applications", "list", "--invitation", code, "--limit", "2").count == 2)
    #expect(
      try names("applications", "list", "--inviter", "ada", "--department", "North").count == 3)
    #expect(try names("applications", "list", "--department", "Sales") == [])
    #expect(
      try names("applications", "list", "--from", "2020-01-01", "--until", "2099-01-01").count == 3)
    #expect(try names("applications", "list", "--until", "2020-01-01") == [])
    #expect(try names("find", "HOPP") == ["Grace Hopper"])
    #expect(try names("find", "zoe") == ["=Zoë"])
    #expect(try names("find", "小明") == ["王小明"])
    #expect(try names("find", "grace@navy.example") == ["Grace Hopper"])
    #expect(try names("find", "nobody") == [])
    #expect(try must("find", "hopper").output.contains(grace))
    expect(try run("find", "x"), complains: "\"x\" is too short")
    expect(try run("applications", "list", "--from", "soon"), complains: "\"soon\" is no moment")
    expect(
      try run("applications", "list", "--invitation", "x"), complains: "there is no invitation x")
    #expect(try run("applications", "list", "--state", "asleep").exit == 64)

    let printed = try must("applications", "export", "--sort", "name")
    let lines = printed.output.components(separatedBy: "\r\n")
    #expect(lines.count == 5 && lines[0].hasPrefix("reference,name,email"))
    #expect(lines[1].contains(",'=Zoë,") && lines[3].hasSuffix("\"Twice, \"\"sorry\"\"\""))
    let file = "\(site.folder)/list.csv"
    #expect(try must("applications", "export", file, "--sort", "name").output == "")
    #expect(
      FileManager.default.contents(atPath: file) == Data("\u{FEFF}".utf8)
        + Data(printed.output.utf8))
    #expect(
      try must("applications", "export", "-", "--state", "approved").output.hasSuffix("reason\r\n"))
    expect(
      try run("applications", "export", "/nonexistent/list.csv"),
      complains: "cannot write /nonexistent")
    expect(try run("applications", "export", "\(site.site)/public"), complains: "cannot write")
    let left = try FileManager.default.contentsOfDirectory(atPath: site.site)
    #expect(!left.contains { $0.hasPrefix("public.") })
  }
}
