// Accounts in and out over the web: a pasted table is checked, then imported; all accounts as a file.

import Actions
import Membership
import Store
import TestSite
import Testing

@Suite("Import over the web") struct ImportPageTests {
  private let site: TestSite
  private let cookie: String
  private let token: String

  init() throws {
    site = try TestSite()
    cookie = try site.signIn()
    token = try #require(site.ask("/admin/people/import", cookie: cookie).formToken)
  }

  private func post(_ table: String, _ more: (String, String)...) -> Answer {
    site.ask(
      "/admin/people/import", form: [("token", token), ("table", table)] + more, cookie: cookie)
  }

  private var count: Int {
    get throws { try site.count("SELECT COUNT(*) FROM account") }
  }

  @Test("The page names the columns and says what is for larger files")
  func blank() {
    let page = site.ask("/admin/people/import", cookie: cookie)
    #expect(page.status == 200)
    #expect(
      page.body.replacing("<wbr>", with: "").contains(
        "login,name,email,department,positions,groups,roles,language,state,kind"))
    #expect(
      page.body.contains("usher account import FILE") && !page.body.contains("value=\"import\""))
  }

  @Test("First what would happen, and nothing has; then with the button it has")
  func twice() throws {
    let table =
      "login,name,email\r\ngrace,Grace <Hopper>,grace@navy.example\r\nada,Ada King,ada@example.org"
    let checked = post(table, ("step", "check"))
    #expect(checked.status == 200 && checked.body.contains("1 new, 1 changed, 0 as they were"))
    #expect(checked.body.contains("Grace &lt;Hopper&gt;") && checked.body.contains("changes: name"))
    #expect(checked.body.contains("value=\"import\"") && checked.commands.isEmpty)
    #expect(try count == 1)
    let done = post(table, ("step", "import"), ("welcome", "yes"))
    #expect(done.status == 200 && done.body.contains("Done: 1 new, 1 changed, 0 as they were."))
    #expect(try count == 2)
    #expect(done.commands.map { $0.first } == ["deliver"])
    let log = site.ask("/admin/audit", cookie: cookie).body
    #expect(log.contains("imported") && log.contains("<small>Accounts</small>"))
    #expect(!log.contains("not there any more"))
    // Once more: nothing new.
    let again = post(table, ("step", "import"), ("welcome", "yes"))
    #expect(again.body.contains("0 new, 0 changed, 2 as they were") && again.commands.isEmpty)
  }

  @Test("What is wrong stands in its row, what was pasted stays, and nothing is changed")
  func wrong() throws {
    let table = "login,name,email,department\r\na,A,a@x.example,Moon\r\nb,B,<b>,"
    for step in ["check", "import"] {
      let answer = post(table, ("step", step))
      #expect(answer.status == 422)
      #expect(answer.body.contains("2 lines cannot be imported. Nothing was changed"))
      #expect(answer.body.contains("There is no department “Moon”."))
      #expect(answer.body.contains("b,B,&lt;b&gt;,</textarea>"))
      #expect(!answer.body.contains("value=\"import\""))
    }
    #expect(try count == 1)
    let made = post("login,name,email,department\r\na,A,a@x.example,Moon", ("create", "yes"))
    #expect(made.status == 200 && made.body.contains("To be made: Moon."))
    #expect(made.body.contains("name=\"create\" value=\"yes\" checked"))
    for (table, sentence) in [
      ("", "There are no people in this table"), ("name,mail\nx,y", "There is no column “mail”."),
      ("name,email\n\"x", "Line 2: A quotation mark is opened here and never closed"),
      ("name\nx", "The column “email” is missing"),
    ] {
      let answer = post(table, ("step", "import"))
      #expect(answer.status == 422 && answer.body.contains(sentence), "\(table)")
    }
    #expect(try count == 1)
  }

  @Test("All accounts as a file, of a department, by name; it comes back unchanged")
  func export() throws {
    _ = post(
      "login,name,email,department\na,=Ann,a@x.example,Sales / North\nb,Bob,b@x.example,",
      ("step", "import"))
    let answer = site.ask("/admin/people/export.csv", cookie: cookie)
    #expect(answer.status == 200)
    #expect(answer["Content-Disposition"]?.hasPrefix("attachment; filename=\"people-2") == true)
    #expect(answer.body.hasPrefix("\u{FEFF}login,name,"))
    #expect(answer.body.contains("\r\na,'=Ann,a@x.example,Sales / North,,,,en,active,personal\r\n"))
    #expect(post(answer.body).body.contains("0 new, 0 changed, 3 as they were"))
    let sales = site.ask(
      "/admin/people/export.csv", query: "department=Sales&state=active", cookie: cookie)
    #expect(sales.body.split(separator: "\r\n").count == 2)
    #expect(
      site.ask("/admin/people/export.csv", query: "department=Moon", cookie: cookie).status == 422)
    #expect(site.ask("/admin/people/export.csv").status == 303)
  }
}
