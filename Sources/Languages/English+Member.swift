// English: a member's own pages.

extension Strings.Profile {
  static let english = Strings.Profile(
    title: "Profile", name: "Name", positions: "Positions", groups: "Groups", roles: "Roles",
    language: "Language",
    languageHint: "Of mails to you, and of the pages in this browser.",
    saved: "Your language is saved.",
    ask: "Is something here not right? Ask:",
    askAnybody: "Is something here not right? Ask an administrator.")
}

extension Strings.Sessions {
  static let english = Strings.Sessions(
    title: "Where you are signed in",
    lead: "Do you not know one of these? End it, and choose a new password.",
    browser: { name, system in
      switch (name.isEmpty, system.isEmpty) {
      case (false, false): "\(name) on \(system)"
      case (false, true): name
      case (true, false): "A browser on \(system)"
      case (true, true): "A browser"
      }
    },
    thisOne: "This one", began: "Signed in", seen: "Last used", end: "End",
    endOthers: "End all others",
    ended: "That one is signed out.", othersEnded: "All others are signed out.",
    notThere: "That one had ended already.")
}
