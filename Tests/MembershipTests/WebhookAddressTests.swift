// Which addresses a webhook may have, and which of them lie in the internet at large.

import Glibc
import Membership
import Testing

@Suite("Webhook address") struct WebhookAddressTests {
  @Test(
    "Taken: https, a host, perhaps a port, a path and a query",
    arguments: [
      ("https://hooks.example.org", "hooks.example.org", 443),
      (" HTTPS://Hooks.Example.ORG/A?b=%20c ", "hooks.example.org", 443),
      ("https://hooks.example.org:8443/x", "hooks.example.org", 8443),
      ("https://[2001:db8::1]:8443/x", "2001:db8::1", 8443),
      ("https://2130706433/", "2130706433", 443),
      ("https://a?to=x@y", "a", 443),
    ])
  func taken(typed: String, host: String, port: Int) throws {
    let address = try WebhookAddress(typed)
    #expect(address.host == host && address.port == port)
    #expect(try WebhookAddress(address.text) == address)
  }

  @Test(
    "Refused, with what is wrong",
    arguments: [
      ("http://hooks.example.org", .notHTTPS), ("", .notHTTPS), ("hooks.example.org", .notHTTPS),
      ("https://u:p@hooks.example.org", .hasUser), ("https://u@hooks.example.org/", .hasUser),
      ("https://hooks.example.org/#a", .hasFragment), ("https://", .noHost),
      ("https:///a", .noHost), ("https://:443/", .noHost),
      ("https://a/" + String(repeating: "b", count: 491), .tooLong),
      ("https://a b/", .malformed), ("https://a\"/", .malformed), ("https://a\\b/", .malformed),
      ("https://a\nb/", .malformed), ("https://ü.example/", .malformed),
      ("https://a./", .malformed), ("https://.a/", .malformed), ("https://a..b/", .malformed),
      ("https://a:0/", .malformed), ("https://a:65536/", .malformed), ("https://a:/", .malformed),
      ("https://a:1:2/", .malformed), ("https://[::1/", .malformed), ("https://[a]/", .malformed),
      ("https://[::1]x/", .malformed), ("https://[1.2.3.4]/", .malformed),
    ] as [(String, WebhookAddress.Problem)])
  func refused(typed: String, problem: WebhookAddress.Problem) {
    #expect(throws: problem) { try WebhookAddress(typed) }
  }

  @Test(
    "No public address",
    arguments: [
      "0.0.0.0", "0.1.2.3", "10.0.0.1", "10.255.255.255", "100.64.0.1", "100.127.255.255",
      "127.0.0.1", "127.255.0.1", "169.254.169.254", "172.16.0.1", "172.31.255.255", "192.0.0.1",
      "192.0.2.1", "192.88.99.1", "192.168.1.1", "198.18.0.1", "198.19.255.255", "198.51.100.1",
      "203.0.113.1", "224.0.0.1", "239.1.1.1", "240.0.0.1", "255.255.255.255",
      "::", "::1", "::127.0.0.1", "::8.8.8.8", "::ffff:127.0.0.1", "::ffff:10.0.0.1",
      "64:ff9b::127.0.0.1", "64:ff9b::192.168.0.1", "64:ff9b:1::1", "100::1", "2002:7f00:1::",
      "2002:c0a8:101::1", "2001::1", "2001:2::1", "2001:db8::1", "3fff:0fff::1", "5f00::1",
      "fc00::1", "fdff::1", "fe80::1", "fec0::1", "ff02::1", "4000::1",
    ])
  func closed(text: String) { #expect(!PublicNetwork.contains(bytes(text))) }

  @Test(
    "Public addresses, up to the edges of what is not",
    arguments: [
      "1.1.1.1", "8.8.8.8", "9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0",
      "126.255.255.255", "128.0.0.0", "169.253.255.255", "169.255.0.0", "172.15.255.255",
      "172.32.0.0", "192.0.1.0", "192.167.255.255", "192.169.0.0", "198.17.255.255", "198.20.0.0",
      "223.255.255.255", "2606:4700::1111", "2a00:1450::1", "2001:4860:4860::8888",
      "::ffff:8.8.8.8", "64:ff9b::8.8.8.8", "2002:808:808::1", "3fff:1000::1",
    ])
  func open(text: String) { #expect(PublicNetwork.contains(bytes(text))) }

  @Test("What is no address is not public")
  func others() {
    for count in [0, 3, 5, 15, 17] {
      #expect(!PublicNetwork.contains([UInt8](repeating: 8, count: count)))
    }
  }

  private func bytes(_ text: String) -> [UInt8] {
    var four = [UInt8](repeating: 0, count: 4)
    if inet_pton(AF_INET, text, &four) == 1 { return four }
    var six = [UInt8](repeating: 0, count: 16)
    return inet_pton(AF_INET6, text, &six) == 1 ? six : []
  }
}
