// The administrators' pages of public accounts: who may use one and why, who did, and what is done to it.

import Actions
import Foundation
import Membership
import Store
import TestSite
import Testing

@Suite("Public accounts over the web") struct PublicAccountsPageTests {
  private let site: TestSite
  private let cookie: String
  private let token: String

  init() throws {
    site = try TestSite()
    cookie = "__Host-usher=\(try site.beginSession(of: site.administrator))"
    token = try #require(site.ask("/me", cookie: cookie).formToken)
  }

  private func send(_ path: String, _ form: [(String, String)]) -> Answer {
    site.ask(path, form: [("token", token)] + form, cookie: cookie)
  }

  private func get(_ path: String, _ query: String = "") -> Answer {
    site.ask(path, query: query, cookie: cookie)
  }

  /// Where a redirection led.
  private func follow(_ answer: Answer) throws -> String {
    let location = try #require(answer["Location"], "\(answer.status)")
    #expect(answer.status == 303)
    let parts = location.dropFirst("https://join.example.org/usher".count)
      .split(separator: "?", maxSplits: 1).map(String.init)
    return get(parts[0], parts.count > 1 ? parts[1] : "").body
  }

  private func all() throws -> [String] {
    try site.tables().filter { $0 != "session" }.flatMap { try site.dump($0) }
  }

  private func expect(
    _ answer: Answer, refuses sentence: String, unchanged before: [String], _ typed: String = ""
  ) throws {
    #expect(answer.status == 422, "\(sentence)")
    #expect(answer.body.contains(sentence), "\(sentence)")
    #expect(typed.isEmpty || answer.body.contains("value=\"\(typed)\""), "\(sentence)")
    #expect(try all() == before, "\(sentence)")
  }

  // MARK: The list

  @Test("Made: on to its page, and it stands in the list")
  func made() throws {
    #expect(get("/admin/public-accounts").body.contains("There is no public account yet."))
    let answer = send(
      "/admin/public-accounts",
      [("action", "create"), ("name", "Press <office>"), ("login", " Press ")])
    let page = try follow(answer)
    #expect(page.contains("<h1>Press &lt;office&gt;</h1>"))
    #expect(page.contains("is there now. Choose who may use it."))
    #expect(page.contains("Nobody yet.") && page.contains("Nobody may use it."))
    let list = get("/admin/public-accounts").body
    #expect(list.contains("href=\"/usher/admin/public-accounts/press\""))
    #expect(get("/admin").body.contains("href=\"/usher/admin/public-accounts\""))
    #expect(get("/admin/public-accounts/nobody").status == 404)
    #expect(get("/admin/public-accounts/ada").status == 404)
    #expect(send("/admin/public-accounts/ada", [("action", "suspend")]).status == 404)
    #expect(send("/admin/public-accounts", [("action", "x")]).status == 400)
  }

  @Test("What cannot be made: 422, a sentence at the field, what was typed, and nothing is made")
  func notMade() throws {
    let before = try all()
    for (name, login, sentence) in [
      ("", "press", "Please give it a name"), ("Press", "-x", "up to 64 small letters"),
      ("Press", "ada", "There is such an account already."),
      (String(repeating: "x", count: 201), "press", "Please give it a name"),
    ] {
      let answer = send(
        "/admin/public-accounts", [("action", "create"), ("name", name), ("login", login)])
      try expect(answer, refuses: sentence, unchanged: before, login)
    }
  }

  @Test("A person's account is made public, by login or address; who cannot be is told why")
  func converted() throws {
    _ = try site.person("grace")
    _ = try site.administrator("bob", "Bob")
    let before = try all()
    for (person, sentence) in [
      ("bob", "This is an administrator"), ("ADA@example.org", "This is your own account"),
      ("nobody", "There is no such person."), ("", "There is no such person."),
    ] {
      let answer = send("/admin/public-accounts", [("action", "convert"), ("person", person)])
      try expect(answer, refuses: sentence, unchanged: before, person)
    }
    let answer = send(
      "/admin/public-accounts", [("action", "convert"), ("person", "grace@navy.example")])
    #expect(try follow(answer).contains("Grace is a public account now."))
    #expect(get("/admin/public-accounts").body.contains("Grace"))
  }

  @Test("On a person's page: it is asked what becomes of the links, and their pages follow")
  func convertedThere() throws {
    let grace = try site.person("grace")
    let create = CreateInvitation(
      label: "", inviter: grace, department: nil, language: .english, requiresApproval: true,
      notBefore: nil, validity: .never, maxUses: nil)
    guard case .created(let invitation) = try create.perform(in: site.open(), at: .now) else {
      return #expect(Bool(false))
    }
    let path = "/admin/people/grace"
    #expect(get(path).body.contains("value=\"convert\""))
    #expect(!get("/admin/people/ada").body.contains("value=\"convert\""))
    let before = try all()
    let elsewhere = send("/admin/public-accounts", [("action", "convert"), ("person", "grace")])
    try expect(elsewhere, refuses: "links that are still open", unchanged: before, "grace")
    #expect(elsewhere.body.contains("href=\"/usher/admin/people/grace\""))
    try expect(
      send(path, [("action", "convert")]),
      refuses: "Please say what shall become of the links.", unchanged: before)
    try expect(
      send(path, [("action", "convert"), ("links", "hand-over"), ("heir", "grace")]),
      refuses: "Only another administrator who is active", unchanged: before)
    let answer = send(path, [("action", "convert"), ("links", "revoke")])
    #expect(answer.status == 303 && answer["Location"]?.contains("public-accounts/grace") == true)
    #expect(try site.reload(invitation).revoked != nil)
    #expect(try follow(answer).contains("Grace is a public account now."))
    try expect(
      send("/admin/people/ada", [("action", "convert")]),
      refuses: "This is your own account", unchanged: try all())
  }

  @Test("Fifty to a page, by name")
  func pages() throws {
    for number in 10..<65 { _ = try site.publicAccount("a\(number)", "Account \(number)") }
    let first = get("/admin/public-accounts").body
    #expect(first.contains("Account 10") && first.contains("Account 59"))
    #expect(!first.contains("Account 60"))
    #expect(first.contains("?after=a59\""))
    let second = get("/admin/public-accounts", "after=a59").body
    #expect(!second.contains("Account 59") && second.contains("Account 60"))
    #expect(second.contains("Account 64") && !second.contains("?after="))
  }

  // MARK: One

  @Test("Opened to a department, a role and a person; who may use it, with every reason; closed")
  func associated() throws {
    let editor = try site.holding(.role, "Editor")
    let grace = try site.person("grace", in: "Sales / North", holding: [editor])
    _ = try site.person("alan", in: "Sales")
    _ = try site.person("mary")
    let sales = try site.department("Sales")
    _ = try site.publicAccount("press")
    let path = "/admin/public-accounts/press"
    func open(_ action: String, _ field: String, _ value: String) throws -> String {
      try follow(send(path, [("action", action), (field, value)]))
    }
    #expect(
      try open("associate-department", "department", sales.id.text)
        .contains("It is open to Sales now."))
    #expect(
      try open("associate-holding", "holding", editor.id.text)
        .contains("It is open to Editor now."))
    let page = try open("associate-person", "person", "GRACE@navy.example")
    #expect(page.contains("It is open to Grace now."))
    #expect(
      page.contains("through department Sales<br>through role Editor<br>as a person"))
    #expect(
      page.contains("<b>Alan</b>") && page.contains("/admin/people/alan") && !page.contains("Mary"))
    #expect(get("/admin/public-accounts").body.contains(">3</td>"))
    let closed = try follow(
      send(
        path, [("action", "dissociate"), ("kind", "department"), ("subject", sales.id.text)]))
    #expect(closed.contains("It is not open to Sales any more."))
    #expect(closed.contains("through role Editor<br>as a person") && !closed.contains("Alan"))
    let before = try all()
    let again = send(
      path, [("action", "dissociate"), ("kind", "department"), ("subject", sales.id.text)])
    try expect(again, refuses: "It was not open to that any more.", unchanged: before)
    #expect(send(path, [("action", "dissociate"), ("kind", "x"), ("subject", "y")]).status == 400)
    #expect(send(path, [("action", "x")]).status == 400)
    let refusals: [(String, String, String, String)] = [
      ("associate-department", "department", "", "There is no such department"),
      ("associate-department", "department", "Moon", "There is no such department"),
      ("associate-holding", "holding", "", "There is no such position, group or role."),
      ("associate-holding", "holding", "x", "That is not there any more."),
      ("associate-holding", "holding", editor.id.text, "It is open to that already."),
      ("associate-person", "person", "", "There is no such person."),
      ("associate-person", "person", "nobody", "There is no such person."),
      ("associate-person", "person", "grace", "It is open to that already."),
      ("associate-person", "person", "press", "This is a public account itself."),
    ]
    for (action, field, value, sentence) in refusals {
      let answer = send(path, [("action", action), (field, value)])
      // What is chosen from a list stays only where it is in it.
      try expect(
        answer, refuses: sentence, unchanged: before, field == "person" ? value : "")
    }
    _ = grace
  }

  @Test("The first twenty who may use it; fifty of its uses to a page")
  func many() throws {
    let press = try site.publicAccount("press")
    let team = try site.holding(.group, "Team")
    try site.associate(press, .holding(team.id))
    let store = try site.store()
    let people = (10..<35).map { number in
      Account(
        login: Login.suggestion(for: EmailAddress(stored: "p\(number)@x.example"), attempt: 1),
        name: PersonName(stored: "Person \(number)"),
        email: EmailAddress(stored: "p\(number)@x.example"), language: .english,
        mustChangePassword: false, created: .now)
    }
    try store.write {
      for person in people {
        try store.accounts.insert(person, passwordHash: "", expires: nil)
        try store.holdings.give(team.id, to: person.id)
      }
      for number in 0..<60 {
        let use = PublicAccountUse.ID.new()
        let began = Moment(seconds: 1_790_000_000 + Int64(number))
        try store.accesses.insert(
          use, publicAccount: press.id, account: people[number % 25].id, at: began)
        try store.accesses.end(use, at: began + 1)
      }
    }
    let page = get("/admin/public-accounts/press").body
    #expect(page.contains("href=\"/usher/admin/people?may-use=press\""))
    #expect(get("/admin/people", "may-use=press").body.contains("Person 34"))
    #expect(page.contains("Person 29") && page.matches(of: /through group Team/).count == 20)
    let next = try #require(page.firstMatch(of: /\?before=([A-Z0-9]+)"/)).1
    #expect(page.matches(of: /data-is="From"/).count == 50)
    let second = get("/admin/public-accounts/press", "before=\(next)").body
    #expect(second.matches(of: /data-is="From"/).count == 10 && !second.contains("?before="))
  }

  @Test("Renamed, suspended, restored, removed; each says so")
  func changed() throws {
    _ = try site.publicAccount("press")
    let path = "/admin/public-accounts/press"
    func change(_ action: String, _ more: [(String, String)] = []) throws -> String {
      try follow(send(path, [("action", action)] + more))
    }
    let renamed = try change("rename", [("name", "Presse")])
    #expect(renamed.contains("<h1>Presse</h1>") && renamed.contains("The new name is saved."))
    #expect(try change("suspend").contains("Presse is suspended."))
    let before = try all()
    try expect(
      send(path, [("action", "suspend")]), refuses: "It is in another state by now.",
      unchanged: before)
    try expect(
      send(path, [("action", "rename"), ("name", " ")]), refuses: "Please give it a name",
      unchanged: before)
    try expect(
      send(path, [("action", "revert"), ("email", "g@navy.example")]),
      refuses: "It is suspended. Please restore it first.", unchanged: before, "g@navy.example")
    #expect(try change("restore").contains("Presse can be used again."))
    let removed = try change("remove")
    #expect(removed.contains("Presse is removed.") && !removed.contains("public-accounts/press"))
    #expect(get(path).status == 404)
    #expect(send(path, [("action", "restore")]).status == 404)
    #expect(get("/admin/audit").body.contains("removed"))
    _ = try site.publicAccount("office", "Office")
    #expect(get("/admin/audit").body.contains("href=\"/usher/admin/public-accounts/office\""))
  }

  @Test("Made personal: its address is asked for, and the password's mail is started")
  func reverted() throws {
    _ = try site.person("grace")
    _ = send("/admin/public-accounts", [("action", "convert"), ("person", "grace")])
    let path = "/admin/public-accounts/grace"
    // The address that it had is offered.
    #expect(get(path).body.contains("value=\"grace@navy.example\""))
    let before = try all()
    for (email, sentence) in [
      ("", "Please enter"), ("navy", "It should look like name@example.org."),
      ("ADA@example.org", "Account ada has this e-mail address already."),
    ] {
      try expect(
        send(path, [("action", "revert"), ("email", email)]), refuses: sentence,
        unchanged: before, email)
    }
    let answer = send(path, [("action", "revert"), ("email", "grace@navy.example")])
    #expect(answer.commands == [["deliver", "--site", site.directory]])
    #expect(try follow(answer).contains("Grace is a personal account again"))
    let mail = try #require(try DeliverMail().take(in: site.open(), at: .now))
    let password = try #require(mail.initialPassword)
    #expect(!answer.body.contains(password))
    _ = try site.signIn("grace", password)
  }
}
