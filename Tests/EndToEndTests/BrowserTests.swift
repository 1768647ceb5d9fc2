// The same ways in Chromium, at 320 pixels, by keyboard, with scripts off: `strangers.py`, `member.py`,
// `inviting.py`, `desk.py` and `pages.py` drive it, and on each page look for accessibility violations, complaints about the security
// policy, requests that leave the host, and what does not fit.

import Foundation
import Testing

@Suite("In a browser", .serialized) struct BrowserTests {
  private func walk(_ script: String, _ site: HostedSite, _ more: String...) throws -> Ran {
    let ran = try Shell.run(
      [
        HostedSite.python, "-B", "\(HostedSite.tests)/\(script).py", site.base, "--login", "ada",
        "--password", site.password, "--mails", site.mails,
        "--screenshots", HostedSite.repository + "/.tools/screenshots",
      ] + more, asRoot: true)
    print(ran.output.split(separator: "\n").filter { $0.hasPrefix("#") }.joined(separator: "\n"))
    return ran
  }

  @Test("A stranger, an administrator and a newcomer find their way, and nothing is found wanting")
  func strangers() throws {
    let site = try HostedSite()
    let live = try site.invite(
      "--department", "North", "--label", "Stand B", "--valid", "7d", "--max-uses", "200")
    let dead = try site.invite("--label", "Past")
    _ = try site.sql("UPDATE invitation SET expires = created - 1 WHERE label = 'Past'")
    try site.must("build", "--site", site.site)
    let ran = try walk(
      "strangers", site, "--invitation", live["code"] as? String ?? "",
      "--dead", dead["code"] as? String ?? "")
    #expect(ran.exit == 0, "\(ran)")
    #expect(ran.output.contains("findings: 0"))
  }

  @Test("A newcomer acts as a public account, until a move to another department ends it")
  func member() throws {
    let site = try HostedSite()
    try site.must("department", "add", "Marketing", "--site", site.site)
    try site.must("role", "add", "Editor", "--site", site.site)
    let link = try site.invite(
      "--department", "North", "--role", "Editor", "--label", "Stand B", "--no-approval")
    let ran = try walk("member", site, "--invitation", link["code"] as? String ?? "")
    #expect(ran.exit == 0, "\(ran)")
    #expect(ran.output.contains("findings: 0"))
  }

  @Test("A member is let invite, a stranger joins through the link, the switch ends it")
  func inviting() throws {
    let site = try HostedSite()
    try site.addMember("grace", department: "North")
    let (key, secret) = try site.addBusinessSystem("Staff portal")
    let ran = try walk(
      "inviting", site, "--member", "grace", "--name", "Grace Höpper", "--key", key,
      "--secret=\(secret)")
    #expect(ran.exit == 0, "\(ran)")
    #expect(ran.output.contains("findings: 0"))
  }

  @Test("A day at the desk, from a new link to Reset All; then every page with much on it")
  func desk() throws {
    let site = try HostedSite()
    try site.addAdministrator("alan", "Alan Turing")
    let day = try walk("desk", site, "--other", "alan")
    #expect(day.exit == 0, "\(day)")
    #expect(day.output.contains("findings: 0"))

    let code = try #require(
      try site.invite("--label", "Fair", "--valid", "2d", "--department", "North")["code"]
        as? String)
    for place in 0..<60 { _ = try site.invite("--label", "Stand \(place)", "--valid", "5d") }
    try site.apply(60, through: code)
    try site.apply(60, through: code, from: 61, reason: "Come again next year, please.")
    try site.must("role", "add", "Editor", "--site", site.site)
    try site.must("group", "add", "Choir", "--site", site.site)
    let people = (1...60).map {
      "person.\($0),Person \($0),person.\($0)@acme.example,Sales / North,Editor"
    }
    let file = (["login,name,email,department,roles"] + people).joined(separator: "\n")
    try site.must("account", "import", "-", "--site", site.site, input: file)
    try site.must(
      "public-account", "create", "press", "--name", "Press office", "--site", site.site)
    try site.must("business-system", "add", "Staff portal", "--site", site.site)
    try site.must(
      "webhook", "add", "https://shop.example.org/usher/what-happened?of=staff", "--events",
      "applied,decided", "--site", site.site)
    let reference = try site.sql("SELECT reference FROM application WHERE number = 70")
    let pages = try walk(
      "pages", site, "--invitation", code, "--application", reference)
    #expect(pages.exit == 0, "\(pages)")
    #expect(pages.output.contains("findings: 0"))
  }
}
