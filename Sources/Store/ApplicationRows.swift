// Rows of `application`.

package import Database
package import Membership

package struct ApplicationRows {
  let connection: Connection

  static let columns: SQL =
    """
    id, reference, invitation, invitation_label, inviter, inviter_name, department,
    department_path, requires_approval, name, email, language, applied, state, decided,
    approver_name, reason
    """

  package func find(tokenDigest: String) throws -> Application? {
    try find("token_digest = \(tokenDigest)")
  }

  package func find(id: Application.ID) throws -> Application? {
    try find("id = \(id)")
  }

  package func find(reference: String) throws -> Application? {
    try find("reference = \(reference)")
  }

  /// What an approval made that account of.
  package func find(account: Account.ID) throws -> Application? { try find("account = \(account)") }

  private func find(_ condition: SQL) throws -> Application? {
    try connection.first("SELECT \(Self.columns) FROM application WHERE \(condition)", Self.read)
  }

  /// - Parameter application: one that does not count.
  package func hasPending(_ email: EmailAddress, besides application: Application.ID? = nil) throws
    -> Bool
  {
    try connection.succeeds(
      """
      SELECT 1 FROM application
      WHERE email_key = \(email.key) AND state = 'pending' AND id <> \(application?.text ?? "")
      """)
  }

  /// How many wait, counted to a thousand and no further.
  package func pendingCount() throws -> Int {
    try connection.first(
      "SELECT COUNT(*) FROM (SELECT 1 FROM application WHERE state = 'pending' LIMIT 1000)"
    ) { row in try row.integer() } ?? 0
  }

  /// How many applied from one moment to before the next, for each two that follow one another.
  package func counts(between moments: [Moment]) throws -> [Int] {
    try zip(moments, moments.dropFirst()).map { from, until in
      try connection.first(
        "SELECT COUNT(*) FROM application WHERE applied >= \(from) AND applied < \(until)"
      ) { row in try row.integer() } ?? 0
    }
  }

  package func list(
    _ filter: ApplicationFilter, by sort: ApplicationSort, from start: ListStart<Application>,
    limit: Int
  ) throws -> [Application] {
    let way = try way(to: filter, by: sort)
    return try connection.all(
      Self.query(filter, by: sort, from: start, limit: limit, way), Self.read)
  }

  private func way(to filter: ApplicationFilter, by sort: ApplicationSort) throws -> ListWay {
    // All, and those of a state, have an index in the order of names; in the order of time all have.
    var others = filter
    others.state = nil
    guard sort == .name, others != ApplicationFilter() else { return .indexed }
    let count = try connection.first(Self.count(filter)) { row in try row.integer() } ?? 0
    return count < ListWay.mostSorted ? .sorted : .walked
  }

  /// The statement that counts, so far as it matters; tests ask how it would be carried out.
  package static func count(_ filter: ApplicationFilter) -> SQL {
    """
    SELECT COUNT(*) FROM (SELECT 1 FROM application\(SQL.all(of: conditions(filter, .indexed)))
    LIMIT \(ListWay.mostSorted))
    """
  }

  private static func conditions(_ filter: ApplicationFilter, _ way: ListWay) -> [SQL] {
    var conditions: [SQL] = []
    func add<Noun>(_ column: SQL, _ id: Identifier<Noun>?) {
      guard let id else { return }
      conditions.append(way == .walked ? "\(column) || '' = \(id)" : "\(column) = \(id)")
    }
    if let state = filter.state { conditions.append("state = \(state.rawValue)") }
    add("inviter", filter.inviter)
    add("department", filter.department)
    add("invitation", filter.invitation)
    let applied: SQL = way == .walked ? "applied + 0" : "applied"
    if let from = filter.from { conditions.append("\(applied) >= \(from)") }
    if let until = filter.until { conditions.append("\(applied) < \(until)") }
    return conditions
  }

  /// The statement of `list`; tests ask how it would be carried out.
  package static func query(
    _ filter: ApplicationFilter, by sort: ApplicationSort, from start: ListStart<Application>,
    limit: Int, _ way: ListWay = .indexed
  ) -> SQL {
    let name: SQL = way == .sorted ? "name_key || ''" : "name_key"
    let order: SQL
    switch sort {
    case .newest: order = "applied DESC, id DESC"
    case .oldest: order = "applied, id"
    case .name: order = "\(name), id"
    }
    let beginning: (row: Application, isIncluded: Bool)?
    switch start {
    case .first: beginning = nil
    case .after(let row): beginning = (row, false)
    case .at(let row): beginning = (row, true)
    }
    var filter = filter
    // An index is entered at one of two bounds, not always at the nearer one: so both are as near as that row.
    if let row = beginning?.row {
      if sort == .newest { filter.until = filter.until.map { min($0, row.applied + 1) } }
      if sort == .oldest { filter.from = filter.from.map { max($0, row.applied) } }
    }
    var conditions = conditions(filter, way)
    if let (row, isIncluded) = beginning {
      switch (sort, isIncluded) {
      case (.newest, false): conditions.append("(applied, id) < (\(row.applied), \(row.id))")
      case (.newest, true): conditions.append("(applied, id) <= (\(row.applied), \(row.id))")
      case (.oldest, false): conditions.append("(applied, id) > (\(row.applied), \(row.id))")
      case (.oldest, true): conditions.append("(applied, id) >= (\(row.applied), \(row.id))")
      case (.name, false):
        conditions.append("(\(name), id) > (\(folded(row.name.text)), \(row.id))")
      case (.name, true):
        conditions.append("(\(name), id) >= (\(folded(row.name.text)), \(row.id))")
      }
    }
    return
      "SELECT \(columns) FROM application\(SQL.all(of: conditions)) ORDER BY \(order) LIMIT \(limit)"
  }

  /// To be called within a write transaction.
  package func insert(_ application: Application, tokenDigest: String) throws {
    let decision = application.decision
    let key = folded(application.name.text)
    let number = try connection.first(
      """
      INSERT INTO application (id, reference, token_digest, invitation, invitation_label, inviter,
        inviter_name, department, department_path, requires_approval, name, name_key, email,
        email_key, language, applied, state, decided, approver_name, reason, number)
      VALUES (\(application.id), \(application.reference), \(tokenDigest),
        \(application.invitation), \(application.invitationLabel), \(application.inviter),
        \(application.inviterName), \(application.department), \(application.departmentPath),
        \(application.requiresApproval), \(application.name.text), \(key),
        \(application.email.text), \(application.email.key), \(application.language.tag),
        \(application.applied), \(application.state.rawValue), \(decision?.at),
        \(decision?.approver), \(decision?.reason),
        (SELECT COALESCE(MAX(number), 0) + 1 FROM application))
      RETURNING number
      """
    ) { row in try row.integer() }
    try insertGrams(number ?? 0, name: key, email: application.email)
  }

  static func read(_ row: inout Row) throws -> Application {
    var application = Application(
      id: try row.id(), reference: try row.text(), invitation: try row.id(),
      invitationLabel: try row.text(), inviter: try row.id(), inviterName: try row.text(),
      department: try row.optionalID(), departmentPath: try row.text(),
      requiresApproval: try row.bool(), name: PersonName(stored: try row.text()),
      email: EmailAddress(stored: try row.text()), language: try row.language(),
      applied: try row.moment(), decision: nil)
    let state: ApplicationState = try row.word()
    if let decided = try row.optionalMoment() {
      application.decision = Decision(
        state: state, at: decided, approver: try row.optionalText() ?? "",
        reason: try row.optionalText() ?? "")
    }
    return application
  }
}
