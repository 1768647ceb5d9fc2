// Every address of usher.cgi, parsed and printed at one place.

package enum Route: Hashable, Sendable {
  case home
  /// A typed code, on its way to the landing page.
  case join
  case apply
  /// The applicant's own page, by the token in its address.
  case status(token: String)
  case signIn, signOut, password, me
  case applications
  /// One application, by its reference.
  case application(reference: String)

  /// Below the mount: `/admin/applications`.
  package init?(path: String) {
    guard path.isEmpty || path.hasPrefix("/") else { return nil }
    let parts = path.split(separator: "/", omittingEmptySubsequences: false).dropFirst().map(
      String.init)
    switch parts.count {
    case 0: self = .home
    case 1:
      switch parts[0] {
      case "": self = .home
      case "join": self = .join
      case "apply": self = .apply
      case "sign-in": self = .signIn
      case "sign-out": self = .signOut
      case "me": self = .me
      default: return nil
      }
    case 2:
      switch (parts[0], parts[1]) {
      case ("application", let token) where !token.isEmpty: self = .status(token: token)
      case ("me", "password"): self = .password
      case ("admin", "applications"): self = .applications
      default: return nil
      }
    case 3 where parts[0] == "admin" && parts[1] == "applications" && !parts[2].isEmpty:
      self = .application(reference: parts[2])
    default: return nil
    }
  }

  package var path: String {
    switch self {
    case .home: "/"
    case .join: "/join"
    case .apply: "/apply"
    case .status(let token): "/application/\(token)"
    case .signIn: "/sign-in"
    case .signOut: "/sign-out"
    case .password: "/me/password"
    case .me: "/me"
    case .applications: "/admin/applications"
    case .application(let reference): "/admin/applications/\(reference)"
    }
  }

  /// What the address answers to, beside HEAD where it answers to GET.
  var methods: (get: Bool, post: Bool) {
    switch self {
    case .home, .join, .status, .me, .applications: (true, false)
    case .apply, .signOut: (false, true)
    case .signIn, .password, .application: (true, true)
    }
  }
}
