// At most four passwords are hashed at once on a host, whatever number of processes runs: each holds
// one byte of a side file locked (F_SETLK) while it works. The kernel frees it if the process dies.

import Glibc

package struct HashingSlots: Sendable {
  private let file: String

  private static let slots: Int64 = 4
  /// How long a request waits for a slot: a burst passes, an attack gets 503.
  private static let patience = 5.0

  /// - Parameter file: made where it is missing.
  package init(file: String) { self.file = file }

  package func withSlot<Result>(_ work: () throws -> Result) throws -> Result {
    let descriptor = open(file, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else {
      throw SecretsError.key(
        file: file, problem: "cannot be opened: \(String(cString: strerror(errno)))")
    }
    defer { close(descriptor) }
    var waited = 0.0
    while !takesASlot(descriptor) {
      guard waited < Self.patience else { throw SecretsError.busy }
      usleep(20_000)
      waited += 0.02
    }
    return try work()
  }

  private func takesASlot(_ descriptor: Int32) -> Bool {
    for slot in 0..<Self.slots {
      var lock = flock()
      lock.l_type = Int16(F_WRLCK)
      lock.l_whence = Int16(SEEK_SET)
      lock.l_start = Int(slot)
      lock.l_len = 1
      if fcntl(descriptor, F_SETLK, &lock) == 0 { return true }
    }
    return false
  }
}
