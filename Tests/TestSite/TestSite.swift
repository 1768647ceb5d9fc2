// A real site in a temporary folder, for the tests of the rooms above the store: real SQLite, real key,
// the repository's own templates. Removed when the last reference goes.

package import Actions
import CGI
import Database
import Foundation
package import Membership
import Secrets
package import Store
import Web

package final class TestSite: Sendable {
  package let directory: String
  package let administrator: Account
  package static let password = "correct mule staple lighthouse"

  /// The top of the repository.
  package static let repository = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path

  package init() throws {
    directory = NSTemporaryDirectory() + "usher-test-\(UUID().uuidString)"
    try FileManager.default.createDirectory(
      atPath: directory + "/templates", withIntermediateDirectories: true)
    try Data(
      """
      installed = \(Self.repository)
      usher = /bin/true
      mail = folder:mails
      """.utf8
    ).write(to: URL(fileURLWithPath: directory + "/usher.conf"))
    try SealingKey.create(file: directory + "/usher.key")
    let installation = try Installation(Configuration(directory: directory), .creating)
    let settings = ChangeSettings(
      [
        (.organisation, "Acme"), (.baseAddress, "https://join.example.org"),
        (.timeZone, "Europe/Berlin"), (.contact, "office@example.org"),
      ], by: .commandLine)
    _ = try settings.perform(in: installation, at: .now)
    let added = AddAdministrator(
      login: Login("ada")!, name: try PersonName("Ada Lovelace"),
      email: try EmailAddress("ada@example.org"), language: .english,
      password: try Password(Self.password, personal: []))
    guard case .added = try added.perform(in: installation, at: .now),
      let account = try installation.store.accounts.firstAdministrator()
    else { throw Unexpected("no administrator") }
    administrator = account
    _ = try AddDepartment(path: "Sales / North").perform(in: installation, at: .now)
  }

  deinit { try? FileManager.default.removeItem(atPath: directory) }

  package struct Unexpected: Error, CustomStringConvertible {
    package let description: String
    package init(_ description: String) { self.description = description }
  }

  /// A connection of its own each time, as another process would have.
  package func open() throws -> Installation {
    try Installation(Configuration(directory: directory), .expectingCurrentSchema)
  }

  package func store() throws -> Store { try open().store }

  package func set(_ name: Settings.Name, _ value: String) throws {
    let change = ChangeSettings([(name, value)], by: .commandLine)
    guard case .changed = try change.perform(in: open(), at: .now) else {
      throw Unexpected("\(name) cannot be \(value)")
    }
  }

  package func invitation(
    approval: Bool = true, maxUses: Int? = nil, validity: Validity = .never,
    notBefore: Moment? = nil, label: String = "Stand B", language: Language = .english,
    at now: Moment = .now
  ) throws -> Invitation {
    let installation = try open()
    let action = CreateInvitation(
      label: label, inviter: administrator,
      department: try installation.store.departments.all().first { $0.name == "North" },
      language: language, requiresApproval: approval, notBefore: notBefore,
      validity: validity, maxUses: maxUses)
    guard case .created(let invitation) = try action.perform(in: installation, at: now) else {
      throw Unexpected("no invitation")
    }
    return invitation
  }

  /// One number from the database, asked directly.
  package func count(_ query: SQLText) throws -> Int {
    try connection().first(query.sql) { row in try row.integer() } ?? 0
  }

  /// Every value of every row of a table.
  package func dump(_ table: String) throws -> [String] {
    try connection().all(SQLText("SELECT * FROM \(table) ORDER BY 1").sql) { row in "\(row.values)"
    }
  }

  /// All that hold rows of ours, by name; the search's index is SQLite's own affair.
  package func tables() throws -> [String] {
    try connection().all(
      SQLText(
        """
        SELECT name FROM sqlite_master WHERE type = 'table'
          AND name NOT LIKE '%!_gram%' ESCAPE '!' ORDER BY name
        """
      ).sql
    ) { row in try row.text() }
  }

  package func run(_ statement: SQLText) throws {
    try connection().run(statement.sql)
  }

  /// Whatever version the schema is.
  private func connection() throws -> Connection {
    Connection(try SQLite(file: directory + "/usher.db"))
  }
}
