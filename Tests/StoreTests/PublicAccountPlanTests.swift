// Which public accounts somebody may use, and who may use one: by indexes, whichever way is taken, and the same
// rows by each.

import Actions
import Database
import Membership
import Store
import TestSite
import Testing

@Suite("Query plans of public accounts") struct PublicAccountPlanTests {
  private let site: TestSite
  private let connection: Connection
  private let press: Account

  init() throws {
    site = try TestSite()
    connection = try site.store().connection
    press = try site.publicAccount("press")
  }

  private func plan(_ statement: SQL) throws -> QueryPlan {
    try QueryPlan(statement.text, connection)
  }

  private var filters: [AccountFilter] {
    [nil, Account.State.active].flatMap { state in
      [nil, Account.Kind.personal].flatMap { kind in
        [nil, Department.ID("d")].flatMap { department in
          [nil, Holding.ID("h")].map { holding in
            AccountFilter(
              state: state, kind: kind, department: department, holding: holding, mayUse: press.id)
          }
        }
      }
    }
  }

  @Test("Who may use one: few are found through the associations, many are walked by name")
  func mayUse() throws {
    for filter in filters {
      for start in [ListStart.first, .after(press), .at(press)] {
        for finder in filter.finders {
          let count = try plan(AccountRows.count(filter, by: finder))
          #expect(count.unlimitedScans == [], "\(count)")
          let sorted = try plan(
            AccountRows.query(filter, from: start, limit: 21, .sorted, by: finder))
          #expect(sorted.unlimitedScans == [], "\(sorted)")
        }
        let walked = try plan(
          AccountRows.query(filter, from: start, limit: 21, .walked, by: nil))
        #expect(walked.scans == [] && walked.walks("account_name"), "\(walked)")
      }
    }
  }

  @Test("However they are found, they are the same")
  func ways() throws {
    let editor = try site.holding(.role, "Editor")
    var expected: [String] = []
    for number in 10..<40 {
      let holdings = number % 3 == 0 ? [editor] : []
      let department = number % 2 == 0 ? "Sales / North" : "Works"
      let person = Account(
        login: Login.suggestion(for: EmailAddress(stored: "p\(number)@x.example"), attempt: 1),
        name: PersonName(stored: "Person \(number)"),
        email: EmailAddress(stored: "p\(number)@x.example"),
        department: try site.department(department).id, language: .english,
        mustChangePassword: false, created: .now)
      let store = try site.store()
      try store.write {
        try store.accounts.insert(person, passwordHash: "", expires: nil)
        for holding in holdings { try store.holdings.give(holding.id, to: person.id) }
      }
      if number % 3 == 0 || number % 2 == 0 || number == 11 { expected.append(person.login.text) }
      if number == 11 { try site.associate(press, .account(person.id)) }
    }
    try site.associate(press, .department(try site.department("Sales").id))
    try site.associate(press, .holding(editor.id))
    let filter = AccountFilter(state: .active, kind: .personal, mayUse: press.id)
    func logins(_ filter: AccountFilter, _ way: ListWay, _ finder: AccountFinder?) throws
      -> [String]
    {
      try connection.all(
        AccountRows.query(filter, from: .first, limit: 99, way, by: finder)
      ) { row in
        _ = try row.text()
        return try row.text()
      }
    }
    #expect(try logins(filter, .sorted, .mayUse) == expected)
    #expect(try logins(filter, .walked, nil) == expected)
    var narrow = filter
    narrow.department = try site.department("Works").id
    narrow.holding = editor.id
    let editors = try logins(narrow, .walked, nil)
    #expect(editors == (10..<40).filter { $0 % 3 == 0 && $0 % 2 == 1 }.map { "p\($0)" })
    for finder in AccountFinder.allCases {
      #expect(try logins(narrow, .sorted, finder) == editors, "\(finder)")
      let count = try connection.first(AccountRows.count(narrow, by: finder)) { row in
        try row.integer()
      }
      #expect(count == editors.count, "\(finder)")
    }
    // And each of them finds it, from the other side.
    for login in expected {
      let checked = try #require(Login(login))
      let account = try #require(try site.store().accounts.find(login: checked))
      #expect(try site.open().publicAccounts(for: account).map(\.account.id) == [press.id])
    }
  }

  @Test("Which are open to somebody, and whether one is: asked from the account upwards")
  func open() throws {
    let editor = try site.holding(.role, "Editor")
    let grace = try site.person("grace", in: "Sales / North", holding: [editor])
    try site.associate(press, .holding(editor.id))
    let statements = try StatementTrace.record {
      let store = try site.store()
      _ = try store.grants.mayUse(press.id, grace)
      _ = try store.grants.publicAccounts(for: grace)
      _ = try store.grants.reasons(for: press.id, of: grace)
      _ = try store.accesses.list(publicAccount: press.id, limit: 9, at: .now)
      _ = try store.accesses.list(account: grace.id, limit: 9, at: .now)
      try store.write { try store.accesses.endAll(of: press.id, at: .now) }
    }.filter { $0.contains("public_account") && !$0.hasPrefix("CREATE") }
    #expect(statements.count >= 6)
    for statement in statements {
      let plan = try QueryPlan(statement, connection)
      #expect(plan.scans == [], "\(plan)")
      #expect(!plan.steps.contains { $0.hasPrefix("SCAN department") }, "\(plan)")
      #expect(!plan.sorts || statement.contains("name_key || ''"), "\(plan)")
      if statement.contains("WITH RECURSIVE") {
        #expect(
          plan.steps.contains {
            $0.hasPrefix("SEARCH public_account_grant USING COVERING INDEX")
          }, "\(plan)")
      }
    }
    let running = try #require(statements.first { $0.hasPrefix("UPDATE public_account_access") })
    #expect(try QueryPlan(running, connection).walks("public_account_access_running"))
  }
}
