// Every page in every state that it knows, with the same text in every place that people fill.

import Languages
import Membership
import Pages

struct Page {
  let name: String
  let html: HTML
  /// Whether it is for who has signed in: then each of its forms carries the session's token.
  let isSignedIn: Bool
}

struct AllPages {
  let language: Language
  /// Stands for every name, label, path and reason.
  let text: String
  /// Stands for every address that a page links to.
  var address = "/usher/x?a=1&b=2"
  /// Whether who has signed in acts as a public account.
  var isActing = false

  static let token = "TOKEN-of-the-session"
  static let now = Moment(seconds: 1_796_148_000)

  var pages: [Page] { strangers + signedIn + records + directory }

  var surroundings: Surroundings {
    var settings = Settings()
    settings.organisation = text
    settings.contact = text
    settings.signInAddress = address
    return Surroundings(
      strings: Strings.of(language), settings: settings,
      address: { [address] _ in address },
      translations: Language.allCases.filter { $0 != language }.map {
        .init(language: $0, address: address)
      },
      now: Self.now)
  }

  private var strangers: [Page] {
    let around = surroundings
    var pages: [(String, HTML)] = []
    for problem in [PersonName.Problem.missing, .tooLong, .unreadable] {
      pages.append(
        (
          "apply, \(problem)",
          around.applyPage(
            invitation, name: text, email: text, nameProblem: problem, emailProblem: nil)
        ))
    }
    for problem in [EmailAddress.Problem.missing, .tooLong, .malformed, .notASCII] {
      pages.append(
        (
          "apply, \(problem)",
          around.applyPage(
            invitation, name: text, email: text, nameProblem: .missing, emailProblem: problem)
        ))
    }
    for state in InvitationState.allCases {
      pages.append(("dead, \(state)", around.deadPage(invitation, state)))
    }
    pages.append(
      (
        "apply, too many",
        around.applyPage(
          invitation, name: text, email: text, nameProblem: nil, emailProblem: nil,
          tooManyUntil: Self.now)
      ))
    pages.append(
      (
        "confirm", around.confirmPage(invitation, name: text, email: text, confirmation: text)
      ))
    pages.append(("unknown invitation", around.unknownInvitationPage()))
    let mishaps: [Mishap] = [
      .notFound, .forbidden, .closed, .foreign, .badRequest, .method, .tooLarge, .type, .tooSlow,
      .busy,
      .broken(reference: text),
    ]
    for mishap in mishaps { pages.append(("failure, \(mishap)", around.failurePage(mishap))) }
    for state in ApplicationState.allCases {
      for isAsked in [true, false] {
        pages.append(
          (
            "status, \(state), \(isAsked)",
            around.statusPage(application(state, requiresApproval: isAsked), token: text)
          ))
      }
    }
    for notice in [StatusNotice.mended, .decidedMeanwhile, .tooMany(until: Self.now)] {
      pages.append(
        ("status, \(notice)", around.statusPage(application(.pending), token: text, notice: notice))
      )
    }
    for problem in [EmailAddress.Problem.missing, .tooLong, .malformed, .notASCII] {
      pages.append(
        (
          "status, \(problem)",
          around.statusPage(application(.pending), token: text, typed: (text, problem))
        ))
    }
    pages += inviteButton
    pages.append(("sign in", around.signInPage(name: "", then: SignInReturn(back: text))))
    let then = SignInReturn(back: text, kept: text)
    let signInProblems: [SignInProblem] = [
      .refused, .initialPasswordExpired, .initialPasswordUsed, .tooMany(until: Self.now),
    ]
    for problem in signInProblems {
      pages.append(
        ("sign in, \(problem)", around.signInPage(name: text, then: then, problem: problem)))
    }
    for occasion in [SignInOccasion.ended, .signedOut] {
      pages.append(
        ("sign in, \(occasion)", around.signInPage(name: text, then: then, occasion: occasion)))
    }
    return pages.map { Page(name: $0.0, html: $0.1, isSignedIn: false) }
  }

  private var signedIn: [Page] {
    let around = surroundings
    var pages: [(String, HTML)] = []
    for isAdministrator in [true, false] {
      for saved in [true, false] {
        let who = signedIn(isAdministrator: isAdministrator)
        pages.append(
          (
            "me, \(isAdministrator), \(saved)",
            around.mePage(who, departmentPath: text, invites: saved, saved: saved)
          ))
      }
    }
    for isForced in [true, false] {
      let who = signedIn(mustChangePassword: isForced)
      let problems: [PasswordPageProblem?] = [nil, .current(text), .chosen(text), .repeated(text)]
      for problem in problems {
        pages.append(("password, \(isForced)", around.passwordPage(who, problem: problem)))
      }
    }
    let rows = ApplicationState.allCases.map { application($0) }
    let dones: [ApplicationList.Done?] = [
      nil, .decided(application(.approved)), .decided(application(.rejected)),
      .reopened(application(.pending)), .nothingPicked, .reasonTooLong,
    ]
    for state in ["all"] + ApplicationState.allCases.map(\.rawValue) {
      for done in dones {
        var choice = ApplicationChoice(
          state: state, inviter: text, department: text, invitation: text, from: text, until: text)
        choice.invitationLabel = text
        var list = ApplicationList(
          rows: rows, choice: choice, inviters: [account()],
          departments: .list([Department(id: .new(), name: text, parent: nil, path: text)]),
          next: address, first: address, all: address, export: address, done: done)
        list.reason = text
        pages.append(("applications, \(state)", around.applicationsPage(signedIn(), list)))
      }
      for problem in [nil, ApplicationChoice.Problem.date, .department, .invitation] {
        var choice = ApplicationChoice(state: state, department: text)
        choice.problem = problem
        let empty = ApplicationList(
          rows: [], choice: choice, inviters: [], departments: .typed, next: nil, first: nil,
          all: address, export: address)
        pages.append(("no applications, \(state)", around.applicationsPage(signedIn(), empty)))
      }
    }
    for verdict in [ApplicationState.approved, .rejected] {
      for count in [0, 1, 2] {
        var result = DecisionResult(
          verdict: verdict, decided: count, already: rows, taken: [(rows[0], account().login)],
          unknown: count, back: address)
        result.mended = [rows[0]]
        result.notTried = count
        pages.append(("decision result, \(verdict)", around.decisionResultPage(signedIn(), result)))
      }
    }
    pages +=
      invitationPages + [
        (
          "overview",
          around.overviewPage(
            signedIn(),
            Overview(
              waiting: [application(.pending)], ending: [invitation],
              days: [(Self.today, 0), (Self.today, 3)], failedMails: 2, hasInvitations: true))
        ),
        (
          "overview, empty",
          around.overviewPage(
            signedIn(),
            Overview(waiting: [], ending: [], days: [], failedMails: 0, hasInvitations: false))
        ),
      ]
    for isSearchable in [true, false] {
      pages.append(
        (
          "find, \(isSearchable)",
          around.findPage(
            signedIn(),
            Found(
              text: text, isSearchable: isSearchable,
              applicants: isSearchable ? rows.map { ($0, address) } : [],
              accounts: isSearchable ? [account()] : [], more: isSearchable))
        ))
    }
    let mails: [Strings.MailProgress?] = [
      nil, .waiting(error: text, next: text), .waiting(error: "", next: ""), .sent,
      .failed(error: text),
    ]
    let problems: [DecisionProblem?] = [
      nil, .already, .addressTaken(by: account().login), .reasonTooLong, .mended, .notRejected,
      .full, .fullForGood, .appliedAgain,
    ]
    for state in ApplicationState.allCases {
      for mail in mails {
        pages.append(
          (
            "application, \(state)",
            around.applicationPage(
              signedIn(), application(state), code: .random(), gives: [holding(.role)], mail: mail,
              problem: nil)
          ))
      }
      for problem in problems {
        pages.append(
          (
            "application, \(state)",
            around.applicationPage(
              signedIn(), application(state), code: nil, gives: [], mail: nil, problem: problem,
              reason: text)
          ))
      }
    }
    pages += guarded + administrators + publicAccounts + member
    pages += imports + people + ownInvitations + businessSystems
    pages += webhooks
    return pages.map { Page(name: $0.0, html: $0.1, isSignedIn: true) }
  }

  private static let today = TimeZone.utc.clock(at: now)

  private var invitationPages: [(String, HTML)] {
    let around = surroundings
    let departments: [DepartmentChoice] = [
      .typed, .list([Department(id: .new(), name: text, parent: nil, path: text)]),
    ]
    var form = InvitationForm()
    form.label = text
    form.until = text
    form.opens = text
    form.department = text
    form.limit = text
    var pages: [(String, HTML)] = []
    let problems: [Set<InvitationForm.Problem>] = [
      [], [.label, .department, .limit, .untilUnreadable, .opensUnreadable, .holding], [.inPast],
      [.endsBeforeItOpens, .fewerThanUsed(3)],
    ]
    for problems in problems {
      form.problems = problems
      form.holdings = holdingChoice(isGone: problems.contains(.holding))
      for choice in departments {
        pages.append(
          (
            "new invitation, \(problems.count)",
            around.newInvitationPage(signedIn(), form, departments: choice)
          ))
        pages.append(
          (
            "invitation, \(problems.count)",
            around.invitationPage(
              signedIn(), invitation, gives: form.holdings.all, form, departments: choice,
              notice: nil)
          ))
      }
    }
    let notices: [InvitationNotice] = [
      .made, .changed, .revoked, .saved, .unpublished(cause: text),
      .changedUnpublished(cause: text), .alreadyRevoked,
    ]
    for notice in notices {
      var revoked = invitation
      revoked.revoked = Self.now
      revoked.printed = Self.now
      pages.append(
        (
          "invitation, \(notice)",
          around.invitationPage(
            signedIn(), revoked, gives: [], InvitationForm(), departments: .typed, notice: notice)
        ))
    }
    for rows in [[], [invitation]] {
      for reset in [nil, 0, 1, 2] {
        var list = InvitationList(
          rows: rows, state: "all", inviter: "", department: text, sort: .newest,
          inviters: [account()], departments: departments[1], next: address, first: address,
          reset: reset)
        list.departmentProblem = rows.isEmpty
        pages.append(("invitations, \(rows.count)", around.invitationsPage(signedIn(), list)))
      }
    }
    for count in [0, 1, 2] {
      pages.append(
        (
          "reset, \(count)",
          around.resetPage(
            signedIn(), LivingInvitations(links: count, printed: count, pending: count))
        ))
      pages.append(
        (
          "reset, unpublished",
          around.resetPage(
            signedIn(), LivingInvitations(links: 0, printed: 0, pending: 0), done: count,
            unpublished: text)
        ))
    }
    return pages
  }

  var invitation: Invitation {
    Invitation(
      label: text, inviter: .new(), inviterName: text, departmentPath: text, language: language,
      requiresApproval: true, created: Self.now, notBefore: Self.now, expires: Self.now)
  }

  func application(_ state: ApplicationState, requiresApproval: Bool = true) -> Application {
    Application(
      id: .new(), reference: text, invitation: .new(), invitationLabel: text,
      inviter: .new(), inviterName: text,
      department: nil,
      departmentPath: text, requiresApproval: requiresApproval, name: PersonName(stored: text),
      email: EmailAddress(stored: text), language: language, applied: Self.now,
      decision: state == .pending
        ? nil : Decision(state: state, at: Self.now, approver: text, reason: text))
  }

  func account(isAdministrator: Bool = true, mustChangePassword: Bool = false) -> Account {
    Account(
      login: Login.suggestion(for: EmailAddress(stored: "grace@navy.example"), attempt: 1),
      name: PersonName(stored: text), email: EmailAddress(stored: text),
      isAdministrator: isAdministrator,
      language: language, mustChangePassword: mustChangePassword, created: Self.now)
  }

  func signedIn(isAdministrator: Bool = true, mustChangePassword: Bool = false) -> SignedIn {
    SignedIn(
      account: account(isAdministrator: isAdministrator, mustChangePassword: mustChangePassword),
      formToken: Self.token, pending: 3, acting: isActing ? publicAccount() : nil)
  }
}
