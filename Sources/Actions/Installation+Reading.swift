// What pages and commands look at without changing anything.

import Database
package import Membership
import Secrets
import Store

extension Installation {
  package func invitation(code: InvitationCode) throws -> Invitation? {
    try store.invitations.find(code: code)
  }

  package func application(reference: String) throws -> Application? {
    try store.applications.find(reference: reference)
  }

  /// The newest first, from before that one on.
  package func applications(
    state: ApplicationState?, before: Application?, limit: Int
  ) throws -> [Application] {
    try store.applications.list(state: state, before: before, limit: limit)
  }

  package func pendingCount() throws -> Int { try store.applications.pendingCount() }

  /// The newest mail about an application.
  package func mail(about application: Application) throws -> OutboxEntry? {
    try store.outbox.latest(for: application.id)
  }

  /// From the root; empty where there is no department.
  package func departmentPath(of account: Account) throws -> String {
    try store.departments.path(of: account.department)
  }
}

/// Whether a failure passes by itself, so that trying again is right: others are writing, four
/// passwords are being hashed, or `usher` has yet to bring the schema up to date.
package func isPassing(_ error: any Error) -> Bool {
  switch error {
  case DatabaseError.busy, SecretsError.busy, Installation.Failure.schemaBehind: true
  default: false
  }
}
