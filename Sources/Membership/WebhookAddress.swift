// Where a webhook is delivered: `https://host[:port][/path][?query]` and no more, in signs that no
// configuration of another program takes for its own.

package struct WebhookAddress: Hashable, Sendable {
  package let text: String
  /// In lower case; of an IPv6 address without brackets.
  package let host: String
  package let port: Int

  package static let longest = 500

  package enum Problem: Error, Hashable, Sendable, CaseIterable {
    case notHTTPS
    /// Of somebody at a host: what would be a password in the list of addresses.
    case hasUser
    case hasFragment
    case noHost
    case tooLong
    /// Signs that no address has, or a port that is none.
    case malformed
  }

  package init(_ typed: String) throws(Problem) {
    let text = trimmed(typed)
    guard text.count <= Self.longest else { throw .tooLong }
    let scheme = "https://"
    guard text.prefix(scheme.count).asciiLowercased == scheme else { throw .notHTTPS }
    let isPlain = text.utf8.allSatisfy { byte in
      (0x21...0x7E).contains(byte) && !Array("\"\\<>^`{|}".utf8).contains(byte)
    }
    guard isPlain else { throw .malformed }
    guard !text.contains("#") else { throw .hasFragment }
    let rest = text.dropFirst(scheme.count)
    let authority = rest.prefix { $0 != "/" && $0 != "?" }.asciiLowercased
    guard !authority.contains("@") else { throw .hasUser }
    let (host, port) = try Self.parts(of: authority)
    self.text = scheme + authority + rest.dropFirst(authority.count)
    self.host = host
    self.port = port
  }

  private static func parts(of authority: String) throws(Problem) -> (String, Int) {
    var host: Substring
    var rest: Substring
    if authority.hasPrefix("[") {
      host = authority.dropFirst().prefix { $0 != "]" }
      rest = authority.dropFirst(host.count + 1)
      guard rest.hasPrefix("]"), NetworkAddress(String(host)) != nil, host.contains(":") else {
        throw .malformed
      }
      rest = rest.dropFirst()
    } else {
      host = authority.prefix { $0 != ":" }
      rest = authority.dropFirst(host.count)
      guard !host.isEmpty else { throw .noHost }
      let letters = Array("abcdefghijklmnopqrstuvwxyz0123456789-._".utf8)
      // With a point at its end a name is looked up under another spelling than the one that was looked at.
      guard host.utf8.allSatisfy(letters.contains), !host.hasPrefix("."), !host.hasPrefix("-"),
        !host.hasSuffix("."), !host.contains("..")
      else { throw .malformed }
    }
    if rest.isEmpty { return (String(host), 443) }
    let digits = String(rest.dropFirst())
    guard rest.hasPrefix(":"), let port = Int(digits), String(port) == digits,
      (1...65535).contains(port)
    else { throw .malformed }
    return (String(host), port)
  }
}
