// `usher doctor`: what the host offers: the file system, room on the disk, the clock.

import Actions
import Database
import Foundation

struct HostCheck {
  private let site: Configuration

  init(_ configuration: Configuration) { site = configuration }

  func findings() -> [Finding] { fileSystems() + room() + clock() }

  // MARK: File systems

  private func fileSystems() -> [Finding] {
    var found: [Finding] = []
    for (name, path) in [
      ("database", folder(of: site.database)), ("document root", site.published),
    ] {
      switch FileSystem(at: path) {
      case nil, .local: continue
      case .network(let remote):
        let what = "\(path) lies on a network file system (\(remote))"
        found.append(
          name == "database"
            ? .fault(
              "file system",
              "\(what), where locks may not hold: the database and its gate need them",
              mend: "move the site to a disk of this host")
            : .warning(
              "file system", "\(what): a reader may see a page half-written",
              mend: "move the document root to a disk of this host"))
      case .memory(let memory):
        found.append(
          .warning(
            "file system", "\(path) lies in memory (\(memory)): all is gone after a restart",
            mend: "move the site to a disk"))
      }
    }
    return found.isEmpty ? [.fine("file system", "local")] : found
  }

  // MARK: Room

  private func room() -> [Finding] {
    let found: [Finding] = Set([folder(of: site.database), site.published]).sorted().flatMap {
      path -> [Finding] in
      var system = statvfs()
      guard statvfs(path, &system) == 0 else { return [] }
      let free = (UInt64(system.f_bavail) * UInt64(system.f_frsize)) >> 20
      var found: [Finding] = []
      if free < 256 {
        let what = "\(free) MiB are free for \(path)"
        found.append(
          free < 16
            ? .fault("disk", "only \(what)", mend: "make room: nothing can be stored")
            : .warning("disk", "only \(what)", mend: "make room soon"))
      }
      // Some file systems count none.
      if system.f_files > 0, system.f_favail < 10_000 {
        let what = "\(system.f_favail) more files can be made in \(path)"
        found.append(
          system.f_favail < 100
            ? .fault("disk", "only \(what)", mend: "remove files: no page can be written")
            : .warning("disk", "only \(what); a link has five", mend: "remove files soon"))
      }
      return found
    }
    return found.isEmpty ? [.fine("disk", "there is room")] : found
  }

  // MARK: Clock

  private func clock() -> [Finding] {
    let now = time(nil)
    let year = Calendar(identifier: .gregorian).component(.year, from: Date())
    guard (2025...2100).contains(year) else {
      return [.fault("clock", "it shows the year \(year)", mend: "set this host's clock")]
    }
    // A disk's own clock differs where it is not of this host.
    let file = "\(site.directory)/.doctor.\(getpid())"
    let descriptor = open(file, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard descriptor >= 0 else {
      return [
        .fault(
          "site's folder", "cannot be written (\(String(cString: strerror(errno))))",
          mend: "mend the rights of \(site.directory)")
      ]
    }
    defer {
      close(descriptor)
      unlink(file)
    }
    var status = stat()
    write(descriptor, "x", 1)
    if fstat(descriptor, &status) == 0, abs(status.st_mtim.tv_sec - now) > 5 {
      return [
        .warning(
          "clock", "the disk's differs from this host's by \(status.st_mtim.tv_sec - now) s",
          mend: "set both by NTP")
      ]
    }
    return [.fine("clock", "agrees with the disk's")]
  }

  private func folder(of file: String) -> String {
    URL(fileURLWithPath: file).deletingLastPathComponent().path
  }
}
