// A command that goes on, for hosts without cron: it does its work once, then again whenever something has
// changed or a moment has come, until it is told to end (SIGTERM, SIGINT). One at a time for a site.
// In between it looks every two seconds at a few files' times and one page of the database.

import Actions
import Database
import Foundation
import Membership

struct Watch {
  private let options: SiteOptions
  private let name: String
  /// Taken before the work is begun, so that what changes meanwhile is found the next time.
  private let stamps: (Configuration) -> [String]

  /// Seconds between two looks.
  private static let pause = 2
  /// Seconds after which the work is done even though nothing seems to have changed, or again where it failed.
  private static let longest: Int64 = 60

  /// - Parameters:
  ///   - name: of the command, for messages and for the file that keeps a second one out.
  ///   - stamps: what the work depends on beside the database and usher.conf.
  init(
    _ options: SiteOptions, name: String,
    stamps: @escaping (Configuration) -> [String] = { _ in [] }
  ) {
    self.options = options
    self.name = name
    self.stamps = stamps
  }

  /// - Parameter work: what is done; returns the moment at which it has to be done again at the latest.
  func run(_ work: (Installation) throws -> Moment?) throws {
    try SiteOwner(of: options.readConfiguration().directory).become()
    let lock = try takeTurn()
    defer { close(lock) }
    // Blocked from here on, and asked for in between: what is under way is finished.
    var ends = sigset_t()
    sigemptyset(&ends)
    sigaddset(&ends, SIGTERM)
    sigaddset(&ends, SIGINT)
    sigprocmask(SIG_BLOCK, &ends, nil)
    var site: OpenSite?
    var last: [String]?
    var due = Moment.now
    var complained = ""
    repeat {
      do {
        let configuration = try options.readConfiguration()
        if site?.isStill(configuration) != true { site = try OpenSite(configuration) }
        guard let site else { continue }
        let seen = [try site.version()] + stamps(configuration)
        guard seen != last || Moment.now >= due else { continue }
        last = seen
        let next = try work(Installation(configuration, .migrating))
        fflush(nil)
        due = min(next ?? .now + Self.longest, .now + Self.longest)
        complained = ""
      } catch {
        // Said once, however often it fails; tried again with the next change, or in a minute.
        if complained != "\(error)" { complain("usher: \(error)\n") }
        complained = "\(error)"
        due = .now + Self.longest
      }
    } while !isToldToEnd(ends)
  }

  private func isToldToEnd(_ signals: sigset_t) -> Bool {
    var signals = signals
    var pause = timespec(tv_sec: Self.pause, tv_nsec: 0)
    return sigtimedwait(&signals, nil, &pause) > 0
  }

  /// A lock that ends with the process, on a file that says which it is.
  private func takeTurn() throws -> Int32 {
    let configuration = try options.readConfiguration()
    let file = "\(configuration.database).\(name)-watch"
    let descriptor = open(file, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard descriptor >= 0 else {
      throw Complaint(
        "\(file) cannot be opened (\(String(cString: strerror(errno))))",
        mend: "mend the rights of its folder")
    }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      close(descriptor)
      let other = (try? String(contentsOfFile: file, encoding: .utf8)) ?? "?"
      throw Complaint(
        "process \(other) watches this site already (`usher \(name) --watch`)",
        mend: "let it, or end that one first")
    }
    ftruncate(descriptor, 0)
    let own = Array("\(getpid())".utf8)
    write(descriptor, own, own.count)
    return descriptor
  }
}

/// The database as it was found: kept open, since its version is told to a connection that saw the one before.
private struct OpenSite {
  private let configuration: String
  private let file: String
  private let database: SQLite

  init(_ configuration: Configuration) throws {
    self.configuration = "\(configuration)"
    database = try SQLite(file: configuration.database)
    file = fileStamp(configuration.database, contents: false)
  }

  /// Neither usher.conf was changed nor another file put into the database's place.
  func isStill(_ configuration: Configuration) -> Bool {
    self.configuration == "\(configuration)"
      && file == fileStamp(configuration.database, contents: false)
  }

  func version() throws -> String { "\(try database.version()) \(file)" }
}

/// By which a file is known, and, if asked for, what is in it.
func fileStamp(_ path: String, contents: Bool = true) -> String {
  var status = stat()
  guard stat(path, &status) == 0 else { return "none" }
  let file = "\(status.st_dev) \(status.st_ino)"
  return contents
    ? "\(file) \(status.st_size) \(status.st_mtim.tv_sec).\(status.st_mtim.tv_nsec)" : file
}

/// Of every file below, with its name.
func folderStamps(_ folder: String) -> [String] {
  let names = (try? FileManager.default.subpathsOfDirectory(atPath: folder)) ?? []
  return names.sorted().map { "\($0) \(fileStamp("\(folder)/\($0)"))" }
}
