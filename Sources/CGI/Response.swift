// One answer, built whole and then written: a request never ends in half a page. (Only a file of any
// length is written while it is read.)

package struct Response {
  package var status: Status
  package var headers: [Header]
  package var body: [UInt8]
  /// For the one answer that does not fit into memory: called once, after the head, in the body's place.
  package var stream: ((_ write: ([UInt8]) throws -> Void) throws -> Void)?

  package init(_ status: Status, headers: [Header] = [], body: [UInt8] = []) {
    self.status = status
    self.headers = headers
    self.body = body
  }

  package subscript(name: String) -> String? { headers.first { $0.name == name }?.value }

  /// As RFC 3875, section 6.2 has it. No `Content-Length`: nginx would trust a wrong one, and each
  /// server counts for itself.
  package func cgi(withBody: Bool) -> [UInt8] {
    var head = "Status: \(status.rawValue) \(status.phrase)\r\n"
    for header in headers { head += "\(header.name): \(header.value)\r\n" }
    return Array((head + "\r\n").utf8) + (withBody ? body : [])
  }
}

/// A header field that cannot end its line: control characters are left out when it is made.
package struct Header: Hashable, Sendable {
  package let name: String
  package let value: String

  package init(_ name: StaticString, _ value: String) {
    self.name = String(describing: name)
    self.value = String(
      decoding: value.utf8.filter { $0 >= 0x20 && $0 != 0x7F }, as: UTF8.self)
  }
}

package enum Status: Int, Sendable {
  case ok = 200
  case created = 201
  case noContent = 204
  case seeOther = 303
  case badRequest = 400
  case unauthorized = 401
  case forbidden = 403
  case notFound = 404
  case methodNotAllowed = 405
  case requestTimeout = 408
  case gone = 410
  case contentTooLarge = 413
  case unsupportedMediaType = 415
  case unprocessableContent = 422
  case tooManyRequests = 429
  case internalServerError = 500
  case serviceUnavailable = 503

  /// RFC 9110, section 15.
  var phrase: String {
    switch self {
    case .ok: "OK"
    case .created: "Created"
    case .noContent: "No Content"
    case .seeOther: "See Other"
    case .badRequest: "Bad Request"
    case .unauthorized: "Unauthorized"
    case .forbidden: "Forbidden"
    case .notFound: "Not Found"
    case .methodNotAllowed: "Method Not Allowed"
    case .requestTimeout: "Request Timeout"
    case .gone: "Gone"
    case .contentTooLarge: "Content Too Large"
    case .unsupportedMediaType: "Unsupported Media Type"
    case .unprocessableContent: "Unprocessable Content"
    case .tooManyRequests: "Too Many Requests"
    case .internalServerError: "Internal Server Error"
    case .serviceUnavailable: "Service Unavailable"
    }
  }
}
