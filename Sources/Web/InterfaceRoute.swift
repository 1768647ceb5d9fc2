// Every address of the interface for business systems, parsed and printed at one place.

package enum InterfaceRoute: Hashable, Sendable {
  case invitations
  case invitation(code: String)
  case revocation(code: String)

  /// Below the mount: `/api/v1/invitations`.
  static let root = "/api/v1"

  /// Whether an address is one of a program's, there or not.
  static func isBelow(_ path: String) -> Bool { path == "/api" || path.hasPrefix("/api/") }

  init?(path: String) {
    let parts = path.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    switch parts.dropFirst().prefix(3) {
    case ["api", "v1", "invitations"]: break
    default: return nil
    }
    switch parts.count {
    case 4: self = .invitations
    case 5 where !parts[4].isEmpty: self = .invitation(code: parts[4])
    case 6 where !parts[4].isEmpty && parts[5] == "revoke": self = .revocation(code: parts[4])
    default: return nil
    }
  }

  var path: String {
    switch self {
    case .invitations: "\(Self.root)/invitations"
    case .invitation(let code): "\(Self.root)/invitations/\(code)"
    case .revocation(let code): "\(Self.root)/invitations/\(code)/revoke"
    }
  }

  /// As `Allow` has them.
  var methods: String {
    switch self {
    case .invitations: "GET, HEAD, POST"
    case .invitation: "GET, HEAD"
    case .revocation: "POST"
    }
  }

  func answers(_ isPost: Bool) -> Bool {
    switch self {
    case .invitations: true
    case .invitation: !isPost
    case .revocation: isPost
    }
  }
}
