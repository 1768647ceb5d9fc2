// English: the administrators' pages about invitations, the overview, the quick query.

import Membership

extension Strings.Invitations {
  static let english = Strings.Invitations(
    title: "Invitations", new: "New invitation", newTitle: "New invitation",
    generate: "Make link and QR code", resetAll: "Reset all my links…", back: "All invitations",
    link: "Link", copy: "Copy", copied: "Copied", png: "QR code for print (PNG)",
    svg: "QR code at any size (SVG)", page: "See the page",
    label: "Label", labelHint: "For yourself, such as Stand B. It names the downloads too.",
    state: "State", department: "Department", noDepartment: "None", inviter: "Inviter",
    language: "Language of the page",
    validity: "Open for", until: "Until", untilHint: "Only for “until a moment”.",
    opens: "Not before", opensHint: "May stay empty: open at once.",
    ends: "Ends", never: "never", keepEnd: "As it is",
    preset: { preset in
      switch preset {
      case .hour: "1 hour"
      case .day: "1 day"
      case .week: "7 days"
      case .month: "30 days"
      case .never: "No end"
      }
    },
    untilMoment: "Until a moment",
    approval: "Who decides", asksAdministrator: "An administrator decides on each application",
    joinsDirectly: "Nobody: whoever applies joins at once",
    limit: "How many people", limitHint: "May stay empty: no limit.", noLimit: "no limit",
    uses: "Used", waiting: "Waiting", joined: "Joined", created: "Made", code: "Code",
    usesOf: { used, limit in limit.map { "\(used) of \($0)" } ?? "\(used)" },
    stateName: { state in
      switch state {
      case .active: "open"
      case .notYetOpen: "not open yet"
      case .full: "used up"
      case .expired: "ended"
      case .revoked: "withdrawn"
      }
    },
    sortName: { sort in
      switch sort {
      case .newest: "Newest first"
      case .label: "By label"
      case .state: "By end"
      }
    },
    none: "No invitations yet. Make one: you get a link and a QR code to hand out.",
    made: "Link and QR code are ready.", changed: "Saved. The printed QR code stays good.",
    revokedDone: "The link is withdrawn. Its page says so.", saved: "Saved.",
    unpublished: {
      "The invitation is kept, but its page could not be written: \($0) The next build writes it."
    },
    changedUnpublished: {
      "It is done, but pages could not be written: \($0) The next build writes them."
    },
    change: "Change", changeHint: "The link and its QR code stay the same.",
    revoke: "Withdraw this link", revokeWith: "Withdraw…",
    revokeText:
      "Nobody can apply through it any more, printed or not. Applications that wait can still be decided.",
    alreadyRevoked: "This link is withdrawn already. Nothing was changed.",
    printed: "Printed", notPrinted: "not marked as printed", markPrinted: "Mark as printed",
    markNotPrinted: "Mark as not printed",
    seeApplications: "Applications through this link", history: "What was done to it",
    labelProblem: "Please give a label of at most \(Invitation.longestLabel) characters.",
    validityInPast: "That moment is over. Please give one to come.",
    endsBeforeItOpens: "The link would end before it opens.",
    momentUnreadable: "Please give day and time, such as 2026-12-01 19:00.",
    limitProblem: "Please give a number from 1 to 1000000, or nothing.",
    fewerThanUsed: { "\($0) are used already. Please give at least as many." },
    resetTitle: "Reset all my links",
    resetLinks: {
      $0 == 1 ? "One link of yours ends at once." : "\($0) links of yours end at once."
    },
    resetPrinted: {
      switch $0 {
      case 0: "None of them is marked as printed."
      case 1: "One of them is marked as printed."
      default: "\($0) of them are marked as printed."
      }
    },
    resetPending: {
      switch $0 {
      case 0: "Nobody waits who applied through them."
      case 1: "One application waits that came through them; it can still be decided."
      default: "\($0) applications wait that came through them; they can still be decided."
      }
    },
    resetOthers: "Links of other administrators stay as they are. This cannot be undone.",
    resetButton: "End them all", resetNothing: "You have no open link: there is nothing to do.",
    resetDone: {
      switch $0 {
      case 0: "There was nothing to do: you had no open link."
      case 1: "One link has ended."
      default: "\($0) links have ended."
      }
    })
}

extension Strings.Overview {
  static let english = Strings.Overview(
    title: "Overview", waits: "Waiting for a decision", nobodyWaits: "Nobody is waiting.",
    allWaiting: "All who wait", endsSoon: "Links that end within a week",
    nothingEnds: "No open link ends within a week.",
    perDay: "Applications per day", asTable: "As a table", day: "Day", count: "Applications",
    chart: { total, highest in
      switch total {
      case 0: "Nobody has applied within 30 days."
      case 1: "One application within 30 days."
      default: "\(total) applications within 30 days, at most \(highest) on one day."
      }
    },
    failedMails: { $0 == "1" ? "One mail could not be sent." : "\($0) mails could not be sent." },
    begin: "Begin with an invitation: you get a link and a QR code to hand out.")
}

extension Strings.Find {
  static let english = Strings.Find(
    title: "Find a person", hint: "Part of a name or of an e-mail address.",
    tooShort: "Please type at least two letters, or one Chinese character.",
    nobody: "Nobody has that in name or address.",
    narrow: "There are more. Type more to see fewer.",
    found: { $0 == 1 ? "One person" : "\($0) people" },
    place: "Place", administrator: "Administrator")
}
