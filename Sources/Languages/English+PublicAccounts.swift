// English: the administrators' pages of public accounts.

import Membership

extension Strings.PublicAccounts {
  static let english = Strings.PublicAccounts(
    title: "Public accounts",
    lead:
      "Several people act as one account. Everybody signs in with a password of their own and then chooses it, so nobody needs a shared one.",
    none: "There is no public account yet.",
    name: "Name", login: "Account", state: "State", associations: "Open to",
    active: "active", suspended: "suspended", created: "Since",
    newTitle: "A new public account", create: "Create",
    nameWrong: "Please give it a name of up to 200 characters.",
    convertTitle: "Make one of a person's account",
    convertText:
      "That person cannot sign in with it any more and is signed out. Then choose who may use it.",
    person: "Person", personHint: "The account or the e-mail address.",
    personUnknown: "There is no such person. Please check the spelling.",
    convert: "Make it public",
    linksAsk:
      "This person has links that are still open. Please say on that person’s page what shall become of them. Nothing was changed.",
    conversion: { problem in
      switch problem {
      case .administrator:
        "This is an administrator, whose account has to stay personal. Nothing was changed."
      case .yourself: "This is your own account, which you need to sign in. Nothing was changed."
      case .noHeir:
        "Only another administrator who is active can take the links over. Nothing was changed."
      }
    },
    made: { "\($0) is there now. Choose who may use it." },
    converted: { "\($0) is a public account now. Choose who may use it." },
    changed: { change, name in
      switch change {
      case .suspend: "\(name) is suspended. Nobody can use it any more."
      case .restore: "\(name) can be used again."
      case .remove: "\(name) is removed."
      }
    },
    back: "All public accounts", history: "What was done to it",
    renamed: "The new name is saved.",
    notSo: "It is in another state by now. Nothing was changed.",
    unpublished: {
      "It is a public account now, but pages could not be written: \($0) The next build writes them."
    },
    associatedWith: "Open to", nothing: "Nobody yet.", remove: "Remove",
    associated: { "It is open to \($0) now." },
    dissociated: { "It is not open to \($0) any more." },
    notAssociated: "It was not open to that any more. Nothing was changed.",
    add: "Open it to more people",
    department: "A department and whatever lies under it", chooseOne: "Please choose",
    holding: "Whoever has this position, group or role",
    holdingUnknown: "There is no such position, group or role. Please choose another.",
    association: { problem in
      switch problem {
      case .already: "It is open to that already."
      case .gone: "That is not there any more. Please choose something else."
      case .publicAccount: "This is a public account itself. Please choose a person."
      }
    },
    users: "Who may use it", nobody: "Nobody may use it.", why: "Why", allUsers: "Show all",
    uses: "Who used it", neverUsed: "Nobody has used it yet.", who: "Who",
    rename: "Change the name",
    change: { change in
      switch change {
      case .suspend: "Suspend"
      case .restore: "Restore"
      case .remove: "Remove it for good"
      }
    },
    changeText: { change in
      switch change {
      case .suspend: "Nobody can use it until it is restored. Whoever uses it now is out at once."
      case .restore: "Those to whom it is open can use it again."
      case .remove:
        "Nobody can use it any more, and it leaves the list. Its account name stays taken, and the record of who used it is kept."
      }
    },
    revertTitle: "Make it one person's again",
    revertText:
      "It is closed to all who may use it now. An initial password is mailed to the person.",
    email: "The person's e-mail address", revert: "Make it personal",
    reversion: { problem in
      switch problem {
      case .suspended: "It is suspended. Please restore it first."
      case .addressTaken(let login):
        "Account \(login.text) has this e-mail address already. Please give another."
      }
    },
    reverted: { "\($0) is a personal account again, and the initial password is on its way." })
}
