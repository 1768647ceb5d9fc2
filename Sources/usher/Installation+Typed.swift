// What people type for a row that there is: a code, a login, a department, an application's reference.

import Actions
import ArgumentParser
import Membership
import Store

extension Installation {
  /// In any spelling.
  func invitation(typed: String) throws -> Invitation {
    guard let code = InvitationCode(typed), let found = try invitation(code: code) else {
      throw Complaint("there is no invitation \(typed)", mend: "`usher invite list` shows them")
    }
    return found
  }

  /// - Parameter login: the first administrator's if nil.
  func administrator(typed login: String?) throws -> Membership.Account {
    guard let login else {
      guard let first = try store.accounts.firstAdministrator() else {
        throw Complaint("there is no administrator yet", mend: "add one with `usher admin add`")
      }
      return first
    }
    guard let known = Login(login), let account = try store.accounts.find(login: known),
      account.isAdministrator, account.state == .active
    else {
      throw Complaint(
        "\(login) is no administrator", mend: "name one, or add one with `usher admin add`")
    }
    return account
  }

  /// Whoever it is, suspended or not: links stay their inviter's.
  func inviter(typed login: String) throws -> Membership.Account {
    guard let known = Login(login), let account = try store.accounts.find(login: known) else {
      throw Complaint("there is no account \(login)", mend: "check the login's spelling")
    }
    return account
  }

  /// By path, by id, or by a name that only one has.
  func department(named typed: String) throws -> Membership.Department {
    switch try department(typed: typed) {
    case .found(let department): return department
    case .unknown:
      throw Complaint(
        "there is no department \"\(typed)\"",
        mend: "`usher department list` shows them, `usher department add` makes one")
    case .several(let first):
      throw Complaint(
        "there are several departments \"\(typed)\"",
        mend: "give the whole path, such as \"\(first.path)\"")
    }
  }

  func validity(typed: String) throws -> Validity {
    guard let validity = Validity(typed, zone: settings.timeZone) else {
      throw Complaint(
        "\"\(typed)\" is no validity",
        mend: "give 90m, 1h, 7d, 4w, never, or a moment such as \"2026-12-01 19:00\"")
    }
    return validity
  }

  func moment(typed: String, endOfDay: Bool = false) throws -> Moment {
    guard let moment = Validity.moment(typed, zone: settings.timeZone, endOfDay: endOfDay) else {
      throw Complaint(
        "\"\(typed)\" is no moment",
        mend: "give one such as \"2026-12-01 08:00\", or a day such as 2026-12-01")
    }
    return moment
  }
}

extension ApplicationState: ExpressibleByArgument {}
extension ApplicationSort: ExpressibleByArgument {}
extension InvitationSort: ExpressibleByArgument {}

extension InvitationState: ExpressibleByArgument {
  /// `not-yet-open` needs no quotes in a shell.
  public init?(argument: String) {
    self.init(rawValue: argument.split(separator: "-").joined(separator: " "))
  }

  public static var allValueStrings: [String] {
    allCases.map { $0.rawValue.split(separator: " ").joined(separator: "-") }
  }
}
