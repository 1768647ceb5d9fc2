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

  @Test("Only root gives a site to somebody else")
  func ownerOfAnothers() throws {
    let site = try HostedSite(serving: false)
    let denied = try site.usher("init", site.folder + "/other", "--owner", "daemon")
    #expect(denied.exit == 1 && denied.complaint.contains("only root can make a site for daemon"))
    let own = try Shell.run(["id", "-un"]).line
    try site.must("init", site.folder + "/own", "--owner", own)
  }

  @Test("Root gives a site to somebody who is there", .enabled(if: geteuid() == 0))
  func owner() throws {
    let site = try HostedSite(serving: false)
    func asRoot(_ arguments: String...) throws -> Ran {
      try Shell.run([site.usherProgram] + arguments, in: site.folder, asRoot: true)
    }
    let unknown = try asRoot("init", site.folder + "/other", "--owner", "no-such-user")
    #expect(unknown.exit == 1 && unknown.complaint.contains("there is no user no-such-user"))
    if getpwnam("usher") == nil {
      let nobodys = try asRoot("init", site.folder + "/other")
      #expect(
        nobodys.exit == 1
          && nobodys.complaint.contains("there is no user usher: `systemd-sysusers` makes it"),
        "\(nobodys)")
      #expect(!FileManager.default.fileExists(atPath: site.folder + "/other"))
    }
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
    func others() throws -> String {
      try Shell.run(
        ["find", present, "(", "-not", "-user", "daemon", "-o", "-not", "-group", "daemon", ")"],
        asRoot: true
      ).output
    }
    #expect(try others() == "")
    // The group that a folder was left with is not what root works as.
    _ = try Shell.run(["chgrp", "root", present], asRoot: true)
    _ = try Shell.run(["bash", "-c", "rm -r \(present)/public/*"], asRoot: true)
    #expect(try asRoot("build", "--site", present).exit == 0)
    #expect(try others() == present + "\n")
  }

  @Test(
    "Whatever umask the shell has, the web server reads the pages and nobody else writes",
    arguments: ["002", "077"])
  func umasks(_ umask: String) throws {
    let site = try HostedSite(serving: false)
    let backup = site.folder + "/backup.tar.gz"
    try site.must("backup", backup, "--site", site.site)
    func make(_ name: String, _ command: String) throws {
      let ran = try Shell.run(
        ["bash", "-c", "umask \(umask); exec \(site.usherProgram) \(command)"], in: site.folder)
      #expect(ran.exit == 0, "\(ran)")
      let rights = try Shell.run(
        ["find", ".", "cgi-bin/usher.cgi", "public", "-printf", "%m %y %P\n"],
        in: "\(site.folder)/\(name)"
      ).output.split(separator: "\n").map {
        $0.split(separator: " ", omittingEmptySubsequences: false)
      }
      for line in rights {
        let secret = ["usher.db", "usher.key", "usher.conf"].contains { line[2].hasPrefix($0) }
        let wanted = secret ? ["600"] : line[1] == "d" ? ["755"] : ["644", "755"]
        #expect(wanted.contains(String(line[0])), "\(line)")
      }
      #expect(rights.count > 10)
    }
    try make("made", "init made")
    try make("restored", "restore backup.tar.gz --site restored")
  }

  @Test("What root restores belongs to the site's owner", .enabled(if: geteuid() == 0))
  func restored() throws {
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
    let left = try Shell.run(["find", site.folder, "-name", ".*"], asRoot: true)
    #expect(left.output == "")
  }

  @Test(
    "Root works as the site's owner, and writes nowhere that the owner may not",
    .enabled(if: geteuid() == 0))
  func rootIsTheOwner() throws {
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

  @Test(
    "What a site's owner writes into usher.conf leads root nowhere", .enabled(if: geteuid() == 0))
  func planted() throws {
    let site = try HostedSite(serving: false)
    let victim = try Shell.run(["mktemp", "-d"], asRoot: true).line
    defer { try? FileManager.default.removeItem(atPath: victim) }
    _ = try Shell.run(
      [
        "bash", "-c", "chmod 755 $1; mkdir $1/etc; echo 1 >$1/etc/key; echo 1 >$1/etc/db", "bash",
        victim,
      ],
      asRoot: true)
    let backup = site.folder + "/backup.tar.gz"
    let key = site.folder + "/key"
    _ = try Shell.run(["cp", site.site + "/usher.key", key])
    try site.must("backup", backup, "--site", site.site)
    let conf = site.site + "/usher.conf"
    _ = try Shell.run(["cp", conf, conf + ".old"])
    for (name, path) in [("templates", "etc"), ("key", "etc/key"), ("database", "etc/db")] {
      _ = try Shell.run(["cp", conf + ".old", conf])
      _ = try Shell.run(["sed", "-i", "s,^\(name) = .*,\(name) = \(victim)/\(path),", conf])
      let ran = try Shell.run(
        [site.usherProgram, "restore", backup, "--site", site.site, "--yes", "--key", key],
        asRoot: true)
      #expect(ran.exit == 1 && ran.complaint.contains("Permission denied"), "\(ran)")
      let left = try Shell.run(["find", victim, "-printf", "%P %u,"], asRoot: true).line
      #expect(
        Set(left.split(separator: ",")) == ["root", "etc root", "etc/key root", "etc/db root"],
        "\(left)")
    }
    let own = try Shell.run(["find", site.folder, "-user", "root"], asRoot: true)
    #expect(own.output == "")
  }

  @Test(
    "A site in a folder that its owner may not write into: restored by the owner, and by root",
    .enabled(if: geteuid() == 0))
  func inRootsFolder() throws {
    let site = try HostedSite(serving: false)
    let parent = try Shell.run(["mktemp", "-d"], asRoot: true).line
    defer { try? FileManager.default.removeItem(atPath: parent) }
    _ = try Shell.run(["chmod", "755", parent], asRoot: true)
    let made = try Shell.run(
      [site.usherProgram, "init", parent + "/join", "--owner", "nobody"], asRoot: true)
    #expect(made.exit == 0, "\(made)")

    // Into a folder that only root may look into, and out of it.
    let kept = parent + "/backups"
    _ = try Shell.run(["mkdir", "-m", "700", kept], asRoot: true)
    let saved = try Shell.run(
      [site.usherProgram, "backup", kept + "/join.tar.gz", "--site", parent + "/join"],
      asRoot: true)
    #expect(saved.exit == 0, "\(saved)")
    #expect(try Shell.run(["ls", "-A", kept], asRoot: true).line == "join.tar.gz")
    let refused = try site.usher("backup", kept + "/other.tar.gz", "--site", parent + "/join")
    #expect(
      refused.exit == 1 && refused.complaint.contains("cannot write into \(kept) (Permission"),
      "\(refused)")
    let again = try Shell.run(
      [site.usherProgram, "restore", kept + "/join.tar.gz", "--site", parent + "/join", "--yes"],
      asRoot: true)
    #expect(again.exit == 0, "\(again)")
    let new = try Shell.run(
      [
        site.usherProgram, "restore", kept + "/join.tar.gz", "--site", parent + "/new", "--owner",
        "nobody",
      ], asRoot: true)
    #expect(new.exit == 0, "\(new)")

    let backup = site.folder + "/backup.tar.gz"
    try site.must("backup", backup, "--site", parent + "/join")
    try site.must("restore", backup, "--site", parent + "/join", "--yes")
    for name in ["join", "new"] {
      let others = try Shell.run(
        ["find", "\(parent)/\(name)", "-not", "-user", "nobody", "-o", "-name", ".*"], asRoot: true)
      #expect(others.output == "")
    }
    #expect(try Shell.run(["ls", "-A", parent], asRoot: true).line == "backups\njoin\nnew")
  }
}
