// Every address of usher.cgi, parsed and printed at one place.

import Membership

package enum Route: Hashable, Sendable {
  case home
  /// A typed code, on its way to the landing page.
  case join
  case apply
  /// The applicant's own page, by the token in its address.
  case status(token: String)
  case signIn, signInCode, signOut
  case me, profile, sessions, password, secondFactor
  /// A member's own.
  case ownInvitations
  case ownInvitation(code: String)
  /// To which a button of a business system leads.
  case inviteButton
  /// Asked by the web server, for other content of the host.
  case auth
  case overview
  case invitations, newInvitation, resetInvitations
  case invitation(code: String)
  case applications, exportApplications
  /// One application, by its reference.
  case application(reference: String)
  case people, newPerson
  /// A person's account, by its login.
  case person(login: String)
  case erasePerson(login: String)
  case find
  case mail
  case mailEntry(id: String)
  case departments, holdings
  case department(id: String)
  /// A position, a group or a role.
  case holding(id: String)
  case settings, audit, administrators
  case administrator(login: String)
  /// Who acts as which public account.
  case actAs
  case publicAccounts
  case publicAccount(login: String)
  case importAccounts, exportAccounts
  case businessSystems, webhooks

  /// Those without a parameter.
  static let fixed: [Route] = [
    .home, .join, .apply, .signIn, .signInCode, .signOut, .me, .profile, .sessions, .password,
    .secondFactor, .ownInvitations, .inviteButton, .auth,
    .overview, .invitations, .newInvitation, .resetInvitations, .applications, .exportApplications,
    .people, .newPerson, .find, .mail, .departments, .holdings, .settings, .audit, .administrators,
    .actAs, .publicAccounts, .importAccounts, .exportAccounts, .businessSystems, .webhooks,
  ]

  /// Below the mount: `/admin/applications`.
  package init?(path: String) {
    if path.isEmpty {
      self = .home
      return
    }
    if let route = Self.fixed.first(where: { $0.path == path }) {
      self = route
      return
    }
    let parts = path.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    guard let last = parts.last, !last.isEmpty else { return nil }
    switch parts.dropLast() {
    case ["", "application"]: self = .status(token: last)
    case ["", "me", "invitations"]: self = .ownInvitation(code: last)
    case ["", "admin", "invitations"]: self = .invitation(code: last)
    case ["", "admin", "applications"]: self = .application(reference: last)
    case ["", "admin", "mail"]: self = .mailEntry(id: last)
    case ["", "admin", "departments"]: self = .department(id: last)
    case ["", "admin", "holdings"]: self = .holding(id: last)
    case ["", "admin", "administrators"]: self = .administrator(login: last)
    case ["", "admin", "public-accounts"]: self = .publicAccount(login: last)
    case ["", "admin", "people"]: self = .person(login: Self.login(last))
    case let above where above.dropLast() == ["", "admin", "people"] && last == "erase":
      self = .erasePerson(login: Self.login(above.last ?? ""))
    default: return nil
    }
  }

  package var path: String {
    switch self {
    case .home: "/"
    case .join: "/join"
    case .apply: "/apply"
    case .status(let token): "/application/\(token)"
    case .signIn: "/sign-in"
    case .signInCode: "/sign-in/code"
    case .signOut: "/sign-out"
    case .me: "/me"
    case .profile: "/me/profile"
    case .sessions: "/me/sessions"
    case .password: "/me/password"
    case .secondFactor: "/me/second-factor"
    case .ownInvitations: "/me/invitations"
    case .ownInvitation(let code): "/me/invitations/\(code)"
    case .inviteButton: "/invite"
    case .auth: "/auth"
    case .overview: "/admin"
    case .invitations: "/admin/invitations"
    case .newInvitation: "/admin/invitations/new"
    case .resetInvitations: "/admin/invitations/reset"
    case .invitation(let code): "/admin/invitations/\(code)"
    case .applications: "/admin/applications"
    case .exportApplications: "/admin/applications/export.csv"
    case .application(let reference): "/admin/applications/\(reference)"
    case .people: "/admin/people"
    case .newPerson: "/admin/people/new"
    case .person(let login): "/admin/people/\(Self.part(login))"
    case .erasePerson(let login): "/admin/people/\(Self.part(login))/erase"
    case .find: "/admin/find"
    case .mail: "/admin/mail"
    case .mailEntry(let id): "/admin/mail/\(id)"
    case .departments: "/admin/departments"
    case .holdings: "/admin/holdings"
    case .department(let id): "/admin/departments/\(id)"
    case .holding(let id): "/admin/holdings/\(id)"
    case .settings: "/admin/settings"
    case .audit: "/admin/audit"
    case .administrators: "/admin/administrators"
    case .administrator(let login): "/admin/administrators/\(login)"
    case .actAs: "/me/accounts"
    case .publicAccounts: "/admin/public-accounts"
    case .publicAccount(let login): "/admin/public-accounts/\(login)"
    case .importAccounts: "/admin/people/import"
    case .exportAccounts: "/admin/people/export.csv"
    case .businessSystems: "/admin/business-systems"
    case .webhooks: "/admin/webhooks"
    }
  }

  /// Logins that other addresses end in; a tilde, which no login has, stands before these.
  private static let taken: Set = ["new", "import", "export.csv"]

  private static func part(_ login: String) -> String {
    taken.contains(login) ? "~\(login)" : login
  }

  private static func login(_ part: String) -> String {
    part.hasPrefix("~") ? String(part.dropFirst()) : part
  }

  /// What the address answers to, beside HEAD where it answers to GET.
  var methods: (get: Bool, post: Bool) {
    switch self {
    case .home, .join, .auth, .overview, .invitations, .exportApplications, .people, .find, .mail,
      .audit, .exportAccounts:
      (true, false)
    case .apply, .signOut, .mailEntry, .administrator: (false, true)
    case .status, .inviteButton, .signIn, .signInCode, .me, .profile, .sessions, .password,
      .secondFactor,
      .ownInvitations, .ownInvitation,
      .newInvitation, .resetInvitations, .invitation, .applications, .application, .departments,
      .department, .holdings, .holding, .settings, .administrators, .actAs, .publicAccounts,
      .publicAccount, .importAccounts, .newPerson, .person, .erasePerson, .businessSystems,
      .webhooks:
      (true, true)
    }
  }
}
