// Tests how long an invitation is open, as it is typed: lengths, dates and moments by a zone's clock.
// libc holds one zone for the whole process: these tests, too, want to run one at a time.

import Membership
import TestTools
import Testing

@Suite(.serialized) struct ValidityTests {
  private static let berlin = TimeZone("Europe/Berlin") ?? .utc

  @Test(
    "A length is a number and a unit",
    arguments: [
      ("1m", 60), ("90m", 5400), ("1h", 3600), ("7d", 604_800), ("4w", 2_419_200),
      ("100000w", 60_480_000_000),
    ])
  func lengths(text: String, seconds: Int64) {
    #expect(Validity(text, zone: .utc) == .seconds(seconds))
    let now = Moment(seconds: 1_800_000_000)
    #expect(Validity(text, zone: .utc)?.end(from: now) == now + seconds)
  }

  @Test("Never has no end")
  func never() {
    #expect(Validity("never", zone: .utc) == .never)
    #expect(Validity.never.end(from: .now) == nil)
  }

  @Test(
    "A date means its last minute, a moment itself, by that zone's clock",
    arguments: [
      ("2026-12-01", "2026-12-01T22:59:00Z"), ("2026-07-01", "2026-07-01T21:59:00Z"),
      ("2026-12-01 19:00", "2026-12-01T18:00:00Z"), ("2026-12-01T19:00", "2026-12-01T18:00:00Z"),
      ("2026-07-01 00:00", "2026-06-30T22:00:00Z"), ("2028-02-29", "2028-02-29T22:59:00Z"),
      ("9999-12-31", "9999-12-31T22:59:00Z"),
    ])
  func dates(text: String, utc: String) {
    let validity = Validity(text, zone: Self.berlin)
    #expect(validity?.end(from: Moment(seconds: 0))?.rfc3339 == utc)
  }

  @Test("As a beginning, a date means its first minute")
  func beginnings() {
    let moment = Validity.moment("2026-12-01", zone: Self.berlin)
    #expect(moment?.rfc3339 == "2026-11-30T23:00:00Z")
  }

  @Test("Where the clock jumps over midnight, a day begins with its first minute that there is")
  func beginningWithoutMidnight() {
    // Cairo goes from 24 April 2026, 00:00 to 01:00 at once.
    guard let cairo = TimeZone("Africa/Cairo") else {
      Issue.record("tzdata is missing")
      return
    }
    #expect(Validity.moment("2026-04-24", zone: cairo)?.rfc3339 == "2026-04-23T22:00:00Z")
    #expect(Validity.moment("2026-04-24 00:00", zone: cairo) == nil)
  }

  @Test(
    "Anything else is refused",
    arguments: [
      "", " ", "h", "1", "0h", "-1h", "1.5h", "1 h", "1H", "1y", "100001m", "1hh",
      "99999999999999999999h", "Never", "NEVER", "never ", "2026", "2026-12", "2026-13-01",
      "2026-00-01",
      "2026-02-29", "2026-04-31", "2026-12-00", "2026-12-32", "1969-12-31", "10000-01-01",
      "26-12-01",
      "2026-12-01 ", "2026-12-01 24:00", "2026-12-01 19", "2026-12-01 19:60", "2026-12-01 19:-1",
      "2026-12-01 19:00:00", "2026-12-01  19:00", "2026-12-01T", "2026/12/01", "01.12.2026", "1٠h",
      "2026-9223372036854775807-01", "2026--9223372036854775808-01",
      "2026-12-01 9223372036854775807:00", "2026-12-01 -9223372036854775808:00",
      "9223372036854775807-01-01", "---", "--", "T", ":", "2026-12-01 :",
      // The clock of Berlin goes from 02:00 to 03:00 then.
      "2026-03-29 02:30",
    ])
  func refused(text: String) {
    #expect(Validity(text, zone: Self.berlin) == nil)
  }

  @Test("Any text is a validity or none")
  func anything() {
    var dice = SplitMix64(seed: 8)
    let pieces = [
      "2026", "-", "12", "01", " ", "T", ":", "00", "h", "d", "never", "9", "😀", "\u{301}",
    ]
    for _ in 0..<5000 {
      let count = Int.random(in: 0...12, using: &dice)
      let text = (0..<count).map { _ in pieces.randomElement(using: &dice) ?? "" }.joined()
      if let end = Validity(text, zone: .utc)?.end(from: Moment(seconds: 0)) {
        #expect(end > Moment(seconds: 0))
      }
    }
  }
}
