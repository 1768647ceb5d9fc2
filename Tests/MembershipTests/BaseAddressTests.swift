// Tests which texts are the address of a site, how it is spelled, and the links made from it.

import Membership
import TestTools
import Testing

@Suite struct BaseAddressTests {
  @Test(
    "An address is a scheme, a host, perhaps a port and a path",
    arguments: [
      ("https://join.example.org", "https://join.example.org", ""),
      ("http://join.example.org", "http://join.example.org", ""),
      ("https://join.example.org/", "https://join.example.org", ""),
      ("https://join.example.org///", "https://join.example.org", ""),
      ("  https://join.example.org\n", "https://join.example.org", ""),
      ("HTTPS://Join.Example.ORG/Join", "https://join.example.org", "/Join"),
      ("https://example.org/join/us/", "https://example.org", "/join/us"),
      ("https://example.org/~ada/a-b_c.d", "https://example.org", "/~ada/a-b_c.d"),
      ("https://localhost", "https://localhost", ""),
      ("http://127.0.0.1:8080", "http://127.0.0.1:8080", ""),
      ("https://example.org:443", "https://example.org", ""),
      ("http://example.org:80/x", "http://example.org", "/x"),
      ("https://example.org:80", "https://example.org:80", ""),
      ("http://example.org:443", "http://example.org:443", ""),
      ("https://example.org:1", "https://example.org:1", ""),
      ("https://example.org:65535", "https://example.org:65535", ""),
      ("https://example.org:8443", "https://example.org:8443", ""),
      ("http://[::1]", "http://[::1]", ""), ("http://[::1]:8080/x", "http://[::1]:8080", "/x"),
      ("https://[2001:DB8::443]:443", "https://[2001:db8::443]", ""),
      ("https://[2001:db8::443]", "https://[2001:db8::443]", ""),
      ("https://xn--mnchen-3ya.example", "https://xn--mnchen-3ya.example", ""),
    ])
  func forms(typed: String, origin: String, path: String) throws {
    let address = try #require(BaseAddress(typed))
    #expect(address.origin == origin)
    #expect(address.path == path)
    #expect(address.text == origin + path)
    #expect(address.isSecure == origin.hasPrefix("https"))
    #expect(BaseAddress(address.text) == address, "what is spelled reads back")
  }

  @Test(
    "Anything else is refused",
    arguments: [
      "", "https", "https:", "https:/", "https://", "https:///", "https:///join",
      "join.example.org",
      "//join.example.org", "ftp://example.org", "javascript://example.org", "https:example.org",
      "https://example.org?x", "https://example.org/?x", "https://example.org/#x",
      "https://example.org#x",
      "https://user@example.org", "https://user:pass@example.org", "https://exa mple.org",
      "https://example.org/a b", "https://example.org/a%20b", "https://example.org//a",
      "https://example.org/a//b", "https://example.org/../b", "https://example.org/a/..",
      "https://example.org/./b", "https://example.org/.git", "https://münchen.example",
      "https://example.org/ä", "https://example.org\\x", "https://.example.org",
      "https://-example.org",
      "https://a..b", "https://example.org\r\nX: y", "https://example.org/a\r\nb",
      "https://exa\0mple.org",
      "https://example.org:", "https://example.org:/x", "https://example.org:0",
      "https://example.org:65536",
      "https://example.org:-1", "https://example.org:+443", "https://example.org:0443",
      "https://example.org:x", "https://example.org:4 43", "https://example.org:80:80",
      "https://example.org:99999999999999999999", "https://:443", "https://[::1", "https://::1",
      "https://[::1]x", "https://[::g]", "https://[]", "https://[::1]:", "https://[::1%25eth0]",
      "https://example.org/<script>", "https://example.org/\"", "https\u{301}://example.org",
    ])
  func refused(typed: String) {
    #expect(BaseAddress(typed) == nil)
  }

  @Test("The link of an invitation stands below the base address")
  func link() throws {
    let code = try #require(InvitationCode("0000-0000-00000"))
    let address = try #require(BaseAddress("https://join.example.org:8443/Join"))
    #expect(address.link(to: code) == "https://join.example.org:8443/Join/I/0000-0000-00000/")
    #expect(
      address.scannedLink(to: code) == "HTTPS://JOIN.EXAMPLE.ORG:8443/Join/I/0000-0000-00000/")
  }

  @Test("Without a path, a scanned link keeps to the alphanumeric mode of QR codes")
  func scanned() throws {
    let alphanumeric = Set("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:")
    var dice = SplitMix64(seed: 13)
    for typed in ["https://join.example.org", "http://a-b.example:8080", "http://127.0.0.1:1"] {
      let address = try #require(BaseAddress(typed))
      let link = address.scannedLink(to: .random(using: &dice))
      #expect(link.allSatisfy(alphanumeric.contains))
      #expect(link.lowercased().hasPrefix(address.text))
    }
  }

  @Test("A demonstration is served on loopback, as if it had been typed")
  func loopback() {
    #expect(BaseAddress.loopback(port: 8080) == BaseAddress("http://127.0.0.1:8080"))
  }

  @Test("Any text is an address or none, and an address reads back")
  func anything() {
    var dice = SplitMix64(seed: 14)
    let pieces = [
      "https", "http", "://", ":", "/", "//", "[", "]", "::1", "example", ".", "org", "443", "0",
      "-", "@",
      "?", "#", "é", "\u{301}", " ", "..", "~",
    ]
    for _ in 0..<20_000 {
      let count = Int.random(in: 0...8, using: &dice)
      let text =
        (Bool.random(using: &dice) ? "https://" : "")
        + (0..<count).map { _ in pieces.randomElement(using: &dice) ?? "" }.joined()
      guard let address = BaseAddress(text) else { continue }
      #expect(BaseAddress(address.text) == address, "\(text)")
      #expect(!address.path.hasSuffix("/"))
    }
  }
}
