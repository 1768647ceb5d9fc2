// How long an invitation is open, as a person says it: `1h`, `7d`, `never`, or an exact moment.

package enum Validity: Hashable, Sendable {
  case never
  case seconds(Int64)
  case until(Moment)

  /// What people choose from.
  package enum Preset: String, CaseIterable, Sendable {
    case hour = "1h"
    case day = "1d"
    case week = "7d"
    case month = "30d"
    case never

    /// Seconds; nil for ever.
    package var length: Int64? {
      switch self {
      case .hour: 3600
      case .day: 86400
      case .week: 7 * 86400
      case .month: 30 * 86400
      case .never: nil
      }
    }

    package var validity: Validity { length.map(Validity.seconds) ?? .never }
  }

  /// `90m`, `1h`, `7d`, `4w`, `never`; `2026-12-01` (its end) or `2026-12-01 19:00`, by that zone's clock.
  package init?(_ text: String, zone: TimeZone) {
    if text == "never" {
      self = .never
    } else if let moment = Self.moment(text, zone: zone, endOfDay: true) {
      self = .until(moment)
    } else if let unit = text.last, let length = Self.units[unit],
      let count = Int64(text.dropLast()), (1...100_000).contains(count)
    {
      self = .seconds(count * length)
    } else {
      return nil
    }
  }

  /// The moment it ends; nil for never.
  package func end(from now: Moment) -> Moment? {
    switch self {
    case .never: nil
    case .seconds(let length): now + length
    case .until(let moment): moment
    }
  }

  /// `2026-12-01 19:00`, `2026-12-01T19:00`, or a day alone: its first minute, or its last.
  package static func moment(_ text: String, zone: TimeZone, endOfDay: Bool = false) -> Moment? {
    let halves = text.split(
      maxSplits: 1, omittingEmptySubsequences: false, whereSeparator: { $0 == " " || $0 == "T" })
    let date = halves[0].split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
    guard date.count == 3, let year = date[0], let month = date[1], let day = date[2],
      (1970...9999).contains(year)
    else { return nil }
    var hour = endOfDay ? 23 : 0
    var minute = endOfDay ? 59 : 0
    if halves.count == 2 {
      let time = halves[1].split(separator: ":", omittingEmptySubsequences: false).map { Int($0) }
      guard time.count == 2, let typedHour = time[0], let typedMinute = time[1] else {
        return nil
      }
      (hour, minute) = (typedHour, typedMinute)
    }
    let moment = zone.moment(year: year, month: month, day: day, hour: hour, minute: minute)
    guard moment == nil, halves.count == 1, !endOfDay else { return moment }
    // In some zones the clock is turned forward at midnight; then the day begins at one.
    return zone.moment(year: year, month: month, day: day, hour: 1, minute: 0)
  }

  private static let units: [Character: Int64] = [
    "m": 60, "h": 3600, "d": 86400, "w": 604_800,
  ]
}
