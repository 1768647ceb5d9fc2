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
    let (key, secret) = try site.addBusinessSystem("Staff portal")
    variables = [
      "USHER_API=\(site.base)/usher/api/v1", "USHER_KEY=\(key)", "USHER_SECRET=\(secret)",
      "USHER_MEMBER=grace",
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

  @Test("A business system under the same Apache, with both buttons, in a browser")
  func browser() throws {
    let portal = try startPortal()
    var ran = try press(portal)
    #expect(ran.exit == 0 && ran.output.contains("findings: 0"), "\(ran)")
    #expect(try site.sql("SELECT COUNT(*) FROM invitation WHERE is_members = 1") == "2")
    // Not for a page of somebody else's.
    let foreign = try site.ask(portal + "/portal.php", form: [("x", "y")])
    #expect(foreign.status == 403)

    try site.must("settings", "set", "member_links", "2", "--site", site.site)
    ran = try press(
      portal, "--refused",
      "No more links for now: as many have been made as are allowed. Please try again later.")
    #expect(ran.exit == 0, "\(ran)")
    try site.must(
      "settings", "set", "member_invitations", "no", "--links", "keep", "--site", site.site)
    ran = try press(portal, "--refused", "Invitation links cannot be made at present.")
    #expect(ran.exit == 0, "\(ran)")
    #expect(try site.sql("SELECT COUNT(*) FROM invitation WHERE is_members = 1") == "2")
  }

  private func press(_ portal: String, _ more: String...) throws -> Ran {
    try Shell.run(
      [
        HostedSite.python, "-B", "\(HostedSite.tests)/button.py", portal, site.base,
        "--screenshots", HostedSite.repository + "/.tools/screenshots",
      ] + more, asRoot: true)
  }

  /// The Apache that serves the site serves the portal too, with PHP as Debian has it for CGI.
  /// - Returns: its origin.
  private func startPortal() throws -> String {
    let (port, folder) = (Shell.freePort(), "\(site.folder)/portal")
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try FileManager.default.copyItem(
      atPath: "\(HostedSite.tests)/portal.php", toPath: "\(folder)/portal.php")
    try Data(try lines("php", with: "hash_hmac").utf8)
      .write(to: URL(fileURLWithPath: "\(folder)/invite.php"))
    _ = try Shell.run(["chmod", "-R", "a+rX", folder], asRoot: true)
    let set = (variables + ["USHER_SITE=\(site.base)"]).map {
      let halves = $0.split(separator: "=", maxSplits: 1)
      return "SetEnv \(halves[0]) \"\(halves[1])\""
    }
    site.stopServer()
    try site.start(
      .apacheCgid,
      beside: """
        LoadModule actions_module /usr/lib/apache2/modules/mod_actions.so
        LoadModule env_module /usr/lib/apache2/modules/mod_env.so
        Listen 127.0.0.1:\(port)
        <VirtualHost 127.0.0.1:\(port)>
          DocumentRoot \(folder)
          ScriptAlias /php-cgi /usr/bin/php-cgi
          <Location /php-cgi>
            Require env REDIRECT_STATUS
          </Location>
          <Directory \(folder)>
            Require all granted
            AddHandler application/x-httpd-php .php
            Action application/x-httpd-php /php-cgi
          </Directory>
          \(set.joined(separator: "\n  "))
        </VirtualHost>

        """)
    return "http://127.0.0.1:\(port)"
  }
}
