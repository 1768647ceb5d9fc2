// Other content of the host, protected with this site: the web server asks who the visitor is and whether the
// content is for him. nginx asks by a request of its own (`auth_request`), Apache and lighttpd by FastCGI's
// authorizer role. What is asked for is in the server's configuration alone.

import Actions
import CGI
import Membership
import Pages

extension Exchange {
  /// 204 with who it is; 401 with where to sign in; 403.
  func auth(_ request: Request, in installation: Installation) throws -> Response {
    switch try entry(request, in: installation) {
    case .admitted(let standing):
      return Response(
        .noContent,
        headers: facts(of: standing).map { Header($0.name.header, $0.value) } + [ownPagesOnly])
    case .unknown: return unauthorized(request)
    case .refused: return Response(.forbidden, headers: [ownPagesOnly])
    }
  }

  /// FastCGI specification, section 6.3: 200 lets the visitor in and hands on what begins with `Variable-`; the
  /// visitor gets any other answer as it is.
  func authorize(_ request: Request, in installation: Installation) throws -> Response {
    switch try entry(request, in: installation) {
    case .admitted(let standing):
      return Response(.ok, headers: facts(of: standing).map { Header($0.name.variable, $0.value) })
    case .unknown:
      return isVisit(request) ? redirect(to: signInAddress(request)) : unauthorized(request)
    case .refused: return asciiOnly(failure(.forbidden, .closed))
    }
  }

  /// Apache says of a page that comes this way that it is in ISO 8859-1.
  private func asciiOnly(_ response: Response) -> Response {
    var response = response
    response.body = String(decoding: response.body, as: UTF8.self).unicodeScalars.flatMap {
      $0.isASCII ? [UInt8($0.value)] : Array("&#\($0.value);".utf8)
    }
    return response
  }

  // MARK: Who it is

  private enum Entry {
    case admitted(Standing)
    /// Not signed in, or not to the end.
    case unknown
    case refused
  }

  private func entry(_ request: Request, in installation: Installation) throws -> Entry {
    let requirement = try request.requirement.flatMap {
      $0.isEmpty ? nil : try Requirement($0)
    }
    guard let session = try session(request, in: installation),
      !session.account.mustChangePassword
    else { return .unknown }
    let standing = try installation.standing(of: session)
    return requirement?.admits(standing) ?? true ? .admitted(standing) : .refused
  }

  /// A header of an answer to nginx, and the variable that FastCGI hands on.
  private struct Name {
    let header: StaticString
    let variable: StaticString
  }

  private func facts(of standing: Standing) -> [(name: Name, value: String)] {
    func list(_ names: [String]) -> String { names.map(percentEncoded).joined(separator: ",") }
    let account = standing.account
    return [
      (Name(header: "X-Usher-User", variable: "Variable-X_USHER_USER"), account.login.text),
      (
        Name(header: "X-Usher-Name", variable: "Variable-X_USHER_NAME"),
        percentEncoded(account.name.text)
      ),
      (
        Name(header: "X-Usher-Account", variable: "Variable-X_USHER_ACCOUNT"),
        (standing.acting ?? account).login.text
      ),
      (
        Name(header: "X-Usher-Departments", variable: "Variable-X_USHER_DEPARTMENTS"),
        list(standing.departments.map { $0.joined(separator: Department.separator) })
      ),
      (
        Name(header: "X-Usher-Positions", variable: "Variable-X_USHER_POSITIONS"),
        list(standing.names(of: .position))
      ),
      (
        Name(header: "X-Usher-Groups", variable: "Variable-X_USHER_GROUPS"),
        list(standing.names(of: .group))
      ),
      (
        Name(header: "X-Usher-Roles", variable: "Variable-X_USHER_ROLES"),
        list(standing.names(of: .role))
      ),
    ]
  }

  // MARK: Signing in first

  private func unauthorized(_ request: Request) -> Response {
    Response(
      .unauthorized,
      headers: [
        // RFC 9110 wants a challenge; one that browsers do not know opens no window of theirs.
        Header("WWW-Authenticate", "Cookie"), Header("X-Usher-Sign-In", signInAddress(request)),
        ownPagesOnly,
      ])
  }

  /// Somebody opens a page, and not a script a file of it: that one would not know what to do with another page.
  private func isVisit(_ request: Request) -> Bool {
    let mode = request.header("sec-fetch-mode")
    return [.get, .head].contains(request.method) && (mode == nil || mode == "navigate")
  }

  /// Absolute, and back to what was asked for.
  private func signInAddress(_ request: Request) -> String {
    let origin = settings.baseAddress.origin
    let original = request.original.flatMap { HostPath($0, at: settings.baseAddress) }
    var query: [(String, String)] = []
    if let original { query.append(("back", origin + original.text)) }
    if hadSession(request) { query.append(("after", SignInOccasion.ended.rawValue)) }
    return absolute(.signIn) + (query.isEmpty ? "" : queryText(query))
  }

  /// No other site's page learns from an answer who is signed in.
  private var ownPagesOnly: Header { Header("Cross-Origin-Resource-Policy", "same-origin") }
}
