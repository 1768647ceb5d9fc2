// The organisation's tree: departments are added, renamed, moved, merged, removed; no circle arises, no two of one
// name stand in one place, and what is refused changes nothing.

import Actions
import Dispatch
import Foundation
import Membership
import Store
import TestSite
import Testing

@Suite("Departments") struct DepartmentTreeTests {
  private let site: TestSite
  private let actor: Actor

  init() throws {
    site = try TestSite()
    actor = .account(site.administrator.id)
  }

  private func everything() throws -> [String] {
    try site.tables().flatMap { try site.dump($0) }
  }

  private func paths() throws -> [String] { try site.open().departments().map(\.path) }

  @discardableResult
  private func add(_ path: String) throws -> Department {
    switch try AddDepartment(path: path, by: actor).perform(in: site.open(), at: .now) {
    case .added(let department), .exists(let department): return department
    case .badName, .parentGone: throw TestSite.Unexpected("\(path) was not added")
    }
  }

  private func id(_ path: String) throws -> Department.ID {
    guard case .found(let department) = try site.open().department(typed: path) else {
      throw TestSite.Unexpected("no department \(path)")
    }
    return department.id
  }

  private func change(_ path: String, _ change: DepartmentChange) throws
    -> ChangeDepartment.Outcome
  {
    try ChangeDepartment(try id(path), change, by: actor).perform(in: site.open(), at: .now)
  }

  private func must(_ path: String, _ change: DepartmentChange) throws {
    guard case .changed = try self.change(path, change) else {
      throw TestSite.Unexpected("\(path) was not changed: \(change)")
    }
  }

  /// And nothing is changed.
  private func expectRefused(
    _ path: String, _ change: DepartmentChange, _ problems: [DepartmentChange.Problem],
    _ place: SourceLocation = #_sourceLocation
  ) throws {
    let before = try everything()
    guard case .refused(_, let found) = try self.change(path, change) else {
      Issue.record("\(path) was changed: \(change)", sourceLocation: place)
      return
    }
    #expect(found == problems, sourceLocation: place)
    #expect(try everything() == before, sourceLocation: place)
  }

  private func person(_ login: String, in path: String) throws -> Account {
    var account = try site.administrator(login, login.capitalized)
    account.department = try id(path)
    let store = try site.store()
    try store.write { try store.accounts.update(account) }
    return account
  }

  private func verbs(_ id: Department.ID) throws -> [String] {
    try site.store().audit.list(before: nil, subject: id.text, limit: 9).map(\.verb).reversed()
  }

  // MARK: Added

  @Test("Added at the top or under another, with what is missing between; what is there stays")
  func added() throws {
    let sales = try id("Sales")
    let under = AddDepartment(path: "South / Shop", under: sales, by: actor)
    guard case .added(let shop) = try under.perform(in: site.open(), at: .now),
      case .exists(let again) = try under.perform(in: site.open(), at: .now)
    else { return #expect(Bool(false)) }
    #expect(shop == again && shop.path == "Sales / South / Shop")
    #expect(try verbs(shop.id) == ["create"])
    let before = try everything()
    guard
      case .parentGone = try AddDepartment(path: "X", under: .new(), by: actor)
        .perform(in: site.open(), at: .now)
    else { return #expect(Bool(false)) }
    for bad in ["", "A / ", "A / \u{200B}", "A\u{202E}B", String(repeating: "x", count: 101)] {
      guard
        case .badName = try AddDepartment(path: bad, under: sales, by: actor)
          .perform(in: site.open(), at: .now)
      else { return #expect(Bool(false), "\(bad)") }
    }
    #expect(try everything() == before)
  }

  // MARK: Renamed and moved

  @Test("Renamed, whatever lies under it goes along; as it is called is no change")
  func renamed() throws {
    try must("Sales", .rename(to: " Trade "))
    #expect(try paths() == ["Trade", "Trade / North"])
    let before = try everything()
    try must("Trade", .rename(to: "Trade"))
    #expect(try everything() == before)
    #expect(try verbs(id("Trade")) == ["create", "rename"])
  }

  @Test("A name that cannot be, or that another has in that place, is refused")
  func names() throws {
    try add("Press")
    try expectRefused("Press", .rename(to: "Sales"), [.taken])
    for bad in ["", " ", "A/B", "A\nB", String(repeating: "x", count: 101)] {
      try expectRefused("Press", .rename(to: bad), [.name])
    }
    try add("Press / Sales")
    try expectRefused("Press / Sales", .move(under: nil), [.taken])
    // In another place it may be called the same.
    try must("Press / Sales", .rename(to: "North"))
    #expect(try paths() == ["Press", "Press / North", "Sales", "Sales / North"])
  }

  @Test("Moved with what lies under it, under another or to the top")
  func moved() throws {
    try add("Sales / North / Shop")
    try add("Press")
    try must("Sales / North", .move(under: try id("Press")))
    #expect(try paths() == ["Press", "Press / North", "Press / North / Shop", "Sales"])
    try must("Press / North", .move(under: nil))
    #expect(try paths() == ["North", "North / Shop", "Press", "Sales"])
    let before = try everything()
    try must("North", .move(under: nil))
    #expect(try everything() == before)
    #expect(try verbs(id("North")) == ["create", "move", "move"])
  }

  @Test("Under itself, under what lies under it, under or into what is gone: refused")
  func circles() throws {
    try add("Sales / North / Shop")
    for below in ["Sales", "Sales / North", "Sales / North / Shop"] {
      try expectRefused("Sales", .move(under: try id(below)), [.circle])
      try expectRefused("Sales", .merge(into: try id(below)), [.circle])
    }
    try expectRefused("Sales", .move(under: .new()), [.targetGone])
    try expectRefused("Sales", .merge(into: .new()), [.targetGone])
    let gone = ChangeDepartment(.new(), .remove, by: actor)
    guard case .unknown = try gone.perform(in: site.open(), at: .now) else {
      return #expect(Bool(false))
    }
  }

  @Test(
    "Two who move each under the other at the same instant: one of them does, and no circle arises")
  func race() throws {
    for _ in 0..<20 {
      let site = try TestSite()
      let ids = try ["A", "B"].map { name -> Department.ID in
        guard
          case .added(let department) = try AddDepartment(path: "\(name) / Below", by: actor)
            .perform(in: site.open(), at: .now), let parent = department.parent
        else { throw TestSite.Unexpected(name) }
        return parent
      }
      // Each with a connection of its own, as processes have.
      DispatchQueue.concurrentPerform(iterations: 2) { place in
        let move = ChangeDepartment(ids[place], .move(under: ids[1 - place]), by: .commandLine)
        _ = try? move.perform(in: site.open(), at: .now)
      }
      #expect(try site.open().departments().count == 6)
      #expect(try site.count("SELECT COUNT(*) FROM department WHERE parent IS NULL") == 2)
      #expect(try site.count("SELECT COUNT(*) FROM audit_log WHERE verb = 'move'") == 1)
    }
  }

  @Test("Many who move, merge, rename and remove at once leave a tree: each has a way to the top")
  func crowd() throws {
    let names = (0..<12).map { "D\($0)" }
    for name in names { try add(name) }
    let ids = try names.map { try id($0) }
    DispatchQueue.concurrentPerform(iterations: 6) { worker in
      var dice = SystemRandomNumberGenerator()
      for _ in 0..<30 {
        let (one, other) = (ids.randomElement(using: &dice), ids.randomElement(using: &dice))
        guard let one, let other else { return }
        let change: DepartmentChange =
          switch Int.random(in: 0..<12, using: &dice) {
          case 0: .merge(into: other)
          case 1: .rename(to: "R\(Int.random(in: 0..<9, using: &dice))")
          case 2: .move(under: nil)
          default: .move(under: other)
          }
        _ = try? ChangeDepartment(one, change, by: .commandLine).perform(in: site.open(), at: .now)
      }
    }
    // Only what has a way from the top is found from there.
    #expect(try site.open().departments().count == site.count("SELECT COUNT(*) FROM department"))
  }

  // MARK: Merged

  @Test("Merged: people, links, applications, public accounts and what lies under it go over")
  func merged() throws {
    try add("Press")
    try add("Press / North")
    try add("Press / North / Shop")
    try add("Press / West")
    try add("Sales / North / Office")
    let (bob, eve) = (try person("bob", in: "Press"), try person("eve", in: "Press / North"))
    let link = try site.invitation()
    let (press, sales) = (try id("Press"), try id("Sales"))
    let north = try id("Sales / North")
    try site.run(SQLText("UPDATE invitation SET department = '\(press.text)'"))
    let applied = try site.apply(try site.reload(link)).application
    let store = try site.store()
    try store.write {
      _ = try store.grants.insert(.department(press), for: bob.id)
      _ = try store.grants.insert(.department(press), for: eve.id)
      _ = try store.grants.insert(.department(sales), for: eve.id)
    }
    guard case .changed(let target) = try change("Press", .merge(into: sales)) else {
      return #expect(Bool(false))
    }
    #expect(target.id == sales)
    #expect(
      try paths() == [
        "Sales", "Sales / North", "Sales / North / Office", "Sales / North / Shop", "Sales / West",
      ])
    #expect(try store.accounts.find(id: bob.id)?.department == sales)
    #expect(try store.accounts.find(id: eve.id)?.department == north)
    #expect(try site.reload(link).departmentPath == "Sales")
    // What the applicant saw stays, as text.
    let application = try #require(try store.applications.find(id: applied.id))
    #expect(application.department == sales && application.departmentPath == "Press")
    #expect(
      Set(try store.grants.publicAccounts(with: .department(sales), limit: 9).map(\.id)) == [
        bob.id, eve.id,
      ])
    #expect(try site.count("SELECT COUNT(*) FROM public_account_grant") == 2)
    #expect(try verbs(press) == ["create", "merge"] && verbs(sales) == ["create", "take up"])
    #expect(try verbs(north) == ["create", "take up"])
  }

  @Test("Merged into what it lies under; what lies under it may bear its own name, or the other's")
  func mergedUpwards() throws {
    try add("Sales / North / North")
    try add("Sales / North / Sales")
    try must("Sales / North", .merge(into: try id("Sales")))
    #expect(try paths() == ["Sales", "Sales / North", "Sales / Sales"])
    try add("Sales / Sales / North / Deep")
    try must("Sales / Sales", .merge(into: try id("Sales")))
    #expect(try paths() == ["Sales", "Sales / North", "Sales / North / Deep"])
  }

  // MARK: Removed

  @Test("Removed where nobody belongs to it and nothing leads to it; what is over points nowhere")
  func removed() throws {
    try add("Press")
    let press = try id("Press")
    let gone = try person("bob", in: "Press")
    let links = try (0..<2).map { _ in try site.invitation() }
    try site.run(SQLText("UPDATE invitation SET department = '\(press.text)'"))
    let decided = try site.apply(try site.reload(links[0])).application
    _ = try Decide([decided.reference], .reject, approver: site.administrator)
      .perform(in: site.open(), at: .now)
    // A receipt, for who has an account already.
    try site.apply(try site.reload(links[0]), "Ada", "ada@example.org")
    try site.run(SQLText("UPDATE invitation SET revoked = 1 WHERE id = '\(links[0].id.text)'"))
    try site.run(SQLText("UPDATE invitation SET expires = 1 WHERE id = '\(links[1].id.text)'"))
    try site.run("UPDATE account SET state = 'removed' WHERE login = 'bob'")
    try must("Press", .remove)
    #expect(try paths() == ["Sales", "Sales / North"])
    #expect(try site.store().accounts.find(id: gone.id)?.department == nil)
    #expect(try links.allSatisfy { try site.reload($0).department == nil })
    let application = try #require(try site.store().applications.find(id: decided.id))
    #expect(application.department == nil && application.departmentPath == "Press")
    #expect(
      try site.count(
        """
        SELECT COUNT(*) FROM application_receipt
        WHERE department IS NULL AND department_path = 'Press'
        """) == 1)
    #expect(try verbs(press) == ["create", "remove"])
  }

  @Test("Not removed: every reason is said at once, and each alone, and nothing is changed")
  func notRemoved() throws {
    try add("Press / Below")
    let press = try id("Press")
    let bob = try person("bob", in: "Press")
    let link = try site.invitation(maxUses: 1)
    try site.run(SQLText("UPDATE invitation SET department = '\(press.text)'"))
    // Used up, and yet not over: the limit can be raised.
    let waiting = try site.apply(try site.reload(link)).application
    let store = try site.store()
    _ = try store.write { try store.grants.insert(.department(press), for: site.administrator.id) }
    try expectRefused(
      "Press", .remove, [.people, .departments, .links, .applications, .publicAccounts])
    try must("Press / Below", .move(under: nil))
    try expectRefused("Press", .remove, [.people, .links, .applications, .publicAccounts])
    try store.write {
      var bob = bob
      bob.department = nil
      try store.accounts.update(bob)
    }
    try expectRefused("Press", .remove, [.links, .applications, .publicAccounts])
    _ = try RevokeInvitation(link.code, by: actor).perform(in: site.open(), at: .now)
    try expectRefused("Press", .remove, [.applications, .publicAccounts])
    _ = try Decide([waiting.reference], .reject, approver: site.administrator)
      .perform(in: site.open(), at: .now)
    try expectRefused("Press", .remove, [.publicAccounts])
    try site.run("DELETE FROM public_account_grant")
    // A suspended person still belongs to it.
    try site.run(
      SQLText(
        "UPDATE account SET state = 'suspended', department = '\(press.text)' WHERE login = 'bob'"))
    try expectRefused("Press", .remove, [.people])
    try site.run("UPDATE account SET department = NULL")
    try must("Press", .remove)
  }

  @Test(
    "Who applies while the department is merged joins the other; a link is not made into one that is gone"
  )
  func meanwhile() throws {
    try add("Press")
    let link = try site.invitation(approval: false)
    let press = try #require(try site.open().department(id: try id("Press")))
    try must("Sales / North", .merge(into: press.id))
    try site.apply(try site.reload(link))
    #expect(
      try site.store().accounts.list(
        AccountFilter(department: press.id), from: .first, limit: 9
      ).count == 1)
    try site.run("UPDATE account SET department = NULL")
    _ = try RevokeInvitation(link.code, by: actor).perform(in: site.open(), at: .now)
    try must("Press", .remove)
    let create = CreateInvitation(
      label: "", inviter: site.administrator, department: press, language: .english,
      requiresApproval: true, notBefore: nil, validity: .never, maxUses: nil)
    let before = try everything()
    guard case .refused(.departmentGone) = try create.perform(in: site.open(), at: .now) else {
      return #expect(Bool(false))
    }
    #expect(try everything() == before)
  }

  // MARK: One level

  @Test("Those right under one come by name, a page at a time")
  func levels() throws {
    for place in 0..<7 { try add("Sales / S\(place)") }
    let sales = try id("Sales")
    let installation = try site.open()
    #expect(try installation.departments(under: nil, limit: 9).map(\.name) == ["Sales"])
    #expect(
      try installation.departments(under: sales, limit: 3).map(\.name) == ["North", "S0", "S1"])
    #expect(
      try installation.departments(under: sales, after: "S1", limit: 9).map(\.name) == [
        "S2", "S3", "S4", "S5", "S6",
      ])
    let north = try #require(try installation.department(id: try id("Sales / North")))
    #expect(try installation.line(to: north).map(\.name) == ["Sales", "North"])
  }
}
