// English: the administrators' pages of positions, groups and roles.

import Membership

extension Strings.Holdings {
  static let english = Strings.Holdings(
    title: "Positions, groups, roles",
    lead:
      "What people can have besides their department. A link can give them to newcomers, and a public account can be open to whoever has one.",
    back: "All positions, groups and roles",
    kind: { kind in
      switch kind {
      case .position: "Position"
      case .group: "Group"
      case .role: "Role"
      }
    },
    kinds: { kind in
      switch kind {
      case .position: "Positions"
      case .group: "Groups"
      case .role: "Roles"
      }
    },
    none: { kind in
      switch kind {
      case .position: "No positions yet."
      case .group: "No groups yet."
      case .role: "No roles yet."
      }
    },
    new: { kind in
      switch kind {
      case .position: "New position"
      case .group: "New group"
      case .role: "New role"
      }
    },
    add: "Add", added: { "\($0) is there now." },
    rename: "Rename", newName: "New name", renamed: "It has its new name.",
    remove: "Remove…",
    removeText:
      "It is taken from everyone who has it, and links give it no more. This cannot be undone.",
    removeButton: "Remove it from everyone",
    removed: { kind in
      switch kind {
      case .position: "The position is removed. Nobody has it any more."
      case .group: "The group is removed. Nobody is in it any more."
      case .role: "The role is removed. Nobody has it any more."
      }
    },
    nameProblem:
      "Please give a name of 1 to \(Holding.longestName) characters on one line, without commas and semicolons.",
    taken: { "There is \($0) already, which reads alike. Please choose another name." },
    holders: { count in
      switch count {
      case 0: "Nobody has it."
      case 1: "One person has it."
      case 1000...: "More than 999 people have it."
      default: "\(count) people have it."
      }
    },
    links: { count in
      switch count {
      case 0: "No open link gives it."
      case 1: "One open link gives it."
      case 1000...: "More than 999 open links give it."
      default: "\(count) open links give it."
      }
    },
    seeHolders: "See who has it", publicAccounts: "Public accounts open to whoever has it",
    history: "What was done to it",
    noneChosen: "none chosen",
    gone: "One that was chosen is not there any more. Please choose again.",
    gives: "Newcomers also get", willGet: "Will also get",
    chosen: { "\($0) chosen" }, typedHint: "Names, with commas between them.",
    unknown: { kind, names in
      switch kind {
      case .position: "There is no such position: \(names)."
      case .group: "There is no such group: \(names)."
      case .role: "There is no such role: \(names)."
      }
    },
    list: { $0.joined(separator: ", ") })
}
