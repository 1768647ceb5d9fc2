// What an administrator sees first, and the quick query from every page.

import Actions
import CGI
import Membership
import Pages

extension Exchange {
  private static let longestWaiting = 5
  private static let endingSoon = 10
  private static let week: Int64 = 7 * 86400
  private static let days = 30
  /// People that a search shows.
  private static let most = 20

  func overview(_ desk: Desk) throws -> Response {
    let installation = desk.installation
    let ending = try installation.invitations(
      endingBefore: now + Self.week, limit: Self.endingSoon, at: now)
    let any = try installation.invitations(InvitationFilter(), by: .newest, limit: 1, at: now)
    let overview = Overview(
      waiting: try installation.applications(
        ApplicationFilter(state: .pending), by: .oldest, limit: Self.longestWaiting),
      ending: ending, days: try days(installation),
      failedMails: try installation.failedMailCount(), hasInvitations: !any.isEmpty)
    return page(
      .ok, surroundings(translated: true).overviewPage(try signedIn(desk), overview))
  }

  /// The last thirty days by the site's clock, today as the last.
  private func days(_ installation: Installation) throws -> [(day: ClockReading, count: Int)] {
    let zone = settings.timeZone
    let today = zone.clock(at: now)
    // Noon is on the same day whatever the clock was turned by.
    let noon = now + Int64((12 - today.hour) * 3600 - today.minute * 60 - today.second)
    let days = (0..<Self.days).reversed().map { zone.clock(at: noon + Int64($0) * -86400) }
    let midnights = days.compactMap { Validity.moment($0.isoDate, zone: zone) }
    guard midnights.count == days.count else { return [] }
    let counts = try installation.applicationCounts(between: midnights + [now + 1])
    return Array(zip(days, counts)).map { (day: $0, count: $1) }
  }

  func find(_ desk: Desk) throws -> Response {
    let typed = trimmed(desk.request.query["q"] ?? "")
    let text = SearchText(String(typed.prefix(200)))
    let isSearchable = text.isSearchable
    let (accounts, moreAccounts) =
      isSearchable ? try desk.installation.accounts(text, limit: Self.most) : ([], false)
    let (found, more) =
      isSearchable ? try desk.installation.applicants(text, limit: Self.most) : ([], false)
    let applicants = found.map { application in
      (
        application: application,
        place: address(.applications)
          + queryText([("state", "all"), ("at", application.reference)])
      )
    }
    return page(
      .ok,
      surroundings(translated: true).findPage(
        try signedIn(desk),
        Found(
          text: typed, isSearchable: isSearchable, applicants: applicants, accounts: accounts,
          more: more || moreAccounts)))
  }
}
