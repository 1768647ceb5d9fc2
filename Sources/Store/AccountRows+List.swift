// The list of accounts in the order of their names, and the quick query among them.

package import Database
package import Membership

extension AccountRows {
  package func list(
    _ filter: AccountFilter, from start: ListStart<Account>, limit: Int
  ) throws -> [Account] {
    try connection.all(
      Self.query(filter, from: start, limit: limit, try way(to: filter)), Self.read)
  }

  private func way(to filter: AccountFilter) throws -> ListWay {
    guard filter.department != nil || filter.holding != nil || filter.mayUse != nil else {
      return .indexed
    }
    let count = try connection.first(Self.count(filter)) { row in try row.integer() } ?? 0
    return count < ListWay.mostSorted ? .sorted : .walked
  }

  /// The statement that counts, so far as it matters; tests ask how it would be carried out.
  package static func count(_ filter: AccountFilter) -> SQL {
    """
    SELECT COUNT(*) FROM (SELECT 1 FROM account\(SQL.all(of: conditions(filter, .sorted)))
    LIMIT \(ListWay.mostSorted))
    """
  }

  /// The statement of `list`; tests ask how it would be carried out.
  package static func query(
    _ filter: AccountFilter, from start: ListStart<Account>, limit: Int, _ way: ListWay
  ) -> SQL {
    let name: SQL = way == .sorted ? "name_key || ''" : "name_key"
    var conditions = conditions(filter, way)
    switch start {
    case .first: break
    case .after(let row): conditions.append("(\(name), id) > (\(folded(row.name.text)), \(row.id))")
    case .at(let row): conditions.append("(\(name), id) >= (\(folded(row.name.text)), \(row.id))")
    }
    return """
      SELECT \(columns) FROM account\(SQL.all(of: conditions)) ORDER BY \(name), id LIMIT \(limit)
      """
  }

  private static func conditions(_ filter: AccountFilter, _ way: ListWay) -> [SQL] {
    // What is looked at row by row, where no index is to be taken for it.
    let isIndexed = way == .indexed
    var conditions: [SQL] = []
    switch filter.state {
    case let state? where isIndexed && filter.kind == nil:
      conditions.append("state = \(state.rawValue)")
    case let state?: conditions.append("state || '' = \(state.rawValue)")
    case nil: conditions.append("state <> 'removed'")
    }
    if let kind = filter.kind {
      conditions.append(isIndexed ? "kind = \(kind.rawValue)" : "kind || '' = \(kind.rawValue)")
    }
    if let department = filter.department {
      let under = under("SELECT \(department) AS id")
      conditions.append(
        way == .walked ? "department || '' IN (\(under))" : "department IN (\(under))")
    }
    if let holding = filter.holding {
      conditions.append(
        way == .walked
          ? """
          EXISTS (SELECT 1 FROM account_holding
          WHERE account_holding.account = account.id AND holding = \(holding))
          """ : "id IN (SELECT account FROM account_holding WHERE holding = \(holding))")
    }
    if let account = filter.mayUse { conditions.append(mayUse(account, way)) }
    return conditions
  }

  /// Departments and whatever lies under them.
  private static func under(_ roots: SQL) -> SQL {
    """
    WITH RECURSIVE under (id) AS (
      \(roots)
      UNION
      SELECT child.id FROM department child JOIN under ON child.parent = under.id
    )
    SELECT id FROM under
    """
  }

  private static func mayUse(_ account: Account.ID, _ way: ListWay) -> SQL {
    func subjects(_ kind: SQL) -> SQL {
      """
      SELECT subject AS id FROM public_account_grant
      WHERE public_account = \(account) AND subject_kind = '\(kind)'
      """
    }
    guard way == .walked else {
      return """
        id IN (
          \(subjects("account"))
          UNION
          SELECT account.id FROM account WHERE department IN (\(under(subjects("department"))))
          UNION
          SELECT account FROM account_holding WHERE holding IN (\(subjects("holding")))
        )
        """
    }
    return """
      (id || '' IN (\(subjects("account"))) OR department || '' IN (\(under(subjects("department"))))
        OR EXISTS (SELECT 1 FROM account_holding
          WHERE account_holding.account = account.id AND holding IN (\(subjects("holding")))))
      """
  }

  package func count() throws -> Int {
    try connection.first("SELECT COUNT(*) FROM account WHERE state <> 'removed'") { row in
      try row.integer()
    } ?? 0
  }

  // MARK: The quick query

  /// Those whose name, address or login has every word, the newest first; removed ones not.
  /// - Returns: at most `limit`, and whether there may be more.
  package func find(_ text: SearchText, limit: Int) throws -> (found: [Account], more: Bool) {
    let numbers = try grams.numbers(of: text)
    var found: [Account] = []
    for number in numbers where found.count <= limit {
      let account = try connection.first(
        "SELECT \(Self.columns) FROM account WHERE number = \(number) AND state <> 'removed'",
        Self.read)
      if let account, text.matches(Self.searched(account)) { found.append(account) }
    }
    return (Array(found.prefix(limit)), found.count > limit || numbers.count == GramIndex.mostTried)
  }

  var grams: GramIndex { GramIndex(connection: connection, table: GramIndex.accounts) }

  /// What an account is found by, folded.
  static func searched(_ account: Account) -> [String] {
    [folded(account.name.text), account.email.key, account.login.text]
  }

  /// Fills what a row of before this table's third version lacks.
  func completeAll() throws {
    let rows = try connection.all(
      "SELECT \(Self.columns) FROM account WHERE number IS NULL ORDER BY created, id", Self.read)
    for (place, account) in rows.enumerated() {
      try connection.run(
        """
        UPDATE account SET number = \(place + 1), name_key = \(folded(account.name.text))
        WHERE id = \(account.id)
        """)
      try grams.insert(place + 1, Self.searched(account))
    }
  }
}
