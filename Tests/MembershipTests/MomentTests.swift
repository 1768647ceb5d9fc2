// Tests moments, and what clocks show at them in a zone: offsets, the hours that are skipped or come twice,
// and which names are zones.
// libc holds one zone for the whole process: these tests, too, want to run one at a time.

import Membership
import TestTools
import Testing

@Suite(.serialized) struct MomentTests {
  private func zone(_ name: String) throws -> TimeZone { try #require(TimeZone(name)) }

  @Test(
    "RFC 3339 tells a moment in UTC",
    arguments: [
      (0, "1970-01-01T00:00:00Z"), (-1, "1969-12-31T23:59:59Z"),
      (951_782_400, "2000-02-29T00:00:00Z"), (1_796_148_000, "2026-12-01T18:00:00Z"),
      (4_102_444_799, "2099-12-31T23:59:59Z"), (253_402_300_799, "9999-12-31T23:59:59Z"),
    ] as [(Int64, String)])
  func rfc3339(seconds: Int64, text: String) {
    #expect(Moment(seconds: seconds).rfc3339 == text)
  }

  @Test("RFC 3339 is UTC whatever zone was asked before")
  func rfc3339AfterAnotherZone() throws {
    _ = try zone("Asia/Kolkata").clock(at: Moment(seconds: 0))
    #expect(Moment(seconds: 0).rfc3339 == "1970-01-01T00:00:00Z")
  }

  @Test("Moments are ordered, and their distance is in seconds")
  func arithmetic() {
    let (early, late) = (Moment(seconds: 10), Moment(seconds: 70))
    #expect(early < late)
    #expect(late - early == 60)
    #expect(early + 60 == late)
    #expect(abs(Moment.now - Moment(seconds: 1_800_000_000)) < 3_000_000_000)
  }

  @Test(
    "A clock shows the zone's offset at that moment",
    arguments: [
      ("UTC", "2026-07-01 18:00", 0, "UTC"),
      ("Europe/Berlin", "2026-12-01 19:00", 60, "UTC+1"),
      ("Europe/Berlin", "2026-07-01 20:00", 120, "UTC+2"),
      ("Asia/Kolkata", "2026-12-01 23:30", 330, "UTC+5:30"),
      ("Asia/Kathmandu", "2026-12-01 23:45", 345, "UTC+5:45"),
      ("America/St_Johns", "2026-12-01 14:30", -210, "UTC−3:30"),
      ("America/New_York", "2026-12-01 13:00", -300, "UTC−5"),
      ("Pacific/Kiritimati", "2026-12-02 08:00", 840, "UTC+14"),
    ])
  func offsets(name: String, shown: String, minutes: Int, offset: String) throws {
    let summer = shown.hasPrefix("2026-07")
    let moment = Moment(seconds: summer ? 1_782_928_800 : 1_796_148_000)
    let clock = try zone(name).clock(at: moment)
    #expect("\(clock.isoDate) \(clock.time)" == shown)
    #expect(clock.offset == minutes)
    #expect(clock.offsetName == offset)
  }

  @Test("Zones asked in turn do not mix")
  func inTurn() throws {
    let names = ["UTC", "Europe/Berlin", "Asia/Kolkata", "America/New_York"]
    let expected = ["18:00", "19:00", "23:30", "13:00"]
    for _ in 0..<10 {
      let shown = try names.map { try zone($0).clock(at: Moment(seconds: 1_796_148_000)).time }
      #expect(shown == expected)
    }
  }

  @Test("The weekday counts from Sunday")
  func weekday() {
    // 1970-01-01 was a Thursday.
    let days = (0..<8).map { TimeZone.utc.clock(at: Moment(seconds: Int64($0) * 86400)).weekday }
    #expect(days == [4, 5, 6, 0, 1, 2, 3, 4])
  }

  @Test(
    "Midnights between two readings are counted by the calendar",
    arguments: [
      ("2026-12-01 23:59", "2026-12-02 00:00", 1), ("2026-12-01 00:00", "2026-12-01 23:59", 0),
      ("2026-12-31 12:00", "2027-01-01 12:00", 1), ("2026-02-28 12:00", "2026-03-01 12:00", 1),
      ("2028-02-28 12:00", "2028-03-01 12:00", 2), ("2100-02-28 12:00", "2100-03-01 12:00", 1),
      ("2000-02-28 12:00", "2000-03-01 12:00", 2), ("1970-01-01 00:00", "2026-12-01 00:00", 20_788),
      ("2026-12-02 00:00", "2026-12-01 23:59", -1),
      // A day of 23 hours.
      ("2026-03-28 12:00", "2026-03-30 12:00", 2),
    ])
  func days(earlier: String, later: String, days: Int) throws {
    let berlin = try zone("Europe/Berlin")
    func reading(_ text: String) throws -> ClockReading {
      berlin.clock(at: try #require(Validity.moment(text, zone: berlin)))
    }
    #expect(try reading(later).day(after: reading(earlier)) == days)
  }

  @Test("Day follows day for 400 years")
  func consecutiveDays() {
    let first = TimeZone.utc.clock(at: Moment(seconds: 0))
    for day in stride(from: 0, through: 146_097, by: 1) {
      let clock = TimeZone.utc.clock(at: Moment(seconds: Int64(day) * 86400))
      if clock.day(after: first) != day { Issue.record("\(clock.isoDate) is day \(day)") }
    }
  }

  @Test(
    "A time that the clock skips, and a date that there is not, is no moment",
    arguments: [
      (2026, 3, 29, 2, 0), (2026, 3, 29, 2, 30), (2026, 3, 29, 2, 59), (2026, 2, 29, 0, 0),
      (2026, 4, 31, 0, 0), (2026, 13, 1, 0, 0), (2026, 0, 1, 0, 0), (2026, 1, 0, 0, 0),
      (2026, 1, 1, 24, 0), (2026, 1, 1, -1, 0), (2026, 1, 1, 0, 60), (2026, 1, 1, 0, -1),
      (Int.max, 1, 1, 0, 0), (2026, Int.max, 1, 0, 0), (2026, 1, Int.max, 0, 0),
      (2026, 1, 1, Int.max, 0), (2026, 1, 1, 0, Int.min),
    ])
  func skipped(year: Int, month: Int, day: Int, hour: Int, minute: Int) throws {
    let berlin = try zone("Europe/Berlin")
    #expect(
      berlin.moment(year: year, month: month, day: day, hour: hour, minute: minute) == nil)
  }

  @Test("Beside the skipped hour the clock is right")
  func besideTheGap() throws {
    let berlin = try zone("Europe/Berlin")
    let before = berlin.moment(year: 2026, month: 3, day: 29, hour: 1, minute: 59)
    let after = berlin.moment(year: 2026, month: 3, day: 29, hour: 3, minute: 0)
    #expect(before?.rfc3339 == "2026-03-29T00:59:00Z")
    #expect(after?.rfc3339 == "2026-03-29T01:00:00Z")
  }

  @Test("An hour that comes twice is one of the two")
  func twice() throws {
    let moment = try zone("Europe/Berlin").moment(
      year: 2026, month: 10, day: 25, hour: 2, minute: 30)
    #expect(["2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z"].contains(moment?.rfc3339))
  }

  @Test(
    "Clock and moment are each other's reverse",
    arguments: ["UTC", "Europe/Berlin", "Asia/Kolkata"])
  func roundTrip(name: String) throws {
    let zone = try zone(name)
    var dice = SplitMix64(seed: 9)
    for _ in 0..<2000 {
      let minutes = Int64.random(in: 0...68_000_000, using: &dice)
      let moment = Moment(seconds: minutes * 60)
      let clock = zone.clock(at: moment)
      let back = try #require(
        zone.moment(
          year: clock.year, month: clock.month, day: clock.day, hour: clock.hour,
          minute: clock.minute))
      // In the hour that comes twice, the other one.
      #expect(back == moment || abs(back - moment) == 3600 && name == "Europe/Berlin")
    }
  }

  @Test("No moment is too far to be asked for")
  func extremes() {
    for seconds in [Int64.min, Int64.min / 2, Int64.max / 2, Int64.max] {
      #expect(!Moment(seconds: seconds).rfc3339.isEmpty)
    }
  }

  @Test(
    "A name is a zone where the host has one of that name",
    arguments: [
      "UTC", "Europe/Berlin", "America/Argentina/Buenos_Aires", "Etc/GMT+5", "Asia/Kolkata",
    ])
  func known(name: String) {
    #expect(TimeZone(name)?.name == name)
  }

  @Test(
    "Folders, lists and paths are no zones",
    arguments: [
      "", " ", "Mars/Phobos", "Europe", "Europe/", "America/Argentina", "leapseconds", "zone.tab",
      "tzdata.zi", "/usr/share/zoneinfo/UTC", "../zoneinfo/UTC", "Europe/../UTC", "Europe/Berlin ",
      "Europe/Berlin\n", "Europe/Berlin\0", "europe/berlin\u{301}", "<+03>-3", "CET-1CEST,M3.5.0",
      ":Europe/Berlin", "BERLIN",
      // Its clock counts leap seconds, which our moments leave out.
      "right/Europe/Berlin",
    ])
  func unknown(name: String) {
    #expect(TimeZone(name) == nil)
  }
}
