// Tests messages as they go over the wire, with Python's `email` as the reader: whatever stands in a name, a
// subject or a text, the reader finds exactly that, and not one header more.

import Foundation
import Membership
import TestTools
import Testing

@testable import Mail

@Suite struct MessageTests {
  /// What Python found in a message.
  private struct Found: Decodable {
    let headers: [String: String]
    let count: Int
    let defects: [String]
    let from: [[String]]
    let to: [[String]]
    let addresses: [String]
    let subject: String
    let types: [String]
    let text: String
    let html: String
    let longestHeader: Int
    let longestBody: Int
    let faults: [String]
  }

  private static let reader = """
    import email, email.header, email.policy, email.utils, json, sys
    data = sys.stdin.buffer.read()
    while data:
        length = int.from_bytes(data[:4], "big")
        wire, data = data[4:4 + length], data[4 + length:]
        message = email.message_from_bytes(wire, policy=email.policy.default)
        head, _, body = wire.partition(b"\\r\\n\\r\\n")
        faults = []
        if b"\\n" in wire.replace(b"\\r\\n", b"") or b"\\r" in wire.replace(b"\\r\\n", b""): faults.append("a bare CR or LF")
        if any(byte > 126 or byte < 32 for byte in wire.replace(b"\\r\\n", b"")): faults.append("not printable ASCII")
        if any(line.startswith(b".") for line in wire.split(b"\\r\\n")): faults.append("a dot at the start of a line")
        if any(line.endswith((b" ", b"\\t")) for line in body.split(b"\\r\\n")): faults.append("a space at the end of a line")
        if not wire.endswith(b"\\r\\n"): faults.append("no end of the last line")
        parts = list(message.iter_parts())
        defects = [message] + parts + [message[name] for name in message.keys()]
        raw = email.message_from_bytes(wire)
        def people(name):
            # This Python puts a space between two encoded words of a name, against
            # RFC 2047, section 6.2; its older reader of encoded words does not.
            name, address = email.utils.parseaddr(raw[name])
            if "=?" in name: name = str(email.header.make_header(email.header.decode_header(name)))
            return [[name, address]]
        print(json.dumps({
            "headers": dict(message.items()), "count": len(message.items()),
            "defects": [repr(defect) for one in defects for defect in one.defects],
            "from": people("from"), "to": people("to"),
            "addresses": [one.addr_spec for name in ("from", "to") for one in message[name].addresses],
            "subject": message["subject"],
            "types": [message.get_content_type()] + [part.get_content_type() for part in parts],
            "text": parts[0].get_payload(decode=True).hex(), "html": parts[1].get_payload(decode=True).hex(),
            "longestHeader": max(map(len, head.split(b"\\r\\n"))),
            "longestBody": max(map(len, body.split(b"\\r\\n"))), "faults": faults}))
    """

  private func read(_ messages: [Message]) throws -> [Found] {
    let wires = messages.flatMap { message -> [UInt8] in
      let wire = message.wire
      return (0..<4).map { UInt8(wire.count >> (24 - 8 * $0) & 255) } + wire
    }
    return try python(Self.reader, wires).split(separator: "\n").map {
      try JSONDecoder().decode(Found.self, from: Data($0.utf8))
    }
  }

  private func message(
    from: String = "Ada Society", to: String = "Grace Hopper", subject: String = "Welcome",
    text: String = "Hello",
    html: String = "<p>Hello</p>"
  ) throws -> Message {
    Message(
      from: (from, try EmailAddress("join@example.org")),
      to: (to, try EmailAddress("grace@navy.example")),
      subject: subject, id: "01ABC@example.org",
      date: TimeZone.utc.clock(at: Moment(seconds: 1_796_148_000)),
      language: .english, text: text, html: html)
  }

  /// What a reader must find of a name or a subject: control characters are left out, white space at both ends
  /// means nothing there.
  private func shown(_ text: String) -> String {
    var scalars = String.UnicodeScalarView()
    scalars.append(
      contentsOf: text.unicodeScalars.filter { $0.properties.generalCategory != .control })
    return String(scalars)
  }

  private func hex(_ text: String) -> String {
    text.utf8.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }

  /// A body's text, lines ended as on the wire.
  private func lines(_ text: String) -> String {
    text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).joined(
      separator: "\r\n")
  }

  private func expect(_ found: Found, is message: Message) {
    #expect(
      Set(found.headers.keys) == [
        "Date", "From", "To", "Message-ID", "Subject", "MIME-Version", "Content-Language",
        "Auto-Submitted",
        "Content-Type",
      ])
    #expect(found.count == 9)
    #expect(found.defects == [])
    #expect(found.faults == [])
    #expect(found.addresses == [message.from.address.text, message.to.address.text])
    #expect(found.from.map { $0[1] } == [message.from.address.text])
    #expect(found.to.map { $0[1] } == [message.to.address.text])
    #expect(found.from.map { hex($0[0]) } == [hex(shown(message.from.name))])
    #expect(found.to.map { hex($0[0]) } == [hex(shown(message.to.name))])
    #expect(hex(trimmed(found.subject)) == hex(trimmed(shown(message.subject))))
    #expect(found.types == ["multipart/alternative", "text/plain", "text/html"])
    #expect(found.text == hex(lines(message.text)))
    #expect(found.html == hex(lines(message.html)))
    // RFC 2047, section 2, for lines with encoded words; an address alone may be longer.
    #expect(found.longestHeader <= 76)
    #expect(found.longestBody <= 76)
  }

  // MARK: Examples

  @Test("A plain message is plain on the wire")
  func plain() throws {
    let message = try message()
    #expect(
      String(decoding: message.wire, as: UTF8.self).split(
        separator: "\r\n", omittingEmptySubsequences: false)
        == [
          "Date: Tue, 01 Dec 2026 18:00:00 +0000", "From: \"Ada Society\"", " <join@example.org>",
          "To: \"Grace Hopper\"", " <grace@navy.example>", "Message-ID: <01ABC@example.org>",
          "Subject: Welcome",
          "MIME-Version: 1.0", "Content-Language: en", "Auto-Submitted: auto-generated",
          "Content-Type: multipart/alternative;", " boundary=\"=_usher_01ABC\"", "",
          "--=_usher_01ABC",
          "Content-Type: text/plain; charset=utf-8", "Content-Transfer-Encoding: quoted-printable",
          "",
          "Hello",
          "--=_usher_01ABC", "Content-Type: text/html; charset=utf-8",
          "Content-Transfer-Encoding: quoted-printable",
          "", "<p>Hello</p>", "--=_usher_01ABC--", "",
        ])
    expect(try #require(read([message]).first), is: message)
  }

  @Test(
    "The date is RFC 5322's, with the zone's offset",
    arguments: [
      ("Europe/Berlin", "Tue, 01 Dec 2026 19:00:00 +0100"),
      ("Asia/Kolkata", "Tue, 01 Dec 2026 23:30:00 +0530"),
      ("America/St_Johns", "Tue, 01 Dec 2026 14:30:00 -0330"),
      ("UTC", "Tue, 01 Dec 2026 18:00:00 +0000"),
      ("Asia/Shanghai", "Wed, 02 Dec 2026 02:00:00 +0800"),
    ])
  func date(zone: String, date: String) throws {
    var message = try message()
    message.date = try #require(TimeZone(zone)).clock(at: Moment(seconds: 1_796_148_000))
    #expect(try read([message]).first?.headers["Date"] == date)
  }

  @Test(
    "A name or a subject is found as it was given",
    arguments: [
      "", "O'Brien", "\"Bob\" \\ Smith", "a@b.c", "Grace <evil@example.org>", "a, b; c: d",
      "(comment)",
      "=?utf-8?Q?x?=",
      "=?x", "?=", "=", "a=20b", "a_b", "  two  spaces  inside", "毛泽东", "Jürgen Müller", "🧑‍🚀👨‍👩‍👧‍👦",
      "محمد\u{202E}x",
      "e\u{301}",
      "Z" + String(repeating: "\u{301}", count: 399), String(repeating: "x", count: 200),
      String(repeating: "word ", count: 40) + "x", String(repeating: "龙", count: 200),
      String(repeating: "👨‍👩‍👧‍👦", count: 30), "Grace\r\nBcc: evil@example.org", "Grace\nX: y", "Grace\0",
      "a\u{85}b",
      "\u{A0}", "a\u{A0}b\u{3000}c", "-", ".", "\u{200B}", "\u{FEFF}x", "%s%n", "Hello \"",
      "back\\", "\t",
      "ASCII first, then 中文 and ASCII again for a while, until the line is full",
    ])
  func names(text: String) throws {
    let message = try message(from: text, to: text, subject: text)
    expect(try #require(read([message]).first), is: message)
  }

  @Test(
    "A text is found as it was given",
    arguments: [
      "", "\n", "\r\n\r\n", "a\nb\r\nc\rd", ".", "..", ".\n.\n..", "a\n.\nb", "From me",
      "trailing space \nx",
      "tab\t\nx", " ",
      "  indented", "=", "==", "=20", "--=_usher_01ABC--", "--=_usher_01ABC\n",
      "Content-Type: text/html\n\n<b>",
      String(repeating: "x", count: 10_000), String(repeating: "é", count: 1000),
      String(repeating: " ", count: 200),
      String(repeating: ".", count: 300),
      String(repeating: "x", count: 75) + "." + String(repeating: "y", count: 80),
      String(repeating: "x", count: 74) + " " + String(repeating: "y", count: 80),
      String(repeating: "x", count: 75) + " ", String(repeating: "x", count: 75) + ".",
      String(repeating: "x", count: 76), "\0\u{1}\u{7F}\u{85}",
      "👨‍👩‍👧‍👦 邀请 \u{202E}", "\u{2028}\u{2029}\u{B}\u{C}", "\t.\n", "e\u{301}\n\u{301}",
    ])
  func texts(text: String) throws {
    let message = try message(text: text, html: "<p>\(text)</p>")
    expect(try #require(read([message]).first), is: message)
  }

  // MARK: Random

  @Test("2,000 hostile messages are found as they were given")
  func hostile() throws {
    var dice = SplitMix64(seed: 60)
    let pieces = [
      "\r\n", "\n", "\r", "\r\nBcc: evil@example.org\r\n", "=?utf-8?Q?", "?=", "=?", "=", "\"",
      "\\", "<", ">",
      "@", ",", ";", ":",
      "(", ")", "[", "]", " ", "  ", "\t", "\0", "\u{7F}", "\u{85}", "\u{A0}", "\u{2028}",
      "\u{202E}", "\u{200D}",
      "\u{FEFF}", "é", "e\u{301}",
      "\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}", "龙", "邀请您加入", "😀", "👨‍👩‍👧‍👦", "محمد", "שלום", ".",
      "..", "\n.",
      "\n.\n", " \n", "_", "=20",
      "=3D", "--", "--=_usher_01ABC", "a", "Grace", "Hopper", String(repeating: "x", count: 80),
      "%0A",
      "\u{1B}[0m", "&lt;",
    ]
    func text(_ most: Int) -> String {
      (0..<Int.random(in: 0...most, using: &dice)).map { _ in
        pieces.randomElement(using: &dice) ?? ""
      }.joined()
    }
    let messages = try (0..<2000).map { _ in
      try message(from: text(12), to: text(12), subject: text(20), text: text(60), html: text(60))
    }
    let found = try read(messages)
    #expect(found.count == messages.count)
    for (found, message) in zip(found, messages) { expect(found, is: message) }
  }

  @Test("The longest address does not make a line too long")
  func longAddress() throws {
    let local = String(repeating: "l", count: 64)
    let labels = [63, 63, 61].map { String(repeating: "d", count: $0) }.joined(separator: ".")
    var message = try message()
    message.to = (String(repeating: "龙", count: 200), try EmailAddress("\(local)@\(labels)"))
    #expect(message.to.address.text.utf8.count == EmailAddress.longest)
    let found = try #require(read([message]).first)
    #expect(found.to == [[message.to.name, message.to.address.text]])
    #expect(found.longestHeader <= 998)
  }
}
