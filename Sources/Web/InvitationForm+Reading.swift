// From the fields of the invitation form to what an action takes, and back.

import Actions
import CGI
import Membership
import Pages

extension InvitationForm {
  /// What was typed.
  init(_ form: Fields, settings: Settings, holdings all: [Holding]) {
    self.init()
    label = form["label"] ?? ""
    validity = form["validity"] ?? settings.validity.rawValue
    until = form["until"] ?? ""
    opens = form["opens"] ?? ""
    department = form["department"] ?? ""
    holdings = HoldingChoice(all, form)
    if holdings.isWrong { problems.insert(.holding) }
    requiresApproval = form["approval"] != "no"
    limit = trimmed(form["limit"] ?? "")
    language = form["language"].flatMap { Language(tag: $0) } ?? settings.language
  }

  /// Once all problems are known.
  mutating func markHoldings() {
    if problems.contains(.holding), holdings.unknown.isEmpty { holdings.isGone = true }
  }

  /// What may be changed about that one, as it is.
  /// - Parameter department: as its field has it.
  init(_ invitation: Invitation, department: String, holdings: HoldingChoice) {
    self.init()
    label = invitation.label
    validity = Self.keep
    self.department = department
    self.holdings = holdings
    requiresApproval = invitation.requiresApproval
    limit = invitation.maxUses.map(String.init) ?? ""
    language = invitation.language
  }
}

extension InvitationForm.Problem {
  init(_ problem: ChangeInvitation.Problem) {
    self =
      switch problem {
      case .label: .label
      case .validityInPast: .inPast
      case .endsBeforeItOpens: .endsBeforeItOpens
      case .maxUses: .limit
      case .fewerThanUsed(let used): .fewerThanUsed(used)
      case .departmentGone: .department
      case .holdingGone: .holding
      }
  }
}

extension Exchange {
  /// What the fields say; what cannot be read becomes a problem of the form.
  func read(_ form: inout InvitationForm, _ desk: Desk) throws -> (
    validity: Validity?, opens: Moment?, department: Department?, limit: Int?
  ) {
    let zone = settings.timeZone
    var validity: Validity?
    switch form.validity {
    case InvitationForm.keep: break
    case InvitationForm.until:
      if let moment = Validity.moment(trimmed(form.until), zone: zone, endOfDay: true) {
        validity = .until(moment)
      } else {
        form.problems.insert(.untilUnreadable)
      }
    default:
      validity = (Validity.Preset(rawValue: form.validity) ?? settings.validity).validity
    }
    var opens: Moment?
    if !trimmed(form.opens).isEmpty {
      opens = Validity.moment(trimmed(form.opens), zone: zone)
      if opens == nil { form.problems.insert(.opensUnreadable) }
    }
    var department: Department?
    if !form.department.isEmpty {
      if case .found(let found) = try desk.installation.department(typed: form.department) {
        department = found
      } else {
        form.problems.insert(.department)
      }
    }
    var limit: Int?
    if !form.limit.isEmpty {
      limit = Int(form.limit)
      if limit == nil { form.problems.insert(.limit) }
    }
    return (validity, opens, department, limit)
  }
}
