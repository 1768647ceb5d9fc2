// Departments, positions, groups and roles, and what links give, kept from the command line by the built programs.

import Foundation
import Testing

@Suite("Command line, for the directory", .serialized) struct CommandLineDirectoryTests {
  private let site: HostedSite

  init() throws { site = try HostedSite(serving: false) }

  private func run(_ arguments: [String]) throws -> Ran {
    try Shell.run([site.usherProgram] + arguments + ["--site", site.site])
  }

  private func must(_ arguments: String...) throws -> Ran {
    let ran = try run(arguments)
    try #require(ran.exit == 0, "\(arguments): \(ran)")
    return ran
  }

  /// One line on standard error for each thing that is wrong, exit 1, and nothing is changed.
  private func expect(_ arguments: [String], complains sentences: String...) throws {
    let before = try rows()
    let ran = try run(arguments)
    #expect(ran.exit == 1 && ran.output.isEmpty, "\(arguments): \(ran)")
    let lines = ran.complaint.split(separator: "\n")
    #expect(lines.count == sentences.count, "\(arguments): \(ran)")
    for (line, sentence) in zip(lines, sentences) {
      #expect(line.hasPrefix("usher: ") && line.contains(sentence), "\(arguments): \(ran)")
    }
    #expect(try rows() == before, "\(arguments)")
  }

  private func rows() throws -> String {
    try [
      "department ORDER BY id", "holding ORDER BY id", "account_holding ORDER BY account, holding",
      "invitation_holding ORDER BY invitation, holding", "audit_head",
    ].map { try site.sql("SELECT * FROM \($0)") }.joined(separator: "\n--\n")
  }

  private func departments() throws -> [String] {
    try must("department", "list").output.split(separator: "\n").map(String.init)
  }

  private func page(_ code: String) throws -> String {
    try String(contentsOfFile: "\(site.site)/public/I/\(code)/index.html", encoding: .utf8)
  }

  @Test(
    "Members invite once they are let, by the rules that are set; switched off, their links are asked about"
  )
  func members() throws {
    try site.addMember("grace", department: "North")
    try expect(["invite", "member", "grace"], complains: "members do not make invitations")
    _ = try must("settings", "set", "member_invitations", "yes")
    _ = try must("settings", "set", "member_department", "Sales")
    _ = try must("settings", "set", "member_links", "1")
    #expect(try must("settings", "list").output.contains("member_department  "))
    try expect(
      ["settings", "set", "member_department", "Nowhere"], complains: "cannot be \"Nowhere\"")
    let made = try must("invite", "member", "grace", "--label", "Book club", "--json")
    let json = try JSONSerialization.jsonObject(with: Data(made.output.utf8)) as? [String: Any]
    let code = try #require(json?["code"] as? String)
    #expect(json?["department"] as? String == "Sales")
    #expect(json?["inviter"] as? String == "Grace Höpper")
    #expect(try page(code).contains("Grace Höpper"))
    try expect(["invite", "member", "grace"], complains: "grace has 1 open links")
    try expect(["invite", "member", "nobody"], complains: "there is no account nobody")
    let off = ["settings", "set", "member_invitations", "no"]
    try expect(off, complains: "members have links that are not over (1, printed 0")
    #expect(try run(off + ["--links", "revoke"]).exit == 0)
    #expect(try !page(code).contains("<form"))
    #expect(try must("settings", "list", "--json").output.contains("\"Sales\""))
  }

  @Test("Departments are renamed, moved, merged, removed; pages of links follow at once")
  func tree() throws {
    let code = try #require(try site.invite("--department", "Sales / North")["code"] as? String)
    _ = try must("department", "add", "Press / Shop")
    #expect(
      try must("department", "rename", "Sales / North", "West").line
        == "Sales / North is called West")
    #expect(try page(code).contains("Sales / West"))
    #expect(
      try must("department", "move", "West", "--under", "Press").line
        == "Sales / West is now Press / West")
    #expect(try page(code).contains("Press / West"))
    #expect(
      try must("department", "move", "Press / West", "--to-top").line == "Press / West is now West")
    #expect(
      try must("department", "merge", "West", "--into", "Sales").line
        == "West is merged into Sales")
    #expect(try !page(code).contains("West") && page(code).contains("Sales"))
    _ = try must("department", "remove", "Shop")
    #expect(try departments() == ["Press", "Sales"])
    #expect(
      try site.sql(
        "SELECT COUNT(*) FROM audit_log WHERE actor = 'command line' AND verb IN ('rename', 'move', 'merge', 'take up', 'remove')"
      ) == "6")
    #expect(try run(["department", "move", "Press"]).exit == 64)
    #expect(try run(["department", "move", "Press", "--to-top", "--under", "Sales"]).exit == 64)
  }

  @Test(
    "What cannot be done to a department is said, a line for each reason, and nothing is changed")
  func refused() throws {
    _ = try site.invite("--department", "Sales / North")
    _ = try must("department", "add", "Sales / North / Shop")
    _ = try must("department", "add", "Press / North")
    try expect(
      ["department", "remove", "Sales / North"],
      complains: "other departments are below Sales / North",
      "links that are not over lead into Sales / North")
    try expect(["department", "move", "Sales", "--under", "Shop"], complains: "below itself")
    try expect(["department", "merge", "Sales", "--into", "Shop"], complains: "below itself")
    try expect(
      ["department", "move", "Press / North", "--under", "Sales"],
      complains: "another department of that name")
    try expect(
      ["department", "rename", "Press", "A/B"],
      complains: "\"A/B\" cannot be a department's name: give 1 to 100")
    try expect(
      ["department", "rename", "North", "South"], complains: "there are several departments")
    try expect(["department", "remove", "Moon"], complains: "there is no department \"Moon\"")
  }

  @Test(
    "Positions, groups and roles: the same commands for each",
    arguments: ["position", "group", "role"])
  func holdings(noun: String) throws {
    #expect(try must(noun, "add", " Éditor ").line == "Éditor")
    _ = try must(noun, "add", "Head")
    #expect(try must(noun, "list").output == "Éditor\nHead\n")
    let list = try must(noun, "list", "--json")
    #expect(
      (try JSONSerialization.jsonObject(with: Data(list.output.utf8)) as? [[String: String]])?
        .map { $0["name"] ?? "" } == ["Éditor", "Head"])
    #expect(try must(noun, "rename", "EDITOR", "Writer").line == "Éditor is called Writer")
    #expect(try must(noun, "give", "writer", "ada").line == "ada has Writer now")
    #expect(try must(noun, "give", "writer", "ada").line == "ada has Writer already")
    #expect(try site.sql("SELECT COUNT(*) FROM account_holding") == "1")
    #expect(try must(noun, "take", "writer", "ada").line == "ada has Writer no more")
    #expect(try must(noun, "take", "writer", "ada").line == "ada has not had Writer")
    #expect(try must(noun, "remove", "writer").line == "Writer is removed")
    try expect([noun, "add", "HEAD"], complains: "there is the \(noun) Head already")
    try expect([noun, "add", "a;b"], complains: "\"a;b\" cannot be a name")
    try expect([noun, "rename", "head", ""], complains: "\"\" cannot be a name")
    try expect([noun, "remove", "writer"], complains: "there is no \(noun) \"writer\"")
    try expect(
      [noun, "give", "head", "nobody", "no body"], complains: "there is no account nobody",
      "there is no account no body")
  }

  @Test("A link gives positions, groups and roles; retargeted, those of a kind that is named")
  func given() throws {
    for (noun, name) in [
      ("position", "Head"), ("group", "Press"), ("group", "Sports"), ("role", "Editor"),
    ] {
      _ = try must(noun, "add", name)
    }
    let made = try site.invite("--group", "press", "--group", "Sports", "--role", "EDITOR")
    let code = try #require(made["code"] as? String)
    #expect(made["groups"] as? [String] == ["Press", "Sports"])
    #expect(made["roles"] as? [String] == ["Editor"] && made["positions"] as? [String] == [])
    let shown = try must("invite", "show", code).output
    #expect(shown.contains("Groups      Press, Sports\nRoles       Editor\n"))
    #expect(!shown.contains("Positions"))
    let changed = try must("invite", "retarget", code, "--position", "Head", "--group", "Sports")
      .output
    #expect(changed.contains("Positions   Head\nGroups      Sports\nRoles       Editor\n"))
    let none = try must("invite", "retarget", code, "--no-groups", "--no-roles").output
    #expect(
      none.contains("Positions   Head\n") && !none.contains("Groups") && !none.contains("Roles"))
    try expect(["invite", "create", "--role", "Boss"], complains: "there is no role \"Boss\"")
    try expect(
      ["invite", "retarget", code, "--role", "Boss"], complains: "there is no role \"Boss\"")
    #expect(try run(["invite", "retarget", code, "--group", "Press", "--no-groups"]).exit == 64)
  }
}
