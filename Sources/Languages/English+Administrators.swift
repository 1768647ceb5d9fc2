// English: the page on which administrators keep each other's accounts.

import Membership

extension Strings.Administrators {
  static let english = Strings.Administrators(
    title: "Administrators",
    name: "Name", login: "Account", email: "E-mail address", language: "Language", state: "State",
    secondStep: "Second step", since: "Since",
    active: "active", suspended: "suspended", on: "on", off: "off",
    you: "This is you.",
    change: { change in
      switch change {
      case .suspend: "Suspend"
      case .restore: "Restore"
      case .reset: "New password"
      case .removeSecondFactor: "Second step off"
      }
    },
    changed: { change, name in
      switch change {
      case .suspend: "\(name) is suspended and signed out."
      case .restore: "\(name) can sign in again."
      case .reset: "\(name) gets a new initial password by mail. The one before is no longer good."
      case .removeSecondFactor: "\(name) signs in with the password alone now."
      }
    },
    problem: { problem in
      switch problem {
      case .yourself:
        "You cannot do this to yourself. Ask another administrator. Nothing was changed."
      case .last: "This is the last active administrator, who has to stay. Nothing was changed."
      case .notSo: "That account is in another state by now. Nothing was changed."
      case .noHeir:
        "The links can only go to another administrator who is active. Nothing was changed."
      }
    },
    addTitle: "Add an administrator",
    addText: "A welcome mail brings an initial password.",
    add: "Add", loginHint: "Small letters, digits, dots, dashes and underscores.",
    loginWrong:
      "Please use up to 64 small letters, digits, dots, dashes and underscores, with a letter or digit first.",
    loginTaken: "There is such an account already. Please choose another.",
    addressTaken: { "Account \($0) has this e-mail address already." },
    added: { "\($0) is an administrator now; the welcome mail is on its way." },
    welcome: { "You are now an administrator at \($0). This is how you sign in:" })
}
