// The site's own copy of usher.cgi. A copy, since suexec starts no link and nothing that another user owns,
// and since the program finds the site by where it lies; so a newer Usher is copied over it, by the first
// `usher` command that comes to the site.

import Actions
import Foundation

struct SiteProgram {
  let file: String

  init(directory: String) { file = "\(directory)/cgi-bin/usher.cgi" }

  /// The site's copy is told from the installed program by size and time of change, as rsync(1) does.
  ///
  /// - Returns: whether it had to be replaced. Only what the site was set up with replaces it, so that two
  ///   installations do not take turns; where there is no copy, none is made.
  func renew(for configuration: Configuration) throws -> Bool {
    guard configuration.usher == InstalledSet.program, let installed = try? InstalledSet.find().cgi,
      let present = Stamp(file), let wanted = Stamp(installed), present != wanted
    else { return false }
    try put(installed)
    return true
  }

  /// Beside, durably, then in its place: a request under way goes on with the old one.
  func put(_ installed: String) throws {
    let beside = "\(file).\(getpid())"
    do {
      try FileManager.default.copyItem(atPath: installed, toPath: beside)
    } catch let error as CocoaError {
      throw complaint(installed, error.localizedDescription)
    }
    let descriptor = Foundation.open(beside, O_RDWR | O_CLOEXEC | O_NOFOLLOW)
    defer { close(descriptor) }
    var status = stat()
    guard stat(installed, &status) == 0, fchmod(descriptor, 0o755) == 0,
      futimens(descriptor, [status.st_mtim, status.st_mtim]) == 0, fsync(descriptor) == 0,
      rename(beside, file) == 0
    else {
      let problem = String(cString: strerror(errno))
      unlink(beside)
      throw complaint(installed, problem)
    }
  }

  private func complaint(_ installed: String, _ problem: String) -> Complaint {
    Complaint(
      "\(file) is of another Usher and cannot be replaced (\(problem))",
      mend: "copy \(installed) over it")
  }

  private struct Stamp: Equatable {
    let size: Int
    let seconds: Int

    init?(_ file: String) {
      var status = stat()
      guard stat(file, &status) == 0 else { return nil }
      size = Int(status.st_size)
      seconds = status.st_mtim.tv_sec
    }
  }
}
