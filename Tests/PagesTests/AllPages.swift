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

  static let token = "TOKEN-of-the-session"
  private static let now = Moment(seconds: 1_796_148_000)

  var pages: [Page] { strangers + signedIn }

  var surroundings: Surroundings {
    var settings = Settings()
    settings.organisation = text
    settings.contact = text
    settings.signInAddress = address
    return Surroundings(
      strings: Strings.of(language), settings: settings,
      addresses: .init(
        styleSheet: address, icon: address, entry: address, join: address, apply: address,
        signIn: address,
        signOut: address, password: address, me: address, applications: address,
        application: { [address] in "\(address)/\($0)" }),
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
    pages.append(("unknown invitation", around.unknownInvitationPage()))
    let mishaps: [Mishap] = [
      .notFound, .forbidden, .foreign, .badRequest, .method, .tooLarge, .type, .tooSlow, .busy,
      .broken(reference: text),
    ]
    for mishap in mishaps { pages.append(("failure, \(mishap)", around.failurePage(mishap))) }
    for state in ApplicationState.allCases {
      for isAsked in [true, false] {
        pages.append(
          (
            "status, \(state), \(isAsked)",
            around.statusPage(application(state, requiresApproval: isAsked))
          ))
      }
    }
    pages.append(("sign in", around.signInPage(name: "", back: text)))
    for problem in [SignInProblem.refused, .initialPasswordExpired, .initialPasswordUsed] {
      pages.append(
        ("sign in, \(problem)", around.signInPage(name: text, back: text, problem: problem)))
    }
    for occasion in [SignInOccasion.ended, .signedOut] {
      pages.append(
        ("sign in, \(occasion)", around.signInPage(name: text, back: text, occasion: occasion)))
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
            around.mePage(who, departmentPath: text, saved: saved)
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
    for state in [nil] + ApplicationState.allCases.map(Optional.some) {
      for decided in [nil, application(.approved), application(.rejected)] {
        let list = ApplicationList(
          rows: rows, state: state, older: address, isFirst: false, decided: decided)
        pages.append(
          (
            "applications, \(state.map(\.rawValue) ?? "all")",
            around.applicationsPage(signedIn(), list)
          ))
      }
      let empty = ApplicationList(rows: [], state: state, older: nil, isFirst: true, decided: nil)
      pages.append(
        (
          "no applications, \(state.map(\.rawValue) ?? "all")",
          around.applicationsPage(signedIn(), empty)
        ))
    }
    let mails: [Strings.MailProgress?] = [
      nil, .waiting(error: text, next: text), .waiting(error: "", next: ""), .sent,
      .failed(error: text),
    ]
    let problems: [DecisionProblem?] = [
      nil, .already, .addressTaken(by: account().login), .reasonTooLong, .formExpired,
    ]
    for state in ApplicationState.allCases {
      for mail in mails {
        pages.append(
          (
            "application, \(state)",
            around.applicationPage(signedIn(), application(state), mail: mail, problem: nil)
          ))
      }
      for problem in problems {
        pages.append(
          (
            "application, \(state)",
            around.applicationPage(
              signedIn(), application(state), mail: nil, problem: problem, reason: text)
          ))
      }
    }
    return pages.map { Page(name: $0.0, html: $0.1, isSignedIn: true) }
  }

  private var invitation: Invitation {
    Invitation(
      label: text, inviter: .new(), inviterName: text, departmentPath: text, language: language,
      requiresApproval: true, created: Self.now, notBefore: Self.now, expires: Self.now)
  }

  private func application(_ state: ApplicationState, requiresApproval: Bool = true) -> Application
  {
    Application(
      id: .new(), reference: text, invitation: .new(), invitationLabel: text, inviterName: text,
      department: nil,
      departmentPath: text, requiresApproval: requiresApproval, name: PersonName(stored: text),
      email: EmailAddress(stored: text), language: language, applied: Self.now,
      decision: state == .pending
        ? nil : Decision(state: state, at: Self.now, approver: text, reason: text))
  }

  private func account(isAdministrator: Bool = true, mustChangePassword: Bool = false) -> Account {
    Account(
      login: Login.suggestion(for: EmailAddress(stored: "grace@navy.example"), attempt: 1),
      name: PersonName(stored: text), email: EmailAddress(stored: text),
      isAdministrator: isAdministrator,
      language: language, mustChangePassword: mustChangePassword, created: Self.now)
  }

  private func signedIn(isAdministrator: Bool = true, mustChangePassword: Bool = false) -> SignedIn
  {
    SignedIn(
      account: account(isAdministrator: isAdministrator, mustChangePassword: mustChangePassword),
      formToken: Self.token, pending: 3)
  }
}
