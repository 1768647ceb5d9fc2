// English: the page of the settings.

import Membership

extension Strings.SettingsPage {
  static let english = Strings.SettingsPage(
    title: "Settings",
    group: { group in
      switch group {
      case .organisation: "The organisation"
      case .addresses: "Addresses"
      case .joining: "Joining"
      case .members: "Members invite"
      }
    },
    label: { name in
      switch name {
      case .organisation: "Name"
      case .baseAddress: "Address of this site"
      case .programPath: "Path of the program"
      case .timeZone: "Time zone"
      case .signInAddress: "Address to sign in at"
      case .contact: "Whom people ask"
      case .language: "Language"
      case .accent: "Colour"
      case .sender: "Sender of mails"
      case .initialPasswordHours: "Hours that an initial password is good for"
      case .validity: "How long a new invitation is open"
      case .addressQuota: "Applications from one network in ten minutes"
      case .memberInvitations: "Members may invite people"
      case .memberValidity: "How long their invitations are open"
      case .memberApproval: "Ask an administrator before somebody joins"
      case .memberDepartment: "Department of who joins"
      case .memberLinks: "Open invitations of one member"
      case .memberLinksPerDay: "New invitations of one member in 24 hours"
      case .memberSeesJoined: "Members see who joined through their invitations"
      }
    },
    hint: { name in
      switch name {
      case .organisation: "It stands on every page and in every mail."
      case .baseAddress:
        "Links and QR codes begin with it. QR codes that are printed already keep the old address: let it lead here for as long as they are in use."
      case .programPath:
        "Where the web server starts usher.cgi. Links in mails that were sent, and pages that somebody has open, keep the old path."
      case .timeZone: "Times are shown in it, such as Europe/Berlin."
      case .signInAddress: "Welcome mails name it. Empty: the sign-in page of this site."
      case .contact:
        "An e-mail address, a telephone number, a room. Everybody who opens an invitation sees it."
      case .language: "For whoever asks for a language that there is not."
      case .accent: "Of buttons and links, dark enough for white text on it."
      case .sender: "The e-mail address that mails come from. Empty: usher at this site."
      case .initialPasswordHours:
        "From 1 to 168. After that the person needs a new one."
      case .validity: "Whoever makes an invitation can choose otherwise."
      case .addressQuota:
        "From 1 to 10000. Raise it where many people share one network, as in a lecture hall."
      case .memberInvitations:
        "On their own page, and where a business system asks in their name."
      case .memberValidity: "Counted from when the invitation is made."
      case .memberApproval: "If not, people who apply join at once."
      case .memberDepartment: "The inviter's own, or the same for all."
      case .memberLinks: "From 1 to 1000, not counting those that are over."
      case .memberLinksPerDay: "From 1 to 1000."
      case .memberSeesJoined: "Their names, and when they joined. Numbers are always shown."
      }
    },
    problem: { name in
      switch name {
      case .organisation: "Please give a name of 1 to 100 characters."
      case .baseAddress: "Please give an address such as https://join.example.org."
      case .programPath: "Please give a path such as /usher or /cgi-bin/usher.cgi."
      case .timeZone: "Please give a zone that this computer knows, such as Europe/Berlin or UTC."
      case .signInAddress:
        "Please give an address such as https://example.org/sign-in, or leave it empty."
      case .contact: "Please give at most 200 characters."
      case .language: "Please choose one of the languages."
      case .accent:
        "Please choose a darker colour, such as #1f5fbf: white text on it must be easy to read."
      case .sender: "Please give an e-mail address such as join@example.org, or leave it empty."
      case .initialPasswordHours: "Please give a whole number from 1 to 168."
      case .validity: "Please choose one of the lengths."
      case .addressQuota: "Please give a whole number from 1 to 10000."
      case .memberInvitations, .memberApproval, .memberSeesJoined: "Please choose yes or no."
      case .memberValidity: "Please choose one of the lengths."
      case .memberDepartment: "There is no such department, or several. Please give the whole path."
      case .memberLinks, .memberLinksPerDay: "Please give a whole number from 1 to 1000."
      }
    },
    zoneNow: { "It is \($0) there now." },
    saved: "Saved. The pages are being written again.",
    nothingChanged: "Nothing was changed.", yes: "Yes", no: "No",
    ownDepartment: "The inviter's own",
    linksQuestion: "What shall become of the members' invitations?",
    answerFirst: "Nothing is saved yet. Please answer the question first.",
    links: { answer in
      switch answer {
      case .keep: "They stay open until they end"
      case .revoke: "They end now; who has applied can still be let in"
      }
    })
}
