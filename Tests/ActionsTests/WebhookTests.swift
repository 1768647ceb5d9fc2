// Webhooks: what is queued, in whose transaction, and what becomes of it.

import Actions
import Foundation
import Membership
import Secrets
import Store
import TestSite
import Testing

@Suite("Webhooks") struct WebhookTests {
  private let now = Moment(seconds: 1_800_000_000)
  private let outbox = DeliverWebhooks()

  private func add(
    _ site: TestSite, _ events: [WebhookEvent] = WebhookEvent.allCases,
    _ address: String = "https://hooks.example.org/x"
  ) throws -> Webhook {
    let add = AddWebhook(address, events: events, by: .commandLine)
    guard case .added(let webhook, _) = try add.perform(in: site.open(), at: now) else {
      throw TestSite.Unexpected("not added")
    }
    return webhook
  }

  private func apply(_ site: TestSite, approval: Bool, _ name: String = "grace") throws {
    let invitation = try site.invitation(approval: approval, at: now)
    _ = try Apply(
      code: invitation.code.text, name: name, email: "\(name)@navy.example", language: .english
    ).perform(in: site.open(), at: now)
  }

  private func decide(_ site: TestSite, _ verdict: Decide.Verdict) throws {
    let reference = try site.open().applications(ApplicationFilter(), by: .newest, limit: 1).first?
      .reference
    _ = try Decide(
      [try #require(reference)], verdict, reason: "so", approver: site.administrator
    ).perform(in: site.open(), at: now)
  }

  private func told(_ site: TestSite) throws -> [WebhookEvent] {
    try site.open().mails(nil, limit: 100).compactMap(\.event).sorted {
      $0.rawValue < $1.rawValue
    }
  }

  @Test("Each event once, to who wants it; the row names nobody")
  func events() throws {
    let site = try TestSite()
    _ = try add(site)
    let other = try add(site, [.joined], "https://other.example.org/")
    try apply(site, approval: true)
    #expect(try told(site) == [.applied])
    try decide(site, .approve)
    #expect(try told(site) == [.applied, .decided, .joined, .joined])
    try apply(site, approval: false, "alan")
    #expect(
      try site.count("SELECT COUNT(*) FROM mail_outbox WHERE kind = 'webhook'") == 8)
    try apply(site, approval: true, "edsger")
    try decide(site, .reject)
    #expect(
      try site.count("SELECT COUNT(*) FROM mail_outbox WHERE kind = 'webhook'") == 10)
    let rows = try site.dump("mail_outbox").filter { $0.contains("webhook") }
    #expect(rows.count == 10 && !rows.contains { $0.contains("navy.example") })
    #expect(try site.open().mails(nil, limit: 100).filter { $0.webhook == other.id }.count == 2)
  }

  @Test("What is undone is not told")
  func rolledBack() throws {
    let site = try TestSite()
    _ = try add(site)
    try site.run(
      """
      CREATE TRIGGER no BEFORE INSERT ON mail_outbox WHEN NEW.event = 'joined'
      BEGIN SELECT RAISE(ABORT, 'no'); END
      """)
    #expect(throws: (any Error).self) { try apply(site, approval: false) }
    #expect(try site.count("SELECT COUNT(*) FROM application") == 0)
    #expect(try site.count("SELECT COUNT(*) FROM mail_outbox") == 0)
  }

  @Test("Taken with all that it says, by one sender at a time, apart from mails")
  func taken() throws {
    let site = try TestSite()
    let webhook = try add(site)
    try apply(site, approval: false)
    let taken = try #require(try outbox.take(webhook, in: site.open(), at: now))
    #expect(taken.application.name.text == "grace" && taken.account == "grace")
    #expect(taken.inviter == "ada")
    #expect(try outbox.take(webhook, in: site.open(), at: now) == nil)
    #expect(try DeliverMail().take(in: site.open(), at: now)?.entry.kind == .welcome)
    #expect(try DeliverMail().take(in: site.open(), at: now) == nil)
    try outbox.settle(taken.entry, webhook, .sent, in: site.open(), at: now)
    #expect(try outbox.take(webhook, in: site.open(), at: now) != nil)
  }

  @Test("Failed: again after 1, 5, 30 minutes, then 2 hours, for 3 days")
  func schedule() throws {
    let site = try TestSite()
    let webhook = try add(site, [.applied])
    try apply(site, approval: true)
    var (moment, waits) = (now, [Int64]())
    while let taken = try outbox.take(webhook, in: site.open(), at: moment) {
      try outbox.settle(taken.entry, webhook, .failed("answer 500"), in: site.open(), at: moment)
      let next = try #require(try site.open().mail(id: taken.entry.id)).nextAttempt
      waits.append((next - moment) / 60)
      moment = next
    }
    #expect(waits.prefix(5) == [1, 5, 30, 120, 120])
    #expect(moment - now >= 3 * 86400 && moment - now < 3 * 86400 + 7200)
    let entry = try #require(try site.open().mails(.failed, limit: 1).first)
    #expect(entry.lastError == "not told in time: answer 500")
    guard
      case .queued(let again) = try ResendMail(entry.id, by: .commandLine).perform(
        in: site.open(), at: moment)
    else { throw TestSite.Unexpected("refused") }
    #expect(again.event == .applied && again.webhook == webhook.id)
    #expect(try outbox.take(webhook, in: site.open(), at: moment)?.entry.id == again.id)
  }

  @Test("410, or stopped: nothing that waits is told, nor what comes; started again, it is")
  func states() throws {
    let site = try TestSite()
    let webhook = try add(site)
    try apply(site, approval: false)
    let taken = try #require(try outbox.take(webhook, in: site.open(), at: now))
    try outbox.settle(taken.entry, webhook, .gone, in: site.open(), at: now)
    #expect(try site.open().webhooks().map(\.state) == [.gone])
    #expect(
      try site.count(
        "SELECT COUNT(*) FROM mail_outbox WHERE kind = 'webhook' AND state = 'failed'") == 3)
    try apply(site, approval: true, "alan")
    #expect(try told(site).count == 3)
    for (change, state) in [(ChangeWebhook.Change.start, WebhookState.active), (.stop, .stopped)] {
      _ = try ChangeWebhook(webhook.id, change, by: .commandLine).perform(in: site.open(), at: now)
      #expect(try site.open().webhooks().map(\.state) == [state])
    }
    let verbs = try site.open().auditLines(subject: webhook.id.text, limit: 10).map(\.entry.verb)
    #expect(verbs == ["stop", "start", "gone", "create"])
    guard
      case .unknown = try ChangeWebhook(Webhook.ID("none"), .stop, by: .commandLine).perform(
        in: site.open(), at: now)
    else { throw TestSite.Unexpected("known") }
  }

  @Test("Bad input adds nothing")
  func refused() throws {
    let site = try TestSite()
    for (address, events) in [("http://a/", [WebhookEvent.applied]), ("https://a/", [])] {
      let outcome = try AddWebhook(address, events: events, by: .commandLine).perform(
        in: site.open(), at: now)
      if case .added = outcome { Issue.record("added") }
    }
    #expect(try site.open().webhooks().isEmpty)
  }

  @Test("Another key: nothing is told and nothing else fails; a new secret mends it")
  func otherKey() throws {
    let site = try TestSite()
    let webhook = try add(site)
    try apply(site, approval: true)
    try FileManager.default.removeItem(atPath: site.directory + "/usher.key")
    #expect(try outbox.take(webhook, in: site.open(), at: now) == nil)
    try SealingKey.create(file: site.directory + "/usher.key")
    #expect(try SettleRestored().perform(in: site.open(), at: now).silenced == [webhook])
    #expect(try outbox.take(webhook, in: site.open(), at: now + 60) == nil)
    _ = try ChangeWebhook(webhook.id, .newSecret, by: .commandLine).perform(
      in: site.open(), at: now)
    #expect(try outbox.take(webhook, in: site.open(), at: now + 3600) != nil)
  }

  @Test("Of who is erased, nothing that waits is told")
  func erased() throws {
    let site = try TestSite()
    let webhook = try add(site)
    try apply(site, approval: false)
    let login = try #require(Login("grace"))
    let grace = try #require(try site.store().accounts.find(login: login))
    let store = try site.store()
    try store.write {
      let applications = try store.erasures.applications(of: grace, isLast: true)
      _ = try store.erasures.erase(
        grace, applications: applications, labelled: [], isLast: true, at: now)
    }
    #expect(try outbox.take(webhook, in: site.open(), at: now) == nil)
  }
}
