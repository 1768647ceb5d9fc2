// What `usher build` notices: whatever was changed, brought back or left behind, and that nothing was.

import Foundation
import Testing

@Suite("usher build") struct BuildTests {
  private func build(_ site: HostedSite, _ codes: String...) throws -> String {
    try Shell.run([site.usherProgram, "build"] + codes + ["--site", site.site], in: site.folder)
      .line
  }

  private func code(_ site: HostedSite, _ arguments: String...) throws -> String {
    let ran = try Shell.run(
      [site.usherProgram, "invite", "create", "--json", "--site", site.site] + arguments,
      in: site.folder)
    let made = try JSONSerialization.jsonObject(with: Data(ran.output.utf8)) as? [String: Any]
    return try #require(made?["code"] as? String, "\(ran)")
  }

  private func bash(_ text: String) throws {
    let ran = try Shell.run(["bash", "-ec", text])
    #expect(ran.exit == 0, "\(ran)")
  }

  /// What a command wrote is looked at once more, and not again; files are stamped in steps of milliseconds.
  private func settle(_ site: HostedSite) throws {
    usleep(50_000)
    _ = try build(site)
  }

  @Test("A template that says something else where a link has an end: every page that shows it")
  func template() throws {
    let site = try HostedSite(serving: false)
    let code = try code(site, "--valid", "7d")
    let name = "landing.html.mustache"
    try bash(
      "sed 's|{{#expires}}|{{#expires}}<!-- ours -->|' \(HostedSite.repository)/templates/\(name) > \(site.site)/templates/\(name)"
    )
    #expect(try build(site) == "2 files written, 0 folders removed")
    let page = try String(
      contentsOfFile: "\(site.site)/public/I/\(code)/index.html", encoding: .utf8)
    #expect(page.contains("<!-- ours -->"))
  }

  @Test("Restored over a living site, pages say what the restored database says")
  func restored() throws {
    let site = try HostedSite(serving: false)
    try site.must("department", "add", "Support", "--site", site.site)
    let code = try code(site, "--department", "Support")
    try settle(site)
    let page = "\(site.site)/public/I/\(code)/index.html"
    let before = try String(contentsOfFile: page, encoding: .utf8)
    let backup = site.folder + "/mails/backup.tar.gz"
    try site.must("backup", backup, "--site", site.site)
    try site.must("invite", "retarget", code, "--department", "Sales / North", "--site", site.site)
    #expect(try String(contentsOfFile: page, encoding: .utf8).contains("Sales / North"))
    try site.must("restore", backup, "--site", site.site, "--yes")
    _ = try build(site)
    #expect(try String(contentsOfFile: page, encoding: .utf8) == before)
  }

  @Test("What a build wrote that was killed before it could say so is not taken for right")
  func killed() throws {
    let site = try HostedSite(serving: false)
    let code = try code(site)
    try settle(site)
    let page = "\(site.site)/public/I/\(code)/index.html"
    let before = try String(contentsOfFile: page, encoding: .utf8)
    _ = try site.sql("UPDATE setting SET value = 'Bolt' WHERE name = 'organisation'")
    _ = try Shell.run([
      "strace", "-f", "-o", "/dev/null", "-e", "trace=pwrite64", "-e",
      "inject=pwrite64:signal=KILL:when=1", site.usherProgram, "build", "--site", site.site,
    ])
    #expect(try String(contentsOfFile: page, encoding: .utf8).contains("Bolt"))
    _ = try site.sql("UPDATE setting SET value = 'Acme' WHERE name = 'organisation'")
    _ = try build(site)
    #expect(try String(contentsOfFile: page, encoding: .utf8) == before)
  }

  @Test("A withdrawn link whose old folder is copied back, times and all, is withdrawn again")
  func copiedBack() throws {
    let site = try HostedSite(serving: false)
    let code = try code(site)
    let folder = "\(site.site)/public/I/\(code)"
    try bash("cp -a \(folder) \(site.site)/old")
    try settle(site)
    try site.must("invite", "revoke", code, "--site", site.site)
    try settle(site)
    try bash("rm -r \(folder); cp -a \(site.site)/old \(folder)")
    #expect(try build(site) == "3 files written, 0 folders removed")
    #expect(FileManager.default.fileExists(atPath: "\(folder)/gone"))
    let page = try String(contentsOfFile: "\(folder)/index.html", encoding: .utf8)
    #expect(!page.contains("<form"))
  }

  @Test("Where nothing has changed the database is not written")
  func idle() throws {
    let site = try HostedSite(serving: false)
    _ = try code(site)
    try settle(site)
    let database = site.site + "/usher.db"
    let before = try Shell.run(["stat", "-c", "%y %i", database]).line
    for _ in 0..<2 {
      #expect(try build(site) == "0 files written, 0 folders removed")
      #expect(try Shell.run(["stat", "-c", "%y %i", database]).line == before)
    }
  }

  @Test("A code that is named twice is built once")
  func twice() throws {
    let site = try HostedSite(serving: false)
    let code = try code(site)
    try bash("rm -r \(site.site)/public/I/\(code)")
    #expect(try build(site, code, code, code.lowercased()) == "4 files written")
  }

  @Test("What doctor says against a killed build's files and folders takes them away")
  func leftovers() throws {
    let site = try HostedSite(serving: false)
    _ = try code(site)
    try bash(
      "cd \(site.site)/public/I; mkdir .A.new; touch .A.new/qr.png $(ls | head -n 1)/.index.html.new"
    )
    func mends() throws -> [String] {
      let ran = try site.usher("doctor", "--json", "--site", site.site)
      let all = try JSONSerialization.jsonObject(with: Data(ran.output.utf8)) as? [[String: Any]]
      let found = (all ?? []).filter { $0["what"] as? String == "document root" }
      return found.compactMap { $0["mend"] as? String }.filter { !$0.isEmpty }
    }
    let command = try #require(try mends().first?.split(separator: "`").first)
    try bash(String(command))
    #expect(try mends().isEmpty)
    #expect(
      try Shell.run(["find", site.site + "/public", "-name", ".*.new"]).output.isEmpty)
  }

  @Test("An ended link whose page says so is not late where only the look was changed")
  func notLate() throws {
    let site = try HostedSite(serving: false)
    _ = try code(site)
    _ = try site.sql("UPDATE invitation SET expires = unixepoch() - 600")
    func pages() throws -> String {
      let ran = try site.usher("doctor", "--json", "--site", site.site)
      let all = try JSONSerialization.jsonObject(with: Data(ran.output.utf8)) as? [[String: Any]]
      let found = (all ?? []).filter { $0["what"] as? String == "pages" }
      return found.compactMap { $0["found"] as? String }.joined()
    }
    #expect(try pages().contains("the page does not say so"))
    _ = try build(site)
    try site.must("settings", "set", "accent", "#7a1f5f", "--site", site.site)
    #expect(try pages().contains("missing or not up to date"))
  }
}
