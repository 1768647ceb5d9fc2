// Rows of `business_system`, its keys, and what keeps its requests from being carried out twice.

import Database
package import Membership

package struct BusinessSystemRows {
  let connection: Connection

  private static let columns: SQL =
    "business_system.id, business_system.name, links_per_day, business_system.created, revoked"

  package func insert(_ system: BusinessSystem) throws {
    try connection.run(
      """
      INSERT INTO business_system (id, name, name_key, links_per_day, created)
      VALUES (\(system.id), \(system.name), \(folded(system.name)), \(system.linksPerDay),
        \(system.created))
      """)
  }

  /// By name; those that are revoked too.
  package func all() throws -> [BusinessSystem] {
    try connection.all(
      "SELECT \(Self.columns) FROM business_system ORDER BY name_key", Self.read)
  }

  package func find(id: BusinessSystem.ID) throws -> BusinessSystem? {
    try connection.first(
      "SELECT \(Self.columns) FROM business_system WHERE id = \(id)", Self.read)
  }

  /// However it is spelled.
  package func find(named name: String) throws -> BusinessSystem? {
    try connection.first(
      "SELECT \(Self.columns) FROM business_system WHERE name_key = \(folded(name))", Self.read)
  }

  /// False where it is revoked already.
  package func revoke(_ system: BusinessSystem.ID, at now: Moment) throws -> Bool {
    try connection.succeeds(
      """
      UPDATE business_system SET revoked = \(now) WHERE id = \(system) AND revoked IS NULL
      RETURNING 1
      """)
  }

  package func setLimit(of system: BusinessSystem.ID, to linksPerDay: Int) throws {
    try connection.run(
      "UPDATE business_system SET links_per_day = \(linksPerDay) WHERE id = \(system)")
  }

  private static func read(_ row: inout Row) throws -> BusinessSystem {
    BusinessSystem(
      id: try row.id(), name: try row.text(), linksPerDay: try row.integer(),
      created: try row.moment(), revoked: try row.optionalMoment())
  }

  // MARK: Keys

  package func insert(
    _ key: BusinessKey.ID, of system: BusinessSystem.ID, sealed: String, at now: Moment
  ) throws {
    try connection.run(
      """
      INSERT INTO business_system_key (id, business_system, sealed, created)
      VALUES (\(key), \(system), \(sealed), \(now))
      """)
  }

  /// The key of now is good until then; those of before, as long as they were.
  package func endKey(of system: BusinessSystem.ID, at moment: Moment) throws {
    try connection.run(
      """
      UPDATE business_system_key SET ends = \(moment)
      WHERE business_system = \(system) AND ends IS NULL
      """)
  }

  /// Whose it is, and its secret, sealed; nil where it is unknown, over, or its system is revoked.
  package func find(key: String, at now: Moment) throws -> (
    system: BusinessSystem, sealed: String
  )? {
    try connection.first(
      """
      SELECT \(Self.columns), sealed FROM business_system_key
      JOIN business_system ON business_system.id = business_system_key.business_system
      WHERE business_system_key.id = \(key) AND (ends IS NULL OR ends > \(now)) AND revoked IS NULL
      """
    ) { row in (system: try Self.read(&row), sealed: try row.text()) }
  }

  /// The `keyid` of now.
  package func key(of system: BusinessSystem.ID) throws -> BusinessKey.ID? {
    try connection.first(
      """
      SELECT id FROM business_system_key WHERE business_system = \(system) AND ends IS NULL
      ORDER BY created DESC LIMIT 1
      """
    ) { row in try row.id() }
  }

  /// Those of now, sealed, of systems whose requests are taken; by name.
  package func sealed() throws -> [(system: BusinessSystem, sealed: String)] {
    try connection.all(
      """
      SELECT \(Self.columns), sealed FROM business_system
      JOIN business_system_key ON business_system_key.business_system = business_system.id
      WHERE revoked IS NULL AND ends IS NULL ORDER BY name_key
      """
    ) { row in (system: try Self.read(&row), sealed: try row.text()) }
  }

  // MARK: Once

  /// False where that signature was taken before.
  package func take(signature digest: String, at now: Moment) throws -> Bool {
    try connection.succeeds(
      """
      INSERT INTO signature_taken (digest, at) VALUES (\(digest), \(now))
      ON CONFLICT DO NOTHING RETURNING 1
      """)
  }

  package struct Answer: Hashable, Sendable {
    /// Of the request that it was given to.
    package var request: String
    package var invitation: Invitation.ID

    package init(request: String, invitation: Invitation.ID) {
      self.request = request
      self.invitation = invitation
    }
  }

  /// What an Idempotency-Key has led to.
  package func answer(
    of system: BusinessSystem.ID, to key: String, since moment: Moment
  ) throws -> Answer? {
    try connection.first(
      """
      SELECT request_digest, invitation FROM idempotent_answer
      WHERE business_system = \(system) AND key_digest = \(key) AND at > \(moment)
      """
    ) { row in
      Answer(request: try row.text(), invitation: try row.id())
    }
  }

  package func keep(
    _ answer: Answer, of system: BusinessSystem.ID, to key: String, at now: Moment
  ) throws {
    try connection.run(
      """
      INSERT INTO idempotent_answer (business_system, key_digest, request_digest, invitation, at)
      VALUES (\(system), \(key), \(answer.request), \(answer.invitation), \(now))
      ON CONFLICT (business_system, key_digest) DO UPDATE SET
        request_digest = excluded.request_digest, invitation = excluded.invitation,
        at = excluded.at
      """)
  }

  /// What nobody can send again.
  package func tidy(signaturesBefore signatures: Moment, answersBefore answers: Moment) throws {
    try connection.run("DELETE FROM signature_taken WHERE at < \(signatures)")
    try connection.run("DELETE FROM idempotent_answer WHERE at < \(answers)")
  }
}
