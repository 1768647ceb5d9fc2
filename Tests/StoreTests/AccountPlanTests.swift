// The list of accounts: every filter and each two of them is found or walked by an index, and the rows are the same
// whichever way is taken.

import Actions
import Database
import Membership
import Store
import TestSite
import Testing

@Suite("Query plans of accounts") struct AccountPlanTests {
  private let site: TestSite
  private let connection: Connection

  init() throws {
    site = try TestSite()
    connection = try site.store().connection
  }

  /// Nothing, each alone, each two of them; and with the state that a list begins with.
  private static let filters: [AccountFilter] = {
    let parts: [(inout AccountFilter) -> Void] = [
      { $0.state = .active }, { $0.state = .removed }, { $0.kind = .personal },
      { $0.department = Department.ID("d") }, { $0.holding = Holding.ID("h") },
    ]
    var filters = [AccountFilter()]
    for (place, part) in parts.enumerated() {
      var one = AccountFilter()
      part(&one)
      filters.append(one)
      for other in parts.dropFirst(place + 1) {
        var two = one
        other(&two)
        filters.append(two)
      }
    }
    return filters
  }()

  /// Each that finds who is, belongs to and holds all of that.
  static func ways(_ subjects: [GrantSubject]) -> [AccountWay] {
    let bySubject: [AccountWay] = subjects.map {
      switch $0 {
      case .account(let id): .account(id)
      case .department(let id): .members(id)
      case .holding(let id): .holders(id)
      }
    }
    return bySubject + [subjects.isEmpty ? .indexed : .walked]
  }

  private func plan(_ statement: SQL) throws -> QueryPlan {
    try QueryPlan(statement.text, connection)
  }

  @Test("No statement of the list reads all accounts, and none sorts but what it has counted")
  func plans() throws {
    let row = site.administrator
    for filter in Self.filters {
      // As a public account's associations narrow it.
      for further: GrantSubject? in [
        nil, .account(row.id), .department(Department.ID("e")), .holding(Holding.ID("i")),
      ] {
        let subjects = filter.subjects + [further].compactMap { $0 }
        for start in [ListStart.first, .after(row), .at(row)] {
          for way in Self.ways(subjects) {
            let plan = try plan(AccountRows.query(filter, subjects, from: start, limit: 51, way))
            #expect(plan.scans == [], "\(filter) \(way) \(plan)")
            switch way {
            case .account:
              #expect(plan.steps.contains { $0.hasPrefix("SEARCH account") }, "\(plan)")
            case .indexed: #expect(!plan.sorts, "\(filter) \(plan)")
            case .walked:
              let index =
                filter.kind != nil
                ? "account_kind_name"
                : filter.state != nil ? "account_state_name" : "account_name"
              #expect(plan.walks(index), "\(filter) \(plan)")
            case .holders: #expect(plan.walks("account_holding_name"), "\(filter) \(plan)")
            case .members:
              // Entries of an index are sorted, rows of the page are read.
              let members = plan.steps.filter { $0.hasPrefix("SEARCH account") }
              #expect(members.count == 2 && members[0].contains("(id=?)"), "\(filter) \(plan)")
              #expect(members[1].contains("COVERING INDEX account_department"), "\(plan)")
            }
          }
        }
      }
    }
    let count = try plan(AccountRows.count(under: Department.ID("d")))
    #expect(count.scans == [], "\(count)")
    #expect(count.steps.contains { $0.hasPrefix("CO-ROUTINE under") }, "\(count)")
    #expect(count.steps.contains { $0.contains("COVERING INDEX account_department") }, "\(count)")
    let indexes: [(AccountFilter, String)] = [
      (AccountFilter(), "account_name"), (AccountFilter(state: .active), "account_state_name"),
      (AccountFilter(kind: .public), "account_kind_name"),
      (AccountFilter(state: .active, kind: .public), "account_kind_name"),
    ]
    for (filter, index) in indexes {
      let plan = try plan(
        AccountRows.query(filter, [], from: .after(row), limit: 51, .indexed))
      #expect(plan.walks(index), "\(plan)")
    }
  }

  @Test("Who is renamed has the new place among who holds the same")
  func renamed() throws {
    let editor = try site.holding(.role, "Editor")
    _ = try site.person("grace", in: "Sales", holding: [editor])
    _ = try site.person("joan", in: "Sales", holding: [editor])
    func holders() throws -> [Account] {
      try site.store().accounts.list(AccountFilter(holding: editor.id), from: .first, limit: 9)
    }
    let before = try holders()
    var change = ChangeAccount(login: try #require(before.first).login, by: .commandLine)
    change.name = try PersonName("Zz")
    guard case .changed = try change.perform(in: site.open(), at: .now) else {
      return #expect(Bool(false))
    }
    #expect(try holders().map(\.id) == before.reversed().map(\.id))
  }

  @Test("Pages follow one another without a gap, whatever is chosen")
  func pages() throws {
    let sales = try #require(try site.store().departments.all().first { $0.name == "Sales" })
    let north = try #require(try site.store().departments.all().first { $0.name == "North" })
    let editor = Holding(kind: .role, name: "Editor")
    let store = try site.store()
    try store.write { try store.holdings.insert(editor) }
    for number in 0..<40 {
      let add = AddAccount(
        login: nil, name: try PersonName("Person \(number % 7)"),
        email: try EmailAddress("p\(number)@navy.example"),
        department: [nil, sales.id, north.id][number % 3], language: .english,
        holdings: number % 2 == 0 ? [editor.id] : [], isMailed: false, by: .commandLine)
      guard case .added(let account) = try add.perform(in: site.open(), at: .now) else {
        return #expect(Bool(false))
      }
      let change: AccountChange? = number % 10 == 0 ? .remove : number % 4 == 1 ? .suspend : nil
      if let change {
        _ = try ChangeAccountState(login: account.login, change, by: .commandLine)
          .perform(in: site.open(), at: .now)
      }
    }
    let all =
      try store.accounts.list(AccountFilter(), from: .first, limit: 99)
      + store.accounts.list(AccountFilter(state: .removed), from: .first, limit: 99)
    #expect(all.count == 41)
    for state in [nil, Account.State.active, .suspended, .removed] {
      for department in [nil, sales.id, north.id] {
        for holding in [nil, editor.id] {
          let filter = AccountFilter(state: state, department: department, holding: holding)
          let expected = try all.filter { account in
            let isUnder =
              department == nil || account.department == department
              || department == sales.id && account.department == north.id
            let holds =
              try holding == nil || store.holdings.all(of: account.id).contains(editor)
            return isUnder && holds
              && (state == nil ? account.state != .removed : account.state == state)
          }
          var found: [Account] = []
          var start = ListStart<Account>.first
          while true {
            let page = try store.accounts.list(filter, from: start, limit: 7)
            found += page
            guard let last = page.last else { break }
            start = .after(last)
          }
          #expect(found.count == expected.count && Set(found) == Set(expected), "\(filter)")
          let keys = found.map { (folded($0.name.text), $0.id.text) }
          #expect(zip(keys, keys.dropFirst()).allSatisfy { $0 < $1 }, "\(filter)")
        }
      }
    }
  }
}
