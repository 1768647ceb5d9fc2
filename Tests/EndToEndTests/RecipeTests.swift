// What `usher hosting` says at its top, done word for word on a Debian as it is after the packages were installed:
// a site that answers over TLS, whoever owns it, and of which `usher doctor` has nothing to say.

import Foundation
import Testing

@Suite(
  "A recipe, followed to its end", .serialized,
  .enabled(if: DebianHost.isPossible, "It takes root, who may make namespaces."))
struct RecipeTests {
  /// What is asked for, where it is saved, whose the site is.
  struct Recipe: CustomTestStringConvertible, Sendable {
    let kind, file, owner: String
    var testDescription: String { "\(kind), a site of \(owner)" }
  }

  private static let recipes = [
    ("apache", "apache2/sites-available/\(DebianHost.name).conf"),
    ("apache --with fcgid", "apache2/sites-available/\(DebianHost.name).conf"),
    ("nginx", "nginx/sites-enabled/\(DebianHost.name)"),
    ("lighttpd", "lighttpd/conf-enabled/\(DebianHost.name).conf"),
  ].flatMap { kind, file in
    ["usher", "www-data"].map { Recipe(kind: kind, file: "/etc/\(file)", owner: $0) }
  }

  @Test(
    "Pages and program answer over TLS, and lead there without it; the site stays its owner's",
    arguments: recipes)
  func followed(_ recipe: Recipe) throws {
    let host = try DebianHost()
    let (site, base) = (DebianHost.site, DebianHost.base)
    let owner = recipe.owner == "usher" ? "" : "--owner \(recipe.owner)"
    try host.must(
      """
      usher init \(site) --name Acme --base-address \(base) --mail folder:mails \(owner) \
        --contact office@acme.test --sender join@acme.test --admin 'Ada <ada@acme.test>'
      """)
    let code = try host.must("usher invite create --site \(site) --label Stand --valid 7d --json")
    let link = try #require(
      code.firstMatch(of: /https:\/\/join.acme.test\/I\/[0-9A-Z-]+\//)?.output)
    let text = try host.must("usher hosting \(recipe.kind) --site \(site)")
    // As the package leaves it.
    if recipe.kind == "nginx" { try host.must("service nginx start") }
    try host.follow(text, savedAs: recipe.file)

    // nginx's old processes may take a connection more after a reload.
    #expect(Shell.wait { (try? host.ask("http://\(DebianHost.name)/").status) == 301 })
    for path in [
      "/", "\(link.dropFirst(base.count))", "/usher/sign-in?lang=en", "/assets/style.css",
      "/nothing",
    ] {
      let plain = try host.ask("http://\(DebianHost.name)\(path)")
      #expect(plain.status == 301 && plain["Location"] == base + path, "\(path): \(plain)")
      let safe = try host.ask(base + path)
      #expect(safe.status == (path == "/nothing" ? 404 : 200), "\(path): \(safe)")
      #expect(safe["Strict-Transport-Security"] == "max-age=31536000", "\(path): \(safe)")
    }
    let applied = try host.ask(
      base + "/usher/apply",
      [
        "code": String(link.split(separator: "/").last ?? ""), "name": "Grace",
        "email": "grace@acme.test",
      ])
    #expect(applied.status == 303, "\(applied)")
    let status = applied["Location"] ?? ""
    #expect(status.hasPrefix(base + "/usher/"), "\(applied)")
    #expect(try host.ask(status).status == 200)
    for path in ["/usher.db", "/usher.conf", "/cgi-bin/usher.cgi", "/../usher.key"] {
      #expect([400, 403, 404].contains(try host.ask(base + path).status), "\(path)")
    }
    try keepsUp(host, text, recipe.owner)
    let strange = try host.must("find \(site) -not -user \(recipe.owner) -not -name usher.socket")
    #expect(strange == "")
    // It gives a server one second, which may be too little under these tests.
    var doctor = ""
    let isContent = Shell.wait {
      doctor = (try? host.run("usher doctor --site \(site) 2>&1").output) ?? ""
      return !doctor.contains("\nfault") && !doctor.contains("\nwarning")
        && doctor.contains("serves pages and usher.cgi, and no more")
    }
    #expect(isContent, "\(doctor)")
  }

  /// What has to be done each minute: the crontab's line works, and systemd's units know whose the site is.
  private func keepsUp(_ host: DebianHost, _ text: String, _ owner: String) throws {
    let line = try #require(text.firstMatch(of: /\* \* \* \* \*  (.*)/)?.1)
    #expect(line == "/mnt/bin/usher chores --site \(DebianHost.site)")
    try host.must("runuser -u \(owner) -- env -i sh -c '\(line)'")
    for unit in text.matches(of: /'(usher[a-z-]*@[^'.]*)'/).map({ $0.1 }) {
      let told = try host.must("cat '/etc/systemd/system/\(unit).service.d/site.conf'")
      #expect(told == "[Service]\nUser=\(owner)\nGroup=\(owner)\n")
    }
    #expect(text.contains("/etc/systemd/system") == (owner != "usher"))
    #expect(
      text.contains("systemctl enable --now ") && text.contains("'usher-chores@srv-join.timer'"))
  }

  @Test(
    "A folder for who is signed in: without a session one is led to sign in, with one it opens",
    arguments: recipes)
  func protected(_ recipe: Recipe) throws {
    let host = try DebianHost()
    let (site, base) = (DebianHost.site, DebianHost.base)
    let owner = recipe.owner == "usher" ? "" : "--owner \(recipe.owner)"
    let password = "correct mule staple lighthouse"
    try host.must(
      """
      usher init \(site) --name Acme --base-address \(base) --mail folder:mails \(owner)
      echo '\(password)' | usher admin add ada --name Ada --email ada@acme.test --password-stdin --site \(site)
      """)
    let text = try host.must("usher hosting \(recipe.kind) --protect /intern/ --site \(site)")
    if recipe.kind == "nginx" { try host.must("service nginx start") }
    try host.follow(text, savedAs: recipe.file)
    try host.must("echo Secret >\(site)/protected/intern/index.html")
    var asked: HostedSite.Answer?
    let isLed = Shell.wait {
      asked = try? host.ask(base + "/intern/")
      return asked?.status == 303
    }
    let address = base + "/usher/sign-in"
    #expect(isLed, "\(asked?.description ?? "-")")
    #expect(
      asked?["Location"]?.hasPrefix(address + "?back=") == true, "\(asked?.description ?? "-")")
    let signedIn = try host.ask(
      address, ["name": "ada", "password": password, "back": base + "/intern/"])
    #expect(signedIn["Location"] == base + "/intern/", "\(signedIn)")
    let cookie = (signedIn["Set-Cookie"] ?? "").prefix { $0 != ";" }
    let opened = try host.must("curl --silent --show-error --cookie '\(cookie)' \(base)/intern/")
    #expect(opened == "Secret\n")
    let doctor = try host.run("usher doctor --site \(site) 2>&1").output
    #expect(!doctor.contains("\nfault"), "\(doctor)")
  }

  @Test(
    "A port of its own is opened for both kinds of addresses",
    arguments: ["apache", "nginx", "lighttpd"])
  func port(_ kind: String) throws {
    let host = try DebianHost()
    let base = "\(DebianHost.base):8443"
    try host.must(
      "usher init \(DebianHost.site) --base-address \(base) --mail folder:mails --owner www-data")
    let recipe = try #require(Self.recipes.first { $0.kind == kind })
    if kind == "nginx" { try host.must("service nginx start") }
    let text = try host.must("usher hosting \(kind) --site \(DebianHost.site)")
    try host.follow(text, savedAs: recipe.file)
    for address in ["127.0.0.1", "::1"] {
      try host.must("echo '\(address) \(DebianHost.name)' >/etc/hosts")
      for path in ["/", "/usher/sign-in"] {
        #expect(Shell.wait { (try? host.ask(base + path).status) == 200 }, "\(address) \(path)")
      }
      let plain = try host.ask("http://\(DebianHost.name)/join/")
      #expect(plain.status == 301 && plain["Location"] == base + "/join/", "\(plain)")
    }
  }

  @Test("A host that is an address of IPv6 keeps its colons")
  func address() throws {
    let host = try DebianHost()
    try host.must(
      "usher init \(DebianHost.site) --base-address http://[::1] --mail folder:mails --owner www-data"
    )
    let text = try host.must("usher hosting nginx --site \(DebianHost.site)")
    try host.must("service nginx start")
    try host.follow(text, savedAs: "/etc/nginx/sites-enabled/join")
    // nginx's own page has no such header.
    for path in ["/", "/usher/sign-in"] {
      var answer: HostedSite.Answer?
      let isOurs = Shell.wait(5) {
        answer = try? host.ask("http://[::1]\(path)")
        return answer?.status == 200 && answer?["Content-Security-Policy"] != nil
      }
      #expect(isOurs, "\(path): \(answer?.description ?? "-"), \(text)")
    }
  }

  @Test("A package that is removed leaves nothing to be started with the host")
  func removal() throws {
    let host = try DebianHost()
    let units = "find /etc/systemd/system -type l -name 'usher*@?*'"
    try host.must(
      """
      cp /mnt/lib/systemd/system/usher* /etc/systemd/system
      systemctl enable 'usher@srv-join\\x2dus.socket' 'usher-chores@srv-join\\x2dus.timer'
      """)
    #expect(try host.must(units).split(separator: "\n").count == 2)
    try host.must("sh \(HostedSite.repository)/packaging/debian/prerm upgrade 9")
    #expect(try host.must(units).split(separator: "\n").count == 2)
    try host.must("sh \(HostedSite.repository)/packaging/debian/prerm remove")
    #expect(try host.must(units) == "")
  }
}
