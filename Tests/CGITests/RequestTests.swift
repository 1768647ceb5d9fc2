// Tests how a request is read from the environment of RFC 3875 and a body: what is taken, what is refused
// and why, and how much of a body is asked for.

import CGI
import TestTools
import Testing

@Suite struct RequestTests {
  private static let form = "application/x-www-form-urlencoded"

  /// A request with that body behind it; what the reader was asked for stands in `asked`.
  private final class Wire {
    let body: [UInt8]
    private(set) var asked: [Int] = []

    init(_ body: [UInt8]) { self.body = body }

    /// Whole, or why not.
    func request(_ environment: [String: String]) -> Result<Request, RequestError> {
      do throws(RequestError) {
        let request = try read(environment)
        if let problem = request.problem { throw problem }
        return .success(request)
      } catch {
        return .failure(error)
      }
    }

    func read(_ environment: [String: String]) throws(RequestError) -> Request {
      try Request(environment: environment) { limit throws(RequestError) in
        asked.append(limit)
        return Array(body.prefix(limit))
      }
    }
  }

  private func get(_ environment: [String: String]) -> Result<Request, RequestError> {
    Wire([]).request(["REQUEST_METHOD": "GET"].merging(environment) { $1 })
  }

  private func post(
    _ body: String, length: String? = nil, type: String? = form
  ) -> Result<Request, RequestError> {
    var environment = ["REQUEST_METHOD": "POST"]
    environment["CONTENT_LENGTH"] = length
    environment["CONTENT_TYPE"] = type
    return Wire(Array(body.utf8)).request(environment)
  }

  private func error<Value>(_ result: Result<Value, RequestError>) -> RequestError? {
    if case .failure(let error) = result { error } else { nil }
  }

  private func isMalformed<Value>(_ result: Result<Value, RequestError>) -> Bool {
    if case .failure(.malformed) = result { true } else { false }
  }

  // MARK: Method and address

  @Test("Without a method it is no request")
  func method() throws {
    #expect(isMalformed(Wire([]).request([:])))
    #expect(try get([:]).get().method == .get)
    #expect(try get(["REQUEST_METHOD": "HEAD"]).get().method == .head)
    // A method's name has a case (RFC 9110, section 9.1).
    #expect(try get(["REQUEST_METHOD": "post"]).get().method == .other("post"))
    #expect(try get(["REQUEST_METHOD": "PURGE"]).get().method == .other("PURGE"))
  }

  @Test("Mount and path are taken as the server decoded them; either may be missing")
  func address() throws {
    let request = try get(["SCRIPT_NAME": "/cgi-bin/usher.cgi", "PATH_INFO": "/a b/ü/%2F"]).get()
    #expect(request.mount == "/cgi-bin/usher.cgi")
    #expect(request.path == "/a b/ü/%2F")
    #expect(try get([:]).get().mount == "")
    #expect(try get([:]).get().path == "")
  }

  @Test(
    "The address is divided where the program is mounted, whichever way a server divides it",
    arguments: [
      (["SCRIPT_NAME": "/usher", "PATH_INFO": "/me"], "/usher", "/me"),
      (["SCRIPT_NAME": "/usher/me"], "/usher", "/me"),
      (["PATH_INFO": "/usher/me"], "/usher", "/me"),
      (["SCRIPT_NAME": "/usher", "REQUEST_URI": "/usher/me?x=/y"], "/usher", "/me"),
      (["SCRIPT_NAME": "/usher", "REQUEST_URI": "/usher?x=/y"], "/usher", ""),
      (["SCRIPT_NAME": "/usher"], "/usher", ""),
      (["SCRIPT_NAME": "/ushers/me"], "/ushers/me", ""),
      (["SCRIPT_NAME": "/cgi/usher.cgi", "PATH_INFO": "/me"], "/cgi/usher.cgi", "/me"),
      (
        ["SCRIPT_NAME": "/cgi/usher.cgi", "REQUEST_URI": "/cgi/usher.cgi/me"], "/cgi/usher.cgi",
        "/me"
      ),
      (["SCRIPT_NAME": "/a", "PATH_INFO": "/me", "REQUEST_URI": "/b/me"], "/a", "/me"),
      (["SCRIPT_NAME": "/a", "REQUEST_URI": "/a/\u{1}"], "/a", ""),
    ] as [([String: String], String, String)])
  func mounted(environment: [String: String], mount: String, path: String) throws {
    let request = try get(environment).get().mounted(at: "/usher")
    #expect(request.mount == mount)
    #expect(request.path == path)
  }

  @Test(
    "Control characters in the address are refused",
    arguments: [
      "\r\nSet-Cookie: x", "\n", "\r", "\t", "\u{1B}", "\u{1}", "\u{1F}", "\u{7F}", "a\r\nb",
    ])
  func controlCharacters(text: String) {
    #expect(isMalformed(get(["PATH_INFO": "/\(text)"])))
    #expect(isMalformed(get(["SCRIPT_NAME": "/\(text)"])))
  }

  @Test("A header field is asked for by its name in small letters")
  func headers() throws {
    let request = try get(["HTTP_SEC_FETCH_SITE": "same-origin", "HTTP_X9": "nine"]).get()
    #expect(request.header("sec-fetch-site") == "same-origin")
    #expect(request.header("x9") == "nine")
    #expect(request.header("origin") == nil)
    #expect(request.header("") == nil)
  }

  @Test("The query is decoded; a broken one is refused")
  func query() throws {
    #expect(try get(["QUERY_STRING": "state=all&before=a%20b"]).get().query["before"] == "a b")
    #expect(try get([:]).get().query == Fields())
    #expect(isMalformed(get(["QUERY_STRING": "a=%FF"])))
    #expect(isMalformed(get(["QUERY_STRING": "a=1&a=1"])))
  }

  // MARK: Body

  @Test("A form is decoded", arguments: [nil, "26", "-1", ""])
  func formFields(length: String?) throws {
    let request = try post("name=Grace+Hopper&x=%C3%A9", length: length).get()
    #expect(request.form["name"] == "Grace Hopper")
    #expect(request.form["x"] == "é")
  }

  @Test(
    "A body has at most 64 KiB, with a length and without",
    arguments: [(65_535, true), (65_536, true), (65_537, false), (200_000, false)])
  func size(count: Int, fits: Bool) throws {
    let body = "a=" + String(repeating: "x", count: count - 2)
    for length in [String(count), nil, "-1", ""] {
      let result = post(body, length: length)
      #expect(error(result) == (fits ? nil : .tooLarge), "\(length ?? "no length")")
      if fits { #expect(try result.get().form["a"]?.utf8.count == count - 2) }
    }
  }

  @Test(
    "What is announced as too large is not even read",
    arguments: [
      "65537", "99999999", "9223372036854775807", "9223372036854775808", "99999999999999999999999",
    ])
  func announcedTooLarge(length: String) {
    let wire = Wire(Array("a=b".utf8))
    let result = wire.request([
      "REQUEST_METHOD": "POST", "CONTENT_TYPE": Self.form, "CONTENT_LENGTH": length,
    ])
    #expect(error(result) == .tooLarge)
    #expect(wire.asked.isEmpty)
  }

  @Test("Never more than one byte beyond the limit is asked for")
  func asked() {
    let wire = Wire([])
    _ = wire.request(["REQUEST_METHOD": "POST", "CONTENT_TYPE": Self.form])
    #expect(wire.asked == [Request.longestBody + 1])
    let announced = Wire(Array("a=bcdef".utf8))
    let result = announced.request([
      "REQUEST_METHOD": "POST", "CONTENT_TYPE": Self.form, "CONTENT_LENGTH": "4",
    ])
    #expect(announced.asked == [4])
    #expect((try? result.get())?.form["a"] == "bc")
  }

  @Test("A body that ends before its announced end is refused", arguments: ["5", "100", "65536"])
  func endsEarly(length: String) {
    #expect(isMalformed(post("a=bc", length: length)))
  }

  @Test(
    "A form of another type is refused",
    arguments: [
      ("text/plain", false), ("multipart/form-data; boundary=x", false),
      ("application/json", true),
      ("application/x-www-form-urlencodedx", false),
      ("application/x-www-form-urlencoded,text/plain", false),
      ("application/x-www-form-urlencoded", true), ("Application/X-WWW-Form-URLEncoded", true),
      ("application/x-www-form-urlencoded; charset=UTF-8", true),
      ("application/x-www-form-urlencoded;charset=UTF-8", true), ("", false),
    ])
  func type(type: String, isTaken: Bool) {
    #expect(error(post("a=b", type: type)) == (isTaken ? nil : .unsupportedType))
  }

  @Test(
    "What is wrong is kept beside what can be told of the address, without signs that no path has")
  func problem() throws {
    let long = Wire(Array(repeating: 0x20, count: 65537))
    let request = try long.read([
      "REQUEST_METHOD": "POST", "PATH_INFO": "/x", "CONTENT_TYPE": Self.form,
    ])
    #expect(request.problem == .tooLarge && request.path == "/x" && request.form == Fields())
    let broken = try Wire([]).read([
      "REQUEST_METHOD": "GET", "PATH_INFO": "/x\n", "QUERY_STRING": "a=1",
    ])
    #expect(broken.problem == .malformed("control characters in the path"))
    #expect(broken.path == "/x" && broken.query == Fields())
  }

  @Test("JSON is kept as it came, and so is the address that a signature covers")
  func program() throws {
    let request = try post("{\"a\":1}", type: "Application/JSON; charset=utf-8").get()
    #expect(request.isJSON && request.json == Array("{\"a\":1}".utf8) && request.form == Fields())
    #expect(
      error(post(String(repeating: "x", count: 65537), type: "application/json")) == .tooLarge)
    #expect(try get(["QUERY_STRING": "a=b%20"]).get().target == (path: "", query: "a=b%20"))
    let uri = ["REQUEST_URI": "/usher/%61?q", "SCRIPT_NAME": "/usher", "PATH_INFO": "/a"]
    #expect(try get(uri).get().target.path == "/usher/%61")
  }

  @Test("Without a type only nothing may be sent")
  func noType() {
    #expect(error(post("a=b", type: nil)) == .unsupportedType)
    #expect(error(post("", type: nil)) == nil)
    #expect(error(post("", length: "0", type: nil)) == nil)
  }

  @Test("Only a POST has a form", arguments: ["GET", "HEAD", "PUT", "DELETE"])
  func onlyPost(method: String) throws {
    let wire = Wire(Array("a=b".utf8))
    let request = try wire.request([
      "REQUEST_METHOD": method, "CONTENT_TYPE": Self.form, "CONTENT_LENGTH": "3",
    ]).get()
    #expect(request.form == Fields())
    #expect(wire.asked.isEmpty)
  }

  @Test("What stops the reading is the request's error")
  func reading() throws {
    let request = try Request(
      environment: ["REQUEST_METHOD": "POST", "CONTENT_TYPE": Self.form]
    ) { _ throws(RequestError) in throw .tooSlow }
    #expect(request.problem == .tooSlow)
  }

  // MARK: Cookies

  @Test(
    "Cookies are read by name; of two the first counts",
    arguments: [
      ("a=1", ["a": "1"]), ("a=1; b=2", ["a": "1", "b": "2"]), ("a=1;b=2", ["a": "1", "b": "2"]),
      ("a=1; a=2", ["a": "1"]), ("a=", ["a": ""]), ("a", [:]), ("", [:]), (";;; ;", [:]),
      ("=x", ["": "x"]),
      ("a=b=c", ["a": "b=c"]), ("a=\"1\"", ["a": "\"1\""]), ("  a=1;   b=2", ["a": "1", "b": "2"]),
      ("A=1; a=2", ["A": "1", "a": "2"]), ("__Host-usher=x_-9", ["__Host-usher": "x_-9"]),
      ("a=%20", ["a": "%20"]), ("bad; a=1", ["a": "1"]),
    ])
  func cookies(header: String, expected: [String: String]) throws {
    #expect(try get(["HTTP_COOKIE": header]).get().cookies == expected)
  }

  // MARK: Anything

  @Test("Any environment is a request or an error")
  func anything() {
    var dice = SplitMix64(seed: 20)
    let names = [
      "REQUEST_METHOD", "SCRIPT_NAME", "PATH_INFO", "QUERY_STRING", "CONTENT_LENGTH",
      "CONTENT_TYPE",
      "HTTP_COOKIE", "HTTP_ACCEPT_LANGUAGE", "HTTPS",
    ]
    let pieces = [
      "POST", "GET", "/", "a", "=", "&", ";", ",", "%", "%41", "+", "\u{301}", "\r\n", "\u{7F}",
      "q=", "0.5",
      "-1",
      "65536", "é", " ", "\0", "*", Self.form,
    ]
    func text() -> String {
      let count = Int.random(in: 0...6, using: &dice)
      return (0..<count).map { _ in pieces.randomElement(using: &dice) ?? "" }.joined()
    }
    for _ in 0..<10_000 {
      var environment = ["REQUEST_METHOD": Bool.random(using: &dice) ? "POST" : text()]
      for name in names where Bool.random(using: &dice) { environment[name] = text() }
      if Bool.random(using: &dice) { environment["CONTENT_TYPE"] = Self.form }
      let result = Wire(Array(text().utf8)).request(environment)
      if case .success(let request) = result {
        _ = request.acceptedLanguages
        #expect((request.mount + request.path).utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F })
      }
    }
  }
}
