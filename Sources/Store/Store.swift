// Everything that Usher remembers. Rows go in and values of Membership come out; which rules hold
// between them is the affair of Actions.

package import Database
package import Membership

package struct Store {
  package let connection: Connection

  package init(_ connection: Connection) { self.connection = connection }

  /// One transaction: all of the body, or nothing.
  /// - Parameter isLarge: it changes many thousand rows.
  package func write<Result>(isLarge: Bool = false, _ body: () throws -> Result) throws -> Result {
    try connection.write(isLarge: isLarge, body)
  }

  package enum Version: Hashable, Sendable {
    case current
    case behind
    /// Made by a later Usher.
    case ahead(Int)
  }

  package func version() throws -> Version {
    let version: Int?
    do {
      version = try connection.first("SELECT MAX(version) FROM schema_version") { row in
        try row.optionalInteger() ?? 0
      }
    } catch DatabaseError.failed {
      return .behind  // There is no such table yet.
    }
    let found = version ?? 0
    if found > Schema.version { return .ahead(found) }
    return found == Schema.version ? .current : .behind
  }

  /// Brings the schema to this program's version; each migration whole or not at all.
  package func migrate() throws {
    try write {
      try connection.run(
        "CREATE TABLE IF NOT EXISTS schema_version (version BIGINT PRIMARY KEY, name TEXT NOT NULL)"
      )
      let done = try connection.first("SELECT MAX(version) FROM schema_version") { row in
        try row.optionalInteger() ?? 0
      }
      for (place, migration) in Schema.migrations.enumerated().dropFirst(done ?? 0) {
        for statement in Self.statements(in: migration.text) {
          try connection.run(SQL(unsafeTextOfTheProgram: statement))
        }
        try migration.then?(self)
        try connection.run(
          "INSERT INTO schema_version (version, name) VALUES (\(place + 1), \(migration.name))")
      }
    }
  }

  /// At a semicolon that ends a line, or stands before its comment.
  static func statements(in text: String) -> [String] {
    var statements: [String] = []
    var current = ""
    for line in text.split(separator: "\n") {
      let code = trimmed(line.firstRange(of: "--").map { line[..<$0.lowerBound] } ?? line)
      if code.hasSuffix(";") {
        statements.append(current + code)
        current = ""
      } else {
        current += line + "\n"
      }
    }
    return statements
  }

  package var settings: SettingRows { SettingRows(connection: connection) }
  package var departments: DepartmentRows { DepartmentRows(connection: connection) }
  package var accounts: AccountRows { AccountRows(connection: connection) }
  package var holdings: HoldingRows { HoldingRows(connection: connection) }
  package var grants: GrantRows { GrantRows(connection: connection) }
  package var accesses: AccessRows { AccessRows(connection: connection) }
  package var invitations: InvitationRows { InvitationRows(connection: connection) }
  package var applications: ApplicationRows { ApplicationRows(connection: connection) }
  package var receipts: ReceiptRows { ReceiptRows(connection: connection) }
  package var sessions: SessionRows { SessionRows(connection: connection) }
  package var outbox: OutboxRows { OutboxRows(connection: connection) }
  package var webhooks: WebhookRows { WebhookRows(connection: connection) }
  package var digests: DigestRows { DigestRows(connection: connection) }
  package var audit: AuditRows { AuditRows(connection: connection) }
  package var guesses: GuessRows { GuessRows(connection: connection) }
  package var quotas: QuotaRows { QuotaRows(connection: connection) }
  package var devices: DeviceRows { DeviceRows(connection: connection) }
  package var businessSystems: BusinessSystemRows { BusinessSystemRows(connection: connection) }
  package var erasures: ErasureRows { ErasureRows(connection: connection) }
  package var recoveryCodes: RecoveryCodeRows { RecoveryCodeRows(connection: connection) }
}

extension Identifier: DatabaseValue {
  package var databaseValue: Value { .text(text) }
}

extension Moment: DatabaseValue {
  package var databaseValue: Value { .integer(seconds) }
}

extension Row {
  mutating func id<Noun>() throws(DatabaseError) -> Identifier<Noun> { Identifier(try text()) }

  mutating func optionalID<Noun>() throws(DatabaseError) -> Identifier<Noun>? {
    try optionalText().map { Identifier($0) }
  }

  mutating func moment() throws(DatabaseError) -> Moment { Moment(seconds: Int64(try integer())) }

  mutating func optionalMoment() throws(DatabaseError) -> Moment? {
    try optionalInteger().map { Moment(seconds: Int64($0)) }
  }

  /// A language that a later version knew and this one does not is read as English.
  mutating func language() throws(DatabaseError) -> Language {
    Language(tag: try text()) ?? .english
  }

  /// A word of a fixed list, such as a state.
  mutating func word<Word: RawRepresentable<String>>() throws(DatabaseError) -> Word {
    let text = try text()
    guard let word = Word(rawValue: text) else { throw .malformed("no such word: \(text)") }
    return word
  }
}
