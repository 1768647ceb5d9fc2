// What pages and commands look at without changing anything.

import Database
package import Membership
import Secrets
import Store

extension Installation {
  package func invitation(code: InvitationCode) throws -> Invitation? {
    try store.invitations.find(code: code)
  }

  package func invitation(id: Invitation.ID) throws -> Invitation? {
    try store.invitations.find(id: id)
  }

  package func invitations(
    _ filter: InvitationFilter, by sort: InvitationSort, from start: ListStart<Invitation> = .first,
    limit: Int, at now: Moment
  ) throws -> [Invitation] {
    try store.invitations.list(filter, by: sort, from: start, limit: limit, at: now)
  }

  /// Active ones that end before that moment, the first first.
  package func invitations(endingBefore moment: Moment, limit: Int, at now: Moment) throws
    -> [Invitation]
  {
    try store.invitations.ending(before: moment, limit: limit, at: now)
  }

  /// The one that this inviter made last: its settings are the next one's defaults.
  package func latestInvitation(by inviter: Account) throws -> Invitation? {
    try store.invitations.latest(by: inviter.id)
  }

  package func application(reference: String) throws -> Application? {
    try store.applications.find(reference: reference)
  }

  package func applications(
    _ filter: ApplicationFilter, by sort: ApplicationSort,
    from start: ListStart<Application> = .first, limit: Int
  ) throws -> [Application] {
    try store.applications.list(filter, by: sort, from: start, limit: limit)
  }

  /// Applicants whose name or address has what was typed, the newest first, and whether there may be more.
  package func applicants(_ text: SearchText, limit: Int) throws -> (
    found: [Application], more: Bool
  ) {
    try store.applications.find(text, limit: limit)
  }

  /// How many applied from one moment to before the next.
  package func applicationCounts(between moments: [Moment]) throws -> [Int] {
    try store.applications.counts(between: moments)
  }

  /// Counted to a thousand and no further.
  package func pendingCount() throws -> Int { try store.applications.pendingCount() }

  /// Counted to a thousand and no further.
  package func failedMailCount() throws -> Int { try store.outbox.failedCount() }

  /// The newest mail about an application.
  package func mail(about application: Application) throws -> OutboxEntry? {
    try store.outbox.latest(for: application.id)
  }

  /// The whole tree, in the order of the paths.
  package func departments() throws -> [Department] {
    try value(\.departments) { try store.departments.all() }
  }

  package func department(id: Department.ID) throws -> Department? {
    try store.departments.find(id: id)
  }

  package func departmentCount() throws -> Int {
    try value(\.departmentCount) { try store.departments.count() }
  }

  package enum DepartmentSearch {
    case found(Department)
    case unknown
    /// More than one of that name: the first.
    case several(Department)
  }

  /// By its id, by its path, or by its name where only one has it.
  package func department(typed: String) throws -> DepartmentSearch {
    if let exact = try store.departments.find(id: Department.ID(typed)) { return .found(exact) }
    let names = Department.names(inPath: typed)
    var parent: Department.ID?
    var found: Department.ID?
    for name in names {
      found = try store.departments.find(name: name, under: parent)
      guard found != nil else { break }
      parent = found
    }
    if let found, let department = try store.departments.find(id: found) {
      return .found(department)
    }
    guard names.count == 1, let name = names.first else { return .unknown }
    let named = try store.departments.all(named: name)
    guard let first = named.first else { return .unknown }
    return named.count == 1 ? .found(first) : .several(first)
  }

  /// From the root; empty where there is no department.
  package func departmentPath(of account: Account) throws -> String {
    try store.departments.path(of: account.department)
  }

  /// Whose invitations a list is narrowed to: the administrators, and who is chosen already.
  package func inviters(with chosen: Account.ID?) throws -> [Account] {
    let administrators = try administrators()
    guard let chosen, !administrators.contains(where: { $0.id == chosen }),
      let account = try store.accounts.find(id: chosen)
    else { return administrators }
    return [account] + administrators
  }

  /// By name; suspended ones too.
  package func administrators() throws -> [Account] {
    try value(\.administrators) { try store.accounts.administrators() }
  }
}

/// Whether a failure passes by itself, so that trying again is right: others are writing, four
/// passwords are being hashed, or of program and schema one is newer for as long as an upgrade takes.
package func isPassing(_ error: any Error) -> Bool {
  switch error {
  case DatabaseError.busy, SecretsError.busy, Installation.Failure.schemaBehind,
    Installation.Failure.schemaAhead:
    true
  default: false
  }
}
