// The pages of the organisation's tree, and of positions, groups and roles, request by request.

import Actions
import Foundation
import Membership
import Store
import TestSite
import Testing

@Suite("Department and holding pages") struct DepartmentPagesTests {
  private let site: TestSite
  private let cookie: String
  private let token: String

  init() throws {
    site = try TestSite()
    cookie = try site.signIn()
    token = try #require(site.ask("/admin/departments", cookie: cookie).formToken)
  }

  private func get(_ path: String, _ query: String = "") -> Answer {
    site.ask(path, query: query, cookie: cookie)
  }

  private func post(_ path: String, _ form: [(String, String)]) -> Answer {
    site.ask(path, form: [("token", token)] + form, cookie: cookie)
  }

  /// The page that the answer leads to.
  private func follow(_ answer: Answer) throws -> String {
    #expect(answer.status == 303)
    let location = try #require(answer["Location"])
    let parts = location.split(separator: "?", maxSplits: 1).map(String.init)
    let path = parts[0].replacingOccurrences(of: "https://join.example.org/usher", with: "")
    return get(path, parts.count > 1 ? parts[1] : "").body
  }

  private func everything() throws -> [String] {
    try site.tables().filter { $0 != "session" }.flatMap { try site.dump($0) }
  }

  private func paths() throws -> [String] { try site.open().departments().map(\.path) }

  private func id(_ path: String) throws -> String {
    guard case .found(let department) = try site.open().department(typed: path) else {
      throw TestSite.Unexpected("no department \(path)")
    }
    return department.id.text
  }

  private func page(_ path: String) throws -> String { "/admin/departments/\(try id(path))" }

  // MARK: Departments

  @Test("The tree is shown whole, each below what it lies under, and leads to each one's page")
  func tree() throws {
    _ = try AddDepartment(path: "Sales / <b>South").perform(in: site.open(), at: .now)
    let body = get("/admin/departments").body
    let links = body.matches(
      of: /<li><a href="\/usher\/admin\/departments\/[0-9A-Z]+">([^<]*)<\/a>/
    )
    .map { String($0.1) }
    #expect(links == ["Sales", "&lt;b&gt;South", "North"])
    #expect(body.contains("Sales</a>\n<ul>\n<li>"))
    #expect(body.contains("href=\"/usher/admin/departments\" aria-current=\"page\""))
    #expect(!body.contains("<b>South"))
    try site.run("DELETE FROM department WHERE parent IS NOT NULL")
    try site.run("DELETE FROM department")
    #expect(get("/admin/departments").body.contains("No departments yet."))
  }

  @Test("A large tree is shown one level at a time, page after page")
  func large() throws {
    let store = try site.store()
    let sales = Department.ID(try id("Sales"))
    try store.write {
      for place in 0..<450 {
        try store.departments.insert(id: .new(), name: "D\(1000 + place)", parent: sales)
      }
      try store.departments.insert(id: .new(), name: "Top <1>", parent: nil)
    }
    let top = get("/admin/departments").body
    #expect(top.contains(">Sales</a>") && top.contains(">Top &lt;1&gt;</a>"))
    #expect(!top.contains("D1000") && !top.contains("rel=\"next\""))
    var seen: [String] = []
    var query: String? = ""
    while let asked = query {
      let body = get("/admin/departments/\(sales.text)", asked).body
      seen += body.matches(of: /<li><a href="[^"]*">([^<]*)<\/a>/).map { String($0.1) }
      query = body.firstMatch(of: /rel="next" href="[^?]*\?([^"]*)"/).map { String($0.1) }
    }
    #expect(seen == (0..<450).map { "D\(1000 + $0)" } + ["North"])
    // A path is typed, where a list to choose from would be too long.
    let path = try page("Sales / D1007")
    let unknown = post(path, [("action", "move"), ("under", "Nowhere")])
    #expect(unknown.status == 422 && unknown.body.contains("There is no such department"))
    #expect(unknown.body.contains("value=\"Nowhere\""))
    #expect(post(path, [("action", "move"), ("under", "Sales / D1001")]).status == 303)
    #expect(try id("Sales / D1001 / D1007").isEmpty == false)
  }

  @Test("Added at the top and below another; who adds stands in the log, and no page is built")
  func added() throws {
    let top = post("/admin/departments", [("action", "add"), ("name", "Press / Shop")])
    #expect(top.commands.isEmpty)
    #expect(try follow(top).contains("Press / Shop is there now."))
    let below = post(try page("Sales"), [("action", "add"), ("name", "South")])
    #expect(try follow(below).contains("Sales / South is there now."))
    let again = post(try page("Sales"), [("action", "add"), ("name", "South")])
    #expect(try follow(again).contains("Sales / South is there already."))
    #expect(try paths() == ["Press", "Press / Shop", "Sales", "Sales / North", "Sales / South"])
    let admin = site.administrator.id.text
    #expect(
      try site.count(
        SQLText(
          """
          SELECT COUNT(*) FROM audit_log
          WHERE actor = '\(admin)' AND verb = 'create' AND subject_kind = 'department'
          """)) == 3)
    for path in ["/admin/departments", try page("Sales")] {
      let before = try everything()
      for bad in ["", "A / / B", String(repeating: "x", count: 101)] {
        let refused = post(path, [("action", "add"), ("name", bad)])
        #expect(refused.status == 422)
        #expect(refused.body.contains("1 to 100 characters on one line, without a slash"))
        #expect(refused.body.contains("value=\"\(bad)\"") && refused.body.contains("aria-invalid"))
      }
      #expect(try everything() == before)
    }
  }

  @Test("One department: where it stands, what is below it, and where its links and its past are")
  func one() throws {
    _ = try AddDepartment(path: "Sales / North / Shop").perform(in: site.open(), at: .now)
    let (sales, north) = (try id("Sales"), try id("Sales / North"))
    let body = get("/admin/departments/\(north)").body
    #expect(body.contains("<a href=\"/usher/admin/departments\">Departments</a> / <a href="))
    #expect(body.contains("/usher/admin/departments/\(sales)\">Sales</a>"))
    #expect(body.contains("<h1>North</h1>") && body.contains(">Shop</a>"))
    #expect(body.contains("/usher/admin/invitations?department=\(north)\""))
    #expect(body.contains("/usher/admin/audit?subject=\(north)\""))
    let people = "/admin/people?department=\(north)"
    #expect(body.contains("/usher\(people)\""))
    #expect(get("/admin/people", "department=\(north)").status == 200)
    // It can be moved below Sales, and neither below itself nor below what is below it.
    let choices = body.matches(of: /<option value="([^"]*)"/).map { String($0.1) }
    #expect(choices == ["", sales, "", sales])
    #expect(body.contains("value=\"\(sales)\" selected"))
    for path in ["/admin/departments/nothing", "/admin/departments/\(sales)x"] {
      #expect(get(path).status == 404 && post(path, [("action", "remove")]).status == 404)
    }
    #expect(post("/admin/departments/\(north)", [("action", "x")]).status == 400)
  }

  @Test("Renamed, moved, merged, removed on its page, and the pages of links are built behind it")
  func changed() throws {
    let build = [["build", "--site", site.directory]]
    let renamed = post(try page("Sales / North"), [("action", "rename"), ("new-name", " West ")])
    #expect(renamed.commands == build)
    #expect(try follow(renamed).contains("It has its new name."))
    let moved = post(try page("Sales / West"), [("action", "move"), ("under", "")])
    #expect(moved.commands == build)
    #expect(try follow(moved).contains("It is moved."))
    #expect(try paths() == ["Sales", "West"])
    let merged = post(try page("West"), [("action", "merge"), ("into", try id("Sales"))])
    #expect(merged.commands == build)
    let target = try follow(merged)
    #expect(target.contains("<h1>Sales</h1>") && target.contains("is merged into this one."))
    let removed = post(try page("Sales"), [("action", "remove")])
    #expect(try follow(removed).contains("The department is removed."))
    #expect(try paths() == [])
  }

  @Test("What cannot be is said where it was asked for; what was typed stays, nothing is changed")
  func refused() throws {
    _ = try AddDepartment(path: "Press / North").perform(in: site.open(), at: .now)
    _ = try site.invitation()
    let before = try everything()
    let cases: [(String, [(String, String)], String)] = [
      ("Press", [("action", "rename"), ("new-name", "Sales")], "another department of this name"),
      ("Press", [("action", "rename"), ("new-name", "A/B")], "without a slash"),
      (
        "Press / North", [("action", "move"), ("under", "Sales")], "another department of this name"
      ),
      ("Press", [("action", "move"), ("under", "Press / North")], "is below this one"),
      ("Press", [("action", "merge"), ("into", "")], "There is no such department"),
      ("Press", [("action", "merge"), ("into", "North")], "There is no such department"),
      ("Press", [("action", "merge"), ("into", "Press / North")], "is below this one"),
      ("Press", [("action", "remove")], "Other departments are below it."),
      ("Press / North", [("action", "remove")], "Links still lead into it."),
      ("Press", [("action", "remove")], "Nothing was changed."),
    ]
    for (path, form, sentence) in cases {
      let answer = post(try page(path), form)
      #expect(answer.status == 422 && answer.commands.isEmpty, "\(form)")
      #expect(answer.body.contains(sentence), "\(form)")
      #expect(answer.body.contains("<details class=\"card\" open>"), "\(form)")
    }
    #expect(
      post(try page("Press"), [("action", "rename"), ("new-name", "A/B")]).body.contains(
        "value=\"A/B\""))
    #expect(try everything() == before)
  }

  // MARK: Positions, groups, roles

  private func add(_ kind: String, _ name: String) throws -> Holding {
    _ = post("/admin/holdings", [(kind, name)])
    return try #require(try site.open().holdings().first { $0.name == name })
  }

  @Test("Three lists, each with one more; each leads to its page")
  func holdings() throws {
    #expect(get("/admin/holdings").body.contains("No groups yet."))
    let added = post("/admin/holdings", [("group", " Press & <Media> ")])
    let body = try follow(added)
    #expect(body.contains("Press &amp; &lt;Media&gt; is there now."))
    #expect(!body.contains("No groups yet.") && body.contains("No roles yet."))
    let before = try everything()
    for (name, sentence) in [
      ("PRÉSS & <media>", "There is Press &amp; &lt;Media&gt; already, which reads alike."),
      ("", "Please give a name"), ("a, b", "without commas"),
      (String(repeating: "x", count: 101), "Please give a name"),
    ] {
      let refused = post("/admin/holdings", [("group", name)])
      #expect(refused.status == 422 && refused.body.contains(sentence), "\(name)")
      #expect(refused.body.contains("id=\"group-problem\""), "\(name)")
    }
    #expect(post("/admin/holdings", [("x", "y")]).status == 400)
    #expect(try everything() == before)
  }

  @Test("One of them: renamed, removed, and said before how many have it")
  func holding() throws {
    let (editor, other) = (try add("role", "Editor"), try add("role", "Reader"))
    let path = "/admin/holdings/\(editor.id.text)"
    let give = ChangeHoldings(
      of: site.administrator.login, HoldingsChange(give: [editor.id]), by: .commandLine)
    _ = try give.perform(in: site.open(), at: .now)
    let body = get(path).body
    #expect(body.contains("One person has it.") && body.contains("No open link gives it."))
    #expect(body.contains("/usher/admin/people?holding=\(editor.id.text)\""))
    #expect(get("/admin/people", "holding=\(editor.id.text)").body.contains("Ada Lovelace"))
    #expect(!get("/admin/people", "holding=\(other.id.text)").body.contains("Ada Lovelace"))
    let before = try everything()
    let taken = post(path, [("action", "rename"), ("new-name", "READER")])
    #expect(taken.status == 422 && taken.body.contains("There is Reader already"))
    #expect(taken.body.contains("value=\"READER\""))
    #expect(post(path, [("action", "x")]).status == 400)
    #expect(try everything() == before)
    #expect(
      try follow(post(path, [("action", "rename"), ("new-name", "Éditor")])).contains(
        "<h1>Éditor</h1>"))
    let removed = try follow(post(path, [("action", "remove")]))
    #expect(removed.contains("The role is removed. Nobody has it any more."))
    #expect(!removed.contains("Éditor") && removed.contains(">\(other.name)</a>"), "\(removed)")
    #expect(try site.count("SELECT COUNT(*) FROM account_holding") == 0)
    #expect(get(path).status == 404 && post(path, [("action", "remove")]).status == 404)
    let log = get("/admin/audit").body
    #expect(log.contains("gave it to somebody") && log.contains("Position, group or role"))
  }

  // MARK: What a link gives

  private func create(_ fields: [(String, String)]) -> Answer {
    post(
      "/admin/invitations/new",
      [
        ("label", "Stand C"), ("validity", "7d"), ("until", ""), ("opens", ""),
        ("department", ""), ("approval", "yes"), ("limit", ""), ("language", "en"),
      ] + fields)
  }

  @Test(
    "A link gives what was ticked; its page, the form of the next one and the application say so")
  func given() throws {
    let (editor, media) = (try add("role", "Editor"), try add("group", "Press & Media"))
    let reader = try add("role", "Reader")
    let made = try follow(
      create([("holding-\(editor.id.text)", "yes"), ("holding-\(media.id.text)", "yes")]))
    #expect(made.contains("<dt>Newcomers also get</dt><dd>Press &amp; Media, Editor</dd>"))
    let next = get("/admin/invitations/new").body
    #expect(next.contains("name=\"holding-\(editor.id.text)\" value=\"yes\" checked>"))
    #expect(next.contains("name=\"holding-\(reader.id.text)\" value=\"yes\">"))
    let link = try #require(
      try site.open().invitations(InvitationFilter(), by: .newest, limit: 1, at: .now).first)
    let application = try site.apply(link).application
    let shown = get("/admin/applications/\(application.reference)").body
    #expect(shown.contains("<dt>Will also get</dt><dd>Press &amp; Media, Editor</dd>"))
    _ = post("/admin/applications/\(application.reference)", [("verdict", "approve")])
    let grace = try #require(try site.store().accounts.find(email: application.email))
    #expect(try site.open().holdings(of: grace) == [media, editor])
    #expect(!get("/admin/applications/\(application.reference)").body.contains("Will also get"))
  }

  @Test("A change of a link changes only what was ticked or unticked in it; gone ones are said")
  func retargeted() throws {
    let (editor, reader) = (try add("role", "Editor"), try add("role", "Reader"))
    let link = try site.invitation()
    let path = "/admin/invitations/\(link.code.text)"
    func change(before: [Holding], after: [Holding]) -> Answer {
      post(
        path,
        [
          ("action", "change"), ("label", "Stand B"), ("validity", "keep"), ("approval", "yes"),
          ("department", ""), ("limit", ""), ("before-label", "Stand B"),
          ("before-approval", "yes"),
          ("before-department", ""), ("before-limit", ""),
          ("before-holdings", before.map(\.id.text).joined(separator: " ")),
        ] + after.map { ("holding-\($0.id.text)", "yes") })
    }
    func gives() throws -> [Holding] { try site.open().holdings(whatGives: link.id) }
    #expect(change(before: [], after: [editor]).status == 303)
    // In another window, opened before.
    #expect(change(before: [], after: [reader]).status == 303)
    #expect(try gives() == [editor, reader])
    #expect(change(before: [editor, reader], after: [reader]).status == 303)
    #expect(try gives() == [reader])
    #expect(get(path).body.contains("name=\"before-holdings\" value=\"\(reader.id.text)\""))
    #expect(
      try site.count("SELECT COUNT(*) FROM audit_log WHERE verb = 'retarget'") == 3)
    let gone = Holding(kind: .role, name: "Gone")
    let before = try everything()
    for answer in [
      change(before: [reader], after: [reader, gone]),
      create([("holding-\(gone.id.text)", "yes")]),
      create([("holding-\(gone.id.text)", "yes"), ("before-holdings", gone.id.text)]),
    ] {
      #expect(answer.status == 422)
      #expect(answer.body.contains("One that was chosen is not there any more."))
    }
    #expect(try everything() == before)
  }
}
