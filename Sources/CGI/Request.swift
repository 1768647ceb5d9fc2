// One request, bounded and decoded once, whatever server and protocol brought it. What comes in is the
// environment of RFC 3875 and a way to read the body; what goes out is a value, or an error with a cause.

package struct Request: Sendable {
  package let method: Method
  /// Where the program is mounted: `/usher`. Empty at the root.
  package private(set) var mount: String
  /// Below the mount, decoded, beginning with a slash: `/admin/applications`. May be empty.
  package private(set) var path: String
  package let query: Fields
  package let form: Fields
  /// A body of JSON, as it was sent; empty where there is none.
  package let json: [UInt8]
  /// What is wrong with address or body, which are empty then: who answers knows by the path in which way.
  package let problem: RequestError?
  package let cookies: [String: String]
  /// FastCGI's authorizer role (specification, section 6.3): address, query and body belong to other content of
  /// the host, and what is asked is whether the visitor may have it.
  package let isAuthorizer: Bool
  private let environment: [String: String]

  /// Bytes of a body that are taken.
  package static let longestBody = 64 * 1024

  /// - Parameters:
  ///   - environment: the variables of RFC 3875, section 4.1; `HTTP_…` for header fields.
  ///   - body: reads up to that many bytes, fewer only at the end.
  package init(
    environment: [String: String], body: (Int) throws(RequestError) -> [UInt8]
  ) throws(RequestError) {
    self.environment = environment
    guard let method = environment["REQUEST_METHOD"] else {
      throw .malformed("no REQUEST_METHOD: this program is started by a web server")
    }
    self.method = Method(method)
    cookies = Self.cookies(environment["HTTP_COOKIE"] ?? "")
    isAuthorizer = Self.isAuthorizer(environment)
    guard !isAuthorizer else {
      mount = ""
      path = ""
      query = Fields()
      form = Fields()
      json = []
      problem = nil
      return
    }
    mount = environment["SCRIPT_NAME"] ?? ""
    path = environment["PATH_INFO"] ?? ""
    var read = (query: Fields(), form: Fields(), json: [UInt8]())
    var problem: RequestError?
    do throws(RequestError) {
      guard mount.isClean, path.isClean else { throw .malformed("control characters in the path") }
      read.query = try Fields(encoded: Array((environment["QUERY_STRING"] ?? "").utf8))
      let sent = self.method == .post ? try Self.read(environment, body) : []
      if Self.isJSON(environment) {
        read.json = sent
      } else {
        read.form = try Fields(encoded: sent)
      }
    } catch {
      mount = mount.clean
      path = path.clean
      problem = error
    }
    (query, form, json) = read
    self.problem = problem
  }

  /// Whether the body is one of JSON, empty or not.
  package var isJSON: Bool { Self.isJSON(environment) }

  private static func isJSON(_ environment: [String: String]) -> Bool {
    mediaType(environment) == "application/json"
  }

  private static func mediaType(_ environment: [String: String]) -> String {
    (environment["CONTENT_TYPE"] ?? "").prefix { $0 != ";" && $0 != " " }.lowercased()
  }

  /// The same request with its address divided where the program is known to be mounted, else where the
  /// server divides it. Some servers have all of the address in `SCRIPT_NAME` (nginx as it comes), or pass
  /// no `PATH_INFO` at all.
  /// - Parameter programPath: such as `/usher`.
  package func mounted(at programPath: String) -> Request {
    guard !isAuthorizer else {
      var request = self
      request.mount = programPath
      return request
    }
    var address = mount + path
    if path.isEmpty, let whole = environment["REQUEST_URI"]?.prefix(while: { $0 != "?" }),
      whole.hasPrefix(mount + "/"), String(whole).isClean
    {
      address = String(whole)
    }
    var request = self
    if address == programPath || address.hasPrefix(programPath + "/") {
      request.mount = programPath
    }
    request.path = String(address.dropFirst(request.mount.count))
    return request
  }

  /// What a signature covers of the address: path and query as they were sent. Some servers pass the path decoded
  /// alone.
  package var target: (path: String, query: String) {
    let whole = environment["REQUEST_URI"]?.prefix { $0 != "?" } ?? ""
    return (
      path: whole.hasPrefix("/") ? String(whole) : mount + path,
      query: environment["QUERY_STRING"] ?? ""
    )
  }

  /// The client's network address, as the web server saw it (`REMOTE_ADDR`); nil where it says nothing.
  package var client: String? { environment["REMOTE_ADDR"] }

  // MARK: Other content of the host

  // By parameters that the web server sets: from a client come headers alone, which are `HTTP_…`.

  /// What the visitor asked the host for, a path with its query: the authorizer's own address, else what
  /// the web server passes (`USHER_ORIGINAL_URI`).
  package var original: String? {
    environment[isAuthorizer ? "REQUEST_URI" : "USHER_ORIGINAL_URI"]
  }

  /// Who may have it (`USHER_REQUIRE`), as the web server's configuration says.
  package var requirement: String? { environment["USHER_REQUIRE"] }

  /// The role alone decides, which the web server names when a request begins.
  static func isAuthorizer(_ environment: [String: String]) -> Bool {
    environment["FCGI_ROLE"] == "AUTHORIZER"
  }

  /// The value of a header field, by its name in lower case: `accept-language`.
  package func header(_ name: String) -> String? {
    let variable = String(
      decoding: name.utf8.map {
        $0 == UInt8(ascii: "-")
          ? UInt8(ascii: "_")
          : (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) ? $0 & 0xDF : $0
      }, as: UTF8.self)
    return environment["HTTP_" + variable] ?? Self.ofBody[name].flatMap { environment[$0] }
  }

  /// Fields of the body have variables of their own (RFC 3875, sections 4.1.2 and 4.1.3).
  private static let ofBody = [
    "content-type": "CONTENT_TYPE", "content-length": "CONTENT_LENGTH",
  ]

  private static func read(
    _ environment: [String: String], _ body: (Int) throws(RequestError) -> [UInt8]
  ) throws(RequestError) -> [UInt8] {
    // A chunked upload comes without a length (Apache) or with -1; then the end of input is the end.
    let length = environment["CONTENT_LENGTH"] ?? ""
    let announced = length.isEmpty ? -1 : Int(length) ?? .max
    guard announced <= longestBody else { throw .tooLarge }
    let type = mediaType(environment)
    guard ["", "application/x-www-form-urlencoded", "application/json"].contains(type) else {
      throw .unsupportedType
    }
    let bytes = try body(announced < 0 ? longestBody + 1 : announced)
    guard bytes.count <= longestBody else { throw .tooLarge }
    guard bytes.count >= announced else { throw .malformed("the body ended early") }
    guard !type.isEmpty || bytes.isEmpty else { throw .unsupportedType }
    return bytes
  }

  /// RFC 6265, section 4.2.1. The first of two with one name counts.
  private static func cookies(_ header: String) -> [String: String] {
    var cookies: [String: String] = [:]
    for pair in header.split(separator: ";") {
      let halves = pair.drop { $0 == " " }.split(
        separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard halves.count == 2, cookies[String(halves[0])] == nil else { continue }
      cookies[String(halves[0])] = String(halves[1])
    }
    return cookies
  }
}

package enum Method: Hashable, Sendable {
  case get, head, post
  case other(String)

  init(_ name: String) {
    switch name {
    case "GET": self = .get
    case "HEAD": self = .head
    case "POST": self = .post
    default: self = .other(name)
    }
  }

  package var name: String {
    switch self {
    case .get: "GET"
    case .head: "HEAD"
    case .post: "POST"
    case .other(let name): name
    }
  }
}

/// Why a request could not even be read.
package enum RequestError: Error, Hashable {
  /// 400, for the log: what is wrong.
  case malformed(String)
  /// 413
  case tooLarge
  /// 415
  case unsupportedType
  /// 408: the client took too long to send it.
  case tooSlow
}

extension String {
  /// No control characters: raw CR and LF can arrive in `PATH_INFO`.
  fileprivate var isClean: Bool { utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F } }

  fileprivate var clean: String {
    String(decoding: utf8.filter { $0 >= 0x20 && $0 != 0x7F }, as: UTF8.self)
  }
}
