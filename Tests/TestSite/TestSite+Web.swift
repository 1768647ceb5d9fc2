// Requests to the Web room, as a web server would put them.

import CGI
import Foundation
import Web

package struct Answer {
  package let status: Int
  package let headers: [(String, String)]
  package let body: String
  package let commands: [[String]]

  package subscript(name: String) -> String? { headers.first { $0.0 == name }?.1 }

  /// `name=value` of the session cookie that was set.
  package var sessionCookie: String? {
    headers.filter { $0.0 == "Set-Cookie" && $0.1.contains("usher=") }.last?.1
      .split(separator: ";").first.map(String.init)
  }

  /// The token in the page's forms.
  package var formToken: String? {
    guard let start = body.range(of: "name=\"token\" value=\"") else { return nil }
    return String(body[start.upperBound...].prefix { $0 != "\"" })
  }
}

extension TestSite {
  /// - Parameter form: a POST from our own pages, if given.
  package func ask(
    _ path: String, query: String = "", form: [(String, String)]? = nil, cookie: String = "",
    method: String? = nil, variables: [String: String] = [:], body: String? = nil
  ) -> Answer {
    let encoded =
      body
      ?? (form ?? []).map { "\(percentEncoded($0))=\(percentEncoded($1))" }
      .joined(separator: "&")
    var environment = [
      "REQUEST_METHOD": method ?? (form == nil && body == nil ? "GET" : "POST"),
      "SCRIPT_NAME": "/usher", "PATH_INFO": path, "QUERY_STRING": query, "HTTP_COOKIE": cookie,
      "CONTENT_LENGTH": String(encoded.utf8.count),
      "CONTENT_TYPE": "application/x-www-form-urlencoded",
      "HTTP_SEC_FETCH_SITE": "same-origin",
    ]
    for (name, value) in variables { environment[name] = value.isEmpty ? nil : value }
    let request: Result<Request, RequestError>
    do throws(RequestError) {
      request = .success(
        try Request(environment: environment) { limit throws(RequestError) in
          Array(Array(encoded.utf8).prefix(limit))
        })
    } catch {
      request = .failure(error)
    }
    let (response, afterwards) = Responder(directory: directory).respond(to: request) { _ in }
    var bytes = response.body
    try? response.stream? { bytes += $0 }
    return Answer(
      status: response.status.rawValue, headers: response.headers.map { ($0.name, $0.value) },
      body: String(decoding: bytes, as: UTF8.self), commands: afterwards.commands)
  }

  /// The administrator's cookie.
  package func signIn(_ name: String = "ada", _ password: String = TestSite.password) throws
    -> String
  {
    let answer = ask("/sign-in", form: [("name", name), ("password", password)])
    guard answer.status == 303, let cookie = answer.sessionCookie else {
      throw Unexpected("cannot sign in: \(answer.status)")
    }
    return cookie
  }
}
