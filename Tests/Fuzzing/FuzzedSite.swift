// A site that answers whatever the fuzzer makes up, to strangers and to an administrator: any answer is
// right but a failure of ours.

import CGI
import Foundation
import Membership
import TestSite
import Web

final class FuzzedSite: @unchecked Sendable {
  static let shared = FuzzedSite()

  private let site: TestSite
  private let responder: Responder
  private let cookie: String
  private let token: String
  private let code: String

  /// Traps where no site can be made: then there is nothing to be found out.
  private init() {
    do {
      site = try TestSite()
      let invitation = try site.invitation()
      try site.apply(invitation)
      code = invitation.code.text
      let form = [("name", "ada"), ("password", TestSite.password)]
      cookie = site.ask("/sign-in", form: form).sessionCookie ?? ""
      token = site.ask("/admin/invitations/new", cookie: cookie).formToken ?? ""
      responder = Responder(directory: site.directory)
      // A static value is never released.
      atexit { try? FileManager.default.removeItem(atPath: FuzzedSite.shared.site.directory) }
    } catch {
      preconditionFailure("no site: \(error)")
    }
  }

  /// Lines: a letter (G or P for strangers, g or p for an administrator) and the path, the query, the form.
  /// In the form, `TOKEN` and `CODE` stand for those that are right.
  func answer(_ bytes: [UInt8]) {
    let lines = bytes.split(separator: 10, maxSplits: 2, omittingEmptySubsequences: false)
      .map { String(decoding: $0, as: UTF8.self).replacing("\0", with: "") }
    guard let first = lines.first, let letter = first.first else { return }
    let posts = letter == "P" || letter == "p"
    let isSigned = letter == "p" || letter == "g"
    let path = String(first.dropFirst())
    // Signed out, or suspended, the administrator would be none any more.
    guard !path.hasPrefix("/sign-out"), !path.hasPrefix("/admin/administrators") || !posts,
      !path.hasPrefix("/me") || !posts
    else { return }
    let body = (lines.count > 2 ? lines[2] : "")
      .replacing("TOKEN", with: token).replacing("CODE", with: code)
    let environment = [
      "REQUEST_METHOD": posts ? "POST" : "GET", "SCRIPT_NAME": "/usher", "PATH_INFO": path,
      "QUERY_STRING": lines.count > 1 ? lines[1] : "", "HTTP_COOKIE": isSigned ? cookie : "",
      "CONTENT_TYPE": "application/x-www-form-urlencoded",
      "CONTENT_LENGTH": String(body.utf8.count), "HTTP_SEC_FETCH_SITE": "same-origin",
    ]
    let request: Result<Request, RequestError>
    do throws(RequestError) {
      request = .success(
        try Request(environment: environment) { limit throws(RequestError) in
          Array(body.utf8.prefix(limit))
        })
    } catch {
      request = .failure(error)
    }
    var said: [String] = []
    let (response, _) = responder.respond(to: request) { said.append($0) }
    precondition(response.status.rawValue < 500, "\(said)")
    for header in response.headers {
      precondition(header.value.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F })
    }
    // A page is whole, and holds no element that we do not write.
    if response["Content-Type"]?.hasPrefix("text/html") == true {
      let page = String(decoding: response.body, as: UTF8.self)
      precondition(page.hasSuffix("</html>\n") && !page.contains("<xss"))
    }
    if let stream = response.stream { try? stream { _ in } }
  }
}
