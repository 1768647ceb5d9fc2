// Whether a database is whole, as far as SQLite can tell, and within a time.

import CSQLite
import Glibc

extension SQLite {
  package enum Verdict: Hashable, Sendable {
    case whole
    /// What the first fault is.
    case broken(String)
    /// No fault was found when the time was over.
    case unfinished
  }

  package enum Thoroughness: String, Sendable {
    /// All but whether each index holds what its table does, and each reference leads to a row.
    case quick = "quick_check"
    case full = "integrity_check"
  }

  /// - Parameter seconds: nil: as long as it takes.
  package func check(_ thoroughness: Thoroughness, seconds: Double? = nil) throws -> Verdict {
    let end = UnsafeMutablePointer<Double>.allocate(capacity: 1)
    end.initialize(to: Self.clock + (seconds ?? .infinity))
    sqlite3_progress_handler(
      handle, 10_000, { $0?.load(as: Double.self) ?? 0 < SQLite.clock ? 1 : 0 }, end)
    defer {
      sqlite3_progress_handler(handle, 0, nil, nil)
      end.deallocate()
    }
    var verdict = Verdict.whole
    do {
      try run(SQL(unsafeTextOfTheProgram: "PRAGMA \(thoroughness.rawValue)(1)")) { row in
        if case .text(let text) = row[0], text != "ok" { verdict = .broken(text) }
      }
      if verdict == .whole, thoroughness == .full {
        try run("PRAGMA foreign_key_check") { row in
          if case .text(let table) = row[0] {
            verdict = .broken("a row of \(table) refers to nothing")
          }
        }
      }
    } catch DatabaseError.failed(let code, _, _) where code & 0xFF == SQLITE_INTERRUPT {
      return .unfinished
    } catch DatabaseError.unavailable(_, let problem) {
      return .broken(problem)
    }
    return verdict
  }

  /// Seconds of a clock that only goes forward.
  private static var clock: Double {
    var now = timespec()
    clock_gettime(CLOCK_MONOTONIC, &now)
    return Double(now.tv_sec) + Double(now.tv_nsec) / 1e9
  }

  /// Costs a look at the file's first page.
  package func version() throws -> DataVersion {
    var others: Int64 = 0
    try run("PRAGMA data_version") { row in
      if case .integer(let number) = row[0] { others = number }
    }
    return DataVersion(others: others, own: changes)
  }

  package var changes: Int64 { sqlite3_total_changes64(handle) }
}
