// Tests the bytes of an answer, and that no header can be made to say more than its own line.

import CGI
import TestTools
import Testing

@Suite struct ResponseTests {
  private func text(_ response: Response, withBody: Bool = true) -> String {
    String(decoding: response.cgi(withBody: withBody), as: UTF8.self)
  }

  @Test("An answer is status, headers, an empty line and the body, with no Content-Length")
  func bytes() {
    let response = Response(
      .seeOther, headers: [Header("Location", "https://x/"), Header("Cache-Control", "no-store")],
      body: Array("héllo\r\n".utf8))
    #expect(
      text(response)
        == "Status: 303 See Other\r\nLocation: https://x/\r\nCache-Control: no-store\r\n\r\nhéllo\r\n"
    )
    #expect(text(Response(.ok)) == "Status: 200 OK\r\n\r\n")
  }

  @Test("To HEAD goes the same head without a body")
  func head() {
    let response = Response(.ok, headers: [Header("X", "y")], body: [1, 2, 3])
    #expect(response.cgi(withBody: true) == response.cgi(withBody: false) + [1, 2, 3])
  }

  @Test("A body is bytes and goes out as it is")
  func body() {
    let all = Array(UInt8.min...UInt8.max)
    #expect(Response(.ok, body: all).cgi(withBody: true).suffix(256) == all[...])
  }

  @Test(
    "A header cannot end its line",
    arguments: [
      "a\r\nSet-Cookie: x=y", "a\nb", "a\rb", "a\0b", "\r\n\r\n<script>", "a\u{7F}b", "a\tb",
      "\u{1B}[0m",
      "a\r\u{301}\nb", "\r\n", "",
    ])
  func injection(value: String) {
    let header = Header("X-Test", value)
    #expect(header.value.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F })
    let lines = text(Response(.ok, headers: [header])).utf8.split(
      separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    #expect(lines.count == 4)
  }

  @Test("What is harmless stays in a header")
  func harmless() {
    #expect(Header("X", "é 龙 😀 ~!\"%").value == "é 龙 😀 ~!\"%")
  }

  @Test("Any value makes one line")
  func anything() {
    var dice = SplitMix64(seed: 23)
    for _ in 0..<5000 {
      let bytes = (0..<20).map { _ in
        UInt8.random(in: 0...(Bool.random(using: &dice) ? 0x20 : 0xFF), using: &dice)
      }
      let response = Response(.ok, headers: [Header("X", String(decoding: bytes, as: UTF8.self))])
      let wire = response.cgi(withBody: true)
      #expect(wire.count { $0 == UInt8(ascii: "\n") } == 3)
      #expect(wire.count { $0 == UInt8(ascii: "\r") } == 3)
      #expect(!wire.contains(0))
    }
  }

  @Test("A header is found by its name")
  func subscripting() {
    let response = Response(.ok, headers: [Header("X", "1"), Header("X", "2")])
    #expect(response["X"] == "1")
    #expect(response["Y"] == nil)
  }

  @Test(
    "Each status has the phrase of RFC 9110",
    arguments: [
      (.ok, "200 OK"), (.noContent, "204 No Content"), (.badRequest, "400 Bad Request"),
      (.unauthorized, "401 Unauthorized"), (.forbidden, "403 Forbidden"),
      (.notFound, "404 Not Found"), (.methodNotAllowed, "405 Method Not Allowed"),
      (.requestTimeout, "408 Request Timeout"), (.gone, "410 Gone"),
      (.contentTooLarge, "413 Content Too Large"),
      (.unsupportedMediaType, "415 Unsupported Media Type"),
      (.unprocessableContent, "422 Unprocessable Content"),
      (.internalServerError, "500 Internal Server Error"),
      (.serviceUnavailable, "503 Service Unavailable"),
    ] as [(Status, String)])
  func phrases(status: Status, line: String) {
    #expect(text(Response(status)) == "Status: \(line)\r\n\r\n")
  }
}
