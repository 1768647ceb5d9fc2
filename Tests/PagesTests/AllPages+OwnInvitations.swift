// A member's own invitations, in every state.

import Languages
import Membership
import Pages

extension AllPages {
  /// The page to which a business system's button leads, in every state.
  var inviteButton: [(String, HTML)] {
    let views: [InviteButtonView] = [
      .button(PersonName(stored: text), action: address), .made(invitation),
      .madeBefore(invitation), .unpublished(invitation, cause: text), .stale, .unknownMember,
      .refused(.off), .refused(.tooMany(2)),
    ]
    return views.map { ("invite button", surroundings.inviteButtonPage($0)) }
  }

  var ownInvitations: [(String, HTML)] {
    var pages: [(String, HTML)] = []
    let problems: [InvitingProblem?] = [
      nil, .off, .label, .departmentGone, .tooMany(5), .tooMany(1),
      .tooManyToday(1, next: Self.now),
      .tooManyToday(9, next: Self.now),
    ]
    for problem in problems {
      for rows in [[], [invitation, invitation]] {
        var own = OwnInvitations(
          isOn: problem != .off, departmentPath: rows.isEmpty ? "" : text, open: rows.count,
          problem: problem, rows: rows, next: rows.isEmpty ? nil : "/next",
          first: rows.isEmpty ? nil : "/first")
        own.label = text
        own.isRefused = problem != nil && !rows.isEmpty
        pages.append(("own invitations", surroundings.ownInvitationsPage(signedIn(), own)))
      }
    }
    var ended = invitation
    ended.revoked = Self.now
    let notices: [OwnInvitationNotice?] = [
      nil, .made, .ended, .alreadyEnded, .unpublished(cause: text), .endedUnpublished(cause: text),
    ]
    for notice in notices {
      for shown in [invitation, ended] {
        for joined in [nil, [], [Joined(name: PersonName(stored: text), at: Self.now)]] {
          pages.append(
            (
              "own invitation",
              surroundings.ownInvitationPage(signedIn(), shown, joined: joined, notice: notice)
            ))
        }
      }
    }
    return pages
  }
}
