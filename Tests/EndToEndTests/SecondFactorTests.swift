// The second factor over the wire: its QR code is read from the page as a telephone would read it, and the
// key in it opens the site.

import Foundation
import Testing

@Suite("Second factor, under Apache", .serialized) struct SecondFactorTests {
  /// What an authenticator shows, by an implementation of RFC 6238 that is not ours.
  private func code(_ key: String, stepsFromNow: Int) throws -> String {
    let script = """
      import base64, hashlib, hmac, struct, sys, time
      step = int(time.time()) // 30 + int(sys.argv[2])
      mac = hmac.new(base64.b32decode(sys.argv[1]), struct.pack(">Q", step), hashlib.sha1).digest()
      place = mac[19] & 15
      print("%06d" % ((struct.unpack(">I", mac[place:place + 4])[0] & 0x7FFFFFFF) % 1000000))
      """
    return try Shell.run(["/usr/bin/python3", "-c", script, key, String(stepsFromNow)]).line
  }

  @Test("The image in the page holds the key; a code of it turns it on, and signs in")
  func image() throws {
    let site = try HostedSite()
    let cookie = try site.signIn("ada", site.password).cookie
    let page = try site.ask("/usher/me/second-factor", cookie: cookie)
    let token = page.hidden("token")
    let begun = try site.ask(
      "/usher/me/second-factor", form: [("token", token), ("step", "begin")], cookie: cookie)
    #expect(begun.status == 200)
    let start = try #require(begun.body.range(of: "<svg "))
    let end = try #require(begun.body.range(of: "</svg>"))
    let svg = String(begun.body[start.lowerBound..<end.upperBound])
    #expect(!svg.contains("style=") && !svg.contains("<script"))
    let key = try #require(begun.body.firstMatch(of: /<dd>([A-Z2-7 ]{39})<\/dd>/)).1
      .replacingOccurrences(of: " ", with: "")
    let files = NSTemporaryDirectory() + "usher-qr-\(UUID().uuidString)"
    defer {
      for end in ["svg", "png"] { try? FileManager.default.removeItem(atPath: "\(files).\(end)") }
    }
    try Data(svg.utf8).write(to: URL(fileURLWithPath: files + ".svg"))
    let drawn = try Shell.run(
      ["rsvg-convert", "--width", "600", "--output", files + ".png", files + ".svg"], asRoot: true)
    #expect(drawn.exit == 0, "\(drawn)")
    let address = "otpauth://totp/Acme:ada?secret=\(key)&issuer=Acme"
    let read = try Shell.run(
      [HostedSite.python, "\(HostedSite.tests)/qr.py", address, files + ".png"], asRoot: true)
    #expect(read.line == "ok", "\(read)")

    let on = try site.ask(
      "/usher/me/second-factor",
      form: [
        ("token", token), ("step", "confirm"), ("sealed", begun.hidden("sealed")),
        ("code", try code(key, stepsFromNow: -1)),
      ], cookie: cookie)
    #expect(on.status == 200 && on.body.contains("Your recovery codes"), "\(on)")
    // In no file of the site, as it is.
    let left = try Shell.run(["grep", "-rlF", key, site.site], asRoot: true)
    #expect(left.exit == 1 && left.output == "", "\(left)")

    let (waiting, location) = try site.signIn("ada", site.password)
    #expect(location == "\(site.base)/usher/sign-in/code")
    #expect(try site.ask("/usher/admin", cookie: waiting).status == 303)
    let asked = try site.ask("/usher/sign-in/code", cookie: waiting)
    let signedIn = try site.ask(
      "/usher/sign-in/code",
      form: [("token", asked.hidden("token")), ("code", try code(key, stepsFromNow: 1))],
      cookie: waiting)
    #expect(signedIn.status == 303, "\(signedIn)")
    let full = String((signedIn["Set-Cookie"] ?? "").prefix { $0 != ";" })
    #expect(try site.ask("/usher/admin", cookie: full).status == 200)

    // Who lost the telephone: from the command line.
    let list = try site.must("admin", "list", "--json", "--site", site.site)
    #expect(list.output.contains("\"second_factor\" : true"))
    try site.must("admin", "reset-second-factor", "ada", "--site", site.site)
    let again = try site.signIn("ada", site.password)
    #expect(again.location == "\(site.base)/usher/admin")
    #expect(site.serverLog.contains("usher.cgi:") == false, "\(site.serverLog)")
  }

  @Test("The command line keeps administrators, and never leaves a site without one")
  func commands() throws {
    let site = try HostedSite(serving: false)
    func usher(_ arguments: String...) throws -> Ran {
      try Shell.run(
        [site.usherProgram, "admin"] + arguments + ["--site", site.site], in: site.folder)
    }
    let last = try usher("suspend", "ada")
    #expect(last.exit == 1)
    #expect(
      last.complaint == "usher: ada is the last active administrator: add another one first\n")
    let added = try usher(
      "add", "grace", "--name", "Grace Hopper", "--email", "grace@navy.example", "--language",
      "zh-Hans", "--mail")
    #expect(added.line == "A welcome mail for grace waits in the outbox.", "\(added)")
    #expect(try site.sql("SELECT kind || language FROM mail_outbox") == "welcomezh-Hans")
    #expect(try usher("suspend", "grace").line == "grace is suspended")
    #expect(try usher("suspend", "grace").complaint.hasPrefix("usher: grace is suspended: "))
    #expect(try usher("reset", "grace").exit == 1)
    #expect(try usher("restore", "grace").line == "grace can sign in again")
    #expect(
      try usher("reset", "grace").line == "A new initial password for grace waits in the outbox.")
    #expect(try usher("reset-second-factor", "grace").exit == 1)
    #expect(try usher("suspend", "nobody").exit == 1)
    #expect(
      try usher("add", "x", "--name", "X", "--email", "x@y.example", "--mail", "--password-stdin")
        .exit == 64)
    #expect(try usher("list").output.contains("grace"))
  }

  @Test("`usher qr` draws what it reads, and complains where there is nothing to draw")
  func draws() throws {
    let site = try HostedSite(serving: false)
    let drawn = try site.must("qr", "--title", "<Key>", input: "text")
    #expect(drawn.output.hasPrefix("<svg ") && drawn.output.contains("<title>&lt;Key&gt;</title>"))
    #expect(try site.usher("qr", input: "").exit == 1)
    let long = try site.usher("qr", input: String(repeating: "x", count: 10_000))
    #expect(long.exit == 1 && long.complaint.hasPrefix("usher: 10000 bytes do not fit"))
  }
}
