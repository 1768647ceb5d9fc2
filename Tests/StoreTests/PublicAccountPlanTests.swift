// Which public accounts somebody may use, and who may use one: by indexes, and the same rows whichever way is taken.

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
    func logins(_ filter: AccountFilter) throws -> [String] {
      try site.store().accounts.list(filter, from: .first, limit: 99).map(\.login.text)
    }
    #expect(try logins(filter) == expected)
    // Page by page too, whoever is on several associations' lists.
    var paged: [String] = []
    var start = ListStart<Account>.first
    while true {
      let page = try site.store().accounts.list(filter, from: start, limit: 4)
      paged += page.map(\.login.text)
      guard let last = page.last else { break }
      start = .after(last)
    }
    #expect(paged == expected)
    var narrow = filter
    narrow.department = try site.department("Works").id
    narrow.holding = editor.id
    let editors = (10..<40).filter { $0 % 3 == 0 && $0 % 2 == 1 }.map { "p\($0)" }
    #expect(try logins(narrow) == editors)
    let subjects = narrow.subjects + [.holding(editor.id)]
    for way in AccountPlanTests.ways(subjects) {
      let found = try connection.all(
        AccountRows.query(narrow, subjects, from: .first, limit: 99, way)
      ) { row in
        _ = try row.text()
        return try row.text()
      }
      #expect(found == editors, "\(way)")
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
