// Tests how a message leaves the host: through a program in the place of sendmail, to a small SMTP server,
// into a folder; and what each answer means for another try.

import Foundation
import Membership
import Testing

@testable import Mail

@Suite(.serialized) final class TransportTests {
  private let folder: URL

  init() throws {
    folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  private func path(_ name: String) -> String { folder.appendingPathComponent(name).path }

  private func contents(_ name: String) throws -> String {
    String(decoding: try Data(contentsOf: folder.appendingPathComponent(name)), as: UTF8.self)
  }

  private func message(text: String = "Hello\n.\n..two\n", to: String = "grace@navy.example") throws
    -> Message
  {
    Message(
      from: ("Ada Society", try EmailAddress("join@example.org")),
      to: ("Grace", try EmailAddress(to)),
      subject: "Welcome", id: "01ABC@example.org", date: TimeZone.utc.clock(at: Moment(seconds: 0)),
      language: .english, text: text, html: "<p>Hello</p>")
  }

  // MARK: usher.conf

  @Test(
    "What usher.conf names is a transport",
    arguments: [
      ("sendmail", .sendmail(program: "/usr/sbin/sendmail")),
      ("sendmail:", .sendmail(program: "/usr/sbin/sendmail")),
      ("sendmail:/usr/bin/msmtp", .sendmail(program: "/usr/bin/msmtp")),
      (
        "smtp://mail.example.org:587",
        .smtp(server: "smtp://mail.example.org:587", user: "u", password: "p")
      ),
      (
        "smtps://mail.example.org",
        .smtp(server: "smtps://mail.example.org", user: "u", password: "p")
      ),
      ("folder:mails", .folder("/site/mails")), ("folder:/var/mails", .folder("/var/mails")),
      ("folder:a:b", .folder("/site/a:b")),
    ] as [(String, Transport)])
  func known(text: String, transport: Transport) throws {
    #expect(try Transport(text, user: "u", password: "p", directory: "/site") == transport)
  }

  @Test(
    "Anything else is an error that says what is expected",
    arguments: [
      "", ":", "folder", "folder:", "smtp", "smtp:", "smtp:mail.example.org", "smtps:/x",
      "http://example.org",
      "SENDMAIL", "sendmail /usr/bin/x", "/usr/sbin/sendmail", " sendmail",
    ])
  func unknown(text: String) {
    do {
      _ = try Transport(text, user: "", password: "", directory: "/site")
      Issue.record("\(text) was taken")
    } catch {
      #expect(error.description.contains("mail = \(text)"))
      #expect(error.description.contains("folder:path"))
    }
  }

  // MARK: Folder

  @Test("A folder gets the message as it is on the wire, for its owner's eyes alone")
  func savesToFolder() throws {
    let message = try message()
    let mails = path("mails")
    #expect(Transport.folder(mails).deliver(message) == .sent)
    #expect(try Data(contentsOf: URL(fileURLWithPath: "\(mails)/01ABC.eml")) == Data(message.wire))
    #expect(try FileManager.default.contentsOfDirectory(atPath: mails) == ["01ABC.eml"])
    #expect(try mode("mails") & 0o077 == 0)
    #expect(try mode("mails/01ABC.eml") & 0o077 == 0)
  }

  @Test("In a folder that others may read, the file is its owner's alone all the same")
  func privateInPublicFolder() throws {
    try FileManager.default.createDirectory(
      atPath: path("mails"), withIntermediateDirectories: true,
      attributes: [.posixPermissions: 0o755])
    #expect(Transport.folder(path("mails")).deliver(try message()) == .sent)
    #expect(try mode("mails/01ABC.eml") & 0o077 == 0)
  }

  @Test("Where the folder cannot be, trying again can help")
  func noFolder() throws {
    try Data().write(to: URL(fileURLWithPath: path("file")))
    guard case .deferred = Transport.folder(path("file")).deliver(try message()) else {
      Issue.record("a file was taken for a folder")
      return
    }
  }

  private func mode(_ name: String) throws -> Int {
    try #require(
      FileManager.default.attributesOfItem(atPath: path(name))[.posixPermissions] as? Int)
  }

  // MARK: sendmail

  /// A program that keeps what it was given and ends as it is told.
  private func program(exit: Int, complaint: String = "") throws -> String {
    let script = """
      #!/bin/sh
      for argument; do printf '%s\\n' "$argument"; done > \(path("arguments"))
      cat > \(path("mail"))
      cat >&2 <<'END'
      \(complaint)
      END
      exit \(exit)
      """
    try Data(script.utf8).write(to: URL(fileURLWithPath: path("sendmail")))
    try FileManager.default.setAttributes(
      [.posixPermissions: 0o755], ofItemAtPath: path("sendmail"))
    return path("sendmail")
  }

  @Test("sendmail gets addresses as arguments of their own and lines as on this host")
  func sendmail() throws {
    let message = try message(
      to: "$(id)|x`y`@navy.example".replacing("(", with: "{").replacing(")", with: "}"))
    #expect(Transport.sendmail(program: try program(exit: 0)).deliver(message) == .sent)
    #expect(
      try contents("arguments") == "-i\n-f\njoin@example.org\n--\n\(message.to.address.text)\n")
    let mail = try contents("mail")
    #expect(!mail.contains("\r"))
    #expect(mail == String(decoding: message.wire, as: UTF8.self).replacing("\r\n", with: "\n"))
  }

  @Test(
    "What sendmail answers says whether trying again can help",
    arguments: [
      // sysexits.h
      (0, "", .sent), (0, "550 not so bad", .sent), (75, "try later", .deferred("try later")),
      (75, "550 5.1.1 later", .deferred("550 5.1.1 later")), (65, "bad data", .refused("bad data")),
      (67, "no such user", .refused("no such user")),
      (68, "no such host", .deferred("no such host")),
      (64, "usage", .deferred("usage")), (69, "unavailable", .deferred("unavailable")),
      (71, "", .deferred("no reason given")), (78, "configuration", .deferred("configuration")),
      // msmtp ends with 69 or 70 whatever the server said.
      (
        69, "msmtp: server message: 550 5.1.1 unknown",
        .refused("msmtp: server message: 550 5.1.1 unknown")
      ),
      (69, "x\n554 no\n\nlast line\n\n", .refused("x; 554 no; last line")),
      (69, "5.7.1 refused", .refused("5.7.1 refused")),
      (69, "450 4.2.1 later", .deferred("450 4.2.1 later")),
      (69, "port 5870", .deferred("port 5870")),
      (69, "took 5.2 s", .deferred("took 5.2 s")), (255, "x", .deferred("x")),
      // The host's own setup, which can be mended.
      (
        1, "sendmail: Cannot open mail.x.example:587",
        .deferred("sendmail: Cannot open mail.x.example:587")
      ),
      (69, "timed out after 500 ms", .deferred("timed out after 500 ms")),
      (
        77, "msmtp: server message: 535 5.7.8 bad password",
        .deferred("msmtp: server message: 535 5.7.8 bad password")
      ),
    ] as [(Int, String, Transport.Outcome)])
  func answers(exit: Int, complaint: String, expected: Transport.Outcome) throws {
    let outcome = Transport.sendmail(program: try program(exit: exit, complaint: complaint))
      .deliver(try message())
    switch (outcome, expected) {
    case (.sent, .sent): break
    case (.deferred(let said), .deferred(let reason)), (.refused(let said), .refused(let reason)):
      #expect(said.hasSuffix(": \(reason)"))
      #expect(said.contains("ended with \(exit)"))
    default: Issue.record("\(outcome)")
    }
  }

  @Test("What a program says is kept short")
  func long() throws {
    let complaint = String(repeating: "x", count: 50_000)
    let outcome = Transport.sendmail(program: try program(exit: 75, complaint: complaint)).deliver(
      try message())
    guard case .deferred(let said) = outcome else {
      Issue.record("\(outcome)")
      return
    }
    #expect(said.utf8.count < 500)
  }

  @Test("A program that is missing can come back")
  func missingProgram() throws {
    guard
      case .deferred(let said) = Transport.sendmail(program: path("none")).deliver(try message())
    else {
      Issue.record("it was found")
      return
    }
    #expect(said.contains(path("none")))
  }

  // MARK: SMTP

  /// A server of one session, which answers each command as it is told and prints what it was sent.
  private static let server = """
    import json, socket, sys
    replies = json.loads(sys.argv[1])
    listener = socket.socket(); listener.bind(("127.0.0.1", 0)); listener.listen()
    print(listener.getsockname()[1], flush=True)
    listener.settimeout(20)
    connection, _ = listener.accept()
    connection.settimeout(20)
    stream = connection.makefile("rwb")
    def say(text): stream.write(text.encode() + b"\\r\\n"); stream.flush()
    say(replies.get("hello", "220 here"))
    session, data = [], b""
    while True:
        line = stream.readline()
        if not line: break
        verb = line.decode().strip().split(":")[0].split(" ")[0].upper()
        session.append(line.decode().strip())
        say(replies.get(verb, {"DATA": "354 go on", "QUIT": "221 bye"}.get(verb, "250 fine")))
        if verb == "DATA" and "DATA" not in replies:
            while True:
                line = stream.readline()
                if not line or line == b".\\r\\n": break
                data += line[1:] if line.startswith(b".") else line
            say(replies.get("end", "250 taken"))
        if verb == "QUIT": break
    print(json.dumps({"session": session, "data": data.hex()}), flush=True)
    """

  private struct Seen: Decodable {
    let session: [String]
    let data: String
  }

  private func deliver(
    _ message: Message, replies: [String: String] = [:], user: String = "", password: String = ""
  ) throws -> (Transport.Outcome, Seen) {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/python3")
    process.arguments = [
      "-c", Self.server, String(decoding: try JSONEncoder().encode(replies), as: UTF8.self),
    ]
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    var line = ""
    while !line.hasSuffix("\n") {
      line += String(decoding: output.fileHandleForReading.availableData, as: UTF8.self)
    }
    let server = "smtp://127.0.0.1:\(line.dropLast())"
    let outcome = try Transport(server, user: user, password: password, directory: "/").deliver(
      message)
    let seen = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return (outcome, try JSONDecoder().decode(Seen.self, from: seen))
  }

  @Test("An SMTP server gets the envelope and the message, dots and all")
  func smtp() throws {
    let message = try message(text: ".\n..\n.hidden\n" + String(repeating: ".", count: 400))
    let (outcome, seen) = try deliver(message)
    #expect(outcome == .sent)
    #expect(seen.session.contains { $0.hasPrefix("MAIL FROM:<join@example.org>") })
    #expect(seen.session.contains { $0.hasPrefix("RCPT TO:<grace@navy.example>") })
    #expect(seen.data == message.wire.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined())
  }

  @Test(
    "A server's 5xx is final, its 4xx is not",
    arguments: [
      (["RCPT": "550 5.1.1 no such user"], true, 550), (["RCPT": "450 4.2.1 later"], false, 450),
      (["MAIL": "553 not you"], true, 553), (["MAIL": "451 later"], false, 451),
      (["end": "554 no"], true, 554),
      (["end": "452 full"], false, 452), (["hello": "421 closing"], false, 421),
      (["DATA": "451 later"], false, 451),
    ])
  func smtpAnswers(replies: [String: String], isFinal: Bool, code: Int) throws {
    let (outcome, _) = try deliver(try message(), replies: replies)
    switch outcome {
    case .refused(let said): #expect(isFinal && said.contains("answer \(code)"), "\(said)")
    case .deferred(let said): #expect(!isFinal && said.contains("answer \(code)"), "\(said)")
    case .sent: Issue.record("it was taken")
    }
  }

  @Test("Without a server, trying again can help")
  func noServer() throws {
    // Port 1 of loopback: nobody listens.
    let outcome = try Transport("smtp://127.0.0.1:1", user: "", password: "", directory: "/")
      .deliver(try message())
    guard case .deferred(let said) = outcome else {
      Issue.record("\(outcome)")
      return
    }
    #expect(said.contains("smtp://127.0.0.1:1"))
  }

  @Test(
    "A password is never sent without TLS, nor shown",
    arguments: ["s3cret", "s3\"cret\\ \u{301}", "s3\"\u{301}\nurl = \"file:///etc/passwd\""])
  func noPasswordInTheClear(password: String) throws {
    let (outcome, seen) = try deliver(try message(), user: "join", password: password)
    guard case .deferred(let said) = outcome else {
      Issue.record("\(outcome)")
      return
    }
    #expect(!said.contains("s3"))
    #expect(
      !seen.session.contains {
        $0.uppercased().hasPrefix("AUTH") || $0.uppercased().hasPrefix("MAIL")
      })
    #expect(seen.data == "")
  }
}
