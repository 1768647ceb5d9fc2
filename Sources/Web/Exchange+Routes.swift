// Method and origin are looked at once, for all routes; then each route has its answer.

import Actions
import CGI
import Membership
import Pages

extension Exchange {
  mutating func answer(_ request: Request, in installation: Installation) throws -> Response {
    guard let route = Route(path: request.path) else { return failure(.notFound, .notFound) }
    let isPost = request.method == .post
    let isGet = request.method == .get || request.method == .head
    guard isPost && route.methods.post || isGet && route.methods.get else {
      let names = (route.methods.get ? ["GET", "HEAD"] : []) + (route.methods.post ? ["POST"] : [])
      return failure(
        .methodNotAllowed, .method,
        headers: [Header("Allow", names.joined(separator: ", "))])
    }
    guard !isPost || isFromOurPages(request) else { return failure(.forbidden, .foreign) }
    switch route {
    case .home: return redirect(to: absolute(.me))
    case .join: return try join(request, in: installation)
    case .apply: return try apply(request, in: installation)
    case .status(let token): return try status(token: token, in: installation)
    case .signIn where isPost: return try signIn(request, in: installation)
    case .signIn: return signInPage(request)
    case .signOut: return try signOut(request, in: installation)
    case .password where isPost: return try changePassword(request, in: installation)
    case .password: return try passwordPage(request, in: installation)
    case .me: return try me(request, in: installation)
    case .applications: return try applications(request, in: installation)
    case .application(let reference) where isPost:
      return try decide(reference, request, in: installation)
    case .application(let reference):
      return try application(reference, request, in: installation)
    }
  }

  /// Cross-site request forgery: a form counts only if the browser says that it comes from a page of
  /// this origin. `Sec-Fetch-Site` is absent on plain HTTP and in browsers before 2023; then `Origin`.
  private func isFromOurPages(_ request: Request) -> Bool {
    if let site = request.header("sec-fetch-site") { return site == "same-origin" }
    return request.header("origin")?.asciiLowercased == settings.baseAddress.origin
  }
}
