// The mail about who waits: once in the chosen interval, to whom it concerns, and only while it is true.

import Actions
import Foundation
import Membership
import Store
import TestSite
import Testing

@Suite("Digest") struct DigestTests {
  private let start = Moment(seconds: 1_800_000_000)

  private func site(applications: Int = 1) throws -> TestSite {
    let site = try TestSite()
    let invitation = try site.invitation(at: start)
    for place in 0..<applications { try apply(site, invitation, "p\(place)@example.net", place) }
    return site
  }

  private func apply(_ site: TestSite, _ invitation: Invitation, _ email: String, _ place: Int)
    throws
  {
    _ = try Apply(
      code: invitation.code.text, name: "Person \(place)", email: email, language: .english,
      isConfirmed: true
    ).perform(in: site.open(), at: start + Int64(place * 60))
  }

  private func queue(_ site: TestSite, after seconds: Int64) throws -> Int {
    try QueueDigests().perform(in: site.open(), at: start + seconds)
  }

  private func mails(_ site: TestSite) throws -> Int {
    try site.count("SELECT COUNT(*) FROM mail_outbox WHERE kind = 'digest'")
  }

  @Test("Once per interval, also for another process, and again after it")
  func interval() throws {
    let site = try site()
    #expect(try queue(site, after: 60) == 1)
    #expect(try queue(site, after: 61) == 0)
    #expect(try queue(site, after: 60 + 86399) == 0)
    #expect(try queue(site, after: 60 + 86400) == 1)
    #expect(try mails(site) == 2)
  }

  @Test("The interval is each administrator's own", arguments: [1, 4, 168])
  func chosen(hours: Int) throws {
    let site = try site()
    let choose = ChooseDigest(site.administrator.login, hours: hours, by: .commandLine)
    guard case .chosen = try choose.perform(in: site.open(), at: start) else {
      Issue.record("not chosen")
      return
    }
    #expect(try queue(site, after: 0) == 1)
    #expect(try queue(site, after: Int64(hours) * 3600 - 1) == 0)
    #expect(try queue(site, after: Int64(hours) * 3600) == 1)
  }

  @Test("Nobody waits, never was chosen, the account is suspended or no administrator's: none")
  func none() throws {
    #expect(try queue(try site(applications: 0), after: 0) == 0)
    let states: [SQLText] = [
      "UPDATE account SET digest_hours = 0", "UPDATE account SET state = 'suspended'",
      "UPDATE account SET is_administrator = 0", "UPDATE application SET state = 'rejected'",
    ]
    for state in states {
      let site = try site()
      try site.run(state)
      #expect(try queue(site, after: 0) == 0, "\(state.text)")
    }
  }

  @Test("Two processes at once make one")
  func race() throws {
    for _ in 0..<5 {
      let site = try site()
      let start = start
      DispatchQueue.concurrentPerform(iterations: 8) { _ in
        do { try QueueDigests().perform(in: site.open(), at: start + 60) } catch {
          Issue.record(error)
        }
      }
      #expect(try mails(site) == 1)
    }
  }

  @Test("It goes to the person, in the account's language, and tells who has waited longest")
  func told() throws {
    let site = try site(applications: 12)
    try site.run("UPDATE account SET language = 'zh-Hans'")
    _ = try queue(site, after: 3600)
    let taken = try #require(try DeliverMail().take(in: site.open(), at: start + 3600))
    #expect(taken.entry.kind == .digest && taken.entry.language == .simplifiedChinese)
    #expect(taken.entry.recipient == "ada@example.org")
    #expect(taken.account?.login.text == "ada" && taken.initialPassword == nil)
    let waiting = try #require(taken.waiting)
    #expect(waiting.count == 12)
    #expect(waiting.longest.map(\.name.text) == (0..<10).map { "Person \($0)" })
  }

  @Test(
    "Nothing to tell any more when it is sent: no mail, and the next when the interval is over",
    arguments: [
      "UPDATE application SET state = 'approved'", "UPDATE account SET state = 'suspended'",
    ])
  func stale(change: String) throws {
    let site = try site()
    _ = try queue(site, after: 0)
    try site.run(SQLText(change))
    #expect(try DeliverMail().take(in: site.open(), at: start) == nil)
    #expect(try mails(site) == 0)
    #expect(
      try site.count(
        "SELECT COUNT(*) FROM audit_log WHERE verb = 'drop digest' AND actor = 'system'") == 1)
    try site.run("UPDATE application SET state = 'pending'")
    try site.run("UPDATE account SET state = 'active'")
    #expect(try queue(site, after: 86399) == 0)
    #expect(try queue(site, after: 86400) == 1)
  }

  @Test("A mail that was late: the interval counts from when it went")
  func late() throws {
    let site = try site()
    _ = try queue(site, after: 0)
    let taken = try #require(try DeliverMail().take(in: site.open(), at: start + 7200))
    try DeliverMail().settle(taken.entry, .sent, in: site.open(), at: start + 7200)
    #expect(try queue(site, after: 7200 + 86399) == 0)
    #expect(try queue(site, after: 7200 + 86400) == 1)
  }

  @Test("Hours beyond a week, before never, and of somebody else are refused")
  func refused() throws {
    let site = try site()
    for hours in [-1, 169] {
      let choose = ChooseDigest(site.administrator.login, hours: hours, by: .commandLine)
      guard case .outOfRange = try choose.perform(in: site.open(), at: start) else {
        Issue.record("taken: \(hours)")
        continue
      }
    }
    let nobody = ChooseDigest(try #require(Login("bob")), hours: 1, by: .commandLine)
    guard case .notAdministrator = try nobody.perform(in: site.open(), at: start) else {
      Issue.record("bob is none")
      return
    }
    #expect(try site.open().digestHours(of: site.administrator) == 24)
  }
}
