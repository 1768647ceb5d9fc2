// Accounts from CSV: what each row brings, what is wrong with it, that a check and a failure change nothing, and
// that what is exported changes nothing when it comes back.

import Actions
import Foundation
import Membership
import Store
import TestSite
import TestTools
import Testing

@Suite("Import") struct ImportTests {
  private let site: TestSite

  init() throws { site = try TestSite() }

  // MARK: Pieces

  private func read(
    _ text: String, creating: Bool = false, welcoming: Bool = false
  ) throws -> (ImportAccounts, ImportAccounts.Reading) {
    let action = ImportAccounts(
      createsMissing: creating, isWelcomed: welcoming, by: .account(site.administrator.id))
    var rest = Array(text.utf8)[...]
    let reading = try action.check(in: site.open()) {
      defer { rest = rest.dropFirst(50) }
      return Array(rest.prefix(50))
    }
    return (action, reading)
  }

  private func check(_ text: String, creating: Bool = false) throws -> AccountImport {
    guard case .checked(let checked) = try read(text, creating: creating).1 else {
      throw TestSite.Unexpected("unreadable")
    }
    return checked.result
  }

  private func problems(_ text: String, creating: Bool = false) throws -> [AccountRowProblem] {
    let found = try check(text, creating: creating)
    return found.rows.flatMap { row in
      if case .refused(let problems) = row.fate { problems } else { [] as [AccountRowProblem] }
    }
  }

  @discardableResult
  private func perform(
    _ text: String, creating: Bool = false, welcoming: Bool = false,
    between: () throws -> Void = {}
  ) throws -> ImportAccounts.Outcome {
    let (action, reading) = try read(text, creating: creating, welcoming: welcoming)
    guard case .checked(let checked) = reading else { throw TestSite.Unexpected("unreadable") }
    try between()
    return try action.perform(checked, in: site.open(), at: .now)
  }

  private func imported(_ text: String, creating: Bool = false, welcoming: Bool = false) throws {
    let outcome = try perform(text, creating: creating, welcoming: welcoming)
    guard case .imported = outcome else { throw TestSite.Unexpected("\(outcome)") }
  }

  private func export(_ filter: AccountFilter = AccountFilter()) throws -> String {
    var text = ""
    try ExportAccounts(filter).perform(in: site.open()) { text += $0 }
    return text
  }

  private func dump() throws -> [String] {
    let index = "SELECT SUM(LENGTH(block) + id) FROM account_gram_data"
    return try site.tables().flatMap { try site.dump($0) } + ["\(try site.count(SQLText(index)))"]
  }

  private func account(_ login: String) throws -> Account {
    let login = try #require(Login(login))
    return try #require(try site.store().accounts.find(login: login))
  }

  // MARK: What a file brings

  @Test("New people with all that they hold; a check before changes nothing")
  func creates() throws {
    let text = """
      Kind;NAME;email;Department;roles;groups;positions;state;language;login
      ;Grace Hopper;grace@navy.example;Sales / North;Editor;;Admiral;;;
      ;李小龙;li@x.example;Sales/North;Editor; editor ;A ; B;;suspended;zh-hans;bruce
      public;Press office;;New / Deep / Deeper;;;;;;press

      ;;;;;;;;;
      """
    let before = try dump()
    let found = try check(text, creating: true)
    #expect(found.counts == AccountImport.Counts(created: 2, refused: 1))
    let mended = text.replacing("Editor; editor ;A ; B;;", with: "\"Editor; editor\";;\"A ; B\";")
    let right = try check(mended, creating: true)
    #expect(right.counts == AccountImport.Counts(created: 3))
    #expect(
      right.rows.map(\.line) == [2, 3, 4] && right.rows.map(\.login) == ["grace", "bruce", "press"])
    #expect(right.departments.map(\.path) == ["New", "New / Deep", "New / Deep / Deeper"])
    #expect(right.holdings.map(\.name) == ["Admiral", "Editor", "A", "B"])
    #expect(try dump() == before)

    try imported(mended, creating: true)
    let (grace, bruce, press) = (try account("grace"), try account("bruce"), try account("press"))
    #expect(grace.state == .active && grace.language == .english && grace.mustChangePassword)
    #expect(bruce.state == .suspended && bruce.language == .simplifiedChinese)
    #expect(press.kind == .public && press.email.text.isEmpty)
    let store = try site.store()
    #expect(try store.departments.path(of: press.department) == "New / Deep / Deeper")
    #expect(try store.holdings.all(of: grace.id).map(\.name) == ["Admiral", "Editor"])
    #expect(try store.holdings.all(of: bruce.id).map(\.name) == ["A", "B", "Editor"])
    #expect(try store.accounts.find(SearchText("小龙"), limit: 9).found == [bruce])
    #expect(try site.count("SELECT COUNT(*) FROM mail_outbox") == 0)
    #expect(try site.count("SELECT COUNT(*) FROM account WHERE is_administrator = 1") == 1)
    // Three accounts, three departments, four things to hold, and the import.
    let log = try store.audit.list(before: nil, subject: nil, limit: 11)
    #expect(log.map(\.verb) == ["import"] + Array(repeating: "create", count: 10))
    #expect(log[0].subject == "3" && log.allSatisfy { $0.actor == .account(site.administrator.id) })
    guard case .whole = try store.audit.verify() else { throw TestSite.Unexpected("broken") }
  }

  @Test("Changes: by login, else by address; a column that is not there leaves what there is")
  func changes() throws {
    try imported(
      "login,name,email,department,roles,groups\na,Ann,a@x.example,Sales,R,G\nb,Bob,b@x.example,Sales,R,",
      creating: true)
    let found = try check(
      "LOGIN,email,Roles\na,A@x.example,\n,B@X.example,R\n,b@x.example,")
    #expect(found.rows[0].fate == .change([.email, .roles]))
    #expect(found.rows[1].fate == .change([.email]))
    #expect(
      found.rows[2].fate == .refused([.accountTwice(line: 3), .addressTwice(line: 3)]))
    try imported("email,name,department,groups\na@X.example,Ann Other,,\n")
    let ann = try account("a")
    #expect(
      ann.name.text == "Ann Other" && ann.email.text == "a@X.example" && ann.department == nil)
    #expect(try site.store().holdings.all(of: ann.id).map(\.name) == ["R"])
    #expect(try site.store().accounts.find(SearchText("Other"), limit: 9).found == [ann])
    // Nothing to do: not a line in the log.
    let before = try dump()
    try imported("login,state,kind\na,,\nb,ACTIVE,Personal")
    #expect(try dump() == before)
  }

  @Test("Suspended: signed out at once; restored again; both stand in the log")
  func states() throws {
    try imported("login,name,email\na,Ann,a@x.example")
    let ann = try account("a")
    let store = try site.store()
    try store.write {
      try store.sessions.insert(tokenDigest: "x", account: ann.id, at: .now)
      try store.devices.insert(tokenDigest: "y", account: ann.id, at: .now)
    }
    try imported("login,state\na,suspended")
    #expect(try account("a").state == .suspended)
    #expect(try site.count("SELECT COUNT(*) FROM session") == 0)
    #expect(try site.count("SELECT COUNT(*) FROM device WHERE token_digest = 'y'") == 0)
    try imported("login,state\na,active")
    let verbs = try store.audit.list(before: nil, subject: ann.id.text, limit: 9).map(\.verb)
    #expect(verbs == ["restore", "suspend", "create"])
  }

  @Test("What else follows: mails that wait, uses of public accounts, pages of links, links in use")
  func consequences() throws {
    try imported(
      """
      login,name,email,kind
      a,Ann,a@x.example,
      b,Bob,b@x.example,
      press,Press,,public
      """, welcoming: true)
    let press = try account("press")
    let store = try site.store()
    try site.run(
      SQLText(
        """
        INSERT INTO public_account_access (id, public_account, account, began)
        VALUES ('u', '\(press.id.text)', '\(site.administrator.id.text)', 1)
        """))
    try imported("login,email,state\na,new@x.example,\npress,,suspended\nb,b@x.example,suspended")
    let mails = try site.open().mails(nil, limit: 9)
    #expect(mails.first { $0.state == .queued }?.recipient == "new@x.example")
    #expect(mails.first { $0.state == .failed }?.sealed == nil && mails.count == 2)
    #expect(try site.count("SELECT COUNT(*) FROM public_account_access WHERE ended IS NULL") == 0)

    // A link says who invites; and whoever has one in use is not suspended without being asked about it.
    let link = try site.invitation()
    let outcome = try perform("login,name\nada,Ada King\na,Ann King")
    guard case .imported(0, let pages) = outcome else { throw TestSite.Unexpected("\(outcome)") }
    #expect(pages == [link.code])
    let late = try perform("login,state\na,suspended") {
      try store.write {
        _ = try store.invitations.handOver(
          from: site.administrator.id, to: account("a").id, at: .now)
      }
    }
    guard case .overtaken(2) = late else { throw TestSite.Unexpected("\(late)") }
    #expect(try account("a").state == .active)
    #expect(try problems("login,state\na,suspended") == [.hasLinks(1)])
  }

  @Test("Without a welcome nobody signs in until a password is reissued; with one a mail waits")
  func passwords() throws {
    try imported("login,name,email\na,Ann,a@x.example")
    for password in ["", " ", "x", TestSite.password] {
      guard
        case .refused = try SignIn(name: "a", password: password).perform(
          in: site.open(), at: .now)
      else { throw TestSite.Unexpected("signed in with \(password)") }
    }
    _ = try ReissuePassword(login: account("a").login, by: .commandLine).perform(
      in: site.open(), at: .now)
    #expect(try site.count("SELECT COUNT(*) FROM mail_outbox WHERE kind = 'renewed'") == 1)

    guard
      case .imported(let mails, _) = try perform(
        "login,name,email,state,kind\nb,B,b@x.example,,\nc,C,c@x.example,suspended,\nd,D,,,public\na,Ann A,a@x.example,,",
        welcoming: true)
    else { throw TestSite.Unexpected("not imported") }
    #expect(mails == 1)
    let mail = try #require(try site.open().mails(.queued, limit: 9).first { $0.kind == .welcome })
    #expect(mail.account == (try account("b").id) && mail.sealed != nil)
    #expect(
      try site.count(
        "SELECT COUNT(*) FROM account WHERE password_hash = '' AND login IN ('c', 'd')")
        == 2)
  }

  @Test("Addresses change hands within one file, in a ring too")
  func ring() throws {
    try imported(
      "login,name,email\na,A,a@x.example\nb,B,b@x.example\nc,C,c@x.example\nd,D,d@x.example")
    #expect(
      try problems("login,email\na,b@x.example\nb,d@x.example")
        == [.addressTaken(by: try account("d").login)])
    try imported(
      "login,name,email\na,A,b@x.example\nb,B,c@x.example\nc,C,a@x.example\nnew,N,d@x.example\nd,D,e@x.example"
    )
    let found = try ["a", "b", "c", "new", "d"].map { try account($0).email.text.prefix(1) }
    #expect(found == ["b", "c", "a", "d", "e"])
    #expect(try site.count("SELECT COUNT(*) FROM account WHERE email_key <> LOWER(email)") == 0)
  }

  @Test("Logins are found for those who have none, and are nobody's in the file or the site")
  func logins() throws {
    try imported(
      "login,name,email\n,G,grace@a.example\ngrace2,H,h@a.example\n,I,grace@b.example\n,J,ada@b.example"
    )
    for login in ["grace", "grace2", "grace3", "ada2"] { _ = try account(login) }
  }

  // MARK: What is wrong

  @Test(
    "A file that cannot be looked at is refused with what is wrong",
    arguments: [
      ("", .empty), ("name,email\n", .empty), ("name,email\n,\n", .empty),
      ("name,mail\nx,y", .columnUnknown("mail")), ("name,email,\nx,y,", .columnUnknown("")),
      ("name,email,Name\nx,y,z", .columnTwice(.name)), ("name\nx", .columnMissing(.email)),
      ("email,department\nx,y", .columnMissing(.name)),
      ("name,email\n\"x", .unreadable(.openQuote(line: 2))),
      ("name,email\nx,\0", .unreadable(.nul(line: 2))),
    ] as [(String, AccountFileProblem)])
  func files(text: String, problem: AccountFileProblem) throws {
    guard case .unreadable(let found) = try read(text).1 else {
      throw TestSite.Unexpected("it was read")
    }
    #expect(found == problem)
  }

  @Test("What is wrong with a row is said, and nothing is changed")
  func rows() throws {
    try imported(
      "login,name,email,kind,state\nbob,Bob,bob@x.example,,\npress,Press,,public,\ngone,Gone,gone@x.example,,"
    )
    try site.run("UPDATE account SET state = 'removed' WHERE login = 'gone'")
    let bob = try account("bob").login
    let before = try dump()
    let long = String(repeating: "x", count: 201)
    let table: [(String, [AccountRowProblem])] = [
      ("name,email\na", [.cells(1, of: 2)]), ("name,email\na,b@x.example,c", [.cells(3, of: 2)]),
      ("login,name,email\n=1,A,a@x.example", [.login]),
      ("login,name,email\nA B,A,a@x.example", [.login]),
      ("name,email\nA,a", [.email(.malformed)]), ("name,email\nA,", [.email(.missing)]),
      ("name,email\nA,-a@x.example", [.email(.malformed)]),
      ("name,email\n,a@x.example", [.name(.missing)]),
      ("name,email\n\(long),a@x.example", [.name(.tooLong)]),
      ("name,email\n\"a\nb\",a@x.example", [.name(.unreadable)]),
      ("name,email\nA,a@x.example\nB,A@X.example", [.addressTwice(line: 2)]),
      ("login,name,email\na,A,BOB@x.example", [.addressTaken(by: bob)]),
      ("login,name,email\ngone,A,a@x.example", [.loginRemoved]),
      ("login,name,email\na,A,a@x.example\nA,B,b@x.example", [.loginTwice(line: 2)]),
      ("login\nnew", [.columnMissing(.name), .columnMissing(.email)]),
      ("name,email,kind\nP,,public", [.loginMissing]),
      ("login,name,email,department\na,A,a@x.example,Moon", [.departmentUnknown("Moon")]),
      ("login,name,email,department\na,A,a@x.example,Sales / ", [.departmentName("")]),
      ("login,name,email,groups\na,A,a@x.example,G", [.holdingUnknown(.group, "G")]),
      (
        "login;name;email;roles\na;A;a@x.example;\"R;b,c\"",
        [.holdingUnknown(.role, "R"), .holdingName("b,c")]
      ),
      ("login,language\nbob,tlh", [.language("tlh")]),
      ("login,state\nbob,removed", [.state("removed")]),
      ("login,kind\nbob,robot", [.kind("robot")]),
      ("login,kind\nbob,public", [.otherKind(.personal)]),
      ("login,kind\npress,personal", [.otherKind(.public)]),
      ("login,state\nada,suspended", [.administrator]),
    ]
    for (text, expected) in table {
      #expect(try problems(text) == expected, "\(text)")
      guard case .refused = try perform(text) else { throw TestSite.Unexpected(text) }
    }
    #expect(
      try problems("login,name,email,department\na,A,a@x.example,Sales/\u{1}", creating: true)
        == [.departmentName("\u{1}")])
    #expect(try dump() == before)
  }

  @Test("Names may begin like formulas; what guards them in the file is no part of them")
  func formulas() throws {
    try imported("login,name,email\na,=1+1,+a@x.example\nb,'=1+1,b@x.example\nc,''=1,c@x.example")
    #expect(try account("a").name.text == "=1+1" && account("a").email.text == "+a@x.example")
    #expect(try account("b").name.text == "=1+1" && account("c").name.text == "'=1")
    let text = try export()
    #expect(text.contains("a,'=1+1,'+a@x.example,") && text.contains("c,''=1,"))
    #expect(try check(text).counts == AccountImport.Counts(unchanged: 4))
  }

  // MARK: All or nothing

  @Test("A row that somebody else was faster with: nothing stays of those before it")
  func overtaken() throws {
    let rows = (0..<300).map { "p\($0),Person \($0),p\($0)@x.example,D / \($0 % 7),G\($0 % 5)" }
    let text = "login,name,email,department,groups\n" + rows.joined(separator: "\n")
    var before: [String] = []
    let outcome = try perform(text, creating: true, welcoming: true) {
      try imported("login,name,email\np298,Faster,faster@x.example")
      before = try dump()
    }
    guard case .overtaken(line: 300) = outcome else { throw TestSite.Unexpected("\(outcome)") }
    #expect(try dump() == before)

    // The same for an address, a department, and an account that is not as it was.
    for (line, statement) in [
      (nil, "INSERT INTO department (id, parent, name) VALUES ('x', NULL, 'D')"),
      (
        252,
        """
        UPDATE account SET email = 'p250@x.example', email_key = 'p250@x.example'
        WHERE login = 'p298'
        """
      ),
    ] as [(Int?, String)] {
      let outcome = try perform(text.replacing("p298,", with: "q298,"), creating: true) {
        try site.run(SQLText(statement))
        before = try dump()
      }
      guard case .overtaken(let found) = outcome, found == line else {
        throw TestSite.Unexpected("\(outcome)")
      }
      #expect(try dump() == before)
    }
    for statement in [
      "UPDATE account SET name = 'Else' WHERE login = 'p298'",
      "UPDATE account SET state = 'removed' WHERE login = 'p298'",
      "UPDATE account SET is_administrator = 1 WHERE login = 'p298'",
    ] {
      let outcome = try perform("login,name,email\na,A,a@x.example\np298,New,f@x.example") {
        try site.run(SQLText(statement))
        before = try dump()
      }
      guard case .overtaken(line: 3) = outcome else { throw TestSite.Unexpected("\(outcome)") }
      #expect(try dump() == before)
      try site.run("UPDATE account SET is_administrator = 0, state = 'active' WHERE login = 'p298'")
    }
  }

  // MARK: Out, in and out again

  @Test("Export, import, export: the same bytes, here and in an empty site")
  func roundTrip() throws {
    var dice = SplitMix64(seed: 25)
    let words = ["=Ann", "'=B", "Ünal", "李", "a, \"b\"", "-", "@x", "o'Neil", "Ann", "Émile", "'"]
    let rows = (0..<1203).map { place in
      let name = (0..<Int.random(in: 1...2, using: &dice)).compactMap { _ in
        words.randomElement(using: &dice)
      }.joined(separator: " ")
      let isPublic = place % 50 == 7
      return csvLine([
        "p\(place)", name, isPublic ? "" : "\(place % 9 == 0 ? "+" : "")p\(place)@x.example",
        place % 3 == 0 ? "" : "=Top / Unit \(place % 13)", place % 4 == 0 ? "Head" : "",
        place % 5 == 0 ? "Z;Ä;b" : "-x", place % 6 == 0 ? "Rôle;role 2" : "",
        place % 2 == 0 ? "en" : "zh-Hans", place % 11 == 0 ? "suspended" : "active",
        isPublic ? "public" : "personal",
      ])
    }
    try imported(csvLine(AccountColumn.allCases.map(\.rawValue)) + rows.joined(), creating: true)
    let first = try export()
    #expect(first.split(separator: "\r\n").count == 1205)
    let before = try dump()
    let found = try check(first)
    #expect(found.counts == AccountImport.Counts(unchanged: 1204))
    try imported(first)
    #expect(try export() == first && dump() == before)

    let other = try ImportTests()
    try other.imported(first, creating: true)
    #expect(Array(try other.export().utf8) == Array(first.utf8))
    #expect(try other.site.count("SELECT COUNT(*) FROM account WHERE is_administrator = 1") == 1)
  }

  @Test("An export can be of some; those who were removed are in none")
  func filtered() throws {
    try imported(
      "login,name,email,department,state\na,A,a@x.example,Sales / North,\nb,B,b@x.example,Sales,suspended\nc,C,c@x.example,,"
    )
    try site.run("UPDATE account SET state = 'removed' WHERE login = 'c'")
    func logins(_ filter: AccountFilter) throws -> [String] {
      try export(filter).split(separator: "\r\n").dropFirst().map {
        String($0.prefix { $0 != "," })
      }
    }
    let sales = try #require(try site.store().departments.find(name: "Sales", under: nil))
    #expect(try logins(AccountFilter()) == ["a", "ada", "b"])
    #expect(try logins(AccountFilter(department: sales)) == ["a", "b"])
    #expect(try logins(AccountFilter(state: .suspended)) == ["b"])
  }
}
