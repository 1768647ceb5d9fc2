// More positions, groups and roles than a page can hold boxes for: their names are typed.

import Actions
import Membership
import Store
import TestSite
import Testing

@Suite("More positions, groups and roles than can be ticked") struct ManyHoldingsTests {
  private let site: TestSite
  private let cookie: String
  private let token: String
  private let choir: Holding
  private let team: Holding

  init() throws {
    site = try TestSite()
    cookie = try site.signIn()
    token = try #require(site.ask("/admin/people/new", cookie: cookie).formToken)
    let store = try site.store()
    let (choir, team) = (
      Holding(kind: .group, name: "Choir <b>"), Holding(kind: .group, name: "合唱团，一队")
    )
    try store.write {
      for place in 100..<300 {
        try store.holdings.insert(Holding(kind: .role, name: "Role \(place)"))
      }
      try store.holdings.insert(choir)
      try store.holdings.insert(team)
    }
    (self.choir, self.team) = (choir, team)
  }

  private func get(_ path: String) -> String { site.ask("/admin" + path, cookie: cookie).body }

  private func post(_ path: String, _ form: [(String, String)]) -> Answer {
    site.ask("/admin" + path, form: [("token", token)] + form, cookie: cookie)
  }

  private func follow(_ answer: Answer) throws -> String {
    let location = try #require(answer["Location"], "\(answer.status) \(answer.body)")
    let target = location.dropFirst("https://join.example.org/usher".count).split(separator: "?")
    return site.ask(
      String(target[0]), query: target.count > 1 ? String(target[1]) : "", cookie: cookie
    ).body
  }

  private func role(_ number: Int) throws -> Holding {
    try #require(try site.open().holding(.role, named: "Role \(number)"))
  }

  private func create(_ fields: [(String, String)]) -> Answer {
    post(
      "/invitations/new",
      [
        ("label", "Stand C"), ("validity", "7d"), ("until", ""), ("opens", ""),
        ("department", ""), ("approval", "yes"), ("limit", ""), ("language", "en"),
      ] + fields)
  }

  @Test("A link gives what was typed, however it is spelled; the next form has the names")
  func given() throws {
    let empty = get("/invitations/new")
    #expect(empty.contains("<details><summary>Positions, groups, roles: none chosen</summary>"))
    #expect(empty.contains("name=\"groups\"") && empty.contains("name=\"roles\""))
    #expect(!empty.contains("name=\"positions\"") && !empty.contains("name=\"holding-"))
    #expect(!empty.contains("Role 1"))
    let made = try follow(
      create([("groups", "CHOIR <b>; 合唱团，一队"), ("roles", " role 100， Rôle 101,,")]))
    #expect(
      made.contains("<dt>Newcomers also get</dt><dd>Choir &lt;b&gt;, 合唱团，一队, Role 100, Role 101"),
      "\(made)")
    let next = get("/invitations/new")
    #expect(next.contains("<details open><summary>Positions, groups, roles: 4 chosen</summary>"))
    #expect(next.contains("value=\"Choir &lt;b&gt;, 合唱团，一队\""))
    #expect(next.contains("value=\"Role 100, Role 101\""))
    // All of them.
    let all = try site.open().holdings().filter { $0.kind == .role }
    let many = try follow(create([("roles", all.map(\.name).joined(separator: ","))]))
    #expect(many.contains("Role 100, Role 101, Role 102"))
    #expect(try site.count("SELECT COUNT(*) FROM invitation_holding") == 4 + 200)
  }

  @Test("What nothing is called is named at its field; what was typed stays, nothing is made")
  func unknown() throws {
    let before = try site.count("SELECT COUNT(*) FROM invitation")
    let answer = create([("groups", "Choir <b>"), ("roles", "Role 100, Rolle <9>, Role 999")])
    #expect(answer.status == 422 && answer.body.contains("<details open><summary>"))
    #expect(
      answer.body.contains(
        "id=\"roles-problem\">There is no such role: Rolle &lt;9&gt;, Role 999."))
    #expect(answer.body.contains("value=\"Role 100, Rolle &lt;9&gt;, Role 999\""))
    #expect(answer.body.contains("value=\"Choir &lt;b&gt;\""))
    #expect(!answer.body.contains("groups-problem"))
    #expect(!answer.body.contains("is not there any more"))
    #expect(try site.count("SELECT COUNT(*) FROM invitation") == before)
  }

  @Test("A person gets and loses what the names say, and keeps what another window gave meanwhile")
  func person() throws {
    let grace = try site.person("grace", holding: [choir, role(100)])
    let page = get("/people/grace")
    #expect(page.contains("value=\"Choir &lt;b&gt;\"") && page.contains("value=\"Role 100\""))
    func change(_ groups: String, _ roles: String, before: [Holding]) -> Answer {
      post(
        "/people/grace",
        [
          ("action", "holdings"), ("groups", groups), ("roles", roles),
          ("before-holdings", before.map(\.id.text).joined(separator: " ")),
        ])
    }
    let held = [choir, try role(100)]
    #expect(change("", "Role 100, Role 102", before: held).status == 303)
    #expect(change("Choir <b>", "Role 103, Role 100", before: held).status == 303)
    #expect(
      try site.open().holdings(of: grace) == [role(100), role(102), role(103)])
    let wrong = change("Quire", "Role 104", before: held)
    #expect(wrong.status == 422 && wrong.body.contains("There is no such group: Quire."))
    #expect(wrong.body.contains("value=\"Quire\"") && wrong.body.contains("value=\"Role 104\""))
    #expect(wrong.body.contains("role=\"alert\""))
    #expect(
      try site.open().holdings(of: grace) == [role(100), role(102), role(103)])
  }

  @Test("So does a new person")
  func newPerson() throws {
    func add(_ roles: String) -> Answer {
      post(
        "/people/new",
        [
          ("name", "Alan"), ("email", "alan@navy.example"), ("department", ""), ("language", "en"),
          ("login", "alan"), ("welcome", "later"), ("roles", roles),
        ])
    }
    let wrong = add("Role 1")
    #expect(wrong.status == 422 && wrong.body.contains("There is no such role: Role 1."))
    #expect(add("Role 110").status == 303)
    let alan = try #require(try site.open().account(typed: "alan"))
    #expect(try site.open().holdings(of: alan) == [role(110)])
  }

  @Test("A public account is opened to one by its kind and name")
  func publicAccount() throws {
    _ = try site.publicAccount("press")
    let path = "/public-accounts/press"
    #expect(!get(path).contains("Role 100") && get(path).contains("name=\"holding-kind\""))
    func open(_ kind: String, _ name: String) -> Answer {
      post(path, [("action", "associate-holding"), ("holding-kind", kind), ("holding", name)])
    }
    for (kind, name) in [("group", "Role 100"), ("role", ""), ("x", "Role 100")] {
      let wrong = open(kind, name)
      #expect(wrong.status == 422)
      #expect(wrong.body.contains("There is no such position, group or role."))
      #expect(wrong.body.contains("value=\"\(name)\""))
    }
    #expect(try follow(open("role", " ROLE 100 ")).contains("It is open to Role 100 now."))
  }
}
