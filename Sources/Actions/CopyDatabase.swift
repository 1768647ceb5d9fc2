// A site's database out into a file, and a file's content into a site's database.

import Database
package import Membership
import Secrets
import Store

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
    if let problem = try SQLite.problem(with: file) {
      throw DatabaseError.unavailable(file: file, problem: problem)
    }
  }
}

/// What a database needs that comes from a backup: sessions of that time open nothing, and what was sealed
/// with a key that is lost is made anew, as far as that can be done.
package struct Reopen {
  package struct Outcome {
    /// Who is mailed another initial password, because the one that waited cannot be opened.
    package var renewed: [Login] = []
    /// Whose second factor cannot be checked any more.
    package var lockedOut: [Login] = []
  }

  package init() {}

  package func perform(in installation: Installation, at now: Moment) throws -> Outcome {
    let store = installation.store
    let key = try installation.key
    var outcome = Outcome()
    try store.write { try store.sessions.deleteAll() }
    for (text, sealed) in try store.outbox.sealed() where (try? key.open(sealed)) == nil {
      guard let account = Login(text) else { continue }
      let reissued = try ReissuePassword(login: account, by: .commandLine).perform(
        in: installation, at: now)
      if case .reissued = reissued { outcome.renewed.append(account) }
    }
    outcome.lockedOut = try store.accounts.secondFactors().filter {
      (try? key.open($0.sealed)) == nil
    }.compactMap { Login($0.login) }
    return outcome
  }
}
