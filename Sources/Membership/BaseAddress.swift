// Where the site is reached: the one source of every absolute address in mails, QR codes and
// redirections. What a request says of its host is never asked.

package struct BaseAddress: Hashable, Sendable {
  /// `https://join.example.org`, in lower case, port only where it is not the scheme's own.
  package let origin: String
  /// Empty, or `/join`: begins with a slash, ends without.
  package let path: String

  package var text: String { origin + path }
  package var isSecure: Bool { origin.hasPrefix("https:") }

  /// nil unless it is `http(s)://host[:port][/path]` and no more.
  package init?(_ typed: String) {
    let text = trimmed(typed)
    let scheme = text.prefix { $0 != ":" }.asciiLowercased
    let afterScheme = text.dropFirst(scheme.count)
    guard scheme == "https" || scheme == "http", afterScheme.hasPrefix("://") else { return nil }
    let rest = afterScheme.dropFirst(3)
    var authority = rest.prefix { $0 != "/" }.asciiLowercased
    var path = String(rest.drop { $0 != "/" })
    while path.hasSuffix("/") { path.removeLast() }
    guard Self.isAuthority(authority), Self.isPath(path) else { return nil }
    let own = scheme == "https" ? ":443" : ":80"
    if authority.hasSuffix(own) { authority.removeLast(own.count) }
    origin = "\(scheme)://\(authority)"
    self.path = path
  }

  /// Where a demonstration is served.
  package static func loopback(port: Int) -> BaseAddress {
    BaseAddress(origin: "http://127.0.0.1:\(port)", path: "")
  }

  private init(origin: String, path: String) {
    self.origin = origin
    self.path = path
  }

  /// The link of an invitation, to copy: `https://join.example.org/I/7K3M-Q9XT-2HVAB/`.
  package func link(to code: InvitationCode) -> String { "\(text)/I/\(code.text)/" }

  /// The same link as a QR code holds it: scheme and host, which know no case, in upper case, so that
  /// the denser alphanumeric mode applies. A path keeps its spelling.
  package func scannedLink(to code: InvitationCode) -> String {
    "\(origin.asciiUppercased)\(path)/I/\(code.text)/"
  }

  private static func isAuthority(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    var host = bytes[...]
    if bytes.first == UInt8(ascii: "["), let close = bytes.firstIndex(of: UInt8(ascii: "]")) {
      guard close > 2, bytes[1..<close].allSatisfy({ isHex($0) || $0 == UInt8(ascii: ":") })
      else { return false }
      host = bytes[(close + 1)...]
    } else {
      host = bytes.drop { isAlphanumeric($0) || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: ".") }
      guard host.startIndex > 0, bytes[0] != UInt8(ascii: "."), bytes[0] != UInt8(ascii: "-"),
        !text.contains("..")
      else { return false }
    }
    guard let colon = host.first else { return true }
    let digits = String(decoding: host.dropFirst(), as: UTF8.self)
    guard colon == UInt8(ascii: ":"), let port = Int(digits), String(port) == digits else {
      return false
    }
    return (1...65535).contains(port)
  }

  private static func isPath(_ path: String) -> Bool {
    let marks = Array("/-._~".utf8)
    return !path.contains("//") && !path.contains("/.")
      && path.asciiLowercased.utf8.allSatisfy { isAlphanumeric($0) || marks.contains($0) }
  }

  private static func isAlphanumeric(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
      || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }

  private static func isHex(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte)
      || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }
}
