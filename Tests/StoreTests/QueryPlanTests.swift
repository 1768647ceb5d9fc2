// What the database does for each statement on a request's way, whatever people filter and sort by: it reads no
// table that grows from end to end, and sorts no such rows but a bounded number of them.

import Actions
import Database
import Foundation
import Membership
import Store
import TestSite
import Testing

@Suite("Query plans") struct QueryPlanTests {
  private static let now = Moment(seconds: 1_800_000_000)
  private static let applicationFilters: [ApplicationFilter] = {
    let parts: [(inout ApplicationFilter) -> Void] = [
      { $0.state = .pending }, { $0.inviter = Account.ID("a") },
      { $0.department = Department.ID("d") }, { $0.invitation = Invitation.ID("i") },
      { $0.from = now }, { $0.until = now },
    ]
    return subsets(of: parts, ApplicationFilter())
  }()
  private static let invitationFilters: [InvitationFilter] = {
    let parts: [(inout InvitationFilter) -> Void] = [
      { $0.inviter = Account.ID("a") }, { $0.department = Department.ID("d") },
    ]
    let states = [nil] + InvitationState.allCases
    return states.flatMap { subsets(of: parts, InvitationFilter(state: $0)) }
  }()

  /// Nothing, each alone, each two of them.
  private static func subsets<Filter>(
    of parts: [(inout Filter) -> Void], _ none: Filter
  ) -> [Filter] {
    var filters = [none]
    for (place, part) in parts.enumerated() {
      var one = none
      part(&one)
      filters.append(one)
      for other in parts.dropFirst(place + 1) {
        var two = one
        other(&two)
        filters.append(two)
      }
    }
    return filters
  }

  /// The first page, a page deep in the list, and one around a row.
  private func starts<Row: Sendable>(_ row: Row) -> [ListStart<Row>] {
    [.first, .after(row), .at(row)]
  }

  private let site: TestSite
  private let connection: Connection
  private let invitation: Invitation
  private let application: Application

  init() throws {
    site = try TestSite()
    connection = try site.store().connection
    invitation = try site.invitation()
    application = try #require(try QueryPlanTests.apply(site, invitation, "grace@navy.example"))
  }

  private static func apply(_ site: TestSite, _ invitation: Invitation, _ email: String) throws
    -> Application?
  {
    let apply = Apply(
      code: invitation.code.text, name: "Grace Hopper", email: email, language: .english,
      client: nil, isConfirmed: true)
    _ = try apply.perform(in: site.open(), at: .now)
    return try site.open().applications(ApplicationFilter(), by: .newest, limit: 1).first
  }

  // MARK: Lists

  @Test("Applications in the order of time: every filter and each two are walked in an index")
  func applicationsByTime() throws {
    for filter in Self.applicationFilters {
      for sort in [ApplicationSort.newest, .oldest] {
        for start in starts(application) {
          let plan = try plan(ApplicationRows.query(filter, by: sort, from: start, limit: 51))
          #expect(plan.scans == [] && !plan.sorts, "\(plan)")
        }
      }
    }
    let inviter = Account.ID("a")
    let department = Department.ID("d")
    let indexes: [(ApplicationFilter, String)] = [
      (ApplicationFilter(), "application_applied"),
      (ApplicationFilter(state: .pending), "application_state"),
      (ApplicationFilter(inviter: inviter), "application_inviter"),
      (ApplicationFilter(state: .pending, inviter: inviter), "application_inviter_state"),
      (ApplicationFilter(department: department), "application_department"),
      (ApplicationFilter(state: .pending, department: department), "application_department_state"),
      (ApplicationFilter(invitation: Invitation.ID("i")), "application_invitation"),
      (ApplicationFilter(from: Self.now), "application_applied"),
      (ApplicationFilter(state: .pending, from: Self.now), "application_state"),
    ]
    for (filter, index) in indexes {
      let plan = try plan(ApplicationRows.query(filter, by: .newest, from: .first, limit: 51))
      #expect(plan.walks(index), "\(plan)")
    }
  }

  @Test("Applications by name: few are found by the filter and sorted, many are walked by name")
  func applicationsByName() throws {
    for filter in Self.applicationFilters {
      var others = filter
      others.state = nil
      let isIndexed = others == ApplicationFilter()
      for start in starts(application) {
        func made(_ way: ListWay) throws -> QueryPlan {
          try plan(ApplicationRows.query(filter, by: .name, from: start, limit: 51, way))
        }
        let index = filter.state == nil ? "application_name" : "application_state_name"
        let walked = try made(isIndexed ? .indexed : .walked)
        #expect(walked.walks(index) && walked.scans == [], "\(walked)")
        if !isIndexed {
          let sorted = try made(.sorted)
          #expect(sorted.scans == [] && !sorted.walks(index), "\(sorted)")
          #expect(sorted.steps.contains { $0.hasPrefix("SEARCH application") }, "\(sorted)")
        }
      }
      let count = try plan(ApplicationRows.count(filter))
      #expect(isIndexed || count.scans == [], "\(count)")
    }
  }

  @Test("Invitations: every state in every order, with inviter and department")
  func invitations() throws {
    for filter in Self.invitationFilters {
      let count = try plan(InvitationRows.count(filter, at: Self.now))
      #expect(filter == InvitationFilter() || count.scans == [], "\(count)")
      for sort in InvitationSort.allCases {
        for start in starts(invitation) {
          func made(_ way: ListWay) throws -> QueryPlan {
            try plan(
              InvitationRows.query(
                filter, by: sort, from: start, limit: 51, at: Self.now, way))
          }
          let walked = try made(.walked)
          #expect(walked.scans == [] && !walked.sorts, "\(walked)")
          let sorted = try made(.sorted)
          #expect(filter == InvitationFilter() || sorted.scans == [], "\(sorted)")
        }
      }
    }
    let indexes: [InvitationState: String] = [
      .active: "invitation_active", .full: "invitation_full", .expired: "invitation_expired",
      .notYetOpen: "invitation_opens", .revoked: "invitation_revoked",
    ]
    for (state, index) in indexes {
      for start in starts(invitation) {
        let plan = try plan(
          InvitationRows.query(
            InvitationFilter(state: state), by: .state, from: start, limit: 51, at: Self.now))
        #expect(
          plan.walks(index) && plan.steps.contains { $0.hasPrefix("SEARCH invitation") }, "\(plan)")
      }
      let count = try plan(InvitationRows.count(InvitationFilter(state: state), at: Self.now))
      #expect(count.walks(index), "\(count)")
    }
  }

  @Test("Mails: all, and those of a state")
  func mails() throws {
    let entry = OutboxEntry(
      id: .new(), kind: .welcome, account: nil, application: nil, recipient: application.email.text,
      language: .english, sealed: nil, messageID: "", nextAttempt: .now, givesUp: .now,
      created: .now)
    for state in [nil] + MailState.allCases {
      for start in starts(entry) {
        let plan = try plan(OutboxRows.query(state: state, from: start, limit: 51))
        #expect(
          plan.walks(state == nil ? "mail_outbox_created" : "mail_outbox_state"), "\(plan)")
      }
    }
  }

  private func plan(_ statement: SQL) throws -> QueryPlan {
    try QueryPlan(statement.text, connection)
  }

  // MARK: Every way to the same rows

  @Test("However the rows come into their order, they are the same", arguments: ListWay.allCases)
  func ways(_ way: ListWay) throws {
    for number in 0..<30 {
      _ = try Self.apply(site, invitation, "person\(number)@navy.example")
    }
    func names(_ statement: SQL) throws -> [String] {
      try connection.all(statement) { row in try row.text() }
    }
    let filter = ApplicationFilter(
      state: .pending, inviter: invitation.inviter, department: invitation.department,
      invitation: invitation.id, from: application.applied + -60, until: .now + 60)
    let first = try names(
      ApplicationRows.query(filter, by: .name, from: .first, limit: 40, way))
    #expect(first.count == 31)
    let middle = try #require(
      try site.store().applications.find(id: Application.ID(first[9])))
    #expect(
      try names(ApplicationRows.query(filter, by: .name, from: .after(middle), limit: 40, way))
        == Array(first[10...]))
    #expect(
      try names(ApplicationRows.query(filter, by: .name, from: .at(middle), limit: 40, way))
        == Array(first[9...]))

    let links = try (0..<12).map { _ in try site.invitation() } + [invitation]
    let link = InvitationFilter(
      state: .active, inviter: invitation.inviter, department: invitation.department)
    for sort in InvitationSort.allCases {
      let all = try names(
        InvitationRows.query(link, by: sort, from: .first, limit: 40, at: .now, way))
      #expect(Set(all) == Set(links.map(\.id.text)) && all.count == links.count)
      let middle = try #require(links.first { $0.id.text == all[4] })
      #expect(
        try names(
          InvitationRows.query(link, by: sort, from: .after(middle), limit: 40, at: .now, way))
          == Array(all[5...]))
    }
  }

  // MARK: Requests

  /// Everything that is done on the pages about people, in the end to who does it.
  private func people(
    _ get: (String, String) -> Void, _ post: (String, [(String, String)]) -> Void
  ) {
    post("/admin/people/new", [("name", "Zoe"), ("email", "zoe@example.org"), ("login", "zoe")])
    get("/admin/people/new", "")
    for query in [
      "", "state=suspended", "kind=personal&state=active", "department=Sales", "after=zoe",
      "holding=x", "may-use=press", "text=zoe", "state=active&after=zoe",
    ] {
      get("/admin/people", query)
    }
    post(
      "/apply",
      [("code", invitation.code.text), ("name", "Zoe"), ("email", "zoe@example.org")])
    let person = "/admin/people/zoe"
    get(person, "")
    post(person, [("action", "change"), ("name", "Zoë"), ("email", "zoe@navy.example")])
    post(person, [("action", "holdings")])
    for action in ["password", "sign-out", "suspend", "restore", "remove"] {
      post(person, [("action", action)])
    }
    get("\(person)/erase", "")
    post("\(person)/erase", [])
    // An inviter leaves, and leaves the links to another.
    post(
      "/admin/administrators",
      [("login", "bob"), ("name", "Bob"), ("email", "bob@example.org")])
    let (bob, ada) = (Login("bob"), Login("ada"))
    guard let installation = try? site.open(), let bob, let ada else { return }
    _ = try? ChangeAccountState(login: ada, .suspend, links: .handOver(to: bob), by: .commandLine)
      .perform(in: installation, at: .now)
    _ = try? ChangeAccountState(login: ada, .restore, by: .commandLine)
      .perform(in: installation, at: .now)
  }

  @Test("What every page and form has the database do reads no table that grows from end to end")
  func requests() throws {
    let code = invitation.code.text
    let editor = try site.holding(.role, "Reporter")
    let grace = try site.person("grace", in: "Sales / North", holding: [editor])
    let press = try site.publicAccount("press")
    try site.associate(press, .account(site.administrator.id))
    try site.associate(press, .holding(editor.id))
    let use = PublicAccountUse.ID.new()
    let store = try site.store()
    try store.write {
      try store.accesses.insert(
        use, publicAccount: press.id, account: grace.id, at: .now)
    }
    let statements = try StatementTrace.record {
      let cookie = try site.signIn()
      func get(_ path: String, _ query: String = "") {
        _ = site.ask(path, query: query, cookie: cookie)
      }
      let token = try #require(site.ask("/me/password", cookie: cookie).formToken)
      func post(_ path: String, _ form: [(String, String)]) {
        _ = site.ask(
          path, form: form + [("token", token)], cookie: cookie,
          variables: ["REMOTE_ADDR": "192.0.2.1"])
      }
      let row = application.reference
      post("/apply", [("code", code), ("name", "Ada Byron"), ("email", "byron@example.org")])
      let applied = site.ask(
        "/apply", form: [("code", code), ("name", "Mary"), ("email", "mary@example.org")])
      let status = String((applied["Location"] ?? "").split(separator: "/").last ?? "")
      get("/application/\(status)")
      post("/application/\(status)", [("email", "mary2@example.org"), ("step", "mend")])
      post("/application/\(status)", [("step", "withdraw")])
      for path in [
        "", "/join", "/me", "/me/profile", "/me/sessions", "/me/password", "/me/second-factor",
        "/auth", "/sign-in",
        "/sign-in/code",
        "/admin",
        "/admin/invitations", "/admin/invitations/new", "/admin/invitations/reset",
        "/admin/invitations/\(code)", "/admin/applications", "/admin/applications/export.csv",
        "/admin/applications/\(row)", "/admin/find", "/admin/mail", "/admin/settings",
        "/admin/audit",
        "/admin/administrators", "/admin/people/import", "/admin/people/export.csv",
      ] {
        get(path)
      }
      for query in [
        "state=&after=\(row)", "state=&at=\(row)", "state=&sort=name&inviter=a",
        "invitation=\(code)",
      ] {
        get("/admin/applications", query)
        get("/admin/applications/export.csv", query)
      }
      for state in InvitationState.allCases {
        get("/admin/invitations", "state=\(state.rawValue)&sort=state&after=\(code)")
      }
      for query in ["q=grace", "q=grace@navy.example", "q=gr+ho", "q=王"] {
        get("/admin/find", query)
      }
      get("/admin/mail", "state=failed")
      get("/admin/audit", "subject=\(application.id.text)")
      post("/admin/applications", [("verdict", "approve"), ("pick-\(row)", "yes")])
      post("/admin/applications/\(row)", [("verdict", "reject"), ("mailed", "yes")])
      post("/admin/applications/\(row)", [("verdict", "reopen")])
      post("/admin/applications/\(row)", [("verdict", "approve")])
      post("/admin/settings", [("organisation", "Acme")])
      try directory(get, post)
      let one = "/admin/public-accounts/press"
      post("/me/accounts", [("use", "press")])
      get("/me/accounts")
      post("/me/accounts", [("use", "")])
      get("/admin/public-accounts", "after=press")
      get(one)
      get(one, "before=\(use.text)")
      post("/admin/public-accounts", [("action", "create"), ("name", "O"), ("login", "office")])
      post("/admin/public-accounts", [("action", "convert"), ("person", "grace@navy.example")])
      post(one, [("action", "associate-department"), ("department", "Sales")])
      post(one, [("action", "associate-person"), ("person", "ada")])
      post(one, [("action", "dissociate"), ("kind", "holding"), ("subject", editor.id.text)])
      for action in ["suspend", "restore"] { post(one, [("action", action)]) }
      post("/admin/public-accounts/grace", [("action", "revert"), ("email", "g@navy.example")])
      for (name, roles) in [("Im Port", "R;S"), ("Im Port", "R"), ("Im A. Port", "")] {
        post(
          "/admin/people/import",
          [
            ("table", "login,name,email,roles\nim,\(name),im@example.org,\(roles)"),
            ("create", "yes"), ("welcome", "yes"), ("step", "import"),
          ])
      }
      post(
        "/admin/people/import", [("table", "login,state\nim,suspended"), ("step", "import")])
      try members(get, post)
      people(get, post)
      post("/sign-out", [])

      // What no page does by itself, and what follows a request.
      let installation = try site.open()
      let outbox = DeliverMail()
      try outbox.tidy(in: installation, at: .now)
      if let taken = try outbox.take(in: installation, at: .now) {
        try outbox.settle(taken.entry, .sent, in: installation, at: .now)
      }
      _ = try installation.invitations(endingBefore: .now + 86400, limit: 5, at: .now)
      _ = try installation.latestInvitation(by: site.administrator)
      _ = try installation.applicationCounts(between: [.now + -86400, .now])
      _ = try installation.failedMailCount()
      for text in ["grace hopper", "grace@navy.example", "王"] {
        _ = try installation.applicants(SearchText(text), limit: 20)
      }
      _ = try installation.store.digests.takeDue(at: .now)
      _ = try installation.store.audit.list(before: 9, subject: nil, limit: 50)
      _ = try installation.store.audit.list(before: 9, subject: "x", limit: 50)
      _ = try ReissuePassword(login: site.administrator.login, by: .commandLine)
        .perform(in: installation, at: .now)
      let reset = ResetInvitations(of: site.administrator.id, by: .commandLine)
      _ = try reset.preview(in: installation, at: .now)
      _ = try reset.perform(in: installation, at: .now)
    }
    let verbs = ["SELECT", "INSERT", "UPDATE", "DELETE", "WITH"]
    // FTS5's own, of its shadow tables, look like none of ours.
    let ours = statements.filter { text in
      verbs.contains { text.hasPrefix($0) } && !text.contains("'main'.")
        && !text.contains("\"main\".")
    }
    // Else the trace has missed what it is for.
    for part in [
      "application_gram MATCH", "INSERT INTO mail_outbox", "FROM audit_log", "INSERT INTO quota",
      "INSERT INTO account_holding", "UPDATE application_receipt", "DELETE FROM department",
      "INSERT INTO erasure", "UPDATE invitation SET inviter", "INSERT INTO signature_taken",
      "DELETE FROM idempotent_answer", "webhook = $", "AND is_members = 1 AND revoked IS NULL",
    ] {
      #expect(ours.contains { $0.contains(part) }, "\(part)")
    }
    #expect(ours.count > 60)
    for statement in ours {
      let plan = try QueryPlan(statement, connection)
      #expect(plan.scans == [], "\(plan)")
      // A list that is sorted has been counted before.
      #expect(!plan.sorts || statement.contains("name_key || ''"), "\(plan)")
    }
  }

  /// Members' invitations, business systems, webhooks.
  private func members(
    _ get: (String, String) -> Void, _ post: (String, [(String, String)]) -> Void
  ) throws {
    let installation = try site.open()
    post("/admin/settings", [("member_invitations", "yes")])
    post("/me/invitations", [("label", "Book club")])
    let own = try #require(try installation.ownInvitations(of: site.administrator, limit: 1).first)
    get("/me/invitations", "after=\(own.code.text)")
    get("/me/invitations/\(own.code.text)", "")
    let (system, _) = try site.businessSystem()
    for (action, limit) in [("add", "5"), ("limit", "100"), ("rotate", "")] {
      post(
        "/admin/business-systems",
        [("action", action), ("name", "Shop"), ("system", system.id.text), ("limit", limit)])
    }
    get("/admin/business-systems", "")
    for key in ["one", nil] {
      let request = BusinessRequest(
        system, signature: "s\(key ?? "")", request: "r", idempotencyKey: key)
      let invite = InviteAsMember(site.administrator, language: .english, in: system)
      _ = try request.perform(
        in: installation, at: .now, { _ = try invite.performWithin(installation, at: .now) },
        invitation: { own.id })
    }
    for inviter in [nil, site.administrator] {
      for last in [nil, own] {
        _ = try installation.invitations(in: system, by: inviter, after: last, limit: 3)
      }
    }
    _ = try installation.invitation(own.code, in: system)
    post(
      "/admin/webhooks",
      [
        ("action", "add"), ("address", "https://shop.example.org/x"), ("event-applied", "yes"),
      ])
    get("/admin/webhooks", "")
    let webhook = try #require(try installation.webhooks().first)
    post("/apply", [("code", own.code.text), ("name", "Hook"), ("email", "hook@navy.example")])
    let hooks = DeliverWebhooks()
    for result in [DeliverWebhooks.Result.failed("no"), .sent, .gone] {
      let now = Moment.now + 7200
      if let taken = try hooks.take(webhook, in: installation, at: now) {
        try hooks.settle(taken.entry, webhook, result, in: installation, at: now)
      }
    }
    _ = try installation.store.outbox.nextDue()
    post("/admin/webhooks", [("action", "stop"), ("webhook", webhook.id.text)])
    for links in ["", "revoke"] {
      post("/admin/settings", [("member_invitations", "no"), ("links", links)])
    }
  }

  /// Departments, positions, groups and roles.
  private func directory(
    _ get: (String, String) -> Void, _ post: (String, [(String, String)]) -> Void
  ) throws {
    let installation = try site.open()
    post("/admin/departments", [("action", "add"), ("name", "Press / Shop")])
    let departments = try installation.departments()
    let ids = departments.map { "/admin/departments/\($0.id.text)" }
    for path in ids + ["/admin/departments"] { get(path, "after=A") }
    post(ids[0], [("action", "remove")])
    post(ids[0], [("action", "rename"), ("new-name", "Media")])
    post(ids[1], [("action", "move"), ("under", departments[2].id.text)])
    post(ids[2], [("action", "merge"), ("into", departments[0].id.text)])
    post("/admin/departments", [("action", "add"), ("name", "Empty")])
    if case .found(let empty) = try installation.department(typed: "Empty") {
      post("/admin/departments/\(empty.id.text)", [("action", "remove")])
      _ = try installation.departments(under: empty.id, after: "a", limit: 3)
    }
    post("/admin/holdings", [("role", "Editor")])
    guard let holding = try site.open().holdings().first else { return }
    let path = "/admin/holdings/\(holding.id.text)"
    get(path, "")
    post(
      "/admin/invitations/\(invitation.code.text)",
      [("action", "change"), ("label", "x"), ("holding-\(holding.id.text)", "yes")])
    get("/admin/invitations/\(invitation.code.text)", "")
    let give = ChangeHoldings(
      of: site.administrator.login, HoldingsChange(give: [holding.id]), by: .commandLine)
    _ = try give.perform(in: site.open(), at: .now)
    post(path, [("action", "rename"), ("new-name", "Press")])
    post(path, [("action", "remove")])
  }
}
