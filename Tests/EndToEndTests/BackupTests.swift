// Backups while people apply, and what becomes of them: the restore drill, on a new folder and over a living
// site, and what is refused.

import Foundation
import Testing

@Suite("Backups", .serialized) struct BackupTests {
  private func apply(_ site: HostedSite, _ code: String, _ number: Int) throws -> Int {
    try site.ask(
      "/usher/apply",
      form: [
        ("code", code), ("name", "Person \(number)"), ("email", "person.\(number)@example.net"),
      ]
    ).status
  }

  private func busySite() throws -> (site: HostedSite, code: String) {
    let site = try HostedSite(serving: false)
    try site.must("settings", "set", "address_quota", "10000", "--site", site.site)
    let code = try #require(try site.invite("--valid", "7d", "--no-approval")["code"] as? String)
    return (site, code)
  }

  @Test(
    "While many apply it is consistent, holds what was acknowledged before it, and never the key")
  func underLoad() throws {
    let (site, code) = try busySite()
    try site.start(.nginxSpawn)
    #expect(try apply(site, code, 0) == 303)
    // After 20 through one link people are asked to press once more.
    let codes = try (0..<4).map { _ in
      try #require(try site.invite("--valid", "7d", "--no-approval")["code"] as? String)
    }
    let load = Shell.process([
      "/bin/sh", "-c",
      """
      for i in $(seq 1 15); do for code in \(codes.joined(separator: " ")); do
        curl --silent --output /dev/null --header 'Origin: \(site.base)' \
          --data "code=$code&name=Load&email=load.$i.$code@example.net" \(site.base)/usher/apply
      done; done
      """,
    ])
    try Shell.start(load)
    let file = site.folder + "/backup.tar.gz"
    var written = 0
    while load.isRunning {
      written += 1
      try? FileManager.default.removeItem(atPath: file)
      try site.must("backup", file, "--site", site.site)
    }
    #expect(written > 0)
    let folder = site.folder + "/look"
    _ = try Shell.run(["mkdir", folder])
    _ = try Shell.run(["tar", "-xzf", file, "-C", folder])
    func ask(_ query: String) throws -> String {
      try Shell.run(["sqlite3", folder + "/usher.db", query]).line
    }
    #expect(try ask("PRAGMA integrity_check") == "ok")
    #expect(try ask("SELECT COUNT(*) FROM application WHERE email = 'person.0@example.net'") == "1")
    // Whole transactions: each who joined has an account and a mail.
    let joined = try ask("SELECT COUNT(*) FROM application WHERE state = 'approved'")
    #expect(try ask("SELECT COUNT(*) FROM mail_outbox WHERE kind = 'welcome'") == joined)
    #expect(try Int(site.sql("SELECT COUNT(*) FROM application")) ?? 0 > 20)

    let key = try #require(FileManager.default.contents(atPath: site.site + "/usher.key"))
    let names = try Shell.run(["tar", "-tzf", file]).output
    #expect(!names.contains("usher.key") && !names.contains("public"))
    for name in ["usher.db", "usher.conf"] {
      let bytes = try #require(FileManager.default.contents(atPath: "\(folder)/\(name)"))
      #expect(bytes.range(of: key) == nil)
    }
    let rights = try FileManager.default.attributesOfItem(atPath: file)[.posixPermissions]
    #expect(rights as? Int == 0o600)
  }

  @Test(
    "The drill: a new site out of a backup, without the key and with it; the mail password is asked for"
  )
  func drill() throws {
    let (site, code) = try busySite()
    let conf = site.site + "/usher.conf"
    try
      (try String(contentsOfFile: conf, encoding: .utf8)
      + "mail_user = acme\nmail_password = quite secret\n").write(
        toFile: conf, atomically: false, encoding: .utf8)
    try site.start(.nginxSpawn)
    // Nobody takes its mails here: the initial password still waits when the backup is made.
    #expect(try apply(site, code, 1) == 303)
    let file = site.folder + "/backup.tar.gz"
    try site.must("backup", file, "--site", site.site)
    #expect(
      !(try Shell.run(["tar", "-xzOf", file, "./usher.conf"]).output).contains("quite secret"))

    let copy = site.folder + "/copy"
    let restored = try site.must("restore", file, "--site", copy)
    #expect(restored.output.contains("New initial passwords are on their way: person.1"))
    #expect(restored.output.contains("mail_password"))
    #expect(try site.must("applications", "list", "--site", copy).output.contains("person.1@"))
    #expect(FileManager.default.fileExists(atPath: "\(copy)/public/I/\(code)/index.html"))
    #expect(FileManager.default.fileExists(atPath: "\(copy)/cgi-bin/usher.cgi"))
    let built = try site.must("build", "--site", copy)
    #expect(built.output.hasPrefix("0 files"))

    let keyed = site.folder + "/keyed"
    let again = try site.must("restore", file, "--site", keyed, "--key", site.site + "/usher.key")
    #expect(!again.output.contains("New initial passwords"))
  }

  @Test("A living site is asked about, keeps what it had, and shows the rest to who has it open")
  func living() throws {
    let (site, code) = try busySite()
    try site.start(.nginxSpawn)
    #expect(try apply(site, code, 1) == 303)
    let session = try site.signIn("ada", site.password).cookie
    let file = site.folder + "/backup.tar.gz"
    try site.must("backup", file, "--site", site.site)
    try site.must("settings", "set", "organisation", "Later", "--site", site.site)
    #expect(try apply(site, code, 2) == 303)
    #expect(try site.ask("/usher/sign-in").body.contains("Later"))

    let refused = try site.usher("restore", file, "--site", site.site)
    #expect(refused.exit == 1)
    #expect(refused.complaint.contains("living site") && refused.complaint.contains("--yes"))
    #expect(try site.ask("/usher/sign-in").body.contains("Later"))

    let restored = try site.must("restore", file, "--site", site.site, "--yes")
    #expect(restored.output.contains("usher.db.before-"))
    #expect(try site.ask("/usher/sign-in").body.contains("Acme"))
    #expect(try site.sql("SELECT COUNT(*) FROM application") == "1")
    #expect(try site.ask("/usher/admin", cookie: session).status == 303, "sessions have ended")
    let kept = try #require(
      FileManager.default.contentsOfDirectory(atPath: site.site).first {
        $0.hasPrefix("usher.db.before-")
      })
    let count = try Shell.run([
      "sqlite3", "\(site.site)/\(kept)", "SELECT COUNT(*) FROM application",
    ])
    #expect(count.line == "2")
    #expect(try apply(site, code, 3) == 303)
  }

  @Test("What is broken, foreign or newer is refused, and nothing is made or replaced")
  func refusals() throws {
    let (site, _) = try busySite()
    let file = site.folder + "/backup.tar.gz"
    try site.must("backup", file, "--site", site.site)
    func refused(_ arguments: String..., saying words: String) throws {
      let ran = try Shell.run([site.usherProgram] + arguments, in: site.folder)
      #expect(ran.exit == 1, "\(arguments): \(ran)")
      #expect(ran.complaint.contains(words), "\(arguments): \(ran)")
      #expect(!ran.complaint.dropLast().contains("\n"))
      let left = try FileManager.default.contentsOfDirectory(atPath: site.folder)
      #expect(!left.contains("new") && !left.contains { $0.hasPrefix(".") }, "\(left)")
    }
    func changed(_ name: String, _ script: String) throws -> String {
      let copy = "\(site.folder)/\(name).tar.gz"
      let ran = try Shell.run(["/bin/sh", "-ec", script, "sh", file, copy], in: site.folder)
      #expect(ran.exit == 0, "\(ran)")
      return copy
    }
    let new = site.folder + "/new"
    try refused("backup", file, "--site", site.site, saying: "there already")
    try refused("backup", site.folder + "/x.zip", "--site", site.site, saying: ".tar.gz")
    try refused(
      "backup", "/proc/x.tar.gz", "--site", site.site, saying: "folder that you may write")
    try refused("restore", site.folder + "/none.tar.gz", "--site", new, saying: "there is no file")
    try refused("restore", site.folder + "/bin", "--site", new, saying: "see that it is a file")
    let short = try changed("short", "head -c 5000 $1 >$2")
    try refused("restore", short, "--site", new, saying: "tar failed")
    let flipped = try changed(
      "flipped", "cp $1 $2; printf '\\377' | dd of=$2 bs=1 seek=9000 conv=notrunc 2>/dev/null")
    try refused("restore", flipped, "--site", new, saying: "whole")
    let foreign = try changed("foreign", "mkdir f; touch f/x; tar -czf $2 -C f .; rm -r f")
    try refused("restore", foreign, "--site", new, saying: "holds no usher.db")
    let linked = try changed(
      "linked", "mkdir l; tar -xzf $1 -C l; ln -s /etc l/templates/x; tar -czf $2 -C l .; rm -r l")
    try refused("restore", linked, "--site", new, saying: "is no file")
    let newer = try changed(
      "newer",
      """
      mkdir n; tar -xzf $1 -C n
      sqlite3 n/usher.db "INSERT INTO schema_version (version, name) VALUES (999, 'later')"
      tar -czf $2 -C n .; rm -r n
      """)
    try refused("restore", newer, "--site", new, saying: "later Usher")
    let damaged = try changed(
      "damaged",
      """
      mkdir d; tar -xzf $1 -C d
      dd if=/dev/urandom of=d/usher.db bs=4096 seek=3 count=20 conv=notrunc 2>/dev/null
      tar -czf $2 -C d .; rm -r d
      """)
    try refused("restore", damaged, "--site", new, saying: "usher.db")
    try refused("restore", damaged, "--site", site.site, "--yes", saying: "usher.db")
    #expect(try site.sql("SELECT COUNT(*) FROM setting WHERE name = 'organisation'") == "1")
  }

  @Test("Templates that are links, and what root left in them: saved as files, and restored")
  func links() throws {
    let (site, _) = try busySite()
    let file = site.folder + "/backup.tar.gz"
    let script = """
      cd $1; mv site/templates own; ln -s ../own site/templates
      mkdir shared; echo shared > shared/dead.html.mustache
      ln -s ../shared/dead.html.mustache own/dead.html.mustache; ln -s ../shared own/mail
      """
    #expect(try Shell.run(["/bin/sh", "-ec", script, "sh", site.folder]).exit == 0)
    _ = try Shell.run(["chown", "-R", "0:0", site.folder + "/shared"], asRoot: true)
    try site.must("backup", file, "--site", site.site)
    _ = try Shell.run(["rm", "-r", site.folder + "/shared"], asRoot: true)
    let copy = site.folder + "/copy"
    let restored = try site.usher("restore", file, "--site", copy)
    #expect(restored.exit == 0, "\(restored)")
    for name in ["dead.html.mustache", "mail/dead.html.mustache"] {
      #expect(try Shell.run(["cat", "\(copy)/templates/\(name)"]).line == "shared", "\(name)")
    }
    let kinds = try Shell.run(["find", copy + "/templates", "-printf", "%y%m\n"]).output
    #expect(Set(kinds.split(separator: "\n")) == ["d755", "f644"], "\(kinds)")
  }

  @Test(
    "What cannot be saved is named, and no backup is written",
    arguments: [
      ("ln -s . loop", "is a link to a folder that it lies in: remove it"),
      ("ln -s nowhere gone", "/gone (No such file or directory): mend its rights or remove it"),
      ("mkfifo pipe", "/pipe is neither a file nor a folder: remove it"),
    ])
  func unsavable(_ script: String, _ complaint: String) throws {
    let (site, _) = try busySite()
    _ = try Shell.run(["/bin/sh", "-ec", script], in: site.site + "/templates")
    let ran = try site.usher("backup", site.folder + "/backup.tar.gz", "--site", site.site)
    #expect(ran.exit == 1 && ran.complaint.hasSuffix(complaint + "\n"), "\(ran)")
    let left = try FileManager.default.contentsOfDirectory(atPath: site.folder)
    #expect(!left.contains("backup.tar.gz") && !left.contains { $0.hasPrefix(".") }, "\(left)")
  }

  @Test(
    "A database that is gone, overwritten or damaged: restored in its place, kept as it was, and served at once",
    arguments: [
      ("rm usher.db; echo hot >usher.db-journal", "There was no database."),
      ("echo nodb >usher.db", "The database was broken; it is kept"),
      (
        "dd if=/dev/urandom of=usher.db bs=4096 seek=3 count=20 conv=notrunc 2>/dev/null",
        "The database was broken; it is kept"
      ),
    ])
  func broken(_ script: String, _ said: String) throws {
    let (site, code) = try busySite()
    try site.start(.nginxSpawn)
    #expect(try apply(site, code, 1) == 303)
    let file = site.folder + "/backup.tar.gz"
    try site.must("backup", file, "--site", site.site)
    #expect(try apply(site, code, 2) == 303)
    // What the application started has the database open, and would still take the journal for its own.
    let hasEnded = Shell.wait {
      (try? site.sql("SELECT COUNT(*) FROM mail_outbox WHERE attempts = 0")) == "0"
        && (try? Shell.run(["pgrep", "-f", "[u]sher deliver --site \(site.site)"]).exit) == 1
    }
    #expect(hasEnded)
    let gone = try Shell.run(["/bin/sh", "-ec", script], in: site.site)
    #expect(gone.exit == 0, "\(gone)")
    let last = try Shell.run(["/bin/sh", "-c", "cat usher.db 2>&1 | sha256sum"], in: site.site).line

    let restored = try site.usher("restore", file, "--site", site.site, "--yes")
    #expect(restored.exit == 0 && restored.output.contains(said), "\(restored)")
    #expect(try site.sql("PRAGMA integrity_check; SELECT COUNT(*) FROM application") == "ok\n1")
    #expect(try apply(site, code, 3) == 303)
    #expect(try site.sql("SELECT COUNT(*) FROM application") == "2")
    let names = try FileManager.default.contentsOfDirectory(atPath: site.site)
    let kept = names.filter { $0.hasPrefix("usher.db.before-") }
    if script.hasPrefix("rm") {
      // A journal that waited to be played back is not played into another database.
      let journal = try #require(kept.first)
      #expect(kept.count == 1 && journal.hasSuffix("-journal"), "\(names)")
      #expect(try Shell.run(["cat", "\(site.site)/\(journal)"]).line == "hot")
    } else {
      let database = try #require(kept.first { !$0.hasSuffix("-journal") })
      let same = try Shell.run(["/bin/sh", "-c", "cat \(database) | sha256sum"], in: site.site)
      #expect(same.line == last)
    }
    #expect(!names.contains { $0.hasPrefix(".") || $0.hasSuffix(".new") }, "\(names)")
  }

  @Test("A wrong key is found before anything is replaced")
  func wrongKey() throws {
    let (site, _) = try busySite()
    let file = site.folder + "/backup.tar.gz"
    try site.must("backup", file, "--site", site.site)
    func look() throws -> String {
      try Shell.run(
        ["/bin/sh", "-c", "find . ! -name '*.gate' -printf '%p %i\\n' | sort; sha256sum usher.*"],
        in: site.site
      ).output
    }
    let before = try look()
    for wrong in [file, site.folder + "/none"] {
      let ran = try site.usher("restore", file, "--site", site.site, "--yes", "--key", wrong)
      #expect(ran.exit == 1 && ran.complaint.contains("\(wrong) is no key"), "\(ran)")
      #expect(try look() == before)
    }
    // What cannot be put in place is found as well.
    _ = try Shell.run(["chmod", "0", site.site + "/templates"])
    _ = try Shell.run(["sed", "-i", "s,^key = .*,key = /none/key,", site.site + "/usher.conf"])
    let changed = try look()
    let ran = try site.usher(
      "restore", file, "--site", site.site, "--yes", "--key", site.site + "/usher.key")
    #expect(ran.exit == 1 && ran.complaint.contains("cannot write /none/key"), "\(ran)")
    #expect(try look() == changed)
  }

  @Test("Sessions of that time open nothing, though the key is missing and nothing can be settled")
  func sessions() throws {
    let (site, _) = try busySite()
    _ = try site.sql(
      """
      INSERT INTO session (token_digest, account, created, seen, awaits_code)
      SELECT 'digest', id, unixepoch(), unixepoch(), 0 FROM account WHERE login = 'ada'
      """)
    let file = site.folder + "/backup.tar.gz"
    try site.must("backup", file, "--site", site.site)
    _ = try Shell.run(["rm", site.site + "/usher.key"])
    let ran = try site.usher("restore", file, "--site", site.site, "--yes")
    #expect(ran.exit == 1 && ran.complaint.contains("usher.key"), "\(ran)")
    #expect(try site.sql("SELECT COUNT(*) FROM session") == "0")
  }

  @Test("Who has two mails waiting is given one new password")
  func renewedOnce() throws {
    let (site, _) = try busySite()
    try site.must("account", "reissue", "ada", "--site", site.site)
    _ = try site.sql(
      """
      CREATE TEMP TABLE one AS SELECT * FROM mail_outbox WHERE sealed IS NOT NULL;
      UPDATE one SET id = 'another', message_id = 'another';
      INSERT INTO mail_outbox SELECT * FROM one
      """)
    let file = site.folder + "/backup.tar.gz"
    try site.must("backup", file, "--site", site.site)
    let restored = try site.must("restore", file, "--site", site.folder + "/copy")
    #expect(restored.output.contains("are on their way: ada.\n"), "\(restored)")
    let renewed = try Shell.run([
      "sqlite3", site.folder + "/copy/usher.db",
      "SELECT COUNT(*) FROM audit_log WHERE verb = 'reissue password'",
    ])
    #expect(renewed.line == "2")
  }

  @Test(
    "A file system without second names for a file: the backup is written, and replaces nothing")
  func withoutLinks() throws {
    let (site, _) = try busySite()
    let file = site.folder + "/backup.tar.gz"
    let refusing = [
      "strace", "-f", "-o", "/dev/null", "-e", "trace=?link,?linkat", "-e",
      "inject=?link,?linkat:error=EPERM", site.usherProgram, "backup", file, "--site", site.site,
    ]
    let written = try Shell.run(refusing)
    #expect(written.exit == 0, "\(written)")
    #expect(try Shell.run(["tar", "-tzf", file]).output.contains("./usher.db\n"))
    let left = try FileManager.default.contentsOfDirectory(atPath: site.folder)
    #expect(!left.contains { $0.hasPrefix(".") }, "\(left)")
  }
}
