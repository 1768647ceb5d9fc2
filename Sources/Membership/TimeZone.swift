// A zone of the IANA time zone database, asked through libc, which every host keeps up to date.
// libc holds one zone for the whole process, so a program serves one request at a time (it does).

import Glibc

package struct TimeZone: Hashable, Sendable {
  /// `Europe/Berlin`
  package let name: String

  package static let utc = TimeZone(unchecked: "UTC")

  /// nil where the host has no zone of that name.
  package init?(_ name: String) {
    let spelled = name.utf8.allSatisfy { byte in
      switch UInt8(byte) {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "+"),
        UInt8(ascii: "-"), UInt8(ascii: "/"):
        true
      default: false
      }
    }
    guard spelled, !name.isEmpty, !name.hasPrefix("/") else { return nil }
    // The clocks below `right/` count leap seconds, which our moments leave out.
    guard name == "UTC" || (Self.isZone(name) && !name.hasPrefix("right/")) else { return nil }
    self.name = name
  }

  /// Folders and lists lie beside the zones; libc takes either for UTC.
  private static func isZone(_ name: String) -> Bool {
    guard let file = fopen("/usr/share/zoneinfo/\(name)", "re") else { return false }
    defer { fclose(file) }
    var mark = [UInt8](repeating: 0, count: 4)
    return fread(&mark, 1, mark.count, file) == mark.count && mark == Array("TZif".utf8)
  }

  private init(unchecked name: String) { self.name = name }

  package func clock(at moment: Moment) -> ClockReading {
    var seconds = time_t(moment.seconds)
    var parts = tm()
    if self == .utc {
      // A change of zone has libc read the zone's file again, and each moment on a page is said in both.
      gmtime_r(&seconds, &parts)
    } else {
      use()
      localtime_r(&seconds, &parts)
    }
    return ClockReading(
      year: Int(parts.tm_year) + 1900, month: Int(parts.tm_mon) + 1, day: Int(parts.tm_mday),
      hour: Int(parts.tm_hour), minute: Int(parts.tm_min), second: Int(parts.tm_sec),
      offset: parts.tm_gmtoff / 60, weekday: Int(parts.tm_wday))
  }

  /// The moment at which a clock in this zone shows that; nil where there is no such date, or where
  /// the clock is turned forward over it.
  package func moment(year: Int, month: Int, day: Int, hour: Int, minute: Int) -> Moment? {
    use()
    var parts = tm()
    parts.tm_year = Int32(clamping: year - 1900)
    parts.tm_mon = Int32(clamping: month - 1)
    parts.tm_mday = Int32(clamping: day)
    parts.tm_hour = Int32(clamping: hour)
    parts.tm_min = Int32(clamping: minute)
    parts.tm_isdst = -1
    let moment = Moment(seconds: Int64(mktime(&parts)))
    let back = clock(at: moment)
    let same =
      back.year == year && back.month == month && back.day == day && back.hour == hour
      && back.minute == minute
    return same ? moment : nil
  }

  private func use() {
    if let current = getenv("TZ"), strcmp(current, name) == 0 { return }
    setenv("TZ", name, 1)
    tzset()
  }
}
