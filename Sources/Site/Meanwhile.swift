// What other cores find out while the caller asks the database: of a hundred thousand invitations, listing their
// folders and looking at each takes as long as half of a build that has one page to write.

import Dispatch
import Synchronization

package final class Meanwhile<Value: Sendable>: Sendable {
  private let found: Mutex<Value>
  private let isDone = DispatchGroup()

  init(_ nothing: Value, _ find: @escaping @Sendable () -> Value) {
    found = Mutex(nothing)
    DispatchQueue.global().async(group: isDone) { [self] in
      let value = find()
      found.withLock { $0 = value }
    }
  }

  /// Waits until it is found.
  package var value: Value {
    isDone.wait()
    return found.withLock { $0 }
  }
}
