// English: a member's own page of invitations.

import Membership

extension Strings.OwnInvitations {
  static let english = Strings.OwnInvitations(
    title: "Invite people",
    joins: { "Whoever opens your link can join \($0)." },
    joinsNowhere: "Whoever opens your link can join.",
    asks: "An administrator decides on each application.",
    joinsAtOnce: "They join at once.",
    openFor: { validity in
      switch validity {
      case .hour: "A link is open for an hour."
      case .day: "A link is open for a day."
      case .week: "A link is open for 7 days."
      case .month: "A link is open for 30 days."
      case .never: "A link stays open until you end it."
      }
    },
    left: { open, most in "You have \(open) of \(most) open links." },
    label: "What is it for?", labelHint: "For yourself, such as Book club. May stay empty.",
    make: "Make link and QR code",
    none: "You have made no invitation yet.",
    off: "Members cannot make invitations at present.",
    back: "All my invitations",
    made: "Your link and its QR code are ready.",
    ended: "The link has ended. Its page says so.",
    alreadyEnded: "This link had ended already. Nothing was changed.",
    end: "End this link", endWith: "End…",
    endText: "Nobody can apply through it any more. Who has applied can still be let in.",
    joinedTitle: "Joined through this link",
    tooMany: { count in
      count == 1
        ? "You have an open link already. End it to make another."
        : "You have \(count) open links, and that is the most. End one to make another."
    },
    tooManyToday: { count, next in
      count == 1
        ? "You have made a link within the last 24 hours. You can make the next at \(next)."
        : "You have made \(count) links within the last 24 hours. You can make the next at \(next)."
    },
    departmentGone:
      "The department that people would join is gone. Please tell an administrator.")
}
