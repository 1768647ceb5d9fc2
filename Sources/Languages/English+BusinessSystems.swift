// English: the administrators' page of business systems.

import Membership

extension Strings.BusinessSystems {
  static let english = Strings.BusinessSystems(
    title: "Business systems",
    lead:
      "Other web applications of your organisation can make invitations in the names of people who are signed in there. The members' rules and limits hold for them.",
    none: "No business system yet. Add one: you get a key for whoever looks after it.",
    address: "Requests go to", description: "Description for programs (OpenAPI)",
    name: "Name", nameHint: "What people call it, such as Staff portal.",
    linksPerDay: "Invitations in 24 hours",
    linksPerDayHint: "Of all its people together, from 1 to 100000.", add: "Add",
    key: "Key", secret: "Secret", since: "Since", state: "State", open: "open",
    closed: "closed for good",
    keyOf: { "Key of \($0)" },
    shownOnce:
      "The secret is shown this one time. Hand it to whoever looks after that system, on a safe way.",
    rotate: "Make a new key", rotateHint: "The key of now is good for 24 hours more.",
    revoke: "Close it for good", revokeWith: "Close…",
    revokeHint: "Its requests are refused from now on. Invitations it has made stay.",
    save: "Save",
    saved: { "\($0) is saved." },
    revoked: { "\($0) is closed: its requests are refused from now on." },
    problem: { problem in
      switch problem {
      case .name: "Please give a name of 1 to 100 characters."
      case .taken: "There is a business system of that name already."
      case .limit: "Please give a whole number from 1 to 100000."
      case .revoked: "It is closed already. Nothing was changed."
      }
    })
}
