// `usher doctor`: whether the web server, which works as a user of its own, may read the pages. Only the rights
// are looked at: nobody but root can become that user.

import Actions
import Foundation

struct ReachCheck {
  /// As whom Debian's web servers work.
  private static let usual = "www-data"

  private let root: String
  private let server: (user: uid_t, groups: Set<gid_t>)?

  init(_ configuration: Configuration) {
    root = URL(fileURLWithPath: configuration.published).resolvingSymlinksInPath().path
    server = getpwnam(Self.usual).map { entry in
      var groups = [gid_t](repeating: 0, count: 64)
      var count = Int32(groups.count)
      getgrouplist(Self.usual, entry.pointee.pw_gid, &groups, &count)
      return (entry.pointee.pw_uid, Set(groups.prefix(max(0, Int(count)))))
    }
  }

  func findings() -> [Finding] {
    guard FileManager.default.fileExists(atPath: root) else { return [] }
    let above = sequence(first: root) { path in
      path == "/" ? nil : URL(fileURLWithPath: path).deletingLastPathComponent().path
    }
    .dropFirst().reversed()
    let closed = above.filter { !may($0, 0o1) }
    let unread = ["", "/index.html", "/assets", "/assets/style.css"].map { root + $0 }.filter {
      !may($0, isFolder($0) ? 0o5 : 0o4)
    }
    let mends =
      closed.map { "chmod \(who($0))+x \($0)" } + (unread.isEmpty ? [] : ["chmod -R o+rX \(root)"])
    guard let first = (closed + unread).first else { return [] }
    return [
      .warning(
        "pages",
        "\(first) keeps the web server out, if it works as \(server == nil ? "another user" : Self.usual)",
        mend: mends.joined(separator: " && "))
    ]
  }

  /// - Parameter bits: of `rwx`, all that are needed; what is not there is nobody's to look at.
  private func may(_ path: String, _ bits: mode_t) -> Bool {
    guard let status = status(path) else { return true }
    let place: mode_t = status.st_uid == server?.user ? 6 : isOfGroup(status) ? 3 : 0
    return status.st_mode >> place & bits == bits
  }

  private func who(_ path: String) -> String { status(path).map(isOfGroup) == true ? "g" : "o" }

  private func isOfGroup(_ status: stat) -> Bool { server?.groups.contains(status.st_gid) == true }

  private func isFolder(_ path: String) -> Bool {
    status(path).map { $0.st_mode & S_IFMT == S_IFDIR } == true
  }

  private func status(_ path: String) -> stat? {
    var status = stat()
    return stat(path, &status) == 0 ? status : nil
  }
}
