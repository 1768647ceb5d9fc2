// What the address of a list asks for, and how such an address is spelled.

import Actions
import CGI
import Membership
import Pages

/// The application list's.
struct ApplicationQuery {
  var choice: ApplicationChoice
  var filter = ApplicationFilter()
  var start = ListStart<Application>.first
  /// Shown as a whole, with what stands around it.
  var highlighted: Application?

  init(_ desk: Desk, now: Moment) throws {
    let query = desk.request.query
    let installation = desk.installation
    choice = ApplicationChoice(
      state: query["state"] ?? ApplicationState.pending.rawValue,
      inviter: query["inviter"] ?? "", department: query["department"] ?? "",
      invitation: query["invitation"] ?? "", from: query["from"] ?? "",
      until: query["until"] ?? "",
      sort: query["sort"].flatMap { ApplicationSort(rawValue: $0) } ?? .newest,
      rows: query["rows"].flatMap { Int($0) }.flatMap {
        ApplicationChoice.lengths.contains($0) ? $0 : nil
      } ?? ApplicationChoice.lengths[0],
      picksAll: query["pick"] == "all")
    filter.state = ApplicationState(rawValue: choice.state)
    if !choice.inviter.isEmpty { filter.inviter = Account.ID(choice.inviter) }
    if !choice.invitation.isEmpty {
      if let code = InvitationCode(choice.invitation),
        let invitation = try installation.invitation(code: code)
      {
        filter.invitation = invitation.id
        choice.invitation = code.text
        choice.invitationLabel = invitation.label.isEmpty ? code.text : invitation.label
      } else {
        choice.problem = .invitation
        choice.invitationLabel = choice.invitation
      }
    }
    if !choice.department.isEmpty {
      switch try installation.department(typed: choice.department) {
      case .found(let department): filter.department = department.id
      case .unknown: choice.problem = .department
      case .several: choice.problem = .department
      }
    }
    let zone = installation.settings.timeZone
    if !choice.from.isEmpty {
      filter.from = Validity.moment(choice.from, zone: zone)
      if filter.from == nil { choice.problem = .date }
    }
    if !choice.until.isEmpty {
      filter.until = Validity.moment(choice.until, zone: zone, endOfDay: true).map { $0 + 60 }
      if filter.until == nil { choice.problem = .date }
    }
    func row(_ name: String) throws -> Application? {
      try query[name].flatMap { try installation.application(reference: $0) }
    }
    if let last = try row("after") {
      start = .after(last)
    } else if let found = try row("at") {
      start = .at(found)
      highlighted = found
    }
  }

  /// The query of the same list, from another row on.
  func text(from start: (name: String, reference: String)? = nil) -> String {
    var pairs = [("state", choice.state)]
    for (name, value) in [
      ("inviter", choice.inviter), ("department", choice.department),
      ("invitation", choice.invitation), ("from", choice.from), ("until", choice.until),
    ] where !value.isEmpty {
      pairs.append((name, value))
    }
    if choice.sort != .newest { pairs.append(("sort", choice.sort.rawValue)) }
    if choice.rows != ApplicationChoice.lengths[0] { pairs.append(("rows", String(choice.rows))) }
    if let start { pairs.append((start.name, start.reference)) }
    return queryText(pairs)
  }
}

/// `?a=1&b=2`
func queryText(_ pairs: [(String, String)]) -> String {
  "?" + pairs.map { "\(percentEncoded($0))=\(percentEncoded($1))" }.joined(separator: "&")
}
