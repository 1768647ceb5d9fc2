// usher-serve, with which `make run` shows a site: pages and program as a web server would bring them.

import Testing

@Suite("usher-serve") struct ServeTests {
  @Test("Pages, dead ones with 410, the program, and nothing that is hidden")
  func serves() throws {
    let site = try HostedSite(serving: false)
    let codes = try ["Stand B", "Past"].map {
      try #require(try site.invite("--label", $0, "--valid", "7d")["code"] as? String)
    }
    _ = try site.sql("UPDATE invitation SET expires = created - 1 WHERE label = 'Past'")
    try site.must("build", "--site", site.site)
    try site.startServe()
    #expect(try site.ask("/").status == 200)
    #expect(try site.ask("/assets/style.css").status == 200)
    let live = try site.ask("/I/\(codes[0])/")
    #expect(live.status == 200 && live.body.contains("<form"), "\(live)")
    for name in ["", "zh-Hans.html"] {
      let dead = try site.ask("/I/\(codes[1])/\(name)")
      #expect(dead.status == 410 && !dead.body.contains("<form"), "\(dead)")
    }
    #expect(try site.ask("/I/\(codes[1])/qr.svg").status == 200)
    #expect(try site.ask("/I/\(codes[0])/.index.html.new").status == 404)
    #expect(try site.ask("/../usher.conf", more: ["--path-as-is"]).status == 404)
    let applied = try site.ask(
      "/usher/apply",
      form: [("code", codes[0]), ("name", "Grace"), ("email", "grace@example.net")])
    #expect(applied.status == 303, "\(applied)")
    #expect(try site.ask(applied["Location"] ?? "").status == 200)
    #expect(
      try site.ask("/usher/apply", form: [("x", String(repeating: "x", count: 70_000))]).status
        == 413)
  }
}
