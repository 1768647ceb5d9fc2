// What an account belongs to and holds, in one statement: it is asked with every request for protected content.

import Database
package import Membership

extension AccountRows {
  /// - Returns: the names of its department and of all above, the top first; what it holds, by name.
  package func standing(of account: Account) throws -> (departments: [String], holdings: [Holding])
  {
    var departments: [(depth: Int, name: String)] = []
    var holdings: [Holding] = []
    try connection.forEach(Self.standing(of: account)) { row in
      let (id, kind, name) = (try row.text(), try row.text(), try row.text())
      let depth = try row.integer()
      if let kind = Holding.Kind(rawValue: kind) {
        holdings.append(Holding(id: Holding.ID(id), kind: kind, name: name))
      } else {
        departments.append((depth, name))
      }
    }
    return (
      departments.sorted { $0.depth > $1.depth }.map(\.name),
      holdings.sorted { (folded($0.name), $0.id.text) < (folded($1.name), $1.id.text) }
    )
  }

  private static func standing(of account: Account) -> SQL {
    """
    WITH RECURSIVE up (id, parent, name, depth) AS (
      SELECT id, parent, name, 0 FROM department WHERE id = \(account.department)
      UNION ALL
      SELECT above.id, above.parent, above.name, up.depth + 1
      FROM department above JOIN up ON above.id = up.parent
    )
    SELECT id, 'department', name, depth FROM up
    UNION ALL
    SELECT holding.id, holding.kind, holding.name, 0
    FROM account_holding JOIN holding ON holding.id = account_holding.holding
    WHERE account_holding.account = \(account.id)
    """
  }
}
