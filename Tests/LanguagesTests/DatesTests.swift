// Tests how moments are said in each language: every month, every hour, with the zone's offset; and in a
// list, where a near day is called by its name.

import Languages
import Testing

@testable import Membership

@Suite struct DatesTests {
  private func clock(
    _ year: Int, _ month: Int, _ day: Int, _ hour: Int = 19, _ minute: Int = 0, offset: Int = 60
  ) -> ClockReading {
    ClockReading(
      year: year, month: month, day: day, hour: hour, minute: minute, second: 59, offset: offset,
      weekday: 0)
  }

  @Test(
    "A moment is a date, a time and an offset",
    arguments: [
      (.english, 60, "1 December 2026, 19:00 (UTC+1)"),
      (.english, 0, "1 December 2026, 19:00 (UTC)"),
      (.english, 330, "1 December 2026, 19:00 (UTC+5:30)"),
      (.english, -210, "1 December 2026, 19:00 (UTC−3:30)"),
      (.simplifiedChinese, 480, "2026年12月1日 19:00（UTC+8）"),
      (.simplifiedChinese, 0, "2026年12月1日 19:00（UTC）"),
    ] as [(Language, Int, String)])
  func moment(language: Language, offset: Int, said: String) {
    #expect(Strings.of(language).moment(clock(2026, 12, 1, offset: offset)) == said)
  }

  @Test("Hours and minutes have two digits, days one or two")
  func digits() {
    #expect(Strings.of(.english).moment(clock(2026, 3, 9, 0, 5)) == "9 March 2026, 00:05 (UTC+1)")
    #expect(
      Strings.of(.simplifiedChinese).moment(clock(2026, 3, 31, 9, 30)) == "2026年3月31日 09:30（UTC+1）")
  }

  @Test("Every month has its own name", arguments: Language.allCases)
  func months(language: Language) {
    let said = (1...12).map { Strings.of(language).moment(clock(2026, $0, 15)) }
    #expect(Set(said).count == 12)
    if language == .english {
      let names = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September",
        "October",
        "November", "December",
      ]
      #expect(said == names.map { "15 \($0) 2026, 19:00 (UTC+1)" })
    }
  }

  @Test("A moment in a zone is said by that zone's clock")
  func inZone() throws {
    let berlin = try #require(TimeZone("Europe/Berlin"))
    let moment = Moment(seconds: 1_796_148_000)
    #expect(Strings.of(.english).moment(moment, in: berlin) == "1 December 2026, 19:00 (UTC+1)")
    #expect(Strings.of(.english).moment(moment, in: .utc) == "1 December 2026, 18:00 (UTC)")
    #expect(Strings.of(.simplifiedChinese).moment(moment, in: berlin) == "2026年12月1日 19:00（UTC+1）")
  }

  @Test(
    "In a list, a near day is called by its name, and this year goes without saying",
    arguments: [
      (2026, 12, 1, "today, 19:00", "今天 19:00"), (2026, 11, 30, "yesterday, 19:00", "昨天 19:00"),
      (2026, 11, 29, "29 November", "11月29日"), (2026, 1, 1, "1 January", "1月1日"),
      (2025, 12, 31, "31 December 2025", "2025年12月31日"), (2026, 12, 2, "2 December", "12月2日"),
    ])
  func recently(year: Int, month: Int, day: Int, english: String, chinese: String) {
    let now = clock(2026, 12, 1, 23, 59)
    #expect(Strings.of(.english).recently(clock(year, month, day), now) == english)
    #expect(Strings.of(.simplifiedChinese).recently(clock(year, month, day), now) == chinese)
  }

  @Test("Yesterday may be last year")
  func newYear() {
    let said = Strings.of(.english).recently(clock(2026, 12, 31, 23, 59), clock(2027, 1, 1, 0, 0))
    #expect(said == "yesterday, 23:59")
  }
}
