// A site's database out into a file, and a file's content into a site's database.

import Database

package struct CopyDatabase {
  private let database: String

  /// - Parameter database: the living one's file.
  package init(of database: String) { self.database = database }

  /// Writes a new file, synced and looked through.
  /// - Parameter progress: pages done, and of how many.
  package func perform(to file: String, progress: (Int, Int) -> Void = { _, _ in }) throws {
    try SQLite.copy(database, to: file, progress: progress)
    try Self.check(file)
  }

  /// Puts a file's content into the living database's place.
  package func restore(from file: String) throws { try SQLite.replace(database, by: file) }

  package static func check(_ file: String) throws {
    if case .broken(let problem) = try SQLite(file: file).check(.full) {
      throw DatabaseError.unavailable(file: file, problem: problem)
    }
  }
}
