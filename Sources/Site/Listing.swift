// The names of a folder, read and sorted on another core while the caller asks the database: of a hundred thousand
// that takes as long as a fifth of a build that has one page to write.

import Dispatch
import Synchronization

package final class Listing: Sendable {
  private let found = Mutex<[String]>([])
  private let isDone = DispatchGroup()

  init(_ list: @escaping @Sendable () -> [String]) {
    DispatchQueue.global().async(group: isDone) { [self] in
      let names = list()
      found.withLock { $0 = names }
    }
  }

  /// Waits until they are all there.
  package var names: [String] {
    isDone.wait()
    return found.withLock { $0 }
  }
}
