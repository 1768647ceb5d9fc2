// An open site: its configuration, store and secrets. Every action happens in one.

import Database
package import Membership
import Secrets
package import Store

package struct Installation {
  package let configuration: Configuration
  package let store: Store
  package let settings: Settings
  let slots: HashingSlots
  /// Where the same installation answers many requests.
  var kept: Kept?

  /// Read when a secret is sealed or opened, so that a page that needs none does not depend on it.
  var key: SealingKey {
    get throws { try SealingKey(file: configuration.key) }
  }

  package enum Failure: Error, CustomStringConvertible {
    /// `usher` brings the schema up to date; usher.cgi answers 503 until then.
    case schemaBehind(file: String)
    case schemaAhead(file: String, version: Int)

    package var description: String {
      switch self {
      case .schemaBehind(let file):
        "\(file) was made by an earlier Usher: any `usher` command brings it up to date"
      case .schemaAhead(let file, let version):
        "\(file) was made by a later Usher (version \(version) of the schema, this one knows "
          + "\(Schema.version)): install that version"
      }
    }
  }

  package enum Opening {
    /// What usher.cgi does: it compares versions and changes nothing.
    case expectingCurrentSchema
    /// What `usher` does.
    case migrating
    /// What `usher init` does.
    case creating
  }

  package init(_ configuration: Configuration, _ opening: Opening) throws {
    let file = configuration.database
    let store = Store(Connection(try SQLite(file: file, create: opening == .creating)))
    try self.init(configuration, store, opening)
  }

  /// The same, with its settings and its schema's version as they are by now.
  func read(anew opening: Opening) throws -> Installation {
    try Installation(configuration, store, opening)
  }

  private init(_ configuration: Configuration, _ store: Store, _ opening: Opening) throws {
    let file = configuration.database
    switch (try store.version(), opening) {
    case (.current, _): break
    case (.ahead(let version), _): throw Failure.schemaAhead(file: file, version: version)
    case (.behind, .expectingCurrentSchema): throw Failure.schemaBehind(file: file)
    case (.behind, _): try store.migrate()
    }
    self.configuration = configuration
    self.store = store
    settings = try store.settings.load()
    slots = HashingSlots(file: file + ".slots")
  }

  func hash(_ password: String) throws -> String {
    try slots.withSlot { try PasswordHash.make(password) }
  }

  func matches(_ password: String, hash: String?) throws -> Bool {
    try slots.withSlot { PasswordHash.matches(password, hash: hash) }
  }
}
