// A site made by the built programs, under a real web server on a free loopback port, with a real SMTP
// server to send to; everything in a temporary folder and as an unprivileged user.

import Foundation

final class HostedSite {
  let folder: String
  let port = Shell.freePort()
  let smtpPort = Shell.freePort()
  let password = "correct mule staple lighthouse"
  private var processes: [Process] = []
  /// Of the web server and what it needs beside it, which can be ended before the site is.
  private var serverProcesses: [Process] = []

  static let repository = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path
  /// Where `make build` leaves the programs.
  static let programs = repository + "/.build/release"
  static let python = repository + "/.tools/python/bin/python"
  static let tests = repository + "/Tests/EndToEndTests"

  var base: String { "http://127.0.0.1:\(port)" }
  var site: String { folder + "/site" }
  var mails: String { folder + "/mails" }
  var usherProgram: String { folder + "/bin/usher" }

  struct Failed: Error, CustomStringConvertible {
    let description: String
  }

  enum MailWay { case smtp, msmtp }

  init(mail: MailWay = .smtp, serving: Bool = true) throws {
    folder = NSTemporaryDirectory() + "usher-e2e-\(UUID().uuidString)"
    let files = FileManager.default
    for name in ["", "/bin", "/share/usher", "/mails", "/server"] {
      try files.createDirectory(atPath: folder + name, withIntermediateDirectories: true)
    }
    for program in ["usher", "usher.cgi"] {
      try files.copyItem(atPath: "\(Self.programs)/\(program)", toPath: "\(folder)/bin/\(program)")
    }
    for set in ["templates", "public"] {
      try files.copyItem(
        atPath: "\(Self.repository)/\(set)", toPath: "\(folder)/share/usher/\(set)")
    }
    for script in ["smtp.py", "fastcgi.py"] {
      try files.copyItem(atPath: "\(Self.tests)/\(script)", toPath: "\(folder)/\(script)")
    }
    let way = mail == .smtp ? "smtp://127.0.0.1:\(smtpPort)" : "sendmail:\(folder)/bin/sendmail"
    if geteuid() == 0 {
      _ = try Shell.run(["chown", "-R", "nobody:nogroup", folder], asRoot: true)
    }
    try must(
      "init", site, "--name", "Acme", "--base-address", base, "--time-zone", "Europe/Berlin",
      "--contact", "office@acme.example", "--sender", "join@acme.example", "--mail", way)
    if mail == .msmtp { try writeMsmtp() }
    try must(
      "admin", "add", "ada", "--name", "Ada Lovelace", "--email", "ada@acme.example",
      "--password-stdin", "--site", site, input: password + "\n")
    try must("department", "add", "Sales / North", "--site", site)
    if serving {
      try startSMTP()
      try start(.apacheCgid)
    }
  }

  deinit {
    stopServer()
    for process in processes.reversed() { end(process) }
    _ = try? Shell.run(["rm", "-rf", folder], asRoot: true)
  }

  // MARK: Commands

  @discardableResult
  func usher(_ arguments: String..., input: String = "") throws -> Ran {
    try Shell.run([usherProgram] + arguments, input: input, in: folder)
  }

  @discardableResult
  func must(_ arguments: String..., input: String = "") throws -> Ran {
    try must(arguments, input: input)
  }

  @discardableResult
  private func must(_ arguments: [String], input: String = "") throws -> Ran {
    let ran = try Shell.run([usherProgram] + arguments, input: input, in: folder)
    guard ran.exit == 0 else { throw Failed(description: "usher \(arguments): \(ran)") }
    return ran
  }

  /// Makes an invitation and returns what `--json` says of it.
  func invite(_ arguments: String...) throws -> [String: Any] {
    let ran = try Shell.run(
      [usherProgram, "invite", "create", "--json", "--site", site] + arguments, in: folder)
    guard ran.exit == 0 else { throw Failed(description: "\(ran)") }
    return try JSONSerialization.jsonObject(with: Data(ran.output.utf8)) as? [String: Any] ?? [:]
  }

  func sql(_ query: String) throws -> String {
    let ran = try Shell.run(["sqlite3", "-cmd", ".timeout 15000", "\(site)/usher.db", query])
    guard ran.exit == 0 else { throw Failed(description: "\(ran)") }
    return ran.line
  }

  // MARK: Requests

  struct Answer: CustomStringConvertible {
    let status: Int
    let head: String
    let body: String

    var description: String { head + "\n" + body }

    subscript(name: String) -> String? {
      head.split(whereSeparator: \.isNewline).first {
        $0.lowercased().hasPrefix(name.lowercased() + ": ")
      }
      .map { String($0.dropFirst(name.count + 2)) }
    }

    func hidden(_ name: String) -> String {
      guard let start = body.range(of: "name=\"\(name)\" value=\"") else { return "" }
      return String(body[start.upperBound...].prefix { $0 != "\"" })
    }
  }

  /// - Parameter form: sent as our own page would send it.
  func ask(
    _ path: String, form: [(String, String)]? = nil, cookie: String = "", more: [String] = []
  ) throws -> Answer {
    let address = path.hasPrefix("http") ? path : base + path
    var arguments =
      ["curl", "--silent", "--include", "--max-time", "60", "--cookie", cookie] + more
    if let form {
      arguments += ["--header", "Origin: \(base)"]
      for (name, value) in form { arguments += ["--data-urlencode", "\(name)=\(value)"] }
    }
    let ran = try Shell.run(arguments + [address])
    let text = ran.output
    let cut = text.range(of: "\r\n\r\n") ?? text.endIndex..<text.endIndex
    let head = String(text[..<cut.lowerBound])
    let status = Int(head.split(separator: " ").dropFirst().first ?? "") ?? 0
    return Answer(status: status, head: head, body: String(text[cut.upperBound...]))
  }

  /// A cookie of a new session.
  func signIn(_ name: String, _ password: String) throws -> (cookie: String, location: String) {
    let answer = try ask("/usher/sign-in", form: [("name", name), ("password", password)])
    guard answer.status == 303, let cookie = answer["Set-Cookie"] else {
      throw Failed(description: "no sign-in: \(answer)")
    }
    return (String(cookie.prefix { $0 != ";" }), answer["Location"] ?? "")
  }

  // MARK: Mails

  var mailFiles: [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: mails)) ?? []).filter {
      $0.hasSuffix(".eml")
    }.sorted()
  }

  /// The text part of the mail to that address, decoded by Python's own parser.
  func mail(to address: String) throws -> [String: String] {
    let script = """
      import email, email.policy, json, pathlib, sys
      for path in sorted(pathlib.Path(sys.argv[1]).glob("*.eml")):
          mail = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
          if sys.argv[2] in str(mail["To"]):
              print(json.dumps({"subject": mail["Subject"], "from": mail["From"], "to": mail["To"],
                  "text": mail.get_body(("plain",)).get_content(),
                  "html": mail.get_body(("html",)).get_content()}))
              break
      """
    var found: [String: String] = [:]
    _ = Shell.wait {
      let ran = try? Shell.run(["/usr/bin/python3", "-c", script, mails, address])
      let parsed = try? JSONSerialization.jsonObject(with: Data((ran?.output ?? "").utf8))
      found = parsed as? [String: String] ?? [:]
      return !found.isEmpty
    }
    return found
  }

  private func startSMTP() throws {
    processes.append(
      try start(["/usr/bin/python3", "\(folder)/smtp.py", String(smtpPort), mails]))
    try waitForPort(smtpPort)
  }

  /// Debian's msmtp in the place of `sendmail`.
  private func writeMsmtp() throws {
    let configuration = """
      account default
      host 127.0.0.1
      port \(smtpPort)
      tls off

      """
    let script = "#!/bin/sh\nexec /usr/bin/msmtp --file=\(folder)/msmtprc \"$@\"\n"
    try Data(configuration.utf8).write(to: URL(fileURLWithPath: folder + "/msmtprc"))
    try Data(script.utf8).write(to: URL(fileURLWithPath: folder + "/bin/sendmail"))
    _ = try Shell.run(["chmod", "755", folder + "/bin/sendmail"], asRoot: true)
    _ = try Shell.run(["chmod", "644", folder + "/msmtprc"], asRoot: true)
  }

  // MARK: Web servers

  /// With exactly what `usher hosting` prints.
  /// - Parameters:
  ///   - protected: other content of the host, and what its owner adds for it.
  ///   - beside: what its owner adds for other sites of the same server.
  func start(
    _ server: WebServer, protecting protected: ProtectedContent? = nil, beside others: String = ""
  ) throws {
    let asked = server.recipe(folder: folder, port: port, site: site)
    let recipe = try must(["hosting"] + asked + (protected?.options(server) ?? []))
    let printed = protected?.completed(recipe.output, server) ?? recipe.output
    var files = server.files(folder: folder, port: port) + [("recipe", printed)]
    if let protected { files[0].1 += protected.configuration(server, folder: folder) }
    files[0].1 += others
    for (name, text) in files {
      try Data(text.utf8).write(to: URL(fileURLWithPath: "\(folder)/server/\(name)"))
      _ = try Shell.run(["chmod", "644", "\(folder)/server/\(name)"], asRoot: true)
    }
    let more = protected?.commands(server, folder: folder, site: site) ?? []
    for command in more + server.commands(folder: folder, site: site) {
      serverProcesses.append(try start(command))
    }
    try waitForPort(port)
    if let socket = server.socket(folder: folder) {
      guard Shell.wait(until: { FileManager.default.fileExists(atPath: socket) }) else {
        throw Failed(description: "there is no socket \(socket)")
      }
    }
  }

  /// An Apache whose owner lets a folder's .htaccess decide.
  func startShared(_ home: String) throws {
    let text = """
      \(WebServer.apacheCgid.machine(folder))
      Listen 127.0.0.1:\(port)
      DocumentRoot \(home)/public
      <Directory \(home)/public>
        Require all granted
        AllowOverride All
      </Directory>

      """
    try Data(text.utf8).write(to: URL(fileURLWithPath: "\(folder)/server/conf"))
    _ = try Shell.run(["chmod", "644", "\(folder)/server/conf"], asRoot: true)
    for command in WebServer.apacheCgid.commands(folder: folder, site: site) {
      serverProcesses.append(try start(command))
    }
    try waitForPort(port)
  }

  /// What `make run` serves with.
  func startServe() throws {
    let program = "\(Self.programs)/usher-serve"
    _ = try Shell.run(["install", "-m", "755", program, "\(folder)/bin/usher-serve"], asRoot: true)
    serverProcesses.append(
      try start(["\(folder)/bin/usher-serve", site, "--port", String(port)]))
    try waitForPort(port)
  }

  func stopServer() {
    for process in serverProcesses.reversed() { end(process) }
    serverProcesses = []
    _ = try? Shell.run(["bash", "-c", "rm -rf \(folder)/server/*"], asRoot: true)
  }

  private func end(_ process: Process) {
    guard process.isRunning else { return }
    process.terminate()
    if !Shell.wait(5, until: { !process.isRunning }) { kill(process.processIdentifier, SIGKILL) }
  }

  @discardableResult
  private func start(_ arguments: [String]) throws -> Process {
    let process = Shell.process(arguments)
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try Shell.start(process)
    return process
  }

  private func waitForPort(_ port: Int) throws {
    let isOpen = Shell.wait {
      (try? Shell.run(["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/\(port)"]).exit) == 0
    }
    guard isOpen else { throw Failed(description: "nothing answers on port \(port)") }
  }

  var serverLog: String {
    String(
      decoding: FileManager.default.contents(atPath: folder + "/server/error.log") ?? Data(),
      as: UTF8.self)
  }
}
