// What keeps a site going without anybody's care: chores, the program's copy that follows a new version, and
// root, who works as the site's owner.

import Foundation
import Testing

@Suite("Site keeping") struct SiteKeepingTests {
  private func same(_ one: String, _ other: String) throws -> Bool {
    try Shell.run(["cmp", "--silent", one, other]).exit == 0
  }

  @Test("A newer Usher replaces the site's usher.cgi at the first command, while requests go on")
  func renewal() throws {
    let site = try HostedSite()
    let copy = site.site + "/cgi-bin/usher.cgi"
    let installed = site.folder + "/bin/usher.cgi"
    // Another program of the same kind: what is behind an executable's end is not looked at.
    _ = try Shell.run(["bash", "-c", "echo newer >> \(installed)"])
    #expect(try !same(copy, installed))
    try site.must("upgrade", "--site", site.site)
    #expect(try same(copy, installed))
    #expect(try Shell.run(["stat", "-c", "%a", copy]).line == "755")
    #expect(try site.ask("/usher/sign-in").status == 200)
    // Not once more: the file stays the very same.
    let before = try Shell.run(["stat", "-c", "%i", copy]).line
    try site.must("settings", "list", "--site", site.site)
    #expect(try Shell.run(["stat", "-c", "%i", copy]).line == before)
    let left = try Shell.run(["ls", "-A", site.site + "/cgi-bin"]).line
    #expect(left == "usher.cgi")
  }

  @Test("An Usher that the site was not set up with leaves its usher.cgi alone")
  func otherInstallation() throws {
    let site = try HostedSite(serving: false)
    let other = site.folder + "/other"
    _ = try Shell.run([
      "bash", "-c",
      "mkdir \(other) && cp -r \(site.folder)/bin \(site.folder)/share \(other) && echo newer >> \(other)/bin/usher.cgi",
    ])
    #expect(try Shell.run([other + "/bin/usher", "upgrade", "--site", site.site]).exit == 0)
    #expect(try same(site.site + "/cgi-bin/usher.cgi", site.folder + "/bin/usher.cgi"))
  }

  @Test("A copy that cannot be replaced: said with how to mend it, and the command is done")
  func unwritable() throws {
    let site = try HostedSite(serving: false)
    let copy = site.site + "/cgi-bin/usher.cgi"
    _ = try Shell.run([
      "bash", "-c", "chmod a-w \(site.site)/cgi-bin; echo newer >> \(site.folder)/bin/usher.cgi",
    ])
    let ran = try site.usher("department", "add", "Support", "--site", site.site)
    _ = try Shell.run(["chmod", "u+w", site.site + "/cgi-bin"])
    #expect(ran.exit == 0)
    #expect(ran.complaint.hasPrefix("usher: \(copy) is of another Usher and cannot be replaced ("))
    #expect(ran.complaint.hasSuffix("): copy \(site.folder)/bin/usher.cgi over it\n"), "\(ran)")
    #expect(try site.sql("SELECT COUNT(*) FROM department WHERE name = 'Support'") == "1")
  }

  @Test("Chores print nothing; what keeps one of them from being done does not keep the other")
  func chores() throws {
    let site = try HostedSite(serving: false)
    let conf = site.site + "/usher.conf"
    _ = try Shell.run(["sed", "-i", "s,^mail = .*,mail = folder:\(site.mails),", conf])
    func welcome(_ login: String) throws {
      try site.must(
        "admin", "add", login, "--name", "Bob", "--email", "\(login)@acme.example", "--mail",
        "--site", site.site)
    }
    try welcome("bob")
    let done = try site.usher("chores", "--site", site.site)
    #expect(done.exit == 0 && done.output.isEmpty && done.complaint.isEmpty, "\(done)")
    #expect(site.mailFiles.count == 1)

    let template = site.site + "/templates/landing.html.mustache"
    _ = try Shell.run(["bash", "-c", "echo '{{inviterr}}' > \(template)"])
    try welcome("carol")
    let half = try site.usher("chores", "--site", site.site)
    #expect(half.exit == 1 && half.complaint.contains("\(template):1: "), "\(half)")
    #expect(site.mailFiles.count == 2)

    _ = try Shell.run(["sed", "-i", "s,^mail = .*,mail = pigeon:x,", conf])
    let neither = try site.usher("chores", "--site", site.site)
    #expect(neither.exit == 1 && neither.complaint.contains("\nusher: "), "\(neither)")
    #expect(neither.complaint.split(separator: "\n").allSatisfy { $0.hasPrefix("usher: ") })
  }

  @Test("The first administrator comes with the site, or nothing does")
  func firstAdministrator() throws {
    let site = try HostedSite(serving: false)
    let other = site.folder + "/other"
    for (typed, complaint) in [
      ("Ada", "\"Ada\" is no administrator: give \"Ada Lovelace <ada@example.org>\""),
      ("Ada <ada>", "\"ada\" is no e-mail address"), (" <ada@acme.example>", "cannot be a name"),
      ("Ada <ada+x@acme.example>", "\"ada+x\" is no login"),
    ] {
      let ran = try site.usher("init", other, "--admin", typed)
      #expect(ran.exit == 1 && ran.complaint.contains(complaint), "\(ran)")
      #expect(!FileManager.default.fileExists(atPath: other))
    }
    let made = try site.must("init", other, "--admin", "Ada Lovelace <Ada@acme.example>")
    #expect(
      made.output.contains("ada can sign in at ") && made.output.contains("Initial password: "))
    let list = try site.must("admin", "list", "--site", other).output
    #expect(list.contains("Ada@acme.example") && list.contains("Ada Lovelace"))
  }

  @Test("Without a time zone a site has the host's")
  func timeZone() throws {
    let site = try HostedSite(serving: false)
    let other = site.folder + "/other"
    try site.must("init", other)
    let host = try Shell.run(["readlink", "-m", "/etc/localtime"]).line
    let zone = host.components(separatedBy: "/zoneinfo/").dropFirst().last ?? "UTC"
    let shown = try site.must("settings", "list", "--json", "--site", other).output
    #expect(shown.contains(zone == "Etc/UTC" ? "\"UTC\"" : zone), "\(shown)")
  }

  @Test("Only root gives a site to somebody, and only to somebody who is there")
  func owner() throws {
    let site = try HostedSite(serving: false)
    guard geteuid() == 0 else {
      let ran = try site.usher("init", site.folder + "/other", "--owner", "daemon")
      #expect(ran.exit == 1 && ran.complaint.contains("only root can make a site for daemon"))
      return
    }
    let denied = try site.usher("init", site.folder + "/other", "--owner", "daemon")
    #expect(denied.exit == 1 && denied.complaint.contains("only root can make a site for daemon"))
    func asRoot(_ arguments: String...) throws -> Ran {
      try Shell.run([site.usherProgram] + arguments, in: site.folder, asRoot: true)
    }
    let unknown = try asRoot("init", site.folder + "/other", "--owner", "no-such-user")
    #expect(unknown.exit == 1 && unknown.complaint.contains("there is no user no-such-user"))
    let given = site.folder + "/given"
    let made = try asRoot("init", given, "--owner", "daemon", "--admin", "Ada <ada@acme.example>")
    #expect(made.exit == 0, "\(made)")
    #expect(try asRoot("invite", "create", "--site", given).exit == 0)
    #expect(try asRoot("chores", "--site", given).exit == 0)
    #expect(try Shell.run(["find", given, "-not", "-user", "daemon"], asRoot: true).output == "")
    // An empty folder that was made for somebody stays theirs.
    let present = site.folder + "/present"
    _ = try Shell.run(["install", "-d", "-o", "daemon", present], asRoot: true)
    #expect(try asRoot("init", present).exit == 0)
    #expect(try Shell.run(["find", present, "-not", "-user", "daemon"], asRoot: true).output == "")
  }

  @Test("What root restores belongs to the site's owner")
  func restored() throws {
    guard geteuid() == 0 else { return }
    let site = try HostedSite(serving: false)
    func asRoot(_ arguments: String...) throws {
      let ran = try Shell.run([site.usherProgram] + arguments, in: site.folder, asRoot: true)
      #expect(ran.exit == 0, "\(ran)")
    }
    let present = site.folder + "/present"
    let backup = site.folder + "/backup.tar.gz"
    try asRoot("backup", backup, "--site", site.site)
    let key = site.folder + "/key"
    _ = try Shell.run(["cp", site.site + "/usher.key", key])
    _ = try Shell.run(["install", "-d", "-o", "daemon", present], asRoot: true)
    try asRoot("restore", backup, "--site", present, "--key", key)
    #expect(try Shell.run(["find", present, "-not", "-user", "daemon"], asRoot: true).output == "")
    try asRoot("restore", backup, "--site", site.site, "--key", key, "--yes")
    #expect(
      try Shell.run(["find", site.site, "-not", "-user", "nobody"], asRoot: true).output == "")
    let left = try Shell.run(["find", site.folder, "-name", "*.work"], asRoot: true)
    #expect(left.output == "")
  }

  @Test("Root works as the site's owner, and writes nowhere that the owner may not")
  func rootIsTheOwner() throws {
    guard geteuid() == 0 else { return }
    let site = try HostedSite(serving: false)
    let folder = try Shell.run(["mktemp", "-d"], asRoot: true).line
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let kept = folder + "/kept"
    _ = try Shell.run(["bash", "-c", "echo kept > \(kept)"], asRoot: true)
    let exported = try Shell.run(
      [site.usherProgram, "applications", "export", kept, "--site", site.site], asRoot: true)
    #expect(exported.exit == 1 && exported.complaint.contains("ermission"), "\(exported)")
    #expect(try Shell.run(["cat", kept], asRoot: true).line == "kept")
  }
}
