// Rows of `webhook`: who is told what, and with which secret.

package import Database
package import Membership

package struct WebhookRows {
  let connection: Connection

  private static let columns: SQL = "id, address, events, state, created"

  package func insert(_ webhook: Webhook, sealed: String) throws {
    try connection.run(
      """
      INSERT INTO webhook (id, address, sealed, events, state, created)
      VALUES (\(webhook.id), \(webhook.address.text), \(sealed), \(Self.words(webhook.events)),
        \(webhook.state.rawValue), \(webhook.created))
      """)
  }

  package func find(id: Webhook.ID) throws -> Webhook? {
    try connection.first("SELECT \(Self.columns) FROM webhook WHERE id = \(id)", Self.read)
  }

  /// The oldest first. There are few.
  package func all() throws -> [Webhook] {
    try connection.all("SELECT \(Self.columns) FROM webhook ORDER BY created, id", Self.read)
  }

  /// Those that are told something now: all of them, since there are few.
  package func active() throws -> [Webhook] {
    try connection.all(
      "SELECT \(Self.columns) FROM webhook WHERE state = 'active' ORDER BY id", Self.read)
  }

  package func sealed(_ id: Webhook.ID) throws -> String? {
    try connection.first("SELECT sealed FROM webhook WHERE id = \(id)") { row in try row.text() }
  }

  /// False where it is in that state already.
  package func set(_ id: Webhook.ID, to state: WebhookState) throws -> Bool {
    try connection.succeeds(
      """
      UPDATE webhook SET state = \(state.rawValue)
      WHERE id = \(id) AND state <> \(state.rawValue) RETURNING 1
      """)
  }

  package func setSealed(_ id: Webhook.ID, _ sealed: String) throws {
    try connection.run("UPDATE webhook SET sealed = \(sealed) WHERE id = \(id)")
  }

  private static func words(_ events: [WebhookEvent]) -> String {
    events.map(\.rawValue).joined(separator: " ")
  }

  private static func read(_ row: inout Row) throws -> Webhook {
    let id: Webhook.ID = try row.id()
    let text = try row.text()
    guard let address = try? WebhookAddress(text) else {
      throw DatabaseError.malformed("no address of a webhook: \(text)")
    }
    let words = try row.text().split(separator: " ")
    return Webhook(
      id: id, address: address, events: words.compactMap { WebhookEvent(rawValue: String($0)) },
      state: try row.word(), created: try row.moment())
  }
}
