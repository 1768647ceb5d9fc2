// English: the pages on which administrators keep people's accounts.

import Membership

extension Strings.Accounts {
  static let english = Strings.Accounts(
    title: "People", new: "New account", name: "Name", login: "Account",
    email: "E-mail address", department: "Department", noDepartment: "None",
    language: "Language", state: "State", kind: "Kind", holds: "Holds", since: "Since",
    stateName: { state in
      switch state {
      case .active: "active"
      case .suspended: "suspended"
      case .removed: "removed"
      }
    },
    kindName: { kind in
      switch kind {
      case .personal: "Person"
      case .public: "Public account"
      }
    },
    administrator: "Administrator",
    search: "Name, address or account", searchHint: "Look up",
    none: "Nobody yet. People appear here when they join through an invitation.",
    everybody: "Show everybody",
    onlyHolding: { "Only who holds \($0)." },
    onlyWhoMayUse: { "Only who may use \($0)." },
    holdingUnknown: "There is no such position, group or role any more.",
    publicAccountUnknown: "There is no such public account.",
    newTitle: "New account",
    newText: "For somebody who did not apply through an invitation.",
    loginHint: "May stay empty: it is made from the address.",
    welcome: "Initial password", welcomeMailed: "A welcome mail brings it at once",
    welcomeLater: "None yet: it is sent later, with “New password”", add: "Add",
    added: { "\($0) has an account now; the welcome mail is on its way." },
    addedSilently: { "\($0) has an account now, and no password yet." },
    back: "All people", change: "Change", changed: "Saved.",
    nothingChanged: "Nothing was changed: it was so already.",
    history: "What was done to this account", links: "Links", application: "Application",
    linksOpen: { $0 == 1 ? "1 link that is not over" : "\($0) links that are not over" },
    secondStep: "Second step", on: "on", off: "off",
    passwordMissing: "has not chosen a password yet",
    mayUse: "May act as", mayUseNone: "No public account is open to this person.",
    holdingsSaved: "Saved: that is what this person holds.",
    action: { change in
      switch change {
      case .suspend: "Suspend"
      case .restore: "Restore"
      case .remove: "Remove"
      case .signOut: "Sign out everywhere"
      }
    },
    actionText: { change in
      switch change {
      case .suspend:
        "Signed out at once, and cannot sign in until you restore the account. An initial password that is on its way is void."
      case .restore: "Can sign in again, with the password of before."
      case .remove:
        "For good: signed out at once, holds nothing any more, and may act as nobody. The history stays."
      case .signOut: "Ends every session. The password stays good."
      }
    },
    acted: { change, name in
      switch change {
      case .suspend: "\(name) is suspended and signed out."
      case .restore: "\(name) can sign in again."
      case .remove: "\(name) is removed."
      case .signOut: "\(name) is signed out everywhere."
      }
    },
    newPassword: "New password",
    newPasswordText:
      "A mail brings a new initial password. The one before is no longer good, and sessions end.",
    passwordRenewed: {
      "\($0) gets a new initial password by mail. The one before is no longer good."
    },
    isRemoved: "This account is removed. It stays here because the history points to it.",
    isErased: "This person was erased. Only the history knows the account.",
    linksQuestion: { "What shall become of the links of \($0)?" },
    linksOf: { $0 == 1 ? "One link is not over." : "\($0) links are not over." },
    linksPrinted: {
      switch $0 {
      case 0: "None of them is marked as printed."
      case 1: "One of them is marked as printed."
      default: "\($0) of them are marked as printed."
      }
    },
    linksPending: {
      switch $0 {
      case 0: "Nobody waits who applied through them."
      case 1: "One application waits that came through them."
      default: "\($0) applications wait that came through them."
      }
    },
    keepLinks: "They stay as they are, in this person’s name",
    revokeLinks: "They end at once; who waits can still be decided on",
    handOverLinks: "Another administrator takes them over",
    heir: "Who takes them over",
    answerMissing: "Please say what shall become of the links. Nothing was changed.",
    unpublished: {
      "It is done, but pages could not be written: \($0) The next build writes them."
    },
    erase: "Erase this person…", eraseTitle: "Erase this person",
    eraseText:
      "Name, address and account name go from everywhere: from the account, from applications, mails and pages. The history keeps a mark without a name. Nobody can undo this.",
    eraseBackups:
      "Backups that were made before, mails that were sent and labels that people typed are not reached.",
    eraseButton: "Erase for good",
    erased: "The person is erased. What is left in the file goes within the next minute.",
    stillNamed: { "The settings still say it: \($0). Please change them." },
    mailText: { "\($0) has made an account for you. This is how you sign in:" })
}

extension Strings.AuditPage {
  static let englishAccountVerbs = [
    "sign out": "signed out everywhere",
    "hand over": "handed over to another inviter", "erase": "erased the person behind",
    "change name": "changed the name of", "change address": "changed the address of",
    "change department": "moved to another department",
    "change language": "changed the language of",
  ]
}
