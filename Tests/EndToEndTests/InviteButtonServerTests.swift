// A business system's button, with the README's own lines behind it: PHP, a shell, and a browser.

import Foundation
import Testing

@Suite("A business system's button", .serialized) struct InviteButtonServerTests {
  private let site: HostedSite
  private let variables: [String]
  private let readme: String

  init() throws {
    site = try HostedSite()
    try site.addMember("grace", department: "North")
    try site.must("settings", "set", "member_invitations", "yes", "--site", site.site)
    let added = try site.must("business-system", "add", "Staff portal", "--site", site.site).output
    let lines = added.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
    try #require(lines.count == 2 && lines[0][0] == "key" && lines[1][0] == "secret")
    variables = [
      "USHER_API=\(site.base)/usher/api/v1", "USHER_KEY=\(lines[0][1])",
      "USHER_SECRET=\(lines[1][1])", "USHER_MEMBER=grace",
    ]
    readme = try String(contentsOfFile: HostedSite.repository + "/README.md", encoding: .utf8)
  }

  /// The README's lines in a language, those with that word among them, for this site.
  private func lines(_ language: String, with word: String) throws -> String {
    let blocks = readme.components(separatedBy: "```\(language)\n").dropFirst().map {
      $0.components(separatedBy: "```")[0]
    }
    return try #require(blocks.first { $0.contains(word) })
      .replacing("https://join.example.org", with: site.base)
  }

  private func code(in answer: String) throws -> String {
    let value = try JSONSerialization.jsonObject(with: Data(answer.utf8)) as? [String: Any]
    return try #require(value?["code"] as? String, "\(answer)")
  }

  @Test("The README's lines for a back end in PHP and in a shell make a link each")
  func backEnds() throws {
    let php = "\(site.folder)/invite.php"
    try Data(try lines("php", with: "hash_hmac").utf8).write(to: URL(fileURLWithPath: php))
    _ = try Shell.run(["chmod", "644", php], asRoot: true)
    let script = try lines("sh", with: "Signature-Input")
    for command in [["php", php], ["sh", "-ec", script]] {
      let ran = try Shell.run(["env"] + variables + command)
      #expect(ran.exit == 0, "\(ran)")
      #expect(try site.ask("/I/\(code(in: ran.output))/").status == 200)
    }
    #expect(try site.sql("SELECT COUNT(*) FROM invitation WHERE is_members = 1") == "2")
  }

  @Test("Pressed in a browser, the button shows link and QR code; its link does without scripts")
  func browser() throws {
    let php = "\(site.folder)/invite.php"
    try Data(try lines("php", with: "hash_hmac").utf8).write(to: URL(fileURLWithPath: php))
    let link = try Shell.run(
      ["env"] + variables + ["sh", "-ec", try lines("sh", with: "expires=")])
    let ran = try Shell.run(
      ["env"] + variables + [
        HostedSite.python, "-B", "\(HostedSite.tests)/button.py", site.base, "--php", php,
        "--link", link.line,
      ], asRoot: true)
    #expect(ran.exit == 0 && ran.output.contains("findings: 0"), "\(ran)")
    #expect(try site.sql("SELECT COUNT(*) FROM invitation WHERE is_members = 1") == "2")
    // The same link again makes nothing.
    let again = try site.ask(link.line, form: [("x", "y")])
    #expect(again.status == 200 && again.body.contains("Here it is again"))
    #expect(try site.sql("SELECT COUNT(*) FROM invitation WHERE is_members = 1") == "2")
  }
}
