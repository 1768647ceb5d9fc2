// Accounts from CSV and back into CSV, by the built programs.

import Foundation
import Testing

@Suite("Command line, import and export", .serialized) struct CommandLineImportTests {
  private let site: HostedSite

  init() throws { site = try HostedSite(serving: false) }

  private func run(_ arguments: String..., input: String = "") throws -> Ran {
    try Shell.run([site.usherProgram] + arguments + ["--site", site.site], input: input)
  }

  private func must(_ arguments: String...) throws -> Ran {
    let ran = try Shell.run([site.usherProgram] + arguments + ["--site", site.site])
    try #require(ran.exit == 0, "\(arguments): \(ran)")
    return ran
  }

  private func expect(_ ran: Ran, complains sentence: String) {
    #expect(ran.exit == 1, "\(ran)")
    let lines = ran.complaint.split(separator: "\n")
    #expect(
      lines.count == 1 && lines[0].hasPrefix("usher: ") && lines[0].contains(sentence), "\(ran)")
  }

  @Test("5,000 people from a file: checked, imported, exported, and the same when they come back")
  func importAccounts() throws {
    let rows = (0..<5000).map {
      "p\($0),Person \($0),p\($0)@x.example,Sales / Unit \($0 % 40),Role \($0 % 3)"
    }
    let text = "login,name,email,department,roles\n" + rows.joined(separator: "\n") + "\n"
    let file = site.folder + "/people.csv"
    try Data(text.utf8).write(to: URL(fileURLWithPath: file))
    func count() throws -> String { try site.sql("SELECT COUNT(*) FROM account") }

    expect(
      try run("account", "import", file),
      complains: "5000 of 5000 rows cannot be imported, and nothing was changed: mend them")
    let dry = try must("account", "import", file, "--create", "--dry-run")
    #expect(
      dry.output.contains("line 2: p0 new\n") && dry.output.contains("line 5001: p4999 new\n"))
    #expect(dry.output.contains("department to be made: Sales / Unit 39\n"))
    #expect(dry.output.contains("role to be made: Role 2\n"))
    #expect(dry.output.hasSuffix("5000 new, 0 changed, 0 as they were. Nothing was changed yet.\n"))
    #expect(try count() == "1")
    #expect(
      try must("account", "import", file, "--create").line
        == "Done: 5000 new, 0 changed, 0 as they were.")
    #expect(try count() == "5001")

    let (first, again) = (site.folder + "/first.csv", site.folder + "/again.csv")
    _ = try must("account", "export", first)
    #expect(
      try must("account", "import", first).line == "Done: 0 new, 0 changed, 5001 as they were.")
    _ = try must("account", "export", again)
    #expect(
      try Data(contentsOf: URL(fileURLWithPath: first))
        == Data(contentsOf: URL(fileURLWithPath: again)))
    let some = try must("account", "export", "-", "--department", "Sales / Unit 7").output
    #expect(some.split(separator: "\r\n").count == 126)
  }

  @Test("From standard input, with a welcome; JSON says what became of each row")
  func importJSON() throws {
    let text = "email;name;login\ng@x.example;Grace;\noffice@x.example;Office;ada\nno;No;\n"
    let ran = try run("account", "import", "-", "--json", "--welcome", input: text)
    expect(ran, complains: "1 of 3 rows cannot be imported")
    let right = try run(
      "account", "import", "-", "--json", "--welcome", input: text.replacing("no;No;\n", with: ""))
    try #require(right.exit == 0, "\(right)")
    func object(_ ran: Ran) throws -> [String: Any] {
      try #require(
        try JSONSerialization.jsonObject(with: Data(ran.output.utf8)) as? [String: Any])
    }
    let (refused, done) = (try object(ran), try object(right))
    #expect(refused["done"] as? Bool == false && refused["refused"] as? Int == 1)
    #expect(done["done"] as? Bool == true && done["created"] as? Int == 1)
    #expect(done["mails"] as? Int == 1)
    let rows = try #require(refused["rows"] as? [[String: Any]])
    #expect(rows.map { $0["result"] as? String } == ["create", "change", "refused"])
    #expect(rows.map { $0["line"] as? Int } == [2, 3, 4])
    #expect(rows[1]["changes"] as? [String] == ["name", "email"])
    #expect((rows[2]["problems"] as? [String])?.count == 1)
    #expect(
      try site.sql("SELECT login FROM account WHERE email_key = 'g@x.example'") == "g")
  }

  @Test("A file that cannot be read as a table is refused in one line, which says how to mend it")
  func importRefusals() throws {
    let file = site.folder + "/people.csv"
    func refused(_ bytes: [UInt8], _ sentence: String) throws {
      try Data(bytes).write(to: URL(fileURLWithPath: file))
      expect(try run("account", "import", file), complains: "\(file)\(sentence)")
    }
    try refused(
      Array("name,email\nJos".utf8) + [0xE9, 0x0A], ", line 2: This text is not in UTF-8")
    try refused(
      Array("name,mail\nx,y\n".utf8), ": There is no column “mail”. Known columns are login")
    try refused(Array("name\nx\n".utf8), ": The column “email” is missing: add it.")
    try refused(Array("PK\u{3}\u{4}\0\0".utf8), ": This is a spreadsheet's own file")
    expect(try run("account", "import", site.folder), complains: "is a folder: name a file")
    expect(try run("account", "import", "/none"), complains: "there is no file /none: name a file")
    #expect(try site.sql("SELECT COUNT(*) FROM account") == "1")
  }
}
