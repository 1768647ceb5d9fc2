// A site's database out into a file, and a file's content into a site's database.

import Database
import Glibc

package struct CopyDatabase {
  private let database: String

  /// - Parameter database: the living one's file.
  package init(of database: String) { self.database = database }

  /// Writes a new file, synced and looked through, or none.
  /// - Parameter progress: pages done, and of how many.
  package func perform(to file: String, progress: (Int, Int) -> Void = { _, _ in }) throws {
    try SQLite.copy(database, to: file, progress: progress)
    do { try Self.check(file) } catch {
      unlink(file)
      throw error
    }
  }

  /// What became of the database that was replaced.
  package enum Kept {
    /// It was whole: a copy is kept, and who has it open sees the new content with the next statement.
    case copied
    /// It was broken: it is kept as it was, with its journal. Who has it open, opens the new one.
    case renamed
    /// There was none.
    case nothing
  }

  /// Puts a whole database's content into the living one's place, and keeps in another file what was there.
  package func replace(by file: String, keeping kept: String) throws -> Kept {
    do { try perform(to: kept) } catch DatabaseError.busy {
      // Others work with it: it is not broken.
      throw DatabaseError.busy
    } catch {
      return try SQLite.exchange(database, by: file, keeping: kept) ? .renamed : .nothing
    }
    do { try SQLite.replace(database, by: file) } catch {
      unlink(kept)
      throw error
    }
    return .copied
  }

  package static func check(_ file: String) throws {
    if case .broken(let problem) = try SQLite(file: file).check(.full) {
      throw DatabaseError.unavailable(file: file, problem: problem)
    }
  }
}
