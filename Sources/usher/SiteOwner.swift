// Who a command works as. A site belongs to an unprivileged user; root, who sets it up and looks after it,
// works on it as that user: nothing in it ever belongs to root, and no link planted in it leads root astray.

import CIdentity
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
    // A folder's own group may be root's still, where `install -d -o` made it.
    group = getpwuid(user)?.pointee.pw_gid ?? status.st_gid
  }

  /// nil where there is no such user.
  init?(named name: String) {
    guard let entry = getpwnam(name)?.pointee else { return nil }
    user = entry.pw_uid
    group = entry.pw_gid
  }

  /// Whose a new site is; nil where it stays with whoever makes it, which root says in so many words.
  static func ofNewSite(_ folder: String, named name: String? = nil) throws -> SiteOwner? {
    guard let name else {
      guard isRoot else { return nil }
      // An empty folder that was made for somebody stays theirs.
      if let present = try? SiteOwner(of: folder), present.user != 0 { return present }
      guard let found = SiteOwner(named: usual) else {
        throw Complaint(
          "there is no user \(usual)",
          mend: "`systemd-sysusers` makes it where Usher's sysusers file is installed, "
            + "or name one with --owner")
      }
      return found
    }
    let found = SiteOwner(named: name)
    guard isRoot || found?.user == geteuid() else {
      throw Complaint(
        "only root can make a site for \(name)", mend: "leave --owner out, or run it as root")
    }
    guard let found else {
      throw Complaint("there is no user \(name)", mend: "make one first, as with adduser(8)")
    }
    return found
  }

  static var isRoot: Bool { geteuid() == 0 }

  /// For good, where root asks; without effect for anyone else.
  func become() throws {
    guard Self.isRoot, user != 0 else { return }
    try takeOver(keeping: user)
  }

  /// Does something as the owner, where root asks, and is root again after it. A program that is started
  /// meanwhile is the owner's for good.
  func act<Result>(_ body: () throws -> Result) throws -> Result {
    guard Self.isRoot, user != 0 else { return try body() }
    let (ownGroup, ownGroups) = (getegid(), Self.groups())
    try takeOver(keeping: 0)
    let result = Swift.Result { try body() }
    guard setresuid(0, 0, 0) == 0, setresgid(ownGroup, ownGroup, ownGroup) == 0,
      setgroups(ownGroups.count, ownGroups) == 0
    else {
      throw Complaint(
        "cannot work as root again (\(String(cString: strerror(errno))))", mend: "run it again")
    }
    return try result.get()
  }

  /// - Parameter saved: whom the process may become again.
  private func takeOver(keeping saved: uid_t) throws {
    let groups =
      getpwuid(user).map { initgroups($0.pointee.pw_name, group) } ?? setgroups(1, [group])
    guard groups == 0, setresgid(group, group, group) == 0, setresuid(user, user, saved) == 0
    else {
      throw Complaint(
        "cannot work as user \(user) (\(String(cString: strerror(errno))))",
        mend: "run it as the user who owns the site")
    }
  }

  private static func groups() -> [gid_t] {
    var groups = [gid_t](repeating: 0, count: Int(getgroups(0, nil)))
    let count = getgroups(Int32(groups.count), &groups)
    return Array(groups.prefix(Int(max(count, 0))))
  }

  /// Gives away a folder that was just made.
  func take(_ folder: String) throws {
    guard Self.isRoot else { return }
    // Whatever else has come into its place is no folder, or not root's to be given.
    let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
    defer { close(descriptor) }
    guard descriptor >= 0, fchown(descriptor, user, group) == 0 else {
      throw Complaint(
        "\(folder) cannot be given to user \(user) (\(String(cString: strerror(errno))))",
        mend: "name a folder on a file system that knows owners")
    }
  }
}
