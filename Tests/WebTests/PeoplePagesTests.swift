// The administrators' pages about people: the list and its filters, a new account, one and what is done to it, the
// question about links, erasing.

import Actions
import Foundation
import Membership
import Store
import TestSite
import Testing

@Suite("People over the web") struct PeoplePagesTests {
  private let site: TestSite
  private let cookie: String
  private let token: String

  init() throws {
    site = try TestSite()
    cookie = try site.signIn()
    token = try #require(site.ask("/admin/people/new", cookie: cookie).formToken)
  }

  private func get(_ path: String, _ query: String = "") -> Answer {
    site.ask("/admin/people" + path, query: query, cookie: cookie)
  }

  private func send(_ path: String, _ form: [(String, String)]) -> Answer {
    site.ask("/admin/people" + path, form: [("token", token)] + form, cookie: cookie)
  }

  @discardableResult
  private func add(_ login: String, _ name: String, department: Department.ID? = nil) throws
    -> Account
  {
    let add = AddAccount(
      login: Login(login), name: try PersonName(name),
      email: try EmailAddress("\(login)@navy.example"), department: department, language: .english,
      isMailed: false, by: .commandLine)
    guard case .added(let account) = try add.perform(in: site.open(), at: .now) else {
      throw TestSite.Unexpected("not added")
    }
    return account
  }

  private func role(_ name: String, to account: Account? = nil) throws -> Holding {
    let outcome = try AddHolding(.role, named: name, by: .commandLine).perform(
      in: site.open(), at: .now)
    guard case .added(let role) = outcome else { throw TestSite.Unexpected("\(outcome)") }
    if let account {
      _ = try ChangeHoldings(
        of: account.login, HoldingsChange(give: [role.id]), by: .commandLine
      ).perform(in: site.open(), at: .now)
    }
    return role
  }

  private func everything() throws -> [String] {
    try site.tables().filter { $0 != "session" }.flatMap { try site.dump($0) }
  }

  private func follow(_ answer: Answer) throws -> String {
    let location = try #require(answer["Location"])
    #expect(answer.status == 303)
    let parts = location.split(separator: "?")
    let path = String(parts[0].dropFirst("https://join.example.org/usher".count))
    return site.ask(
      path, query: parts.count > 1 ? String(parts[1]) : "", cookie: cookie
    ).body
  }

  // MARK: The list

  @Test("By name, with department and what they hold; each filter; pages of 50; names escaped")
  func list() throws {
    let departments = try site.store().departments.all()
    let north = try #require(departments.first { $0.name == "North" })
    let sales = try #require(departments.first { $0.name == "Sales" })
    let grace = try add("grace", "Grace <Hopper>", department: north.id)
    let editor = try role("Editor", to: grace)
    _ = try ChangeAccountState(
      login: add("gone", "Gone").login, .remove, by: .commandLine
    ).perform(in: site.open(), at: .now)
    let all = get("").body
    #expect(all.contains("Grace &lt;Hopper&gt;") && all.contains("Sales / North"))
    #expect(all.contains("Editor") && all.contains("Ada Lovelace") && !all.contains(">Gone<"))
    #expect(all.contains("href=\"/usher/admin/people/grace\""))
    for query in [
      "department=\(sales.id.text)", "holding=\(editor.id.text)", "text=hopp", "text=grace@navy",
      "state=active&department=Sales",
    ] {
      let page = get("", query)
      #expect(page.status == 200 && page.body.contains("Hopper"), "\(query)")
      #expect(!page.body.contains("Ada Lovelace"), "\(query)")
    }
    #expect(get("", "state=removed").body.contains("Gone"))
    #expect(get("", "kind=public").body.contains("Nothing fits"))
    #expect(get("", "holding=\(editor.id.text)").body.contains("Only who holds Editor."))
    for number in 0..<60 { try add("p\(number)", String(format: "Person %02d", number)) }
    let first = get("").body
    #expect(first.contains("Person 00") && !first.contains("Person 59"))
    let next = get("", "after=p40").body
    #expect(next.contains("Person 41") && next.contains("Person 59"))
    #expect(!next.contains("Person 40") && next.contains("First page"))
  }

  @Test(
    "What is not there: a sentence, 422",
    arguments: [
      ("department=Moon", "There is no such department"),
      ("holding=x", "There is no such position, group or role any more."),
      ("may-use=ada", "There is no such public account."), ("text=x", "at least two letters"),
    ])
  func unknown(_ query: String, _ sentence: String) {
    let answer = get("", query)
    #expect(answer.status == 422 && answer.body.contains(sentence))
  }

  @Test("Who may use a public account, through the department above or directly; and why")
  func mayUse() throws {
    let departments = try site.store().departments.all()
    let north = try #require(departments.first { $0.name == "North" })
    let sales = try #require(departments.first { $0.name == "Sales" })
    try add("grace", "Grace Hopper", department: north.id)
    let alan = try add("alan", "Alan Turing")
    try add("eve", "Eve")
    let press = Account(
      login: try #require(Login("press")), name: try PersonName("Press office"),
      email: EmailAddress(stored: ""), kind: .public, language: .english,
      mustChangePassword: false, created: .now)
    let store = try site.store()
    try store.write {
      try store.accounts.insert(press, passwordHash: "", expires: nil)
      _ = try store.grants.insert(.department(sales.id), for: press.id)
      _ = try store.grants.insert(.account(alan.id), for: press.id)
    }
    let page = get("", "may-use=press").body
    #expect(page.contains("Grace Hopper") && page.contains("Alan Turing"))
    #expect(!page.contains(">Eve<") && page.contains("Only who may use Press office."))
    let grace = get("/grace").body
    #expect(grace.contains("Press office") && grace.contains("through department Sales"))
    #expect(get("/eve").body.contains("No public account is open to this person."))
  }

  // MARK: A new one

  @Test("Added: the page says so, and the welcome mail is started in the background")
  func added() throws {
    let editor = try role("Editor")
    let north = try #require(try site.store().departments.all().first { $0.name == "North" })
    let answer = send(
      "/new",
      [
        ("name", "Grace Hopper"), ("email", "grace@navy.example"), ("login", ""),
        ("department", north.id.text), ("language", "zh-Hans"), ("welcome", "mailed"),
        ("holding-\(editor.id.text)", "yes"),
      ])
    #expect(answer.commands == [["deliver", "--site", site.directory]])
    let page = try follow(answer)
    #expect(page.contains("Grace Hopper has an account now"))
    #expect(page.contains("Sales / North") && page.contains("Editor"))
    let later = send(
      "/new", [("name", "Alan"), ("email", "alan@navy.example"), ("welcome", "later")])
    #expect(later.commands.isEmpty)
    #expect(try follow(later).contains("Alan has an account now, and no password yet."))
    #expect(try site.count("SELECT COUNT(*) FROM mail_outbox") == 1)
  }

  @Test(
    "What cannot be: 422, a sentence at the field, what was typed, and nobody is added",
    arguments: [
      ("-x", "Grace", "g@navy.example", "", "up to 64 small letters"),
      ("ADA", "Grace", "g@navy.example", "", "There is such an account already."),
      ("", "", "g@navy.example", "", "Please enter your name."),
      ("", "Grace", "navy", "", "It should look like name@example.org."),
      ("", "Grace", "ADA@example.org", "", "Account ada has this e-mail address already."),
      ("", "Grace", "g@navy.example", "Moon", "There is no such department"),
    ])
  func notAdded(
    _ login: String, _ name: String, _ email: String, _ department: String, _ sentence: String
  ) throws {
    let before = try everything()
    let answer = send(
      "/new",
      [("login", login), ("name", name), ("email", email), ("department", department)])
    #expect(answer.status == 422 && answer.body.contains(sentence))
    #expect(
      answer.body.contains("value=\"\(login)\"") && answer.body.contains("value=\"\(email)\""))
    #expect(try everything() == before)
  }

  // MARK: One

  @Test("Only what the form changed is changed; a taken address is named with whose it is")
  func changed() throws {
    let grace = try add("grace", "Grace Hopper")
    let form = [
      ("action", "change"), ("before-name", "Grace Hopper"),
      ("before-email", "grace@navy.example"), ("before-department", ""),
      ("before-language", "en"), ("department", ""), ("language", "en"),
    ]
    _ = try ChangeAccount(
      login: grace.login, language: .simplifiedChinese, by: .commandLine
    ).perform(in: site.open(), at: .now)
    let renamed = send(
      "/grace", form + [("name", "Grace B. Hopper"), ("email", "grace@navy.example")])
    let page = try follow(renamed)
    #expect(page.contains("Saved.") && page.contains("Grace B. Hopper"))
    #expect(try site.open().account(login: grace.login)?.language == .simplifiedChinese)
    let before = try everything()
    let taken = send(
      "/grace", form + [("name", "Grace Hopper"), ("email", "ada@example.org")])
    #expect(taken.status == 422)
    #expect(taken.body.contains("Account ada has this e-mail address already."))
    #expect(taken.body.contains("value=\"ada@example.org\""))
    #expect(try everything() == before)
    #expect(get("/nobody").status == 404 && send("/nobody", form).status == 404)
    #expect(send("/grace", [("action", "x")]).status == 400)
  }

  @Test("Positions, groups and roles: what was ticked is given, what was unticked taken")
  func holdings() throws {
    let grace = try add("grace", "Grace Hopper")
    let editor = try role("Editor", to: grace)
    let author = try role("Author")
    let answer = send(
      "/grace",
      [
        ("action", "holdings"), ("before-holdings", editor.id.text),
        ("holding-\(author.id.text)", "yes"),
      ])
    #expect(try follow(answer).contains("Saved: that is what this person holds."))
    #expect(try site.open().holdings(of: grace) == [author])
    let before = try everything()
    let gone = send("/grace", [("action", "holdings"), ("holding-x", "yes")])
    #expect(gone.status == 422)
    #expect(try everything() == before)
  }

  @Test("Suspended: the next request of theirs leads to sign-in; restored, a new password, removed")
  func leaves() throws {
    let grace = try add("grace", "Grace Hopper")
    let password = send("/grace", [("action", "password")])
    #expect(password.commands == [["deliver", "--site", site.directory]])
    #expect(try follow(password).contains("gets a new initial password by mail"))
    let initial = try #require(try DeliverMail().take(in: site.open(), at: .now)?.initialPassword)
    let graces = try site.signIn("grace", initial)
    #expect(site.ask("/me/password", cookie: graces).status == 200)
    #expect(
      try follow(send("/grace", [("action", "suspend")])).contains("suspended and signed out"))
    #expect(site.ask("/me/password", cookie: graces).status == 303)
    let again = send("/grace", [("action", "suspend")])
    #expect(again.status == 422 && again.body.contains("in another state by now"))
    #expect(try follow(send("/grace", [("action", "restore")])).contains("can sign in again."))
    #expect(try follow(send("/grace", [("action", "sign-out")])).contains("signed out everywhere."))
    let removed = try follow(send("/grace", [("action", "remove")]))
    #expect(removed.contains("Grace Hopper is removed.") && removed.contains("Erase this person"))
    #expect(removed.contains("/usher/admin/people/grace/erase"))
    let me = send("/ada", [("action", "remove")])
    #expect(me.status == 422 && me.body.contains("You cannot do this to yourself."))
    #expect(try site.open().account(login: grace.login)?.state == .removed)
  }

  @Test("An inviter leaves: without an answer nothing happens; then the links are handed over")
  func links() throws {
    _ = try site.administrator("bob", "Bob")
    let bob = try #require(Login("bob"))
    let bobs = try #require(try site.open().account(login: bob))
    let create = CreateInvitation(
      label: "", inviter: bobs, department: nil, language: .english, requiresApproval: true,
      notBefore: nil, validity: .never, maxUses: nil)
    guard case .created(let invitation) = try create.perform(in: site.open(), at: .now) else {
      return #expect(Bool(false))
    }
    let page = get("/bob").body
    #expect(page.contains("What shall become of the links of Bob?"))
    #expect(page.contains("One link is not over."))
    let before = try everything()
    let refused = send("/bob", [("action", "remove")])
    #expect(refused.status == 422)
    #expect(refused.body.contains("Please say what shall become of the links."))
    let administrators = site.ask(
      "/admin/administrators/bob", form: [("token", token), ("change", "suspend")],
      cookie: cookie)
    #expect(administrators.status == 422)
    #expect(administrators.body.contains("What shall become of the links of Bob?"))
    let noHeir = send(
      "/bob", [("action", "remove"), ("links", "hand-over"), ("heir", "bob")])
    #expect(noHeir.status == 422 && noHeir.body.contains("can only go to another administrator"))
    #expect(try everything() == before)
    let done = send("/bob", [("action", "remove"), ("links", "hand-over"), ("heir", "ada")])
    #expect(try follow(done).contains("Bob is removed."))
    #expect(try site.reload(invitation).inviterName == "Ada Lovelace")
  }

  @Test(
    "Erased after a page that says what goes; then nobody is found, and the log still leads there")
  func erased() throws {
    let grace = try add("grace", "Grace Hopper")
    #expect(get("/grace/erase").status == 303)
    #expect(send("/grace/erase", []).status == 422)
    _ = send("/grace", [("action", "remove")])
    let asked = get("/grace/erase")
    #expect(asked.status == 200 && asked.body.contains("Nobody can undo this."))
    try site.set(.contact, "grace@navy.example")
    let answer = send("/grace/erase", [])
    #expect(answer.status == 200 && answer.body.contains("The settings still say it"))
    #expect(answer.commands.contains(["deliver", "--site", site.directory]))
    #expect(get("/grace").status == 404)
    let found = site.ask("/admin/find", query: "q=hopper", cookie: cookie).body
    #expect(found.contains("Nobody has that"))
    let log = site.ask("/admin/audit", query: "subject=\(grace.id.text)", cookie: cookie).body
    #expect(log.contains("erased the person behind") && log.contains("/usher/admin/people/erased-"))
    let login = try #require(
      try site.open().accounts(AccountFilter(state: .removed), limit: 1).first
    ).login.text
    #expect(get("/\(login)").body.contains("This person was erased."))
    #expect(get("/\(login)/erase").status == 303)
  }

  // MARK: Find

  @Test("The quick query finds accounts too; who applied and joined stands once for each place")
  func find() throws {
    let invitation = try site.invitation(approval: false)
    try site.apply(invitation, "Grace Hopper", "grace@navy.example")
    let page = site.ask("/admin/find", query: "q=hopper", cookie: cookie).body
    #expect(page.contains("2 people"))
    #expect(page.contains("href=\"/usher/admin/people/grace\"") && page.contains("at="))
    let ada = site.ask("/admin/find", query: "q=lovelace", cookie: cookie).body
    #expect(ada.contains("href=\"/usher/admin/people/ada\"") && ada.contains("Administrator"))
    let person = get("/grace").body
    #expect(person.contains("/usher/admin/applications/"))
  }

  @Test("A login that another address ends in has a page too")
  func taken() throws {
    try add("new", "Newton")
    let list = get("").body
    #expect(list.contains("href=\"/usher/admin/people/~new\""))
    #expect(get("/~new").body.contains("Newton"))
  }
}
