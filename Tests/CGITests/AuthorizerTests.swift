// FastCGI's authorizer role: what it is known by, and that address and body are left to whose they are.

import CGI
import Glibc
import Testing

@Suite("Authorizer") struct AuthorizerTests {
  private func request(_ environment: [String: String]) throws -> Request {
    try Request(environment: ["REQUEST_METHOD": "GET"].merging(environment) { $1 }) {
      limit throws(RequestError) in
      Issue.record("asked for \(limit) bytes of a body")
      return []
    }
  }

  @Test("The role alone makes one, no header and no address")
  func role() throws {
    #expect(try request(["FCGI_ROLE": "AUTHORIZER"]).isAuthorizer)
    for other in [
      [:], ["FCGI_ROLE": "RESPONDER"], ["FCGI_ROLE": ""], ["HTTP_FCGI_ROLE": "AUTHORIZER"],
      ["FCGI_APACHE_ROLE": "AUTHORIZER"],
    ] {
      #expect(try !request(other).isAuthorizer)
    }
  }

  @Test("Neither query nor body is read, whatever they are; the address is what was asked for")
  func foreign() throws {
    for method in ["GET", "POST", "PUT"] {
      let request = try request([
        "FCGI_ROLE": "AUTHORIZER", "REQUEST_METHOD": method, "QUERY_STRING": "a=1&a=2&%FF",
        "REQUEST_URI": "/intern/x?a=1&a=2&%FF", "CONTENT_TYPE": "application/json",
        "CONTENT_LENGTH": "999999999", "SCRIPT_NAME": "/\r", "PATH_INFO": "/intern/x",
        "HTTP_COOKIE": "usher=x", "USHER_REQUIRE": "role=Editor", "USHER_ORIGINAL_URI": "/other",
      ])
      #expect(request.cookies == ["usher": "x"] && request.requirement == "role=Editor")
      #expect(request.original == "/intern/x?a=1&a=2&%FF")
      #expect(request.path == "" && request.query == Fields() && request.form == Fields())
      let mounted = request.mounted(at: "/usher")
      #expect(mounted.mount == "/usher" && mounted.path == "" && mounted.isAuthorizer)
    }
  }

  @Test("To any other request the web server says what was asked for; a client says nothing")
  func original() throws {
    let asked = try request(["USHER_ORIGINAL_URI": "/intern/", "REQUEST_URI": "/usher/auth"])
    #expect(asked.original == "/intern/" && asked.requirement == nil)
    let header = try request([
      "HTTP_USHER_ORIGINAL_URI": "/x", "HTTP_USHER_REQUIRE": "role=Editor", "REQUEST_URI": "/y",
    ])
    #expect(header.original == nil && header.requirement == nil)
  }

  @Test("A query that is not UTF-8 is refused as an address of ours, and not as another's")
  func encoding() throws {
    func variables(_ role: String) throws -> [String: String] {
      let texts: [String] = ["QUERY_STRING=a=\u{1}", "FCGI_ROLE=\(role)", "REQUEST_METHOD=GET"]
      var entries: [UnsafeMutablePointer<CChar>?] = texts.map { strdup($0) } + [nil]
      defer { for entry in entries { free(entry) } }
      // Not UTF-8 from here on.
      entries[0]?["QUERY_STRING=a=".utf8.count] = CChar(bitPattern: 0xFF)
      return try entries.withUnsafeMutableBufferPointer {
        try Gateway.variables($0.baseAddress)
      }
    }
    #expect(throws: RequestError.self) { try variables("RESPONDER") }
    #expect(try variables("AUTHORIZER")["REQUEST_METHOD"] == "GET")
  }
}
