// Who may have protected content: how the rule is read, and whom it admits.

import Membership
import Testing

@Suite("Requirement") struct RequirementTests {
  private func account(_ login: String, kind: Account.Kind = .personal) -> Account {
    Account(
      login: Login(login)!, name: PersonName(stored: login), email: EmailAddress(stored: "x@y.z"),
      kind: kind, language: .english, mustChangePassword: false, created: Moment(seconds: 0))
  }

  private func standing(acting: String? = nil) -> Standing {
    Standing(
      account: account("grace"), acting: acting.map { account($0, kind: .public) },
      departments: [["Sales", "North"], ["Sales"]],
      holdings: [
        Holding(kind: .role, name: "Éditor"), Holding(kind: .group, name: "Choir"),
        Holding(kind: .position, name: "Head | of %"),
      ])
  }

  @Test(
    "One alternative is enough; names of roles know no case, departments are paths from the top",
    arguments: [
      ("role=Editor", true), ("role=editor", true), ("role=Chief", false),
      ("role=Chief|role=Editor", true), ("role=Chief | group=Choir", true),
      ("group=Editor", false), ("position=Choir", false), ("position=Head %7C of %25", true),
      ("department=Sales", true), ("department=Sales / North", true),
      ("department=Sales/North", true), ("department=North", false), ("department=sales", false),
      ("department=Sales / South", false), ("department=Sales / North / East", false),
      ("account=grace", true), ("account=GRACE", true), ("account=press", false),
    ])
  func admits(text: String, expected: Bool) throws {
    #expect(try Requirement(text).admits(standing()) == expected)
  }

  @Test("A public account counts while it is acted as")
  func acting() throws {
    let press = try Requirement("account=press")
    #expect(press.admits(standing(acting: "press")) && !press.admits(standing(acting: "desk")))
    #expect(try Requirement("account=grace|role=x").admits(standing(acting: "press")))
  }

  @Test("Nobody fits a rule of what he does not belong to")
  func nobody() throws {
    let bare = Standing(account: account("ada"), acting: nil, departments: [], holdings: [])
    for text in ["role=Editor", "department=Sales", "account=press"] {
      #expect(try !Requirement(text).admits(bare))
    }
  }

  @Test(
    "What cannot be read is no rule, and never one that lets everybody in",
    arguments: [
      "", "|", "role", "role=", "=Editor", "role=Editor|", "|role=Editor", "rule=Editor",
      "role=%FF", "role=a%0Ab", "role=a;b", "department=/", "department=a//b", "account=a b",
      "role=Editor||group=x", "ROLE=Editor",
    ])
  func unreadable(text: String) {
    #expect(throws: Requirement.Problem.self) { try Requirement(text) }
  }
}
