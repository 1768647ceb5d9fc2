// Every sentence that a person reads on a page or in a mail, one struct per place where it stands. None
// has a default: a language that lacks one does not compile. Command line and log speak English.

package import Membership

package struct Strings: Sendable {
  package let language: Language
  /// The language's own name.
  package let name: String
  /// `1 December 2026, 19:00 (UTC+1)`
  package let moment: @Sendable (ClockReading) -> String
  /// As people say it in a list: `today, 09:14`, `20 November`.
  package let recently: @Sendable (ClockReading, _ now: ClockReading) -> String
  /// `1 December`
  package let day: @Sendable (ClockReading) -> String
  /// Before whom to ask: `Questions?`
  package let questions: String
  /// Of the list of languages, for a screen reader.
  package let languages: String

  package let landing: Landing
  package let dead: Dead
  package let join: Join
  package let entry: Entry
  package let failure: Failure
  package let status: Status
  package let signIn: SignIn
  package let password: ChangePassword
  package let me: Me
  package let profile: Profile
  package let sessions: Sessions
  package let ownInvitations: OwnInvitations
  package let businessSystems: BusinessSystems
  package let webhooks: Webhooks
  package let desk: Desk
  package let applications: Applications
  package let mailPage: MailPage
  package let digest: Digest
  package let settingsPage: SettingsPage
  package let auditPage: AuditPage
  package let invitations: Invitations
  package let overview: Overview
  package let find: Find
  package let mail: Mail
  package let safety: Safety
  package let secondFactor: SecondFactor
  package let people: Administrators
  package let departments: Departments
  package let holdings: Holdings
  package let accounts: Accounts
  package let grants: Grants
  package let actAs: ActAs
  package let publicAccounts: PublicAccounts
  package let importPage: ImportPage
  package let inviteButton: InviteButton

  /// The invitation page and its form.
  package struct Landing: Sendable {
    package let title: @Sendable (_ organisation: String) -> String
    package let lead: @Sendable (_ requiresApproval: Bool) -> String
    package let invitedBy, youWillJoin, openUntil, noEnd: String
    package let yourName, emailAddress: String
    package let button: @Sendable (_ requiresApproval: Bool) -> String
    package let pleaseCorrect: String
    package let nameProblem: @Sendable (PersonName.Problem) -> String
    package let emailProblem: @Sendable (EmailAddress.Problem) -> String
    /// Of the field that no person sees.
    package let leaveEmpty: String
    package let confirmTitle, confirmText: String
    package let tooMany: @Sendable (_ until: String) -> String
  }

  /// Why a link does not work any more, or not yet.
  package struct Dead: Sendable {
    package let title: @Sendable (InvitationState) -> String
    /// With the moment that it opens or ended at, where it has one.
    package let text: @Sendable (InvitationState, _ at: String?) -> String
    package let ask: @Sendable (_ inviter: String) -> String
  }

  /// Where a code is typed.
  package struct Join: Sendable {
    package let title, lead, code, button: String
    package let unknownTitle, unknownText, again: String
  }

  /// The page at the top of the site.
  package struct Entry: Sendable {
    package let title: @Sendable (_ organisation: String) -> String
    package let lead, haveCode, signIn: String
  }

  /// Pages for what went wrong.
  package struct Failure: Sendable {
    package let notFoundTitle, notFoundText: String
    package let forbiddenTitle, forbiddenText: String
    /// Where a web server says so, of any page of the host.
    package let closedText: String
    package let foreignTitle, foreignText: String
    package let badRequestTitle, badRequestText: String
    package let methodTitle, methodText: String
    package let tooLargeTitle, tooLargeText: String
    package let typeTitle, typeText: String
    package let tooSlowTitle, tooSlowText: String
    package let busyTitle, busyText: String
    package let brokenTitle, brokenText: String
    package let reference: String
    package let toStart, later: String
  }

  /// The applicant's own page.
  package struct Status: Sendable {
    package let title: @Sendable (ApplicationState, _ requiresApproval: Bool) -> String
    package let text:
      @Sendable (ApplicationState, _ requiresApproval: Bool, _ email: String) -> String
    package let reference, name, email, applied, decided: String
    package let keep, signIn: String
    package let mend, mendHint, mendButton, mended: String
    package let withdraw, withdrawWith, withdrawText: String
    /// Not done, because somebody has decided meanwhile.
    package let decidedMeanwhile: String
    package let tooMany: @Sendable (_ until: String) -> String
  }

  package struct SignIn: Sendable {
    package let title, name, password, button: String
    package let refused, expired, used, ended, signedOut: String
    package let ask: String
  }

  package struct ChangePassword: Sendable {
    package let title, titleChange: String
    package let lead: String
    package let rule: @Sendable (_ shortest: Int) -> String
    package let current, chosen, repeated, button: String
    package let unsuitable: @Sendable (Password.Problem) -> String
    package let currentIsWrong, repeatedDiffers, sameAsBefore: String
    package let saved: String
  }

  /// A member's own page.
  package struct Me: Sendable {
    package let title: @Sendable (_ name: String) -> String
    package let text: String
    package let login, email, department, signOut, changePassword, administration: String
  }

  /// What all administrators' pages share.
  package struct Desk: Sendable {
    package let navigation: String
    /// On a phone: to the parts of the administration that do not stand there.
    package let menu: String
    package let overview, invitations, applications, people, mail, administrators, settings: String
    package let audit: String
    package let account: String
    package let find, findButton: String
    package let all, anyone, show, more, sort, rows: String
    package let firstPage, nextPage, export, nothingFound: String
    package let departmentUnknown, departmentExample, dateUnreadable: String
    package let save, back: String
    package let formExpired: String
  }

  /// The administrators' list of applications, and the page of one.
  package struct Applications: Sendable {
    package let title: String
    package let applicant, joins, invitedBy, applied, state, decided: String
    package let from, until, invitation, reference, email: String
    package let stateName: @Sendable (ApplicationState) -> String
    package let sortName: @Sendable (ApplicationSort) -> String
    package let none, nonePending: String
    package let approve, reject, rejectWith, reopen, back: String
    package let withPicked, pickAll, nothingPicked: String
    package let approved: @Sendable (_ name: String) -> String
    package let rejected: @Sendable (_ name: String) -> String
    package let reopened: @Sendable (_ name: String) -> String
    package let manyApproved: @Sendable (Int) -> String
    package let manyRejected: @Sendable (Int) -> String
    package let manyUnknown: @Sendable (Int) -> String
    package let manyNotTried: @Sendable (Int) -> String
    /// The applicant has changed the address since the page was shown.
    package let mended: @Sendable (_ email: String) -> String
    package let leftAsTheyWere, invitationUnknown: String
    package let by: @Sendable (_ approver: String) -> String
    package let system: String
    package let reasonLabel, reasonHint, mailReason, reason: String
    package let alreadyTitle: String
    package let already:
      @Sendable (_ name: String, ApplicationState, _ approver: String, _ at: String) -> String
    package let notRejected, full, fullForGood, appliedAgain: String
    package let addressTaken: @Sendable (_ login: String) -> String
    package let reasonTooLong: @Sendable (_ longest: Int) -> String
    package let mail: @Sendable (MailProgress) -> String
    package let mailLabel: String
  }

  /// What became of a mail.
  package enum MailProgress: Sendable {
    case waiting(error: String, next: String)
    case sent
    case failed(error: String)
  }

  /// Labels end with the language's own colon.
  package struct Mail: Sendable {
    package let greeting: @Sendable (_ name: String) -> String
    package let closing: @Sendable (_ organisation: String) -> String
    package let ask: @Sendable (_ contact: String) -> String
    package let welcomeSubject: @Sendable (_ organisation: String) -> String
    package let welcomeText: @Sendable (_ organisation: String) -> String
    package let signInAt, login, password, department, invitedBy, validUntil: String
    package let mustChange: String
    package let renewedSubject: @Sendable (_ organisation: String) -> String
    package let renewedText: String
    package let rejectedSubject: @Sendable (_ organisation: String) -> String
    package let rejectedText: @Sendable (_ organisation: String) -> String
    package let reason: String
    package let knownSubject: @Sendable (_ organisation: String) -> String
    package let knownText: @Sendable (_ organisation: String) -> String
  }
}

extension Strings {
  package static func of(_ language: Language) -> Strings {
    switch language {
    case .english: english
    case .simplifiedChinese: simplifiedChinese
    }
  }

  package func moment(_ moment: Moment, in zone: TimeZone) -> String {
    self.moment(zone.clock(at: moment))
  }
}
