// English: what all administrators' pages share, and the applications.

import Membership

extension Strings.Desk {
  static let english = Strings.Desk(
    navigation: "Administration", menu: "More…",
    overview: "Overview", invitations: "Invitations", applications: "Applications",
    people: "People",
    mail: "Mail",
    administrators: "Administrators", settings: "Settings", audit: "Log",
    account: "My account",
    find: "Find a person", findButton: "Find",
    all: "All", anyone: "Anyone", show: "Show", more: "More choices", sort: "Order", rows: "Rows",
    firstPage: "First page", nextPage: "Next page", export: "Save as CSV",
    nothingFound: "Nothing fits. Choose less, and press Show again.",
    departmentUnknown:
      "There is no such department, or more than one. Give its whole path, such as Sales / North.",
    departmentExample: "Sales / North",
    dateUnreadable: "A date looks like 2026-12-31.",
    save: "Save", back: "Back",
    formExpired: "This page was open for too long. Please press the button once more.")
}

extension Strings.Applications {
  static let english = Strings.Applications(
    title: "Applications",
    applicant: "Applicant", joins: "Joins", invitedBy: "Invited by", applied: "Applied",
    state: "State", decided: "Decided",
    from: "Applied from", until: "Applied until", invitation: "Invitation",
    reference: "Reference", email: "E-mail address",
    stateName: { state in
      switch state {
      case .pending: "waiting"
      case .approved: "approved"
      case .rejected: "rejected"
      case .withdrawn: "withdrawn"
      }
    },
    sortName: { sort in
      switch sort {
      case .newest: "Newest first"
      case .oldest: "Oldest first"
      case .name: "By name"
      }
    },
    none:
      "No applications yet. They appear here as soon as somebody applies through an invitation.",
    nonePending: "Nobody is waiting.",
    approve: "Approve", reject: "Reject", rejectWith: "Reject…", reopen: "Let it wait again",
    back: "All applications",
    withPicked: "With all that are ticked", pickAll: "Tick all on this page",
    nothingPicked: "Nobody is ticked. Tick the boxes beside the names first.",
    approved: { "\($0) is approved; the welcome mail is on its way." },
    rejected: { "\($0) is rejected." },
    reopened: { "\($0) waits for a decision again." },
    manyApproved: {
      switch $0 {
      case 0: "Nobody was approved."
      case 1: "One application is approved; the welcome mail is on its way."
      default: "\($0) applications are approved; the welcome mails are on their way."
      }
    },
    manyRejected: {
      switch $0 {
      case 0: "Nobody was rejected."
      case 1: "One application is rejected."
      default: "\($0) applications are rejected."
      }
    },
    manyUnknown: { $0 == 1 ? "One is not there any more." : "\($0) are not there any more." },
    manyNotTried: {
      "There was no time for \($0) more: many people are here right now. Please press once more."
    },
    mended: {
      "The applicant has changed the address to \($0) meanwhile. Nothing was changed; look at it again."
    },
    leftAsTheyWere: "Left as they were",
    invitationUnknown: "There is no such invitation.",
    by: { "by \($0)" },
    system: "the system",
    reasonLabel: "Reason (may stay empty)", reasonHint: "Administrators see it in the list.",
    mailReason: "Tell the applicant by mail, with this reason", reason: "Reason",
    alreadyTitle: "Somebody was faster",
    already: { name, state, approver, at in
      switch state {
      case .approved: "\(name) was approved by \(approver) on \(at). Nothing was changed."
      case .rejected: "\(name) was rejected by \(approver) on \(at). Nothing was changed."
      case .pending, .withdrawn:
        "\(name) withdrew the application on \(at). Nothing was changed."
      }
    },
    notRejected: "It is not rejected any more. Nothing was changed.",
    full: "The invitation has no place left. Raise its limit first, then try again.",
    fullForGood:
      "The invitation has no place left and is withdrawn. Ask the applicant to apply through another one.",
    appliedAgain: "The same address has applied again meanwhile. Decide on that application.",
    addressTaken: {
      "Account \($0) has this e-mail address already. You can reject the application."
    },
    reasonTooLong: { "Please give a reason of at most \($0) characters." },
    mail: { progress in
      switch progress {
      case .waiting("", _): "waiting to be sent"
      case .waiting(let error, let next): "not sent yet, next try \(next): \(error)"
      case .sent: "sent"
      case .failed(let error): "failed: \(error)"
      }
    },
    mailLabel: "Mail")
}
