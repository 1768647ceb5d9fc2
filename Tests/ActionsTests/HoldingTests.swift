// Positions, groups and roles: added, renamed, removed, given and taken; and what is refused changes nothing.

import Actions
import Foundation
import Membership
import Store
import TestSite
import Testing

@Suite("Positions, groups and roles") struct HoldingTests {
  private let site: TestSite
  private let actor: Actor

  init() throws {
    site = try TestSite()
    actor = .account(site.administrator.id)
  }

  private func everything() throws -> [String] {
    try site.tables().flatMap { try site.dump($0) }
  }

  private func add(_ kind: Holding.Kind, _ name: String) throws -> Holding {
    guard
      case .added(let holding) = try AddHolding(kind, named: name, by: actor)
        .perform(in: site.open(), at: .now)
    else { throw TestSite.Unexpected("\(name) was not added") }
    return holding
  }

  private func change(_ holding: Holding, _ change: HoldingChange) throws -> ChangeHolding.Outcome {
    try ChangeHolding(holding.id, change, by: actor).perform(in: site.open(), at: .now)
  }

  private func give(
    _ given: Set<Holding.ID>, take taken: Set<Holding.ID> = [], _ login: String = "ada"
  ) throws -> ChangeHoldings.Outcome {
    let login = try #require(Login(login))
    return try ChangeHoldings(of: login, HoldingsChange(give: given, take: taken), by: actor)
      .perform(in: site.open(), at: .now)
  }

  private func held() throws -> [String] {
    try site.open().holdings(of: site.administrator).map(\.name)
  }

  @Test("They are listed by kind, then by name; the same name may be of another kind")
  func added() throws {
    for (kind, name) in [
      (Holding.Kind.role, "Zebra"), (.role, " Éditors "), (.group, "Éditors"), (.position, "Head"),
    ] {
      _ = try add(kind, name)
    }
    #expect(
      try site.open().holdings().map { "\($0.kind) \($0.name)" } == [
        "position Head", "group Éditors", "role Éditors", "role Zebra",
      ])
    #expect(
      try site.count("SELECT COUNT(*) FROM audit_log WHERE subject_kind = 'holding'") == 4)
  }

  @Test(
    "Named twice, however it is spelled, or with what cannot be a name: refused, nothing changed",
    arguments: ["editors", "Éditors", "ＥＤＩＴＯＲＳ", " E\u{301}ditors ", "Editors"])
  func twice(name: String) throws {
    let editors = try add(.group, "Editors")
    let readers = try add(.group, "Readers")
    let before = try everything()
    guard
      case .refused(.taken(let other)) = try AddHolding(.group, named: name, by: actor)
        .perform(in: site.open(), at: .now),
      case .refused(_, .taken(by: editors)) = try change(readers, .rename(to: name))
    else { return #expect(Bool(false)) }
    #expect(other == editors)
    #expect(try everything() == before)
  }

  @Test(
    "What cannot be a name is refused, and nothing is changed",
    arguments: ["", "  ", "\u{200B}", "a,b", "a;b", "a\nb", String(repeating: "x", count: 101)])
  func names(name: String) throws {
    let editors = try add(.role, "Editors")
    let before = try everything()
    guard
      case .refused(.name) = try AddHolding(.group, named: name, by: actor)
        .perform(in: site.open(), at: .now),
      case .refused(editors, .name) = try change(editors, .rename(to: name))
    else { return #expect(Bool(false)) }
    #expect(try everything() == before)
  }

  @Test("Renamed: whoever holds it still does; to its own name in another spelling too")
  func renamed() throws {
    let editors = try add(.role, "Editors")
    _ = try give([editors.id])
    for name in ["Éditors", "Press"] {
      guard case .changed(let changed) = try change(editors, .rename(to: name)) else {
        return #expect(Bool(false))
      }
      #expect(changed.name == name)
      #expect(try held() == [name])
    }
    #expect(try site.open().holding(.role, named: "editors") == nil)
    #expect(try site.open().holding(.role, named: " PRESS")?.id == editors.id)
    // What is as it was is no line in the log.
    let lines = try site.count("SELECT COUNT(*) FROM audit_log")
    _ = try change(editors, .rename(to: "Press"))
    #expect(try site.count("SELECT COUNT(*) FROM audit_log") == lines)
  }

  @Test("Removed: from everyone, from links, and from public accounts; the others stay")
  func removed() throws {
    let (editors, readers) = (try add(.role, "Editors"), try add(.role, "Readers"))
    let invitation = try site.invitation()
    _ = try give([editors.id, readers.id])
    let store = try site.store()
    try store.write {
      try store.holdings.change(
        HoldingsChange(give: [editors.id, readers.id]), of: invitation.id)
      _ = try store.grants.insert(.holding(editors.id), for: site.administrator.id)
    }
    let use = try site.open().use(of: editors, at: .now)
    #expect(use.holders == 1 && use.links == 1)
    #expect(use.publicAccounts.map(\.id) == [site.administrator.id])
    #expect(try site.open().use(of: editors, at: .now + 86400).links == 1)
    try site.run("UPDATE invitation SET expires = 1")
    #expect(try site.open().use(of: editors, at: .now).links == 0)
    guard case .changed = try change(editors, .remove), case .unknown = try change(editors, .remove)
    else { return #expect(Bool(false)) }
    #expect(try held() == ["Readers"])
    #expect(try site.open().holdings(whatGives: invitation.id) == [readers])
    #expect(try site.count("SELECT COUNT(*) FROM public_account_grant") == 0)
    #expect(try site.store().audit.list(before: nil, subject: nil, limit: 1)[0].verb == "remove")
  }

  @Test("Given and taken at once, each line in the log once; again it changes nothing")
  func givenAndTaken() throws {
    let all = try ["a", "b", "c"].map { try add(.group, $0) }
    _ = try give([all[0].id])
    guard case .changed(_, let done) = try give([all[0].id, all[1].id], take: [all[2].id]) else {
      return #expect(Bool(false))
    }
    #expect(done == HoldingsChange(give: [all[1].id]))
    guard case .changed(_, let second) = try give([all[2].id], take: [all[0].id]) else {
      return #expect(Bool(false))
    }
    #expect(second == HoldingsChange(give: [all[2].id], take: [all[0].id]))
    #expect(try held() == ["b", "c"])
    func lines(_ subject: String) throws -> [String] {
      try site.store().audit.list(before: nil, subject: subject, limit: 9).map(\.verb).reversed()
    }
    #expect(try lines(all[0].id.text) == ["create", "give", "take"])
    #expect(
      try lines(site.administrator.id.text).filter { $0 == "change holdings" }.count == 3)
    let before = try everything()
    guard case .changed(_, let third) = try give([all[1].id], take: [all[0].id]) else {
      return #expect(Bool(false))
    }
    #expect(third.isEmpty)
    #expect(try everything() == before)
  }

  @Test("What is not there, or who is not, is refused as a whole, and nothing is changed")
  func refused() throws {
    let editors = try add(.group, "Editors")
    let before = try everything()
    guard case .holdingGone = try give([editors.id, .new()]),
      case .unknown = try give([editors.id], "nobody")
    else { return #expect(Bool(false)) }
    #expect(try everything() == before)
    try site.run("UPDATE account SET state = 'removed'")
    guard case .unknown = try give([editors.id]) else { return #expect(Bool(false)) }
    #expect(try site.count("SELECT COUNT(*) FROM account_holding") == 0)
  }

  @Test("A form's change is what was ticked or unticked in it, and no more")
  func form() {
    let ids = (0..<4).map { _ in Holding.ID.new() }
    let change = HoldingsChange(from: [ids[0], ids[1]], to: [ids[1], ids[2]])
    #expect(change == HoldingsChange(give: [ids[2]], take: [ids[0]]))
    #expect(HoldingsChange(from: [ids[3]], to: [ids[3]]).isEmpty)
  }
}
