// The whole file written anew, so that nothing of what was deleted is left in it.
// https://www.sqlite.org/lang_vacuum.html

import CSQLite

extension SQLite {
  package func rewrite() throws {
    try gate.pass {
      try run("VACUUM") { _ in }
      guard Self.usesWAL else { return }
      // What the log holds of before goes too, unless somebody reads it just now.
      var isBusy = false
      try run("PRAGMA wal_checkpoint(TRUNCATE)") { row in
        if case .integer(let number) = row[0] { isBusy = number != 0 }
      }
      if isBusy { throw DatabaseError.busy }
    }
  }
}
