// The outbox: when a mail is tried, when it is given up, and that its secret does not outlive it.

import Actions
import Membership
import Store
import TestSite
import Testing

@Suite("Deliver mail") struct DeliverMailTests {
  private func site(at now: Moment) throws -> TestSite {
    let site = try TestSite()
    let invitation = try site.invitation(approval: false, at: now)
    _ = try Apply(
      code: invitation.code.text, name: "Grace", email: "grace@navy.example", language: .english
    ).perform(in: site.open(), at: now)
    return site
  }

  @Test("After the first try come 1, 5 and 30 minutes, then 2 hours, until the password ends")
  func schedule() throws {
    let start = Moment(seconds: 1_800_000_000)
    let site = try site(at: start)
    let outbox = DeliverMail()
    var now = start
    var waits: [Int64] = []
    while let taken = try outbox.take(in: site.open(), at: now) {
      #expect(taken.initialPassword?.count == 19)
      try outbox.settle(taken.entry, .deferred("451 later"), in: site.open(), at: now)
      let next = Moment(seconds: Int64(try site.count("SELECT next_attempt FROM mail_outbox")))
      waits.append((next - now) / 60)
      #expect(try outbox.take(in: site.open(), at: next + -1) == nil)
      now = next
    }
    #expect(waits.prefix(5) == [1, 5, 30, 120, 120])
    #expect(now - start >= 24 * 3600 && now - start < 27 * 3600)
    #expect(
      try site.count(
        "SELECT COUNT(*) FROM mail_outbox WHERE state = 'failed' AND sealed IS NULL AND last_error LIKE '%451 later%'"
      ) == 1)
  }

  @Test("Handed over: no secret is left, and nobody takes it again")
  func sent() throws {
    let now = Moment.now
    let site = try site(at: now)
    let outbox = DeliverMail()
    let taken = try #require(try outbox.take(in: site.open(), at: now))
    #expect(try outbox.take(in: site.open(), at: now) == nil)  // It is under way.
    try outbox.settle(taken.entry, .sent, in: site.open(), at: now)
    #expect(
      try site.count("SELECT COUNT(*) FROM mail_outbox WHERE state = 'sent' AND sealed IS NULL")
        == 1)
    #expect(try outbox.take(in: site.open(), at: now + 3600) == nil)
  }

  @Test("A sender that died is replaced after its lease, with the same message and password")
  func lease() throws {
    let now = Moment.now
    let site = try site(at: now)
    let first = try #require(try DeliverMail().take(in: site.open(), at: now))
    #expect(try DeliverMail().take(in: site.open(), at: now + 599) == nil)
    let second = try #require(try DeliverMail().take(in: site.open(), at: now + 600))
    #expect(second.entry.messageID == first.entry.messageID)
    #expect(second.initialPassword == first.initialPassword)
  }

  @Test("Refused for good: failed at once, with the reason, the secret gone")
  func refused() throws {
    let now = Moment.now
    let site = try site(at: now)
    let taken = try #require(try DeliverMail().take(in: site.open(), at: now))
    try DeliverMail().settle(taken.entry, .refused("550 no such user"), in: site.open(), at: now)
    #expect(
      try site.count(
        "SELECT COUNT(*) FROM mail_outbox WHERE state = 'failed' AND sealed IS NULL AND last_error = '550 no such user'"
      ) == 1)
  }

  @Test(
    "Settled by another meanwhile: not given up, and the log says nothing of it",
    arguments: [true, false])
  func settledMeanwhile(isSettled: Bool) throws {
    let now = Moment.now
    let site = try site(at: now)
    let taken = try #require(try DeliverMail().take(in: site.open(), at: now))
    if isSettled { try DeliverMail().settle(taken.entry, .sent, in: site.open(), at: now) }
    try DeliverMail().settle(taken.entry, .refused("550"), in: site.open(), at: now)
    #expect(
      try site.count("SELECT COUNT(*) FROM audit_log WHERE verb = 'give up'") == (isSettled ? 0 : 1)
    )
    #expect(
      try site.count("SELECT COUNT(*) FROM mail_outbox WHERE state = 'sent'") == (isSettled ? 1 : 0)
    )
  }

  @Test("Tidying removes ended sessions and old receipts, and nothing else")
  func tidy() throws {
    let now = Moment.now
    let site = try site(at: now)
    try site.store().sessions.insert(
      tokenDigest: "old", account: site.administrator.id, at: now + -9 * 3600)
    try site.store().sessions.insert(tokenDigest: "new", account: site.administrator.id, at: now)
    try DeliverMail().tidy(in: site.open(), at: now)
    #expect(try site.count("SELECT COUNT(*) FROM session") == 1)
    #expect(try site.count("SELECT COUNT(*) FROM application") == 1)
  }
}
