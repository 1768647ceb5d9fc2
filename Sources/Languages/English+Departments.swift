// English: the administrators' pages of the organisation's tree.

import Membership

extension Strings.Departments {
  static let english = Strings.Departments(
    title: "Departments",
    none: "No departments yet. Add the first one: links can then lead people into it.",
    top: "None: it stands at the top",
    people: "People in it and below it", publicAccounts: "Public accounts open to it",
    links: "Links into it", applications: "Applications to join it",
    history: "What was done to it",
    under: "Below it", nothingUnder: "No other department is below it.",
    name: "New department",
    addHint: "A name, or several with a slash between: Sales / North makes both.", add: "Add",
    added: { "\($0) is there now." },
    exists: { "\($0) is there already. Nothing was changed." },
    rename: "Rename", renamed: "It has its new name. Pages of links that show it follow at once.",
    newName: "New name",
    move: "Move", moveText: "Whatever is below it moves along. People keep their accounts.",
    moveUnder: "Below which department",
    moved: "It is moved. Pages of links that show it follow at once.",
    merge: "Merge into another…",
    mergeText:
      "Its people, links, applications and public accounts go over to the other department, and so does whatever is below it; where both have one of the same name, these two become one as well. Then this one is gone. This cannot be undone.",
    mergeInto: "Into which department", choose: "Please choose",
    mergeButton: "Merge", merged: "The other department is merged into this one.",
    remove: "Remove…",
    removeText: "Only a department that nobody belongs to and nothing leads to can be removed.",
    removeButton: "Remove this department",
    notRemoved: "It cannot be removed yet, as is said below. Nothing was changed.",
    removed: "The department is removed.",
    problem: { problem in
      switch problem {
      case .name:
        "Please give a name of 1 to \(Department.longestName) characters on one line, without a slash."
      case .taken:
        "There is another department of this name in that place. Nothing was changed."
      case .circle:
        "That department is below this one, or is this one. Choose another. Nothing was changed."
      case .targetGone: "That department is not there any more. Choose another."
      case .people: "People still belong to it. Move them to another department first."
      case .departments: "Other departments are below it. Move or remove them first."
      case .links: "Links still lead into it. Withdraw them, or let them lead elsewhere first."
      case .applications: "Applications to join it wait. Decide on them first."
      case .publicAccounts: "A public account is open to it. End that first."
      case .memberRule:
        "Newcomers through members' invitations join it. Name another in the settings first."
      }
    })
}
