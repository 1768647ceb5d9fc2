// When something was changed on the disk, by the kernel's clock for files: nanoseconds since 1970, in steps of a
// few milliseconds. What was changed before a moment was taken is not later than it, what is changed after is not
// earlier, so that a build's own files are told from what comes behind it.

import Glibc

package struct FileMoment: Comparable, Sendable {
  package let nanoseconds: Int

  package init(nanoseconds: Int) { self.nanoseconds = nanoseconds }

  /// By the clock that files are stamped with.
  package static var now: FileMoment {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME_COARSE, &time)
    return FileMoment(time)
  }

  /// A moment later than every stamp that was set before the call: one step of the clock is waited for.
  package static var afterAll: FileMoment {
    var step = timespec()
    clock_getres(CLOCK_REALTIME_COARSE, &step)
    nanosleep(&step, nil)
    return now
  }

  /// The last moment that a stamp may mean: some file systems count whole seconds.
  init(latest stamp: timespec) {
    self.init(
      stamp.tv_nsec == 0 ? timespec(tv_sec: stamp.tv_sec, tv_nsec: 999_999_999) : stamp)
  }

  private init(_ time: timespec) {
    nanoseconds = time.tv_sec * 1_000_000_000 + time.tv_nsec
  }

  package static func < (one: FileMoment, other: FileMoment) -> Bool {
    one.nanoseconds < other.nanoseconds
  }
}
