// English.

import Membership

extension Strings {
  static let english = Strings(
    language: .english,
    name: "English",
    moment: { clock in
      return
        "\(clock.day) \(months[clock.month - 1]) \(clock.year), \(clock.time) (\(clock.offsetName))"
    },
    recently: { clock, now in
      switch now.day(after: clock) {
      case 0: return "today, \(clock.time)"
      case 1: return "yesterday, \(clock.time)"
      default:
        let year = clock.year == now.year ? "" : " \(clock.year)"
        return "\(clock.day) \(months[clock.month - 1])\(year)"
      }
    },
    day: { "\($0.day) \(months[$0.month - 1])" },
    questions: "Questions?",
    languages: "Language",
    landing: Landing(
      title: { "You are invited to join \($0)" },
      lead: { requiresApproval in
        requiresApproval
          ? "Tell us who you are. Once an administrator has approved you, a welcome mail tells you how to sign in."
          : "Tell us who you are. A welcome mail follows at once and tells you how to sign in."
      },
      invitedBy: "Invited by", youWillJoin: "You will join", openUntil: "Open until",
      noEnd: "no end date",
      yourName: "Your name", emailAddress: "E-mail address",
      button: { $0 ? "Apply to join" : "Join" },
      pleaseCorrect: "Please correct what is marked below.",
      nameProblem: { problem in
        switch problem {
        case .missing: "Please enter your name."
        case .tooLong: "Please enter a name of at most \(PersonName.longest) characters."
        case .unreadable:
          "Please type your name again: it contains signs that cannot be shown."
        }
      },
      emailProblem: { problem in
        switch problem {
        case .missing: "Please enter your e-mail address."
        case .tooLong: "Please enter a shorter e-mail address."
        case .malformed: "Please check the address. It should look like name@example.org."
        case .notASCII:
          "Please use an address with plain Latin letters, such as name@example.org."
        }
      },
      leaveEmpty: "Leave this empty",
      confirmTitle: "Please confirm",
      confirmText: "Many people are applying. Is this what you typed? Then press once more.",
      tooMany: {
        "So many people have applied from your network just now that we take the next at \($0). What you typed stays here; please press then."
      }),
    dead: Dead(
      title: { state in
        switch state {
        case .expired: "This invitation has ended"
        case .full: "This invitation is used up"
        case .revoked: "This invitation was withdrawn"
        case .notYetOpen: "This invitation is not open yet"
        case .active: "This invitation is open"
        }
      },
      text: { state, at in
        switch state {
        case .expired: at.map { "It was open until \($0)." } ?? "Its time is over."
        case .full: "As many people have applied as it has places."
        case .revoked: "Whoever made it has taken it back."
        case .notYetOpen:
          at.map { "It opens on \($0). Please come back then." }
            ?? "Please come back later."
        case .active: "You can apply now."
        }
      },
      ask: { "Please ask \($0) for a new one." }),
    join: Join(
      title: "Enter your invitation code",
      lead:
        "It is printed with the QR code on your invitation. Capitals and hyphens do not matter.",
      code: "Invitation code", button: "Continue",
      unknownTitle: "We do not know this invitation",
      unknownText:
        "Please check the link or the code, letter by letter. If it still does not work, ask whoever invited you.",
      again: "Enter the code again"),
    entry: Entry(
      title: { "Welcome to \($0)" },
      lead: "Were you invited? Scan your QR code, or enter the code beside it.",
      haveCode: "Enter an invitation code", signIn: "Sign in"),
    failure: Failure(
      notFoundTitle: "There is no such page",
      notFoundText: "The address may be mistyped, or the page may be gone.",
      forbiddenTitle: "This page is not for you",
      forbiddenText: "It is for administrators. You can go back, or sign in with another account.",
      closedText:
        "It is open to some accounts only, or the address is mistyped. You can go back, or sign in with another account.",
      foreignTitle: "This came from somewhere else",
      foreignText:
        "For your safety we take a form only from our own pages. Please open the page again and send it from there.",
      badRequestTitle: "We could not read that",
      badRequestText: "Please go back, open the page again and send the form once more.",
      methodTitle: "This page cannot be used like that",
      methodText: "Please go back and use the buttons on the page.",
      tooLargeTitle: "That was too much",
      tooLargeText: "Please go back and send less text.",
      typeTitle: "We could not read that",
      typeText: "Please go back and send the form from the page itself.",
      tooSlowTitle: "That took too long",
      tooSlowText: "The connection was too slow. Please try again.",
      busyTitle: "Just a moment",
      busyText: "Many people are here right now. Nothing was saved; please try again in a minute.",
      brokenTitle: "Something broke on our side",
      brokenText:
        "It may not have been saved. Please try again later. If it stays like this, tell us this number:",
      reference: "Number", toStart: "To the start",
      later: "Please try again later."),
    status: Status(
      title: { state, requiresApproval in
        switch state {
        case .pending: "Thank you, we have your application"
        case .approved: requiresApproval ? "You have been approved" : "Welcome, you have joined"
        case .rejected: "Your application was not accepted"
        case .withdrawn: "You withdrew your application"
        }
      },
      text: { state, _, email in
        switch state {
        case .pending:
          "An administrator will look at it. Once it is approved, a welcome mail goes to \(email) and tells you how to sign in."
        case .approved:
          "A welcome mail goes to \(email) and tells you how to sign in. Not there? Look in the folder for unwanted mail."
        case .rejected: "If you think this is a mistake, ask whoever invited you."
        case .withdrawn: "Nothing more happens. You can apply again at any time."
        }
      },
      reference: "Reference", name: "Name", email: "E-mail address",
      applied: "Applied", decided: "Decided",
      keep: "Keep the address of this page: here you see what becomes of your application.",
      signIn: "Sign in",
      mend: "Is the address wrong?", mendHint: "The welcome mail goes there.",
      mendButton: "Use this address", mended: "Your address is changed.",
      withdraw: "Withdraw my application", withdrawWith: "Withdraw…",
      withdrawText: "Nobody decides on it then. You can apply again.",
      decidedMeanwhile: "This was decided meanwhile. Nothing was changed.",
      tooMany: {
        "So much has come from your network just now that we take the next at \($0)."
      }),
    signIn: SignIn(
      title: "Sign in", name: "Account or e-mail address", password: "Password",
      button: "Sign in",
      refused: "Account or password is not right. Please try again.",
      expired: "This initial password has run out.",
      used: "This initial password was used already. If that was not you, tell us at once.",
      ended: "You were away for a while. Please sign in again.",
      signedOut: "You are signed out.",
      ask: "You need a new one; please ask:"),
    password: ChangePassword(
      title: "Choose your password", titleChange: "Change your password",
      lead: "Your initial password worked once. Choose your own to go on.",
      rule: { "At least \($0) characters. A few words in a row are easy to remember." },
      current: "Current password", chosen: "New password", repeated: "New password, again",
      button: "Save password",
      unsuitable: { problem in
        switch problem {
        case .tooShort: "Please choose at least \(Password.shortest) characters."
        case .tooLong: "Please choose a shorter one."
        case .common: "This one would be guessed first. Please choose another."
        case .personal:
          "This one contains your name, address or account. Please choose another."
        }
      },
      currentIsWrong: "This is not your current password.",
      repeatedDiffers: "The two do not match. Please type the new password twice.",
      sameAsBefore: "Please choose one that differs from the password before.",
      saved: "Your new password is saved."),
    me: Me(
      title: { "Hello, \($0)" },
      text: "Your account is ready.",
      login: "Account", email: "E-mail address", department: "Department",
      signOut: "Sign out", changePassword: "Change password", administration: "Administration"),
    profile: .english,
    sessions: .english,
    ownInvitations: .english,
    businessSystems: .english,
    webhooks: .english,
    desk: .english,
    applications: .english,
    mailPage: .english,
    digest: .english,
    settingsPage: .english,
    auditPage: .english,
    invitations: .english,
    overview: .english,
    find: .english,
    mail: Mail(
      greeting: { "Hello \($0)," },
      closing: { "Kind regards, \($0)" },
      ask: { "Questions? \($0)" },
      welcomeSubject: { "Welcome to \($0)" },
      welcomeText: { "You have joined \($0). This is how you sign in:" },
      signInAt: "Sign in at:", login: "Account:", password: "Initial password:",
      department: "Department:", invitedBy: "Invited by:", validUntil: "Good until:",
      mustChange: "The initial password is good for one sign-in; then you choose your own.",
      renewedSubject: { "Your new initial password for \($0)" },
      renewedText:
        "You have a new initial password. The one before is no longer good. This is how you sign in:",
      rejectedSubject: { "Your application to join \($0)" },
      rejectedText: { "Thank you for your application to join \($0). It was not accepted." },
      reason: "Reason:",
      knownSubject: { "You already have an account at \($0)" },
      knownText: {
        "Somebody, probably you, applied to join \($0) with this e-mail address. You already have an account, so nothing was changed. This is how you sign in:"
      }),
    safety: .english, secondFactor: .english, people: .english,
    departments: .english, holdings: .english,
    accounts: .english, grants: .english, actAs: .english, publicAccounts: .english,
    importPage: .english,
    inviteButton: .english)
}

private let months = [
  "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
  "November", "December",
]
