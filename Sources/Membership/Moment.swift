// A point in time as the database keeps it: whole seconds since 1970-01-01T00:00:00Z.
// It knows no zone; `TimeZone` turns it into what a clock on the wall shows.

import Glibc

package struct Moment: Hashable, Comparable, Sendable {
  /// Seconds since 1970-01-01T00:00:00Z, leap seconds not counted (POSIX time).
  package let seconds: Int64

  package init(seconds: Int64) { self.seconds = seconds }

  package static var now: Moment { Moment(seconds: Int64(time(nil))) }

  package static func < (one: Moment, other: Moment) -> Bool { one.seconds < other.seconds }
  package static func + (moment: Moment, seconds: Int64) -> Moment {
    Moment(seconds: moment.seconds + seconds)
  }
  package static func - (one: Moment, other: Moment) -> Int64 { one.seconds - other.seconds }

  /// RFC 3339, in UTC: `2026-12-01T18:00:00Z`. For `datetime` attributes, JSON and logs.
  package var rfc3339: String {
    let clock = TimeZone.utc.clock(at: self)
    guard (0...9999).contains(clock.year) else {
      return "\(clock.isoDate)T\(two(clock.hour)):\(two(clock.minute)):\(two(clock.second))Z"
    }
    // By bytes: a list says some hundred of them.
    return String(unsafeUninitializedCapacity: 20) { bytes in
      bytes.write(clock.year / 100, at: 0)
      bytes.write(clock.year % 100, at: 2)
      bytes[4] = UInt8(ascii: "-")
      bytes.write(clock.month, at: 5)
      bytes[7] = UInt8(ascii: "-")
      bytes.write(clock.day, at: 8)
      bytes[10] = UInt8(ascii: "T")
      bytes.write(clock.hour, at: 11)
      bytes[13] = UInt8(ascii: ":")
      bytes.write(clock.minute, at: 14)
      bytes[16] = UInt8(ascii: ":")
      bytes.write(clock.second, at: 17)
      bytes[19] = UInt8(ascii: "Z")
      return 20
    }
  }
}

/// What calendar and clock show at a moment in a zone.
package struct ClockReading: Hashable, Sendable {
  package let year, month, day, hour, minute, second: Int
  /// Minutes east of Greenwich at that moment.
  package let offset: Int
  /// 0 is Sunday.
  package let weekday: Int

  /// How many midnights lie between an earlier reading and this one.
  package func day(after earlier: ClockReading) -> Int {
    func number(_ clock: ClockReading) -> Int {
      // Days of the proleptic Gregorian calendar, years beginning in March.
      let year = clock.month > 2 ? clock.year : clock.year - 1
      let month = (clock.month + 9) % 12
      return 365 * year + year / 4 - year / 100 + year / 400 + (153 * month + 2) / 5 + clock.day
    }
    return number(self) - number(earlier)
  }

  /// `2026-12-01`
  package var isoDate: String { "\(year)-\(two(month))-\(two(day))" }
  /// `19:00`
  package var time: String {
    String(unsafeUninitializedCapacity: 5) { bytes in
      bytes.write(hour, at: 0)
      bytes[2] = UInt8(ascii: ":")
      bytes.write(minute, at: 3)
      return 5
    }
  }
  /// `UTC`, `UTC+1`, `UTC+5:30`
  package var offsetName: String {
    guard offset != 0 else { return "UTC" }
    let size = abs(offset)
    let minutes = size % 60 == 0 ? "" : ":\(two(size % 60))"
    return "UTC\(offset < 0 ? "−" : "+")\(size / 60)\(minutes)"
  }
}

extension UnsafeMutableBufferPointer<UInt8> {
  /// Two digits.
  fileprivate func write(_ number: Int, at place: Int) {
    self[place] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: number / 10)
    self[place + 1] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: number % 10)
  }
}

/// Two digits, as dates and times want them.
package func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
