// Who a command works as. A site belongs to an unprivileged user; root, who sets it up and looks after it,
// works on it as that user: nothing in it ever belongs to root, and no link planted in it leads root astray.

import Foundation

struct SiteOwner {
  let user: uid_t
  let group: gid_t

  /// The package makes this user, and its systemd units run as it.
  static let usual = "usher"

  /// Whose folder it is.
  init(of folder: String) throws {
    var status = stat()
    guard stat(folder, &status) == 0 else {
      throw Complaint(
        "\(folder) cannot be read (\(String(cString: strerror(errno))))", mend: "mend its rights")
    }
    user = status.st_uid
    group = status.st_gid
  }

  /// nil where there is no such user.
  init?(named name: String) {
    guard let entry = getpwnam(name)?.pointee else { return nil }
    user = entry.pw_uid
    group = entry.pw_gid
  }

  /// Whose a new site is; nil where it stays with whoever makes it.
  static func ofNewSite(_ folder: String, named name: String? = nil) throws -> SiteOwner? {
    guard let name else {
      guard isRoot else { return nil }
      // An empty folder that was made for somebody stays theirs.
      if let present = try? SiteOwner(of: folder), present.user != 0 { return present }
      return SiteOwner(named: usual)
    }
    guard isRoot else {
      throw Complaint(
        "only root can make a site for \(name)", mend: "leave --owner out, or run it as root")
    }
    guard let found = SiteOwner(named: name) else {
      throw Complaint("there is no user \(name)", mend: "make one first, as with adduser(8)")
    }
    return found
  }

  static var isRoot: Bool { geteuid() == 0 }

  /// For good, where root asks; without effect for anyone else.
  func become() throws {
    guard Self.isRoot, user != 0 else { return }
    let groups =
      getpwuid(user).map { initgroups($0.pointee.pw_name, group) } ?? setgroups(1, [group])
    guard groups == 0, setgid(group) == 0, setuid(user) == 0 else {
      throw Complaint(
        "cannot work as user \(user) (\(String(cString: strerror(errno))))",
        mend: "run it as the user who owns the site")
    }
  }

  /// Gives away a file, or a folder and all that is in it, that nobody else can have written to yet.
  func take(_ folder: URL) throws {
    guard Self.isRoot else { return }
    let inside = FileManager.default.enumerator(atPath: folder.path)?.compactMap { $0 as? String }
    for path in [folder.path] + (inside ?? []).map({ "\(folder.path)/\($0)" }) {
      guard lchown(path, user, group) == 0 else {
        throw Complaint(
          "\(path) cannot be given to user \(user) (\(String(cString: strerror(errno))))",
          mend: "name a folder on a file system that knows owners")
      }
    }
  }
}
