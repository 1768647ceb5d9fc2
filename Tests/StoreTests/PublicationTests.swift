// Which invitations' files are stale: the database's own text of what they are made from is the one that the
// program marks them with.

import Membership
import Store
import TestSite
import TestTools
import Testing

@Suite("Publication") struct PublicationTests {
  private let now = Moment(seconds: 1_800_000_000)

  private func stale(_ site: TestSite, on foundation: String = "f", at now: Moment) throws
    -> [String]
  {
    var found: [String] = []
    let rows = try site.store().invitations
    while true {
      let last = found.last.flatMap { InvitationCode($0) }
      let batch = try rows.stale(on: foundation, after: last, limit: 4, at: now)
      if batch.isEmpty { return found }
      #expect(batch.count <= 4)
      found += batch.map(\.code.text)
    }
  }

  private func mark(_ site: TestSite, at now: Moment) throws {
    let store = try site.store()
    for invitation in try store.invitations.stale(on: "f", after: nil, limit: 1000, at: now) {
      try store.write {
        try store.invitations.markPublished(
          invitation.id, as: InvitationRows.publication(of: invitation, on: "f", at: now))
      }
    }
  }

  @Test("Every invitation comes once, in batches, with its department's path; marked, none does")
  func batches() throws {
    let site = try TestSite()
    let codes = try (0..<25).map { _ in try site.invitation().code.text }
    #expect(try stale(site, at: now) == codes.sorted())
    let store = try site.store()
    let read = try store.invitations.stale(on: "f", after: nil, limit: 1, at: now)
    let found = try store.invitations.find(id: #require(read.first).id)
    #expect(read.first == found)
    try mark(site, at: now)
    #expect(try stale(site, at: now).isEmpty)
    #expect(try stale(site, on: "another", at: now).count == 25)
  }

  @Test("What shows on the page makes it stale, and what does not does not")
  func changes() throws {
    let site = try TestSite()
    let code = try site.invitation().code.text
    try mark(site, at: now)
    func changes(_ statement: String) throws -> Bool {
      try site.run(SQLText(statement))
      defer { try? mark(site, at: now) }
      return try stale(site, at: now) == [code]
    }
    #expect(try changes("UPDATE invitation SET requires_approval = 1 - requires_approval"))
    #expect(try changes("UPDATE invitation SET language = 'zh-Hans'"))
    #expect(try changes("UPDATE account SET name = 'Another' WHERE is_administrator = 1"))
    #expect(try changes("UPDATE invitation SET expires = 1800003600"))
    #expect(try changes("UPDATE invitation SET not_before = 1800000060"))
    #expect(try changes("UPDATE invitation SET not_before = NULL"))
    #expect(try !changes("UPDATE invitation SET label = 'another', printed = 5, max_uses = 3"))
    #expect(try !changes("UPDATE invitation SET uses_reserved = 2"))
    #expect(try changes("UPDATE invitation SET uses_completed = 1"))
    #expect(try changes("UPDATE invitation SET revoked = 5"))
  }

  @Test("Time alone makes a link stale when it opens and when it ends")
  func time() throws {
    let site = try TestSite()
    let code = try site.invitation().code.text
    try site.run("UPDATE invitation SET not_before = 1800000060, expires = 1800003600")
    try mark(site, at: now)
    for (seconds, isStale) in [(59, false), (60, true)] as [(Int64, Bool)] {
      #expect(try stale(site, at: now + seconds) == (isStale ? [code] : []))
    }
    try mark(site, at: now + 60)
    for (seconds, isStale) in [(3599, false), (3600, true)] as [(Int64, Bool)] {
      #expect(try stale(site, at: now + seconds) == (isStale ? [code] : []))
    }
  }

  @Test("What the files say of an invitation is kept with it, until it is published again")
  func state() throws {
    let site = try TestSite()
    let code = try site.invitation().code
    let rows = try site.store().invitations
    #expect(try rows.publishedState(code: code) == nil)
    try mark(site, at: now)
    #expect(try rows.publishedState(code: code) == .active)
    try site.run("UPDATE invitation SET not_before = 1800000060")
    #expect(try rows.publishedState(code: code) == .active)
    try mark(site, at: now)
    #expect(try rows.publishedState(code: code) == .notYetOpen)
    try rows.forgetPublished(code: code.text)
    #expect(try rows.publishedState(code: code) == nil)
  }

  @Test("Database and program agree on random rows")
  func agree() throws {
    let site = try TestSite()
    var random = SplitMix64(seed: 4)
    let codes = try (0..<200).map { _ in try site.invitation().code.text }
    func moment() -> String {
      ["NULL", "1799999999", "1800000000", "1800000001"].randomElement(using: &random) ?? "NULL"
    }
    for code in codes {
      try site.run(
        SQLText(
          """
          UPDATE invitation SET not_before = \(moment()), expires = \(moment()), revoked = \(moment()),
            max_uses = \(["NULL", "1", "2"].randomElement(using: &random) ?? "NULL"),
            uses_reserved = \(Int.random(in: 0...1, using: &random)), requires_approval = \(Int.random(in: 0...1, using: &random))
          WHERE code = '\(code)'
          """))
    }
    try mark(site, at: now)
    #expect(try stale(site, at: now).isEmpty)
  }
}
