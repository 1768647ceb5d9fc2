// The interface for business systems behind Apache, asked by other people's programs: `interface.py`.

import Foundation
import Testing

@Suite("Interface for business systems, behind a web server", .serialized)
struct InterfaceServerTests {
  private let site: HostedSite
  private let key: String
  private let secret: String

  init() throws {
    site = try HostedSite()
    try site.addMember("grace", department: "North")
    try site.must("settings", "set", "member_invitations", "yes", "--site", site.site)
    try site.must("settings", "set", "member_links", "1000", "--site", site.site)
    try site.must("settings", "set", "member_links_per_day", "1000", "--site", site.site)
    (key, secret) = try site.addBusinessSystem("Staff portal")
  }

  private func run(_ part: String, _ more: String...) throws {
    let ran = try Shell.run(
      [
        HostedSite.python, "-B", "\(HostedSite.tests)/interface.py", site.base, "--key", key,
        "--secret=\(secret)", "--member", "grace", "--part", part,
      ] + more, asRoot: true)
    print(ran.output.split(separator: "\n").filter { $0.hasPrefix("ok") }.joined(separator: "\n"))
    #expect(ran.exit == 0, "\(ran)")
  }

  @Test("http-message-signatures signs what is taken; each single changed byte is refused")
  func signed() throws { try run("signed") }

  @Test("The same Idempotency-Key brings the same answer, and the page that was not written")
  func again() throws { try run("again", "--published", site.site + "/public") }

  @Test("schemathesis finds nothing that the document does not say")
  func schemathesis() throws { try run("schemathesis") }

  @Test("50 requests at once of a member with 10 links left make 10")
  func limit() throws {
    try site.must("settings", "set", "member_links", "10", "--site", site.site)
    try run("limit")
    #expect(try site.sql("SELECT COUNT(*) FROM invitation WHERE is_members = 1") == "10")
  }

  @Test("1,000 recorded requests, sent again, make nothing")
  func replay() throws {
    try site.must("settings", "set", "member_links", "200", "--site", site.site)
    try run("replay")
    #expect(try site.sql("SELECT COUNT(*) FROM invitation WHERE is_members = 1") == "200")
  }

  @Test("The README's lines for a business system's back end, as they stand there")
  func example() throws {
    let readme = try String(contentsOfFile: HostedSite.repository + "/README.md", encoding: .utf8)
    let code = try #require(readme.firstMatch(of: /```python\n([\s\S]*?)```/)).1
    let ran = try Shell.run(
      [
        "env", "USHER_API=\(site.base)/usher/api/v1", "USHER_KEY=\(key)", "USHER_SECRET=\(secret)",
        "USHER_MEMBER=grace",
        HostedSite.python, "-B", "-c", String(code),
      ], asRoot: true)
    #expect(ran.exit == 0 && ran.output.contains("\"link\":\"\(site.base)/I/"), "\(ran)")
    #expect(try site.sql("SELECT COUNT(*) FROM invitation WHERE is_members = 1") == "1")
  }

  @Test("The commands: a key is printed once; another; a limit; closed; each mistake a sentence")
  func commands() throws {
    func fails(_ arguments: String..., saying sentence: String) throws {
      let ran = try Shell.run([site.usherProgram] + arguments + ["--site", site.site])
      #expect(ran.exit == 1 && ran.output.isEmpty, "\(ran)")
      #expect(ran.complaint.hasPrefix("usher: ") && ran.complaint.contains(sentence), "\(ran)")
    }
    let list = try site.must("business-system", "list", "--site", site.site).output
    #expect(list.contains("Staff portal") && list.contains(key) && !list.contains(secret))
    let rotated = try site.must("business-system", "rotate", "staff PORTAL", "--site", site.site)
    #expect(rotated.output.contains("secret  ") && !rotated.output.contains(secret))
    #expect(
      try site.must("business-system", "limit", "Staff portal", "7", "--site", site.site).line
        == "Staff portal may make 7 within 24 hours")
    try fails("business-system", "add", "Staff Portal", saying: "there is a business system")
    try fails("business-system", "add", "", saying: "that is no name")
    try fails("business-system", "limit", "Staff portal", "0", saying: "that is no limit")
    try fails("business-system", "rotate", "Shop", saying: "there is no business system Shop")
    try site.must("business-system", "revoke", "Staff portal", "--site", site.site)
    try fails("business-system", "rotate", "Staff portal", saying: "revoked already")
  }
}
