// Public accounts from the command line, by the built programs.

import Foundation
import Testing

@Suite("Command line, public accounts", .serialized) struct PublicAccountCommandTests {
  private let site: HostedSite

  init() throws {
    site = try HostedSite(serving: false)
    _ = try must("public-account", "create", "press", "--name", "Press office")
  }

  private func run(_ arguments: String...) throws -> Ran {
    try Shell.run([site.usherProgram] + arguments + ["--site", site.site])
  }

  @discardableResult
  private func must(_ arguments: String...) throws -> Ran {
    let ran = try Shell.run([site.usherProgram] + arguments + ["--site", site.site])
    try #require(ran.exit == 0, "\(arguments): \(ran)")
    return ran
  }

  private func json(_ arguments: String...) throws -> Any {
    let ran = try Shell.run(
      [site.usherProgram, "public-account"] + arguments + ["--json", "--site", site.site])
    try #require(ran.exit == 0, "\(arguments): \(ran)")
    return try JSONSerialization.jsonObject(with: Data(ran.output.utf8))
  }

  private func expect(_ ran: Ran, complains sentence: String) {
    #expect(ran.exit == 1, "\(ran)")
    #expect(
      ran.complaint.hasPrefix("usher: ") && ran.complaint.contains(sentence)
        && ran.complaint.split(separator: "\n").count == 1, "\(ran)")
  }

  /// Somebody who joined through a link into Sales / North.
  private func join(_ name: String, _ email: String) throws {
    let code = try #require(
      try site.invite("--department", "Sales / North", "--no-approval")["code"] as? String)
    let form = "code=\(code)&name=\(name)&email=\(email)"
    let ran = try Shell.run(
      [
        "/usr/bin/env", "REQUEST_METHOD=POST", "SCRIPT_NAME=/usher", "PATH_INFO=/apply",
        "CONTENT_LENGTH=\(form.utf8.count)", "CONTENT_TYPE=application/x-www-form-urlencoded",
        "HTTP_ORIGIN=\(site.base)", "\(site.site)/cgi-bin/usher.cgi",
      ], input: form)
    try #require(ran.output.hasPrefix("Status: 303"), "\(ran)")
  }

  @Test("Made, opened to each kind, shown, who may use it and why, closed")
  func associations() throws {
    try join("Grace", "grace@navy.example")
    try must("role", "add", "Editor")
    try must("role", "give", "Editor", "grace")
    #expect(
      try must("public-account", "associate", "press", "--department", "Sales").line
        == "press is open to department Sales")
    #expect(
      try must("public-account", "associate", "press", "--role", "editor").line
        == "press is open to role Editor")
    #expect(
      try must("public-account", "associate", "PRESS", "--account", "Grace@navy.example").line
        == "press is open to grace")
    #expect(
      try must("public-account", "associate", "press", "--role", "Editor").line
        == "press is open to that already")
    let shown = try #require(try json("show", "press") as? [String: Any])
    let associations = try #require(shown["associations"] as? [[String: String]])
    #expect(associations.map { $0["kind"] } == ["department", "role", "account"])
    #expect(associations.map { $0["name"] } == ["Sales", "Editor", "grace"])
    #expect(try must("public-account", "show", "press").output.contains("Editor"))
    let who = try #require(try json("who", "press") as? [[String: Any]])
    #expect(who.count == 1 && who[0]["login"] as? String == "grace")
    #expect(
      who[0]["reasons"] as? [String]
        == ["through department Sales", "through role Editor", "as a person"])
    #expect(try must("public-account", "who", "press").output.contains("through role Editor"))
    let list = try #require(try json("list") as? [[String: Any]])
    #expect(list.map { $0["associations"] as? Int } == [3])
    #expect(
      try must("public-account", "dissociate", "press", "--department", "Sales").line
        == "press is not open to department Sales any more")
    #expect(try must("public-account", "uses", "press").output.hasPrefix("FROM"))
    #expect(try #require(try json("uses", "press") as? [Any]).isEmpty)

    expect(
      try run("public-account", "dissociate", "press", "--department", "Sales"),
      complains: "press is not open to that: `usher public-account show press`")
    expect(
      try run("public-account", "associate", "press", "--department", "Moon"),
      complains: "there is no department \"Moon\"")
    expect(
      try run("public-account", "associate", "press", "--group", "Moon"),
      complains: "there is no group \"Moon\"")
    expect(
      try run("public-account", "associate", "press", "--account", "moon"),
      complains: "there is no account moon")
    expect(
      try run("public-account", "associate", "press", "--account", "press"),
      complains: "a public account uses no other: name a person")
    expect(
      try run("public-account", "associate", "moon", "--role", "Editor"),
      complains: "there is no public account moon: `usher public-account list`")
    #expect(try run("public-account", "associate", "press").exit == 64)
    #expect(
      try run("public-account", "associate", "press", "--role", "Editor", "--account", "grace")
        .exit == 64)
  }

  @Test("A person's account is made public and back; suspended, renamed, restored, removed")
  func changes() throws {
    try join("Grace", "grace@navy.example")
    expect(
      try run("public-account", "convert", "ada"), complains: "ada is an administrator: name")
    expect(
      try run("public-account", "convert", "press"), complains: "no personal account press")
    let code = try #require(try site.invite()["code"] as? String)
    _ = try site.sql(
      "UPDATE invitation SET inviter = (SELECT id FROM account WHERE login = 'grace') WHERE code = '\(code)'"
    )
    expect(
      try run("public-account", "convert", "grace"),
      complains: "give --links keep, --links revoke, or --links hand-over --to LOGIN")
    expect(
      try run("public-account", "convert", "grace", "--links", "hand-over", "--to", "grace"),
      complains: "grace cannot take the links over")
    #expect(
      try must("public-account", "convert", "grace", "--links", "revoke").line == "grace is public")
    #expect(
      try site.sql("SELECT revoked IS NOT NULL FROM invitation WHERE code = '\(code)'") == "1")
    let page = try String(
      contentsOfFile: "\(site.site)/public/I/\(code)/index.html", encoding: .utf8)
    #expect(!page.contains("<form"))
    #expect(try site.sql("SELECT kind FROM account WHERE login = 'grace'") == "public")
    expect(
      try run("public-account", "revert", "press"), complains: "press has no address: give one")
    expect(
      try run("public-account", "revert", "grace", "--email", "x"),
      complains: "\"x\" is no e-mail address")
    let ada = try site.sql("SELECT email FROM account WHERE login = 'ada'")
    expect(
      try run("public-account", "revert", "grace", "--email", ada),
      complains: "account ada has the address \(ada) already")
    #expect(
      try must("public-account", "revert", "grace").line
        == "A new initial password for grace waits in the outbox.")
    #expect(
      try must("public-account", "suspend", "press").line == "press is suspended")
    expect(try run("public-account", "suspend", "press"), complains: "press is so already")
    expect(
      try run("public-account", "revert", "press", "--email", "p@navy.example"),
      complains: "press is suspended: restore it first")
    #expect(
      try must("public-account", "rename", "press", "--name", "Presse").line == "press is renamed")
    #expect(
      try must("public-account", "restore", "press").line == "press can be used again")
    expect(
      try run("public-account", "create", "press", "--name", "x"),
      complains: "press exists already: choose another login")
    #expect(try must("public-account", "remove", "press").line == "press is removed")
    expect(
      try run("public-account", "show", "press"), complains: "there is no public account press")
    #expect(try #require(try json("list") as? [Any]).isEmpty)
  }
}
