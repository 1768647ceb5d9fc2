// `usher doctor`: the database: whether it can be opened, belongs to this program, is whole, and whether what
// waits in it gets done.

import Actions
import Database
import Foundation
import Membership
import Secrets
import Store

struct DatabaseCheck: Sendable {
  private let site: Configuration

  init(_ configuration: Configuration) { site = configuration }

  /// - Returns: nil where its rows cannot be read by this program.
  func open() -> (Store?, [Finding]) {
    var found = [
      Finding.fine(
        "SQLite",
        SQLite.usesWAL
          ? "\(SQLite.version), write-ahead log"
          : "\(SQLite.version), rollback journal (this version's write-ahead log may lose commits)")
    ]
    do {
      let store = Store(Connection(try SQLite(file: site.database, patience: 1)))
      switch try store.version() {
      case .current: found.append(.fine("schema", "version \(Schema.version)"))
      case .behind:
        found.append(
          .fault(
            "schema",
            "\(site.database) was made by an earlier Usher, or by another program; "
              + "usher.cgi answers 503", mend: "`usher build` brings it up to date"))
        return (nil, found)
      case .ahead(let version):
        found.append(
          .fault(
            "schema", "version \(version) of a later Usher; this one knows \(Schema.version)",
            mend: "install that version"))
        return (nil, found)
      }
      found += [try clock(store), try key(store)].compactMap { $0 }
      return (store, found)
    } catch DatabaseError.busy {
      found.append(
        .warning("database", "others have it locked", mend: "look which program writes, then again")
      )
    } catch {
      found.append(
        .fault(
          "database", "\(error)", mend: "`usher restore` a backup, which keeps this file beside"))
    }
    return (nil, found)
  }

  private func clock(_ store: Store) throws -> Finding? {
    guard let newest = try store.health.newestMoment(), newest > .now + 60 else { return nil }
    return .fault(
      "clock", "it shows \(Moment.now.rfc3339), and something was stored at \(newest.rfc3339)",
      mend: "set this host's clock by NTP")
  }

  private func key(_ store: Store) throws -> Finding? {
    guard let secret = try store.health.anySecret(), let key = try? SealingKey(file: site.key),
      (try? key.open(secret)) == nil
    else { return nil }
    return .fault(
      "usher.key", "the database's secrets were sealed with another key",
      mend: "put the right one back; if it is lost, `usher account reissue` and "
        + "`usher admin reset-second-factor` make new secrets")
  }

  /// Seconds for it, so that all of the examination stays below two.
  private static let patience = 1.0

  func integrity() -> [Finding] {
    do {
      switch try SQLite(file: site.database, patience: 1).check(.quick, seconds: Self.patience) {
      case .whole: return [.fine("integrity", "PRAGMA quick_check found no fault")]
      case .unfinished:
        return [
          .note(
            "integrity", "PRAGMA quick_check found no fault within \(Int(Self.patience)) s",
            mend: "`usher backup` checks all of it")
        ]
      case .broken(let fault):
        return [
          .fault(
            "integrity", "\(site.database) is damaged: \(fault)",
            mend: "`usher restore` a backup, which keeps this file beside")
        ]
      }
    } catch {
      return [.warning("integrity", "\(error)", mend: "look again in a minute")]
    }
  }

  /// Mails that wait or failed.
  static func chores(_ store: Store) -> [Finding] {
    guard let due = try? store.health.mailsDue(before: .now + -300),
      let failed = try? store.outbox.failedCount()
    else { return [] }
    var found: [Finding] = []
    if due > 0 {
      found.append(
        .fault(
          "outbox",
          "\(due) \(due == 1 ? "mail has" : "mails have") been due for over five minutes: "
            + "`usher deliver` does not run",
          mend: "have `usher chores` run each minute, or keep `usher deliver --watch` running"))
    }
    if failed > 0 {
      found.append(
        .warning(
          "outbox", "\(failed) \(failed == 1 ? "mail" : "mails") could not be sent",
          mend: "`usher mail list --state failed` says why, `usher mail resend` tries again"))
    }
    return found.isEmpty ? [.fine("outbox", "nothing is late, nothing failed")] : found
  }
}
