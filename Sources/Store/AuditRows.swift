// Rows of `audit_log`: who did what to what, when.

import Database
package import Membership

package enum Actor: Hashable, Sendable {
  case account(Account.ID)
  case applicant, commandLine, system

  var text: String {
    switch self {
    case .account(let id): id.text
    case .applicant: "applicant"
    case .commandLine: "command line"
    case .system: "system"
    }
  }
}

package struct AuditRows {
  let connection: Connection

  /// - Parameters:
  ///   - verb: what was done, in one word: `approve`.
  ///   - kind: the subject's table.
  package func append(
    _ actor: Actor, _ verb: String, _ kind: String, _ subject: String, at now: Moment
  ) throws {
    try connection.run(
      """
      INSERT INTO audit_log (id, at, actor, verb, subject_kind, subject)
      VALUES (\(Identifier<Actor>.new()), \(now), \(actor.text), \(verb), \(kind), \(subject))
      """)
  }
}
