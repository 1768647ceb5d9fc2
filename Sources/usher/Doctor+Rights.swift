// `usher doctor`: who may read and change the site's files, and whose they are. The rules for folder and
// program are suexec's: writable by their owner alone.

import Actions
import Foundation

struct RightsCheck {
  private let site: Configuration

  init(_ configuration: Configuration) { site = configuration }

  /// Whether this process runs as the user who owns the site.
  var isOwner: Bool { status(site.directory)?.st_uid == geteuid() }

  static func program(of site: Configuration) -> String {
    // As `usher init` puts it, as suexec's hosts want it, as `usher hosting shared` puts it.
    let places = ["\(site.directory)/cgi-bin", site.directory, site.published].map {
      "\($0)/usher.cgi"
    }
    return places.first { access($0, F_OK) == 0 } ?? places[0]
  }

  func findings() -> [Finding] {
    let found = owners() + secrets() + programs()
    return found.isEmpty
      ? [.fine("rights", "the site's files are its owner's alone")] : found
  }

  private var ownFiles: [String] {
    ["\(site.directory)/usher.conf", site.key, site.database]
      + [".gate", ".slots", "-journal", "-wal"].map { site.database + $0 }
  }

  private func owners() -> [Finding] {
    guard let folder = status(site.directory) else { return [] }
    let owner = Self.name(folder.st_uid)
    var found: [Finding] = []
    if folder.st_uid != geteuid() {
      found.append(
        .fault(
          "owner",
          "the site belongs to \(owner), and this runs as \(Self.name(geteuid())), whose "
            + "files the site could not open",
          mend: "run `usher` as \(owner), such as `sudo -u \(owner) usher doctor`"))
    } else if folder.st_uid == 0 {
      found.append(
        .warning(
          "owner", "the site belongs to root, as whom no web server should run a program",
          mend: "`chown -R` it to a user of its own"))
    }
    let program = Self.program(of: site)
    for file in ownFiles + [program, site.published] {
      guard let file = status(file).map({ (file, $0) }), file.1.st_uid != folder.st_uid else {
        continue
      }
      found.append(
        .fault(
          "owner", "\(file.0) belongs to \(Self.name(file.1.st_uid)), the site to \(owner)",
          mend: "chown \(owner) \(file.0)"))
    }
    return found
  }

  private func secrets() -> [Finding] {
    ownFiles.compactMap { file in
      guard let mode = status(file)?.st_mode, mode & 0o077 != 0 else { return nil }
      let may = mode & 0o022 != 0 ? "changed" : "read"
      return .fault(
        "rights", "\(file) may be \(may) by others (mode \(Self.octal(mode)))",
        mend: "chmod 600 \(file)")
    }
  }

  private func programs() -> [Finding] {
    let program = Self.program(of: site)
    let folder = URL(fileURLWithPath: program).deletingLastPathComponent().path
    return Set([site.directory, folder, program, site.published]).sorted().compactMap { path in
      guard let mode = status(path)?.st_mode, mode & 0o022 != 0 else { return nil }
      return .fault(
        "rights",
        "\(path) may be changed by others (mode \(Self.octal(mode))); suexec refuses that",
        mend: "chmod go-w \(path)")
    }
  }

  private func status(_ path: String) -> stat? {
    var status = stat()
    return stat(path, &status) == 0 ? status : nil
  }

  private static func octal(_ mode: mode_t) -> String {
    "0" + String(mode & 0o7777, radix: 8)
  }

  private static func name(_ user: uid_t) -> String {
    getpwuid(user).map { String(cString: $0.pointee.pw_name) } ?? String(user)
  }
}
