// Webhooks by the built programs, to a real receiver over TLS: what it is told, how that is signed, and what
// becomes of who does not take it.

import Foundation
import Testing

@Suite("Webhooks", .serialized) struct WebhookTests {
  private struct Receiver {
    let site: HostedSite
    let port = Shell.freePort()
    let process: Process
    var folder: String { site.folder + "/told" }

    init(_ site: HostedSite, isPrivate: Bool = true) throws {
      self.site = site
      let files = site.folder
      _ = try Shell.run([
        "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1",
        "-nodes", "-days", "2", "-subj", "/CN=localhost", "-addext",
        "subjectAltName=DNS:localhost,IP:127.0.0.1", "-keyout", "\(files)/key.pem", "-out",
        "\(files)/certificate.pem",
      ])
      _ = try Shell.run(["mkdir", "\(files)/told"])
      process = Shell.process([
        "/usr/bin/python3", "\(HostedSite.tests)/receiver.py", String(port),
        "\(files)/certificate.pem", "\(files)/key.pem", "\(files)/told",
      ])
      try Shell.start(process)
      let isAllowed = isPrivate ? "webhooks_private = yes" : ""
      _ = try Shell.run([
        "bash", "-c",
        """
        sed -i 's|^mail = .*|mail = folder:\(site.mails)|' \(site.site)/usher.conf
        printf '%s\\n' 'webhooks_ca = \(files)/certificate.pem' '\(isAllowed)' >> \(site.site)/usher.conf
        for try in $(seq 100); do bash -c '</dev/tcp/127.0.0.1/\(port)' && break; sleep 0.1; done
        """,
      ])
    }

    func end() { kill(process.processIdentifier, SIGKILL) }

    /// - Returns: its id and its secret.
    func add(_ path: String, _ events: String = "applied") throws -> (id: String, secret: String) {
      let ran = try site.must(
        "webhook", "add", path.hasPrefix("https:") ? path : "https://localhost:\(port)\(path)",
        "--events", events, "--site", site.site)
      let lines = ran.line.split(separator: "\n")
      return (String(lines[0].prefix { $0 != " " }), String(lines.last ?? ""))
    }

    /// Somebody waits for a webhook, as an application leaves it.
    func tell(_ webhook: String, _ number: Int = 1) throws {
      _ = try site.sql(
        """
        INSERT INTO mail_outbox (id, kind, application, recipient, language, message_id, state,
          next_attempt, gives_up, created, webhook, event)
        SELECT 'told' || '\(webhook)' || \(number), 'webhook', a.id, w.address, 'en', 'x', 'queued', 0,
          4000000000, 1800000000, w.id, 'applied'
        FROM webhook w, application a WHERE w.id = '\(webhook)' LIMIT 1
        """)
    }

    func application() throws {
      let code = try site.invite("--department", "Sales / North")["code"] as? String ?? ""
      _ = try site.sql(
        """
        INSERT INTO application (id, reference, token_digest, invitation, invitation_label, inviter,
          inviter_name, department_path, requires_approval, name, name_key, email, email_key,
          language, applied, state)
        SELECT 'one', 'AAAA-BBBB', 'x', id, label, inviter, 'Ada', 'Sales / North', 1, 'Gr"ace\\',
          'grace', 'grace@navy.example', 'grace@navy.example', 'en', 1800000000, 'pending'
        FROM invitation WHERE code = '\(code)'
        """)
    }

    func told() throws -> [[String: Any]] {
      try FileManager.default.contentsOfDirectory(atPath: folder).sorted().map { name in
        let text = try Data(contentsOf: URL(fileURLWithPath: "\(folder)/\(name)"))
        return try JSONSerialization.jsonObject(with: text) as? [String: Any] ?? [:]
      }
    }

    func state(_ webhook: String) throws -> String {
      try site.sql(
        "SELECT state || ': ' || last_error FROM mail_outbox WHERE webhook = '\(webhook)'")
    }
  }

  @Test("Told, and signed so that Python's own HMAC agrees")
  func told() throws {
    let site = try HostedSite(serving: false)
    let receiver = try Receiver(site)
    defer { receiver.end() }
    try receiver.application()
    let (id, secret) = try receiver.add("/ok", "applied,decided,joined")
    try receiver.tell(id)
    try site.must("deliver", "--site", site.site)
    #expect(try receiver.state(id) == "sent:")
    let told = try #require(try receiver.told().first)
    let headers = try #require(told["headers"] as? [String: String])
    let body = try #require(told["body"] as? String)
    let check = """
      import base64, hashlib, hmac, sys
      secret, id, at, body = sys.argv[1:]
      key = base64.b64decode(secret.removeprefix("whsec_"))
      print("v1," + base64.b64encode(hmac.new(key, f"{id}.{at}.{body}".encode(), hashlib.sha256).digest()).decode())
      """
    let expected = try Shell.run([
      "/usr/bin/python3", "-c", check, secret, headers["webhook-id"] ?? "",
      headers["webhook-timestamp"] ?? "", body,
    ])
    #expect(headers["webhook-signature"] == expected.line)
    #expect(headers["content-type"] == "application/json")
    let said = try JSONSerialization.jsonObject(with: Data(body.utf8)) as? [String: Any]
    #expect(said?["type"] as? String == "application.applied")
    #expect(said?["timestamp"] as? String == "2027-01-15T08:00:00Z")
    let data = try #require(said?["data"] as? [String: String])
    #expect(
      data == [
        "reference": "AAAA-BBBB", "state": "pending", "name": "Gr\"ace\\",
        "email": "grace@navy.example", "department": "Sales / North", "inviter": "ada",
      ])
    #expect(!(try site.sql("SELECT sealed FROM webhook")).contains(secret))
    let list = try site.must("mail", "list", "--site", site.site).output
    #expect(list.contains("webhook applied") && list.contains("https://localhost:"))
  }

  /// What the mail page says of each message: its receiver's path, its kind and event, when, its state and why.
  private func mailPage(_ site: HostedSite) throws -> [String] {
    let page = try site.ask(
      "/usher/admin/mail?state=all", cookie: site.signIn("ada", site.password).cookie)
    #expect(page.status == 200)
    return page.body.components(separatedBy: "<tr>").dropFirst(2).map { row in
      row.replacing(/<small>|<\/td>/, with: " ").replacing(/<[^>]*>/, with: "")
    }
  }

  @Test("Who fails, redirects, is gone or is not there is told again or not, and says why")
  func failures() throws {
    let site = try HostedSite()
    let receiver = try Receiver(site)
    defer { receiver.end() }
    try receiver.application()
    let free = Shell.freePort()
    let ways: [(path: String, state: String)] = [
      ("/then-ok", "queued: answer 500"), ("/redirect", "queued: answer 302"),
      ("/gone", "failed: answer 410"), ("https://localhost:\(free)/", "queued: curl: (7)"),
      ("https://nowhere.invalid/", "queued: nowhere.invalid: "), ("/ok", "sent:"),
    ]
    let ids = try ways.map { try receiver.add($0.path).id }
    for id in ids { try receiver.tell(id) }
    try site.must("deliver", "--site", site.site)
    for (way, id) in zip(ways, ids) {
      let state = try receiver.state(id)
      #expect(state.hasPrefix(way.state), "\(way.path): \(state)")
    }
    #expect(try site.sql("SELECT state FROM webhook WHERE id = '\(ids[2])'") == "gone")
    let rows = try mailPage(site)
    for (path, says) in [
      ("/then-ok", ["waiting", "answer 500", "tried once · next try "]),
      ("/redirect", ["waiting", "answer 302: redirections are not followed", "next try"]),
      ("/gone", ["failed", "answer 410: gone", "not needed any more"]),
      (":\(free)/", ["waiting", "curl: (7)", "next try"]),
      ("nowhere.invalid/", ["waiting", "nowhere.invalid: ", "next try"]), ("/ok", ["sent"]),
    ] {
      let row = try #require(rows.first { $0.contains(path) }, "\(rows)")
      #expect(row.contains("somebody applied"))
      for words in says { #expect(row.contains(words), "\(row)") }
    }
    _ = try site.sql("UPDATE mail_outbox SET next_attempt = 0 WHERE webhook = '\(ids[0])'")
    try site.must("deliver", "--site", site.site)
    #expect(try receiver.state(ids[0]) == "sent:")
    // The redirection was not followed, and who is gone was asked once.
    let paths = try receiver.told().compactMap { $0["path"] as? String }.sorted()
    #expect(paths == ["/gone", "/ok", "/redirect", "/then-ok", "/then-ok"])
  }

  @Test("While receivers hang, mails and other receivers are served by the same sender")
  func hanging() throws {
    let site = try HostedSite()
    let receiver = try Receiver(site)
    defer { receiver.end() }
    try receiver.application()
    let hanging = try (1...3).map { _ in try receiver.add("/hang").id }
    let other = try receiver.add("/ok").id
    for id in hanging { for number in 1...3 { try receiver.tell(id, number) } }
    for number in 1...3 { try receiver.tell(other, number) }
    let start = Date()
    let slow = Shell.process([site.usherProgram, "deliver", "--site", site.site])
    try Shell.start(slow)
    // Each hanging receiver has its first message, the other all three.
    #expect(Shell.wait(5) { (try? receiver.told().count) == 6 })
    let sent = "SELECT COUNT(*) FROM mail_outbox WHERE webhook = '\(other)' AND state = 'sent'"
    #expect(Shell.wait(3) { (try? site.sql(sent)) == "3" })
    // A mail that comes meanwhile.
    try site.must(
      "account", "add", "alan@navy.example", "--name", "Alan", "--mail", "--site",
      site.site)
    let welcome = "SELECT state FROM mail_outbox WHERE kind = 'welcome'"
    #expect(Shell.wait(5) { (try? site.sql(welcome)) == "sent" })
    #expect(slow.isRunning && Date().timeIntervalSince(start) < 9)
    #expect(try mailPage(site).filter { $0.contains("/hang") && $0.contains("waiting") }.count == 9)
    // Another sender does not wait behind the same receivers.
    try site.must("deliver", "--site", site.site)
    #expect(Date().timeIntervalSince(start) < 9)
    slow.waitUntilExit()
    #expect(Date().timeIntervalSince(start) < 15)
    #expect(try receiver.told().count == 6)
    let gaveUp = try mailPage(site).filter {
      $0.contains("/hang") && $0.contains("no answer within 10 seconds") && $0.contains("next try")
    }
    #expect(gaveUp.count == 3)
    for id in hanging {
      #expect(
        try site.sql("SELECT MAX(last_error) FROM mail_outbox WHERE webhook = '\(id)'")
          == "no answer within 10 seconds")
    }
  }

  @Test("A private address is refused, by name and in whatever spelling")
  func closed() throws {
    let site = try HostedSite(serving: false)
    let receiver = try Receiver(site, isPrivate: false)
    defer { receiver.end() }
    try receiver.application()
    let hosts = [
      "localhost", "127.0.0.1", "2130706433", "0x7f000001", "0x7f.1", "017700000001", "127.1",
      "0177.0.0.1", "[::1]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "0.0.0.0", "0", "10.0.0.1",
      "169.254.169.254",
    ]
    let ids = try hosts.map { try receiver.add("https://\($0):\(receiver.port)/ok").id }
    for id in ids { try receiver.tell(id) }
    try site.must("deliver", "--site", site.site)
    for (host, id) in zip(hosts, ids) {
      let state = try receiver.state(id)
      #expect(state.contains("in no public network"), "\(host): \(state)")
    }
    #expect(try receiver.told().isEmpty)
  }

  @Test("Stopped, started, another secret; bad input says what is wrong and adds nothing")
  func commands() throws {
    let site = try HostedSite(serving: false)
    let at = ["--site", site.site]
    for (address, events, wrong) in [
      ("http://a/", "applied", "is not https"), ("https://u:p@a/", "applied", "names a user"),
      ("https://a/#b", "applied", "fragment"), ("https:///", "applied", "no host"),
      ("https://a/", "", "no events"), ("https://a/", "left", "no events"),
      ("https://a/" + String(repeating: "b", count: 500), "applied", "too long"),
    ] {
      let ran = try Shell.run(
        [site.usherProgram, "webhook", "add", address, "--events", events] + at)
      #expect(ran.exit == 1 && ran.complaint.contains(wrong), "\(ran)")
    }
    #expect(try site.sql("SELECT COUNT(*) FROM webhook") == "0")
    #expect(try site.usher("webhook", "stop", "none", "--site", site.site).exit == 1)
    let added = try site.must(
      "webhook", "add", "https://a.example/", "--events", "joined,applied", "--site", site.site)
    let id = String(added.line.prefix { $0 != " " })
    #expect(
      try site.must("webhook", "stop", id, "--site", site.site).line
        == "https://a.example/ is stopped.")
    #expect(try site.must("webhook", "start", id, "--site", site.site).line.hasSuffix("active."))
    let secret = try site.must("webhook", "secret", id, "--site", site.site).line
    #expect(secret.hasPrefix("whsec_") && !added.output.contains(secret))
    let list = try site.must("webhook", "list", "--site", site.site).output
    #expect(list.contains("applied,joined") && !list.contains("whsec_"))
  }
}
