// The list of accounts in the order of their names, and the quick query among them.

package import Database
package import Membership

/// What of a filter can find the rows, where few fit; the others are looked at row by row.
package enum AccountFinder: CaseIterable, Sendable { case department, holding, mayUse }

extension AccountFilter {
  package var finders: [AccountFinder] {
    AccountFinder.allCases.filter { finder in
      switch finder {
      case .department: department != nil
      case .holding: holding != nil
      case .mayUse: mayUse != nil
      }
    }
  }

  fileprivate func only(_ finder: AccountFinder) -> AccountFilter {
    switch finder {
    case .department: AccountFilter(department: department)
    case .holding: AccountFilter(holding: holding)
    case .mayUse: AccountFilter(mayUse: mayUse)
    }
  }
}

extension AccountRows {
  package func list(
    _ filter: AccountFilter, from start: ListStart<Account>, limit: Int
  ) throws -> [Account] {
    let (way, finder) = try way(to: filter)
    return try connection.all(
      Self.query(filter, from: start, limit: limit, way, by: finder), Self.read)
  }

  private func way(to filter: AccountFilter) throws -> (ListWay, AccountFinder?) {
    func count(_ filter: AccountFilter, by finder: AccountFinder) throws -> Int {
      try connection.first(Self.count(filter, by: finder)) { row in try row.integer() } ?? 0
    }
    var finders = filter.finders
    if finders.count > 1 {
      let sizes = try finders.map { ($0, try count(filter.only($0), by: $0)) }
      finders = sizes.sorted { $0.1 < $1.1 }.map(\.0)
    }
    guard let finder = finders.first else { return (.indexed, nil) }
    let isFew = try count(filter, by: finder) < ListWay.mostSorted
    return isFew ? (.sorted, finder) : (.walked, nil)
  }

  /// The statement that counts, so far as it matters; tests ask how it would be carried out. Rows come one by
  /// one, whatever there is, so that it ends with the last that matters; one that is found twice counts twice.
  package static func count(_ filter: AccountFilter, by finder: AccountFinder) -> SQL {
    let found: SQL
    var conditions = conditions(filter, .walked, by: finder)
    switch finder {
    case .department:
      found = "account"
      conditions +=
        filter.department.map { ["department IN (\(under("SELECT \($0) AS id")))"] } ?? []
    case .holding:
      found = "account_holding JOIN account ON account.id = account_holding.account"
      conditions += filter.holding.map { ["account_holding.holding = \($0)"] } ?? []
    case .mayUse:
      let ways =
        filter.mayUse.map { users(of: $0, "UNION ALL") } ?? "SELECT id AS one FROM account"
      found = "(\(ways)) way JOIN account ON account.id = way.one"
    }
    return """
      SELECT COUNT(*) FROM (SELECT 1 FROM \(found)\(SQL.all(of: conditions))
      LIMIT \(ListWay.mostSorted))
      """
  }

  /// The statement of `list`; tests ask how it would be carried out.
  /// - Parameter finder: of few rows.
  package static func query(
    _ filter: AccountFilter, from start: ListStart<Account>, limit: Int, _ way: ListWay,
    by finder: AccountFinder?
  ) -> SQL {
    let name: SQL = way == .sorted ? "name_key || ''" : "name_key"
    var conditions = conditions(filter, way, by: finder)
    switch finder {
    case .department:
      conditions +=
        filter.department.map { ["department IN (\(under("SELECT \($0) AS id")))"] } ?? []
    case .holding:
      conditions +=
        filter.holding.map {
          ["id IN (SELECT account FROM account_holding WHERE holding = \($0))"]
        } ?? []
    case .mayUse:
      conditions += filter.mayUse.map { ["id IN (\(users(of: $0, "UNION")))"] } ?? []
    case nil: break
    }
    switch start {
    case .first: break
    case .after(let row): conditions.append("(\(name), id) > (\(folded(row.name.text)), \(row.id))")
    case .at(let row): conditions.append("(\(name), id) >= (\(folded(row.name.text)), \(row.id))")
    }
    return """
      SELECT \(columns) FROM account\(SQL.all(of: conditions)) ORDER BY \(name), id LIMIT \(limit)
      """
  }

  /// All but what finds the rows.
  private static func conditions(
    _ filter: AccountFilter, _ way: ListWay, by finder: AccountFinder?
  ) -> [SQL] {
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
    if let department = filter.department, finder != .department {
      conditions.append("department || '' IN (\(under("SELECT \(department) AS id")))")
    }
    if let holding = filter.holding, finder != .holding {
      conditions.append(
        """
        EXISTS (SELECT 1 FROM account_holding held
        WHERE held.account = account.id AND held.holding = \(holding))
        """)
    }
    if let account = filter.mayUse, finder != .mayUse { conditions.append(mayUse(account)) }
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

  private static func subjects(_ kind: SQL, of publicAccount: Account.ID) -> SQL {
    """
    SELECT subject AS id FROM public_account_grant
    WHERE public_account = \(publicAccount) AND subject_kind = '\(kind)'
    """
  }

  /// By the associations.
  /// - Parameter union: `UNION`, or `UNION ALL` where it does not matter that some come twice.
  private static func users(of publicAccount: Account.ID, _ union: SQL) -> SQL {
    func subjects(_ kind: SQL) -> SQL { Self.subjects(kind, of: publicAccount) }
    return """
      SELECT subject AS one FROM public_account_grant
      WHERE public_account = \(publicAccount) AND subject_kind = 'account'
      \(union)
      SELECT member.id FROM account member
      WHERE member.department IN (\(under(subjects("department"))))
      \(union)
      SELECT account FROM account_holding WHERE holding IN (\(subjects("holding")))
      """
  }

  /// Whether a row is one of them.
  private static func mayUse(_ publicAccount: Account.ID) -> SQL {
    func subjects(_ kind: SQL) -> SQL { Self.subjects(kind, of: publicAccount) }
    return """
      (account.id || '' IN (\(subjects("account")))
        OR department || '' IN (\(under(subjects("department"))))
        OR EXISTS (SELECT 1 FROM account_holding held
          WHERE held.account = account.id AND held.holding IN (\(subjects("holding")))))
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
