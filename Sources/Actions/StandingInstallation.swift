// The installation of a process that answers many requests: opened once, and again where usher.conf was
// changed or another file lies in the database's place. What people may change in between, settings and
// schema, is read again for the first request after anybody has changed anything.

import Database
import Glibc
import Store

package final class StandingInstallation {
  /// The site's folder.
  private let directory: String
  private var kept: (installation: Installation, configuration: Stamp, database: Stamp)?
  /// nil: not known, as in a process that answers one request and never asks.
  private var version: DataVersion?

  package init(directory: String) { self.directory = directory }

  package func current() throws -> Installation {
    let configurationStamp = Stamp("\(directory)/\(Configuration.fileName)")
    if let (installation, configuration, database) = kept, configuration == configurationStamp,
      database.isSameFile(as: Stamp(installation.configuration.database))
    {
      return try current(installation)
    }
    close()
    let configuration = try Configuration(directory: directory)
    // Before it is opened: what another file may replace in between is then opened once more, not kept for good.
    let databaseStamp = Stamp(configuration.database)
    let installation = try Installation(configuration, .expectingCurrentSchema)
    kept = (installation, configurationStamp, databaseStamp)
    return installation
  }

  private func current(_ installation: Installation) throws -> Installation {
    // Before it is read: what changes meanwhile is read once more by the next request.
    let found = try installation.store.connection.version()
    if found == version { return installation }
    version = nil
    var read = try installation.read(anew: .expectingCurrentSchema)
    read.kept = Kept(read.store)
    kept?.installation = read
    version = found
    return read
  }

  /// After a failure: the next request begins with a new connection.
  package func close() {
    kept = nil
    version = nil
  }

  /// By which a file is known, and its content.
  private struct Stamp: Equatable {
    private var device: UInt64 = 0
    private var file: UInt64 = 0
    private var size: Int64 = 0
    private var changed: Int64 = 0

    init(_ path: String) {
      var status = stat()
      guard stat(path, &status) == 0 else { return }
      device = UInt64(status.st_dev)
      file = UInt64(status.st_ino)
      size = Int64(status.st_size)
      changed = Int64(status.st_mtim.tv_sec) * 1_000_000_000 + Int64(status.st_mtim.tv_nsec)
    }

    func isSameFile(as other: Stamp) -> Bool { device == other.device && file == other.file }
  }
}
