// Where one comes back to after signing in: a page of ours, or other content of this host that is protected with
// this site. Anything else leads to the usual start.

import CGI
import Membership
import Pages

/// Where somebody wanted to go.
enum SoughtPlace {
  /// - Parameter query: with its question mark, or empty.
  case route(Route, query: String)
  case content(HostPath)
}

extension Exchange {
  /// The absolute address; nil for what one does not come back to.
  func destination(back: String) -> String? {
    switch place(back: back) {
    case .route(let route, let query): route.isDestination ? absolute(route) + query : nil
    case .content(let path): settings.baseAddress.origin + path.text
    case nil: nil
    }
  }

  /// From what a form or an address carried: below the mount as our own pages have it (`/me`), else a path of the
  /// host (`/intern/report`), or one with this origin before it.
  func place(back: String) -> SoughtPlace? {
    let halves = back.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
    if let path = halves.first, let route = Route(path: String(path)) {
      return .route(route, query: query(halves.count == 2 ? halves[1] : ""))
    }
    guard let path = HostPath(back, at: settings.baseAddress) else { return nil }
    guard path.path == mount || path.path.hasPrefix(mount + "/") else { return .content(path) }
    return Route(path: String(path.path.dropFirst(mount.count))).map {
      .route($0, query: query(path.query.map { $0[...] } ?? ""))
    }
  }

  private func query(_ text: Substring) -> String {
    guard !text.isEmpty, let query = try? Fields(encoded: Array(text.utf8)) else { return "" }
    return "?" + query.encoded
  }

  /// On the way through another page of signing in: as a query, empty where there is nothing to carry.
  func carried(_ back: String) -> String {
    back.isEmpty ? "" : queryText([("back", back)])
  }
}
