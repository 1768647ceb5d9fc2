// A test's own look into the tables.

import Database

package struct SQLText: ExpressibleByStringLiteral {
  package let text: String
  package init(stringLiteral text: String) { self.text = text }
  package init(_ text: String) { self.text = text }
  var sql: SQL { SQL(unsafeTextOfTheProgram: text) }
}
