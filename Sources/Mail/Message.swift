// A mail as it goes over the wire: RFC 5322 headers, a multipart/alternative body (RFC 2046) of text and
// HTML in quoted-printable (RFC 2045), names and subject in encoded words (RFC 2047) where they leave
// ASCII. No value can end its header: control characters are left out.

package import Membership

package struct Message {
  package var from: (name: String, address: EmailAddress)
  package var to: (name: String, address: EmailAddress)
  package var subject: String
  /// Without angle brackets.
  package var id: String
  package var date: ClockReading
  package var language: Language
  package var text: String
  package var html: String

  /// With CR LF, no line longer than 76 characters in a body and 998 in a header.
  package var wire: [UInt8] {
    let boundary = "=_usher_\(id.prefix { $0 != "@" })"
    let head = [
      "Date: \(rfc5322(date))",
      "From: \(mailbox(from))",
      "To: \(mailbox(to))",
      "Message-ID: <\(id)>",
      "Subject: \(unstructured(subject, after: 9))",
      "MIME-Version: 1.0",
      "Content-Language: \(language.tag)",
      // RFC 3834: no out-of-office answers, please.
      "Auto-Submitted: auto-generated",
      "Content-Type: multipart/alternative;\r\n boundary=\"\(boundary)\"",
    ]
    let parts = [("plain", text), ("html", html)].map { type, body in
      """
      --\(boundary)\r
      Content-Type: text/\(type); charset=utf-8\r
      Content-Transfer-Encoding: quoted-printable\r
      \r
      \(quotedPrintable(body))\r

      """
    }
    let body = parts.joined() + "--\(boundary)--\r\n"
    return Array((head.joined(separator: "\r\n") + "\r\n\r\n" + body).utf8)
  }

  private func mailbox(_ who: (name: String, address: EmailAddress)) -> String {
    let name = clean(who.name)
    guard !name.isEmpty else { return who.address.text }
    if name.utf8.allSatisfy({ $0 < 0x80 }), name.utf8.count <= 60, !name.contains("=?") {
      let quoted = name.map { $0 == "\"" || $0 == "\\" ? "\\\($0)" : String($0) }.joined()
      return "\"\(quoted)\"\r\n <\(who.address.text)>"
    }
    return "\(encodedWords(name))\r\n <\(who.address.text)>"
  }

  private func unstructured(_ text: String, after used: Int) -> String {
    let text = clean(text)
    let isPlain = text.utf8.allSatisfy { $0 < 0x80 } && text.utf8.count + used <= 76
    return isPlain && !text.contains("=?") ? text : encodedWords(text)
  }

  private func clean(_ text: String) -> String {
    String(
      String.UnicodeScalarView(
        text.unicodeScalars.filter { $0.properties.generalCategory != .control }))
  }

  /// `=?utf-8?Q?…?=`, broken between characters, so short that with the header's name before it no line is
  /// longer than the 76 characters of RFC 2047.
  private func encodedWords(_ text: String) -> String {
    var words: [String] = []
    var word = ""
    for character in text {
      let encoded = character.utf8.map(encodedByte).joined()
      if word.utf8.count + encoded.utf8.count > 55, !word.isEmpty {
        words.append(word)
        word = ""
      }
      // A pile of combining marks longer than a word is broken between its bytes' characters.
      for scalar in encoded.utf8.count > 55
        ? character.unicodeScalars.map(String.init) : [String(character)]
      {
        if word.utf8.count > 43 {
          words.append(word)
          word = ""
        }
        word += scalar.utf8.map(encodedByte).joined()
      }
    }
    return (words + [word]).map { "=?utf-8?Q?\($0)?=" }.joined(separator: "\r\n ")
  }

  private func encodedByte(_ byte: UInt8) -> String {
    let isLetter = (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
    let isDigit = (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    if isLetter || isDigit { return String(UnicodeScalar(byte)) }
    return byte == UInt8(ascii: " ") ? "_" : hex(byte)
  }

  private func quotedPrintable(_ text: String) -> String {
    var lines: [String] = []
    for line in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
      var encoded = ""
      let bytes = Array(line.utf8)
      for (place, byte) in bytes.enumerated() {
        let isLastSpace = byte == 0x20 && place == bytes.count - 1
        let plain =
          (0x21...0x7E).contains(byte) && byte != UInt8(ascii: "=")
          || byte == 0x20 && !isLastSpace
        // A lone dot at a line's start ends a mail on the wire; some transports forget to double it.
        let piece = plain ? String(UnicodeScalar(byte)) : hex(byte)
        if encoded.utf8.count + piece.utf8.count > 75 {
          lines.append(encoded + "=")
          encoded = ""
        }
        encoded += piece == "." && encoded.isEmpty ? hex(byte) : piece
      }
      lines.append(encoded)
    }
    return lines.joined(separator: "\r\n")
  }

  private func hex(_ byte: UInt8) -> String {
    "=" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
  }

  /// `Tue, 01 Dec 2026 19:00:00 +0100`
  private func rfc5322(_ clock: ClockReading) -> String {
    let days = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
    let months = [
      "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
    let offset = abs(clock.offset)
    let zone = "\(clock.offset < 0 ? "-" : "+")\(two(offset / 60))\(two(offset % 60))"
    return "\(days[clock.weekday]), \(two(clock.day)) \(months[clock.month - 1]) \(clock.year) "
      + "\(clock.time):\(two(clock.second)) \(zone)"
  }

  package init(
    from: (name: String, address: EmailAddress), to: (name: String, address: EmailAddress),
    subject: String, id: String, date: ClockReading, language: Language, text: String,
    html: String
  ) {
    self.from = from
    self.to = to
    self.subject = subject
    self.id = id
    self.date = date
    self.language = language
    self.text = text
    self.html = html
  }
}
