// The list of accounts in the order of their names, and the quick query among them.

package import Database
package import Membership

/// How the accounts of a list are found, and come into the order of their names.
package enum AccountWay: Hashable, Sendable {
  /// By an index that has just these rows in this order.
  case indexed
  /// That one, if the rest fits.
  case account(Account.ID)
  /// Few belong to that department or under it: they are found, then sorted.
  case members(Department.ID)
  /// In the index that has all who hold that in this order; each is looked at, until a page is full.
  case holders(Holding.ID)
  /// All of that state or kind in this order; each is looked at, until a page is full.
  case walked

  /// What finds them.
  fileprivate var subject: GrantSubject? {
    switch self {
    case .account(let id): .account(id)
    case .members(let id): .department(id)
    case .holders(let id): .holding(id)
    case .indexed, .walked: nil
    }
  }
}

extension AccountFilter {
  /// What whoever fits is, belongs to or holds; besides `mayUse`, where one of several is enough.
  package var subjects: [GrantSubject] {
    [department.map(GrantSubject.department), holding.map(GrantSubject.holding)].compactMap { $0 }
  }
}

extension AccountRows {
  package func list(
    _ filter: AccountFilter, from start: ListStart<Account>, limit: Int
  ) throws -> [Account] {
    guard let publicAccount = filter.mayUse else {
      return try list(filter, filter.subjects, from: start, limit: limit).map(\.account)
    }
    // Each association has a list of its own, in the same order; who is on several comes once.
    let subjects = try GrantRows(connection: connection).subjects(for: publicAccount)
    let listed = try subjects.flatMap {
      try list(filter, filter.subjects + [$0], from: start, limit: limit)
    }
    let accounts = listed.sorted(by: <).map(\.account)
    let once = zip([nil] + accounts.map { $0.id }, accounts).filter { $0.0 != $0.1.id }.map(\.1)
    return Array(once.prefix(limit))
  }

  /// - Parameter subjects: each of them holds.
  private func list(
    _ filter: AccountFilter, _ subjects: [GrantSubject], from start: ListStart<Account>, limit: Int
  ) throws -> [Listed] {
    let way = try way(to: subjects)
    return try connection.all(
      Self.query(filter, subjects, from: start, limit: limit, way)
    ) { row in Listed(account: try Self.read(&row), key: try row.text()) }
  }

  private struct Listed: Comparable {
    let account: Account
    let key: String

    /// As the database compares texts: byte by byte.
    static func < (one: Listed, other: Listed) -> Bool {
      let (key, otherKey) = (one.key.utf8, other.key.utf8)
      if key.elementsEqual(otherKey) { return one.account.id.text < other.account.id.text }
      return key.lexicographicallyPrecedes(otherKey)
    }
  }

  private func way(to subjects: [GrantSubject]) throws -> AccountWay {
    var holders: AccountWay?
    for subject in subjects {
      switch subject {
      case .account(let id): return .account(id)
      case .holding(let id): holders = .holders(id)
      case .department: break
      }
    }
    for case .department(let id) in subjects {
      let count = try connection.first(Self.count(under: id)) { row in try row.integer() } ?? 0
      if count < ListWay.mostSorted { return .members(id) }
    }
    return holders ?? (subjects.isEmpty ? .indexed : .walked)
  }

  /// The statement that counts, so far as it matters, who belongs to a department or under it; tests ask how it
  /// would be carried out. Departments come one by one, whatever there is, so that it ends with the last account
  /// that matters. Removed accounts are not counted.
  package static func count(under department: Department.ID) -> SQL {
    """
    SELECT COUNT(*) FROM (\(under(department))
    SELECT 1 FROM under CROSS JOIN account WHERE account.department = under.id
      AND account.state <> 'removed'
    LIMIT \(ListWay.mostSorted))
    """
  }

  /// The statement of `list`; tests ask how it would be carried out.
  /// - Parameter subjects: each of them holds; `way` is by one of them, or by none.
  package static func query(
    _ filter: AccountFilter, _ subjects: [GrantSubject], from start: ListStart<Account>,
    limit: Int, _ way: AccountWay
  ) -> SQL {
    var conditions = conditions(filter, isIndexed: way == .indexed || way == .walked)
    for subject in subjects where subject != way.subject { conditions.append(condition(subject)) }
    func rows(_ name: SQL, _ id: SQL) -> SQL {
      switch start {
      case .first: break
      case .after(let row):
        conditions.append("(\(name), \(id)) > (\(folded(row.name.text)), \(row.id))")
      case .at(let row):
        conditions.append("(\(name), \(id)) >= (\(folded(row.name.text)), \(row.id))")
      }
      return "\(SQL.all(of: conditions)) ORDER BY \(name), \(id) LIMIT \(limit)"
    }
    switch way {
    case .indexed, .walked:
      return "SELECT \(columns), name_key FROM account\(rows("name_key", "id"))"
    case .account(let id):
      conditions.append("id = \(id)")
      return "SELECT \(columns), name_key FROM account\(rows("name_key || ''", "id"))"
    case .holders(let holding):
      conditions.append("held.holding = \(holding) AND account.id = held.account")
      return """
        SELECT \(columns), account.name_key FROM account_holding held CROSS JOIN account\
        \(rows("held.name_key", "held.account"))
        """
    case .members(let department):
      conditions.append("department IN (\(under(department)) SELECT id FROM under)")
      // Sorted are the entries of an index; only what is on the page is read.
      return """
        SELECT \(columns), name_key FROM account
        WHERE id IN (SELECT id FROM account\(rows("name_key || ''", "id")))
        ORDER BY name_key || '', id
        """
    }
  }

  private static func conditions(_ filter: AccountFilter, isIndexed: Bool) -> [SQL] {
    // What is looked at row by row, where no index is to be taken for it.
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
    return conditions
  }

  /// Of a row that something else has found.
  private static func condition(_ subject: GrantSubject) -> SQL {
    switch subject {
    case .account(let id): "account.id || '' = \(id)"
    case .department(let id): "department || '' IN (\(under(id)) SELECT id FROM under)"
    case .holding(let id):
      """
      EXISTS (SELECT 1 FROM account_holding other
      WHERE other.account = account.id AND other.holding = \(id))
      """
    }
  }

  /// A department and whatever lies under it.
  private static func under(_ department: Department.ID) -> SQL {
    """
    WITH RECURSIVE under (id) AS (
      SELECT \(department)
      UNION ALL
      SELECT child.id FROM department child JOIN under ON child.parent = under.id
    )
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
