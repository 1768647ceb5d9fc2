// What a signature may cover of a request (RFC 9421, section 2).

package struct SignedMessage: Sendable {
  package var method: String
  /// `https` or `http`, and the host with its port where that is not the usual one: of the site, as it is set. What a
  /// client or a proxy says of it is not believed.
  package var scheme, authority: String
  /// As it was sent, beginning with a slash.
  package var path: String
  /// As it was sent, without the question mark; empty where there is none.
  package var query: String
  package var body: [UInt8]
  /// The value of a header field, by its name in lower case; nil where it was not sent.
  package var field: @Sendable (_ name: String) -> String?

  package init(
    method: String, scheme: String, authority: String, path: String, query: String,
    body: [UInt8], field: @escaping @Sendable (_ name: String) -> String?
  ) {
    self.method = method
    self.scheme = scheme
    self.authority = authority
    self.path = path
    self.query = query
    self.body = body
    self.field = field
  }

  private var target: String { query.isEmpty ? path : "\(path)?\(query)" }

  /// - Parameter name: of a field, or of what is derived from the request (section 2.2).
  /// - Returns: nil where the request has no such thing, or it is not known here.
  func component(_ name: String) -> String? {
    switch name {
    case "@method": method
    case "@scheme": scheme
    case "@authority": authority
    case "@path": path
    case "@query": "?\(query)"
    case "@request-target": target
    case "@target-uri": "\(scheme)://\(authority)\(target)"
    default: name.hasPrefix("@") ? nil : field(name).map(Self.trimmed)
    }
  }

  private static func trimmed(_ value: String) -> String {
    var rest = value[...]
    while let last = rest.last, last == " " || last == "\t" { rest.removeLast() }
    return String(rest.drop { $0 == " " || $0 == "\t" })
  }
}
