// Which paths of the host one may be led to, and that nothing leads to another.

import Membership
import TestTools
import Testing

@Suite("Path of the host") struct HostPathTests {
  private static let base = BaseAddress("https://join.example.org/portal")!

  @Test(
    "A path of this host is taken, and an address of its origin",
    arguments: [
      ("/", "/", "/", nil), ("/intern/report?x=1", "/intern/report?x=1", "/intern/report", "x=1"),
      ("/intern/", "/intern/", "/intern/", nil), ("/a%20b", "/a%20b", "/a b", nil),
      ("/a?next=https://evil/", "/a?next=https://evil/", "/a", "next=https://evil/"),
      ("/a?text=a%0Ab%5C", "/a?text=a%0Ab%5C", "/a", "text=a%0Ab%5C"),
      ("/a#b?c", "/a#b?c", "/a", nil), ("/a?b#c", "/a?b#c", "/a", "b"), ("/a?", "/a?", "/a", ""),
      ("/ü", "/%C3%BC", "/ü", nil), ("/100%", "/100%", "/100%", nil),
      ("/.../..a/.b", "/.../..a/.b", "/.../..a/.b", nil),
      ("https://join.example.org/a?b", "/a?b", "/a", "b"),
      ("HTTPS://Join.Example.ORG/a", "/a", "/a", nil),
      ("https://join.example.org:443/a", "/a", "/a", nil),
    ] as [(String, String, String, String?)])
  func taken(typed: String, text: String, path: String, query: String?) throws {
    let found = try #require(HostPath(typed, at: Self.base))
    #expect(found.text == text && found.path == path && found.query == query)
  }

  @Test(
    "Whatever could lead elsewhere is none",
    arguments: [
      "", "a", "intern/", "//evil", "///evil", "/\\evil", "\\evil", "\\\\evil", "/a//evil", "/a//",
      "https://evil", "https://evil/", "https:/evil", "https:evil", "https:///evil",
      "HtTpS://evil/x",
      "https://join.example.org@evil/", "https://user@join.example.org/a",
      "https://join.example.org:80@evil/a", "https://join.example.org:8443/a",
      "http://join.example.org/a", "https://join.example.org.evil/a",
      "https://evil/https://join.example.org/", "https://join.example.org\\@evil/a",
      "https://join.example.org", "https://join.example.org?a", "https://join.example.org//evil",
      "https://join.example.org/..//evil", "ftp://join.example.org/a", "javascript:alert(1)",
      "data:text/html,x", "//join.example.org/a", "/%0d%0a", "/%0D%0ASet-Cookie:x", "/a\r\nb",
      "/\t",
      "/\t/evil", "\t/evil", " /evil", "/ /evil", "/a b", "/\u{0}", "/%00", "/%7f", "/\u{7F}",
      "/..//evil", "/../a", "/a/..", "/a/../b", "/./a", "/a/.", "/%2e%2e/a", "/.%2E/a", "/%2e/a",
      "/%2f/evil", "/%2Fevil", "%2fevil", "%2F.evil", "@evil", ".evil",
      "https://join.example.org%2f.evil/", "/a%2f%2fb", "/%5cevil", "/a%5C..%5C",
      "/" + String(repeating: "a", count: 4000),
    ])
  func refused(typed: String) {
    #expect(HostPath(typed, at: Self.base) == nil)
  }

  @Test("Of any text whatever is taken stays on this host, and means the same again")
  func anything() {
    var dice = SplitMix64(seed: 5)
    let pieces = [
      "/", "\\", ".", "..", "%2f", "%2e", "%5C", "%", "https://", "join.example.org", "evil", "@",
      ":", "?", "#", "\t", "\r\n", " ", "a", "ü", "%00", "%C3%BC", "//",
    ]
    for _ in 0..<20_000 {
      let count = Int.random(in: 1...8, using: &dice)
      let typed = (0..<count).map { _ in pieces.randomElement(using: &dice) ?? "" }.joined()
      guard let found = HostPath(typed, at: Self.base) else { continue }
      #expect(found.text.hasPrefix("/") && !found.text.hasPrefix("//"), "\(typed)")
      #expect(found.text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != 0x5C }, "\(typed)")
      #expect(HostPath(found.text, at: Self.base) == found, "\(typed)")
    }
  }

  @Test("Percent signs are decoded where two digits follow")
  func decoding() {
    #expect(percentDecoded("a%20%c3%BC%") == Array("a ü%".utf8))
    #expect(percentDecoded("%2%zz%4") == Array("%2%zz%4".utf8))
    #expect(percentDecoded("") == [])
  }
}
