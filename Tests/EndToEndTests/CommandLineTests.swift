// The command line: what it prints, and one line that says how to mend what was wrong.

import Foundation
import Testing

@Suite("Command line", .serialized) struct CommandLineTests {
  @Test("usher.cgi is fully static; usher carries the Swift runtime in itself")
  func linking() throws {
    let cgi = try Shell.run(["ldd", "\(HostedSite.programs)/usher.cgi"], asRoot: true)
    #expect((cgi.output + cgi.complaint).contains("not a dynamic executable"))
    let usher = try Shell.run(["ldd", "\(HostedSite.programs)/usher"], asRoot: true)
    #expect(
      usher.exit == 0 && !usher.output.contains("libswift") && !usher.output.contains("Foundation"))
    #expect(!usher.output.contains("not found"))
  }

  @Test("An invitation prints its link, its page and its images, and they are there")
  func create() throws {
    let site = try HostedSite(serving: false)
    let ran = try site.must(
      "invite", "create", "--department", "Sales / North", "--label", "Stand B", "--valid", "7d",
      "--approval", "--max-uses", "200", "--site", site.site)
    let code = try site.sql("SELECT code FROM invitation")
    #expect(ran.output.contains("\(site.base)/I/\(code)/"))
    for file in ["index.html", "qr.png", "qr.svg"] {
      let path = "\(site.site)/public/I/\(code)/\(file)"
      #expect(ran.output.contains(path))
      #expect(FileManager.default.fileExists(atPath: path))
    }
    let shown = try site.must("invite", "show", code.lowercased(), "--site", site.site)
    #expect(shown.output.contains("█"))
    let list = try site.must("invite", "list", "--json", "--site", site.site)
    #expect(try JSONSerialization.jsonObject(with: Data(list.output.utf8)) is [Any])
    for noun in ["department", "settings"] {
      let list = try site.must(noun, "list", "--json", "--site", site.site)
      _ = try JSONSerialization.jsonObject(with: Data(list.output.utf8))
    }
  }

  @Test(
    "A second build writes nothing; after one change exactly that invitation's pages are written")
  func build() throws {
    let site = try HostedSite(serving: false)
    let codes = try (0..<5).map { _ in try #require(try site.invite()["code"] as? String) }
    #expect(
      try site.must("build", "--site", site.site).line == "0 files written, 0 folders removed")
    _ = try Shell.run(["touch", site.folder + "/mark"])
    usleep(20_000)
    _ = try site.sql("UPDATE invitation SET revoked = 1 WHERE code = '\(codes[2])'")
    #expect(
      try site.must("build", "--site", site.site).line == "3 files written, 0 folders removed")
    let newer = try Shell.run([
      "find", site.site + "/public", "-type", "f", "-newer", site.folder + "/mark",
    ])
    #expect(
      newer.output.split(separator: "\n").allSatisfy {
        $0.contains(codes[2]) && ($0.hasSuffix(".html") || $0.hasSuffix("/gone"))
      })
    let hash = "cd \(site.site)/public && find . -type f | sort | xargs sha256sum"
    let before = try Shell.run(["bash", "-c", hash]).output
    _ = try Shell.run(["bash", "-c", "rm -rf \(site.site)/public/*"])
    try site.must("build", "--site", site.site)
    #expect(try Shell.run(["bash", "-c", hash]).output == before)
  }

  @Test("Mails, the log and the digest from the command line")
  func records() throws {
    let site = try HostedSite(serving: false)
    for noun in ["mail", "audit"] {
      let list = try site.must(noun, "list", "--json", "--site", site.site)
      #expect(try JSONSerialization.jsonObject(with: Data(list.output.utf8)) is [Any])
    }
    let lines = try site.sql("SELECT COUNT(*) FROM audit_log")
    let digest = try site.sql("SELECT digest FROM audit_head")
    #expect(
      try site.must("audit", "verify", "--site", site.site).line
        == "whole: \(lines) lines, last \(digest)")
    #expect(
      try site.must("audit", "list", "--subject", "organisation", "--site", site.site).output
        .contains("command line"))
    #expect(
      try site.must("admin", "digest", "ada", "0", "--site", site.site).line
        == "ada gets no mail about who waits.")
    #expect(try site.sql("SELECT digest_hours FROM account") == "0")
    _ = try site.sql("UPDATE audit_log SET verb = 'x' WHERE number = 2")
    for (command, complaint) in [
      (["audit", "verify"], "broken at line 2: compare it with a backup"),
      (["admin", "digest", "bob", "1"], "there is no administrator bob: check the login"),
      (["admin", "digest", "ada", "200"], "200 hours cannot be chosen: give 1 to 168"),
      (["mail", "resend", "x"], "there is no mail x: `usher mail list` shows them"),
      (["mail", "list", "--state", "lost"], "there is no state lost: give queued, sent or failed"),
    ] {
      let ran = try Shell.run(
        [site.usherProgram] + command + ["--site", site.site], in: site.folder)
      #expect(ran.exit == 1 && ran.output.isEmpty, "\(command)")
      #expect(ran.complaint.hasPrefix("usher: \(complaint)"), "\(ran.complaint)")
    }
  }

  @Test("What is wrong is said in one line with how to mend it, exit 1, and nothing is half done")
  func complaints() throws {
    let site = try HostedSite(serving: false)
    let table: [([String], String)] = [
      (
        ["invite", "create", "--valid", "2020-01-01"],
        "2020-01-01 is in the past: give a moment to come"
      ),
      (["invite", "create", "--valid", "soon"], "\"soon\" is no validity: give 90m"),
      (
        ["invite", "create", "--department", "Moon"],
        "there is no department \"Moon\": `usher department list`"
      ),
      (["invite", "create", "--max-uses", "0"], "--max-uses cannot be 0: give 1 to 1000000"),
      (
        ["invite", "create", "--from", "2099-01-02", "--valid", "2099-01-01 10:00"],
        "it would end before it opens"
      ),
      (["invite", "create", "--inviter", "bob"], "bob is no administrator"),
      (["invite", "show", "x"], "there is no invitation x"),
      (["department", "add", "Sales / "], "cannot be a department's name"),
      (
        ["admin", "add", "ada", "--name", "A", "--email", "a@b.example"],
        "ada exists already: choose another login"
      ),
      (
        ["admin", "add", "bob", "--name", "B", "--email", "ADA@acme.example"],
        "account ada has the address"
      ),
      (["admin", "add", "bob", "--name", "B", "--email", "nobody"], "is no e-mail address"),
      (["settings", "set", "time_zone", "Mars"], "time_zone cannot be \"Mars\": give a zone"),
      (["settings", "set", "accent", "#ffff00"], "accent cannot be \"#ffff00\": give a colour"),
      (["settings", "set", "colour", "red"], "there is no setting colour"),
      (["account", "reissue", "nobody"], "there is no account nobody"),
    ]
    func rows() throws -> String {
      try site.sql(
        "SELECT (SELECT COUNT(*) FROM invitation) || (SELECT COUNT(*) FROM account) || (SELECT COUNT(*) FROM department) || (SELECT COUNT(*) FROM setting)"
      )
    }
    let before = try rows()
    for (arguments, sentence) in table {
      let ran = try Shell.run([site.usherProgram] + arguments + ["--site", site.site])
      #expect(ran.exit == 1, "\(arguments): \(ran)")
      #expect(
        ran.complaint.hasPrefix("usher: ") && ran.complaint.contains(sentence),
        "\(arguments): \(ran)")
      #expect(ran.complaint.filter { $0 == "\n" }.count == 1)
    }
    #expect(try rows() == before)
  }

  @Test("Wrong usage: exit 64; help and version: exit 0")
  func usage() throws {
    let usher = "\(HostedSite.programs)/usher"
    #expect(try Shell.run([usher, "invite", "make"], asRoot: true).exit == 64)
    #expect(
      try Shell.run([usher, "invite", "create", "--max-uses", "many"], asRoot: true).exit == 64)
    #expect(try Shell.run([usher, "--help"], asRoot: true).exit == 0)
    #expect(try Shell.run([usher, "invite", "create", "--help"], asRoot: true).exit == 0)
    #expect(try Shell.run([usher, "--version"], asRoot: true).exit == 0)
    let nowhere = try Shell.run([usher, "build", "--site", "/nonexistent"], asRoot: true)
    #expect(nowhere.exit == 1 && nowhere.complaint.contains("there is no site in /nonexistent"))
  }

  @Test("A site that cannot be made leaves nothing behind")
  func initialise() throws {
    let site = try HostedSite(serving: false)
    let again = try site.usher("init", site.site)
    #expect(again.exit == 1 && again.complaint.contains("is not empty"))
    let locked = site.folder + "/locked"
    _ = try Shell.run(["mkdir", "-m", "555", locked])
    let unwritable = try site.usher("init", locked + "/site")
    #expect(
      unwritable.exit == 1 && unwritable.complaint.contains("choose a folder that you may write"),
      "\(unwritable)")
    #expect(try site.usher("init", site.folder + "/other", "--mail", "pigeon:x").exit == 1)
    let bad = try site.usher("init", site.folder + "/other", "--time-zone", "Mars")
    #expect(bad.exit == 1)
    let left = try FileManager.default.contentsOfDirectory(atPath: site.folder)
    #expect(!left.contains { $0.contains("other") })
  }

  @Test(
    "A mistake in an owner's template, of a page or a mail, is told with file and line; the old pages stay"
  )
  func template() throws {
    let site = try HostedSite(serving: false)
    for name in ["landing.html", "mail/welcome.txt"] {
      let file = "\(site.site)/templates/\(name).mustache"
      _ = try Shell.run([
        "bash", "-c", "mkdir -p $(dirname \(file)); printf 'Hello\n{{inviterr}}\n' > \(file)",
      ])
      let ran = try site.usher("build", "--site", site.site)
      #expect(
        ran.exit == 1 && ran.complaint.contains("\(file):2: there is no name inviterr here"),
        "\(ran)")
      _ = try Shell.run(["rm", file])
    }
    #expect(
      try site.must("build", "--site", site.site).line == "0 files written, 0 folders removed")
  }

  @Test("Under a strict umask the pages can still be read by the web server")
  func umask() throws {
    let site = try HostedSite(serving: false)
    let ran = try Shell.run([
      "bash", "-c",
      "umask 077; rm -r \(site.site)/public/*; \(site.usherProgram) invite create --site \(site.site)",
    ])
    #expect(ran.exit == 0)
    #expect(try Shell.run(["find", site.site + "/public", "-not", "-perm", "-004"]).output == "")
  }

  @Test("A database of a newer version is left alone")
  func newer() throws {
    let site = try HostedSite(serving: false)
    _ = try site.sql("INSERT INTO schema_version (version, name) VALUES (99, 'later')")
    let ran = try site.usher("build", "--site", site.site)
    #expect(ran.exit == 1 && ran.complaint.contains("made by a later Usher"))
    #expect(ran.complaint.filter { $0 == "\n" }.count == 1)
  }

  @Test("A folder that cannot be written: one line, and no invitation is made")
  func unwritable() throws {
    let site = try HostedSite(serving: false)
    _ = try Shell.run(["chmod", "-R", "a-w", site.site + "/public"])
    let ran = try site.usher("invite", "create", "--site", site.site)
    _ = try Shell.run(["chmod", "-R", "u+w", site.site + "/public"])
    #expect(ran.exit == 1 && ran.complaint.contains("Permission denied): mend that"), "\(ran)")
    #expect(try site.sql("SELECT COUNT(*) FROM invitation") == "0")
    #expect(
      try site.must("build", "--site", site.site).line == "0 files written, 0 folders removed")
  }
}
