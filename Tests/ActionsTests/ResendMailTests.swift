// A mail once more: the same text under another id, a new password in the place of one that was wiped, and
// nothing where it would tell what is so no more.

import Actions
import Foundation
import Membership
import Store
import TestSite
import Testing

@Suite("Resend mail") struct ResendMailTests {
  private let start = Moment(seconds: 1_800_000_000)

  private func entries(_ site: TestSite) throws -> [OutboxEntry] {
    try site.open().mails(nil, limit: 100)
  }

  private func resend(_ site: TestSite, _ entry: OutboxEntry, after seconds: Int64 = 600) throws
    -> ResendMail.Outcome
  {
    try ResendMail(entry.id, by: .account(site.administrator.id)).perform(
      in: site.open(), at: start + seconds)
  }

  private func problem(_ site: TestSite, _ entry: OutboxEntry) throws -> ResendProblem? {
    guard case .refused(_, let problem) = try resend(site, entry) else { return nil }
    return problem
  }

  /// A site with one mail of that kind.
  private func site(_ kind: MailKind) throws -> TestSite {
    let site = try TestSite()
    let invitation = try site.invitation(approval: kind != .welcome, at: start)
    _ = try Apply(
      code: invitation.code.text, name: "Grace",
      email: kind == .known ? "ada@example.org" : "grace@navy.example", language: .english
    ).perform(in: site.open(), at: start)
    let reference = try site.open().applications(ApplicationFilter(), by: .newest, limit: 1).first?
      .reference
    switch kind {
    case .welcome, .known, .webhook: break
    case .rejected:
      _ = try Decide(
        [try #require(reference)], .reject, reason: "", isMailed: true,
        approver: site.administrator
      ).perform(in: site.open(), at: start)
    case .digest: try QueueDigests().perform(in: site.open(), at: start)
    case .renewed:
      _ = try Decide(
        [try #require(reference)], .approve, reason: "", isMailed: false,
        approver: site.administrator
      ).perform(in: site.open(), at: start)
      _ = try ReissuePassword(login: try #require(Login("grace")), by: .commandLine).perform(
        in: site.open(), at: start)
    }
    return site
  }

  @discardableResult
  private func settle(_ site: TestSite, _ result: DeliverMail.Result) throws -> DeliverMail.Taken {
    let taken = try #require(try DeliverMail().take(in: site.open(), at: start))
    try DeliverMail().settle(taken.entry, result, in: site.open(), at: start)
    return taken
  }

  @Test(
    "One that waits is due at once, as the same mail",
    arguments: MailKind.allCases.filter { $0 != .webhook })
  func hasten(kind: MailKind) throws {
    let site = try site(kind)
    let before = try settle(site, .deferred("451 later")).entry
    guard case .queued(let entry) = try resend(site, before, after: 5) else {
      Issue.record("refused")
      return
    }
    #expect(entry.id == before.id && entry.messageID == before.messageID)
    #expect(entry.nextAttempt == start + 5)
    #expect(try DeliverMail().take(in: site.open(), at: start + 5)?.entry.id == entry.id)
  }

  @Test(
    "Sent or failed: the same once more, under an id of its own",
    arguments: [MailKind.rejected, .known, .digest], [true, false])
  func again(kind: MailKind, wasSent: Bool) throws {
    let site = try site(kind)
    let before = try settle(site, wasSent ? .sent : .refused("550 no such user")).entry
    #expect(try site.open().failedMailCount() == (wasSent ? 0 : 1))
    guard case .queued(let entry) = try resend(site, before) else {
      Issue.record("refused")
      return
    }
    #expect(entry.id != before.id && entry.messageID != before.messageID)
    #expect(entry.kind == before.kind && entry.recipient == before.recipient)
    #expect(entry.account == before.account && entry.application == before.application)
    #expect(entry.state == .queued && entry.sealed == nil && entry.givesUp > start + 600)
    // It is not a failure any more that anybody has to look at, and is not sent a third time.
    #expect(try site.open().failedMailCount() == 0)
    #expect(try problem(site, before) == .replaced)
    #expect(try entries(site).count == 2)
    #expect(
      try site.count(
        SQLText(
          "SELECT COUNT(*) FROM audit_log WHERE verb = 'resend' AND subject = '\(before.id.text)'"))
        == 1)
  }

  @Test(
    "A welcome: a new initial password, which voids the one before",
    arguments: [MailKind.welcome, .renewed], [true, false])
  func renewed(kind: MailKind, wasSent: Bool) throws {
    let site = try site(kind)
    let before = try settle(site, wasSent ? .sent : .refused("550 no such user"))
    let old = try #require(before.initialPassword)
    guard case .queued(let entry) = try resend(site, before.entry, after: 0) else {
      Issue.record("refused")
      return
    }
    #expect(entry.kind == .renewed && entry.application == before.entry.application)
    let taken = try #require(try DeliverMail().take(in: site.open(), at: start))
    let new = try #require(taken.initialPassword)
    #expect(new != old)
    func opens(_ password: String) throws -> Bool {
      let signIn = SignIn(name: "grace", password: password)
      if case .signedIn = try signIn.perform(in: site.open(), at: start + 1) { return true }
      return false
    }
    #expect(try !opens(old))
    #expect(try opens(new))
    #expect(try site.open().failedMailCount() == 0)
  }

  @Test("Who has chosen a password needs no welcome any more")
  func hasSignedIn() throws {
    let site = try site(.welcome)
    let before = try settle(site, .sent).entry
    try site.run("UPDATE account SET must_change_password = 0")
    #expect(try problem(site, before) == .hasSignedIn)
    #expect(try entries(site).count == 1)
  }

  @Test("An account that is not active gets none", arguments: [MailKind.welcome, .known, .digest])
  func notActive(kind: MailKind) throws {
    let site = try site(kind)
    let before = try settle(site, .refused("550")).entry
    try site.run("UPDATE account SET state = 'suspended'")
    #expect(try problem(site, before) == .notActive)
  }

  @Test(
    "A mail that is to no account is not said to be written again",
    arguments: [MailKind.welcome, .renewed, .digest])
  func noAccount(kind: MailKind) throws {
    let site = try site(kind)
    _ = try settle(site, .refused("550"))
    try site.run("UPDATE mail_outbox SET account = NULL, state = 'failed'")
    try site.run("UPDATE mail_outbox SET replaced = 0")
    let all = try entries(site)
    let before = try #require(all.first)
    #expect(try problem(site, before) == .notActive)
    #expect(try entries(site).map(\.id) == all.map(\.id))
    #expect(try site.count("SELECT COUNT(*) FROM mail_outbox WHERE replaced = 1") == 0)
    #expect(try site.count("SELECT COUNT(*) FROM audit_log WHERE verb = 'resend'") == 0)
  }

  @Test("A rejection that was taken back is not told again")
  func reopened() throws {
    let site = try site(.rejected)
    let before = try settle(site, .sent).entry
    let application = try #require(try site.open().application(of: before))
    _ = try ReopenApplication(reference: application.reference, by: .commandLine).perform(
      in: site.open(), at: start)
    #expect(try problem(site, before) == .decidedAnew)
  }

  @Test("A digest is not sent again when nobody waits; one under way is left to its sender")
  func rest() throws {
    let site = try site(.digest)
    let taken = try #require(try DeliverMail().take(in: site.open(), at: start))
    #expect(try problem(site, taken.entry) == .underWay)
    try DeliverMail().settle(taken.entry, .sent, in: site.open(), at: start)
    try site.run("UPDATE application SET state = 'withdrawn'")
    #expect(try problem(site, taken.entry) == .nobodyWaits)
    guard case .unknown = try ResendMail(.new(), by: .system).perform(in: site.open(), at: start)
    else {
      Issue.record("there is no such mail")
      return
    }
  }

  @Test("Pressed by many at once: one mail")
  func race() throws {
    let site = try site(.known)
    let before = try settle(site, .refused("550")).entry
    let start = start
    DispatchQueue.concurrentPerform(iterations: 8) { _ in
      do {
        _ = try ResendMail(before.id, by: .commandLine).perform(in: site.open(), at: start)
      } catch {
        Issue.record(error)
      }
    }
    #expect(try entries(site).count == 2)
  }

  @Test("Those that wait are listed with those under way, in one order, page by page")
  func list() throws {
    let site = try TestSite()
    let store = try site.store()
    var ids: [String] = []
    for place in 0..<9 {
      let entry = OutboxEntry(
        id: .new(), kind: .known, account: nil, application: nil,
        recipient: "p\(place)@example.net", language: .english, sealed: nil,
        messageID: "\(place)", state: [.queued, .sending, .sent][place % 3], nextAttempt: start,
        givesUp: start, created: start + Int64(place / 4))
      try store.outbox.insert(entry)
      if place % 3 != 2 { ids.append("\(start.seconds + Int64(place / 4)) \(entry.id.text)") }
    }
    let installation = try site.open()
    var found: [OutboxEntry] = []
    while true {
      let page = try installation.mails(
        .queued, from: found.last.map { .after($0) } ?? .first, limit: 2)
      if page.isEmpty { break }
      found += page
    }
    #expect(
      found.map { "\($0.created.seconds) \($0.id.text)" } == ids.sorted().reversed())
  }
}
