// One writer at a time: an exclusive flock on a side file round every write transaction and checkpoint.
//
// Two reasons, both measured. SQLite below 3.51.3 (3.50.7, 3.44.6) can lose commits when one process
// checkpoints a WAL while another commits; and the kernel's queue is fairer than SQLite's back-off: with
// 64 processes writing at once, p99 374 ms through the gate, over 2 s without.

import CSystem
import Glibc

package final class WriteGate {
  private let file: String
  private var descriptor: Int32 = -1

  /// Seconds that one waits before the answer is "busy".
  package static let patience: Int32 = 15

  init(file: String) { self.file = file }

  deinit { if descriptor >= 0 { close(descriptor) } }

  func pass<Result>(_ body: () throws -> Result) throws -> Result {
    if descriptor < 0 {
      descriptor = open(file, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
    }
    guard descriptor >= 0 else {
      throw DatabaseError.unavailable(
        file: file, problem: "cannot be opened: \(String(cString: strerror(errno)))")
    }
    guard usher_flock_exclusive(descriptor, Self.patience) == 0 else { throw DatabaseError.busy }
    defer { flock(descriptor, LOCK_UN) }
    return try body()
  }
}
