// The folder for shared hosting, moved to another place as an upload would: Apache with nothing but the
// .htaccess in it, `usher` with the libraries beside it.

import Foundation
import Testing

@Suite("On shared hosting") struct SharedHostingTests {
  @Test(
    "The folder works where it is put: pages, 410, application, a new link with its page; nothing else shows"
  )
  func folder() throws {
    let site = try HostedSite(serving: false)
    let codes = try ["Stand B", "Past"].map {
      try #require(try site.invite("--label", $0, "--valid", "7d")["code"] as? String)
    }
    _ = try site.sql("UPDATE invitation SET expires = created - 1 WHERE label = 'Past'")
    try site.must("hosting", "shared", site.folder + "/upload", "--site", site.site)
    let again = try site.usher("hosting", "shared", site.folder + "/upload", "--site", site.site)
    #expect(again.exit == 1 && again.complaint.contains("is not empty"))

    // Elsewhere, and without what it was made from.
    let home = site.folder + "/home"
    _ = try Shell.run(["mv", site.folder + "/upload", home])
    _ = try Shell.run(["rm", "-rf", site.site, site.folder + "/bin", site.folder + "/share"])
    let usher = home + "/bin/usher"
    let linked = try Shell.run(["ldd", usher]).output
    #expect(linked.contains("\(home)/bin/libqrencode"), "\(linked)")
    let built = try Shell.run([usher, "build", "--site", home])
    #expect(built.line == "0 files written, 0 folders removed", "\(built)")

    try site.startShared(home)
    let page = try site.ask("/I/\(codes[0])/")
    #expect(page.status == 200 && page["Cache-Control"] == "max-age=300", "\(site.serverLog)")
    #expect(page["Content-Security-Policy"]?.contains("frame-ancestors 'none'") == true)
    #expect(page.body.contains("action=\"/usher.cgi/apply\""))
    let dead = try site.ask("/I/\(codes[1])/")
    #expect(dead.status == 410 && dead["Cache-Control"] == "no-store", "\(dead)")
    #expect(dead.body.contains("This invitation has ended"))
    #expect(
      try site.ask("/I/\(codes[0].lowercased())")["Location"]?.hasSuffix(
        "/usher.cgi/join?code=\(codes[0].lowercased())") == true)
    for path in [
      "/.htaccess", "/usher.conf", "/../usher.conf", "/../usher.db", "/bin/usher", "/README.txt",
    ] {
      let answer = try site.ask(path, more: ["--path-as-is"])
      #expect([400, 403, 404].contains(answer.status), "\(path): \(answer)")
    }
    let applied = try site.ask(
      "/usher.cgi/apply",
      form: [("code", codes[0]), ("name", "Grace"), ("email", "grace@example.net")])
    #expect(applied.status == 303, "\(applied) \(site.serverLog)")
    #expect(try site.ask(applied["Location"] ?? "").status == 200)
    let signIn = try site.ask(
      "/usher.cgi/sign-in", form: [("name", "ada"), ("password", site.password)])
    let cookie = String((signIn["Set-Cookie"] ?? "").prefix { $0 != ";" })
    let form = try site.ask("/usher.cgi/admin/invitations/new", cookie: cookie)
    let made = try site.ask(
      "/usher.cgi/admin/invitations/new",
      form: [
        ("token", form.hidden("token")), ("label", "Fair"), ("valid", "7d"), ("approval", "1"),
      ],
      cookie: cookie)
    #expect(made.status == 303, "\(made) \(site.serverLog)")
    let code = try #require(made["Location"]?.split(separator: "/").last?.prefix { $0 != "?" })
    #expect(try site.ask("/I/\(code)/").status == 200)
    #expect(!site.serverLog.contains("usher.cgi:"), "\(site.serverLog)")
    // No mail server runs here.
    _ = try Shell.run(["sed", "-i", "s|^mail = .*|mail = folder:mails|", home + "/usher.conf"])
    let doctor = try Shell.run([usher, "doctor", "--site", home])
    #expect(doctor.exit == 0 && !doctor.output.contains("\nwarning"), "\(doctor)")
    #expect(doctor.output.contains("usher.cgi: answers 200"), "\(doctor)")
  }

  @Test(
    "From an installed Usher, which is root's, under any umask: the web server reads pages, secrets are the owner's"
  )
  func installed() throws {
    let site = try HostedSite(serving: false)
    if geteuid() == 0 {
      _ = try Shell.run(
        ["chown", "-R", "root:root", site.folder + "/share", site.folder + "/bin"], asRoot: true)
    }
    for umask in ["000", "077"] {
      let made = "\(site.folder)/upload\(umask)"
      // As README says it: as root, who becomes the site's owner.
      let ran = try Shell.run(
        [
          "sh", "-c", "umask \(umask); exec \"$@\"", "sh", site.usherProgram, "hosting", "shared",
          made, "--site", site.site,
        ], asRoot: true)
      #expect(ran.exit == 0, "\(ran)")
      let unlike = try Shell.run(
        [
          "bash", "-c",
          """
          cd \(made)
          find . -type d -not -perm 755
          find . -type f -not -perm 644 -not -perm 755 -not -name usher.conf -not -name 'usher.key' -not -name 'usher.db*'
          find usher.conf usher.key usher.db* -not -perm 600
          find . -not -user \(geteuid() == 0 ? "nobody" : NSUserName())
          """,
        ])
      #expect(unlike.output == "" && unlike.complaint == "", "umask \(umask): \(unlike)")
    }
  }
}
