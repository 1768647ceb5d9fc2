// Rows of `setting`.

import Database
package import Membership

package struct SettingRows {
  let connection: Connection

  /// The stored settings over the defaults.
  package func load() throws -> Settings {
    var settings = Settings()
    try connection.forEach("SELECT name, value FROM setting ORDER BY name") { row in
      let name = try row.text()
      let value = try row.text()
      // A name or value of another version, or a zone this host does not know, leaves the default.
      guard let name = Settings.Name(rawValue: name) else { return }
      try? settings.set(name, to: value)
    }
    return settings
  }

  /// Where newcomers through members' invitations belong, when that department becomes part of another.
  package func redirect(_ department: Department.ID, to other: Department.ID) throws {
    try connection.run(
      """
      UPDATE setting SET value = \(other.text)
      WHERE name = \(Settings.Name.memberDepartment.rawValue) AND value = \(department.text)
      """)
  }

  package func set(_ name: Settings.Name, to value: String) throws {
    try connection.run(
      """
      INSERT INTO setting (name, value) VALUES (\(name.rawValue), \(value))
      ON CONFLICT (name) DO UPDATE SET value = excluded.value
      """)
  }
}
