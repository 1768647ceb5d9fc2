// The list of invitations: each filter and order is walked in an index of its own, a page at a time.

package import Database
package import Membership

extension InvitationRows {
  package func list(
    _ filter: InvitationFilter, by sort: InvitationSort, from start: ListStart<Invitation>,
    limit: Int, at now: Moment
  ) throws -> [Invitation] {
    let way = try way(to: filter, by: sort, at: now)
    return try withPaths(
      connection.all(
        Self.query(filter, by: sort, from: start, limit: limit, at: now, way), Self.read))
  }

  private func way(to filter: InvitationFilter, by sort: InvitationSort, at now: Moment) throws
    -> ListWay
  {
    let isIndexed =
      switch sort {
      case .label: filter == InvitationFilter()
      case .state where filter.state != nil: filter == InvitationFilter(state: filter.state)
      case .newest, .state:
        filter.state == nil && (filter.inviter == nil || filter.department == nil)
      }
    guard !isIndexed else { return .indexed }
    // Of an inviter or a department the rows alone are counted, which takes no look at them: beside a state's
    // own order, and in the order of time, that tells enough.
    var counted = filter
    if sort != .label, filter.inviter != nil || filter.department != nil { counted.state = nil }
    let count = try connection.first(Self.count(counted, at: now)) { row in try row.integer() } ?? 0
    return count < ListWay.mostSorted ? .sorted : .walked
  }

  /// The statement that counts, so far as it matters; tests ask how it would be carried out.
  package static func count(_ filter: InvitationFilter, at now: Moment) -> SQL {
    """
    SELECT COUNT(*) FROM (
      SELECT 1 FROM invitation\(SQL.all(of: conditions(filter, by: .state, .indexed, at: now)))
      LIMIT \(ListWay.mostSorted))
    """
  }

  private static func conditions(
    _ filter: InvitationFilter, by sort: InvitationSort, _ way: ListWay,
    from row: Invitation? = nil,
    at now: Moment
  ) -> [SQL] {
    var conditions: [SQL] = []
    // Of these one has an index in the order of time.
    var isHidden = way == .walked && (sort == .label || sort == .state && filter.state != nil)
    func add<Noun>(_ column: SQL, _ id: Identifier<Noun>?) {
      guard let id else { return }
      conditions.append(isHidden ? "\(column) || '' = \(id)" : "\(column) = \(id)")
      if way == .walked { isHidden = true }
    }
    add("inviter", filter.inviter)
    add("invitation.department", filter.department)
    if let state = filter.state {
      conditions.append(
        condition(
          of: state, at: now, from: sort == .state ? row : nil,
          isHidden: way == .walked && sort != .state))
    }
    return conditions
  }

  /// The statement of `list`; tests ask how it would be carried out. In the order `.state` each state has
  /// an index of its own, which holds just its rows.
  package static func query(
    _ filter: InvitationFilter, by sort: InvitationSort, from start: ListStart<Invitation>,
    limit: Int, at now: Moment, _ way: ListWay = .indexed
  ) -> SQL {
    var (key, descends) = order(by: sort, filter.state)
    if way == .sorted { key = sort == .label ? "\(key) || ''" : "\(key) + 0" }
    let beginning: (row: Invitation, isIncluded: Bool)?
    switch start {
    case .first: beginning = nil
    case .after(let row): beginning = (row, false)
    case .at(let row): beginning = (row, true)
    }
    var conditions = conditions(filter, by: sort, way, from: beginning?.row, at: now)
    if let (row, isIncluded) = beginning {
      let values: SQL = "(\(value(of: row, by: sort, filter.state)), \(row.id))"
      let place: SQL = "(\(key), invitation.id)"
      switch (descends, isIncluded) {
      case (true, false): conditions.append("\(place) < \(values)")
      case (true, true): conditions.append("\(place) <= \(values)")
      case (false, false): conditions.append("\(place) > \(values)")
      case (false, true): conditions.append("\(place) >= \(values)")
      }
    }
    let direction: SQL = descends ? "DESC" : "ASC"
    return """
      SELECT \(columns) \(from)\(SQL.all(of: conditions))
      ORDER BY \(key) \(direction), invitation.id \(direction) LIMIT \(limit)
      """
  }

  /// What `Invitation.state(at:)` says, of rows.
  /// - Parameters:
  ///   - row: where a page begins in the order of the state. An index is entered at one of two bounds, not
  ///     always at the nearer one: so both are as near as that row.
  ///   - isHidden: no index is taken for it.
  private static func condition(
    of state: InvitationState, at now: Moment, from row: Invitation? = nil, isHidden: Bool = false
  ) -> SQL {
    let revoked: SQL = isHidden ? "revoked + 0" : "revoked"
    let opens = row?.notBefore.map { max(now, $0 + -1) } ?? now
    let expired = row?.expires.map { min(now, $0) } ?? now
    let living = row.map { max(now, ($0.expires ?? Moment(seconds: .max)) + -1) } ?? now
    let unended: SQL = "\(ends) > \(state == .notYetOpen ? now : living)"
    let opened: SQL = "(not_before IS NULL OR not_before <= \(now))"
    return switch state {
    case .revoked: "\(revoked) IS NOT NULL"
    case .expired: "\(revoked) IS NULL AND expires <= \(expired)"
    case .notYetOpen: "\(revoked) IS NULL AND not_before > \(opens) AND \(unended)"
    case .full: "\(revoked) IS NULL AND \(used) >= \(limit) AND \(unended) AND \(opened)"
    case .active: "\(revoked) IS NULL AND \(used) < \(limit) AND \(unended) AND \(opened)"
    }
  }

  /// Word for word as the indexes have it, or they are not taken: no limit is the largest one.
  private static let used: SQL = "uses_reserved + uses_completed"
  private static let limit: SQL = "COALESCE(max_uses, 9223372036854775807)"
  /// As the indexes spell it: a link without an end comes after all others.
  static let ends: SQL = "COALESCE(expires, 9223372036854775807)"

  private static func order(
    by sort: InvitationSort, _ state: InvitationState?
  ) -> (key: SQL, descends: Bool) {
    switch (sort, state) {
    case (.label, _): ("label_key", false)
    case (.newest, _), (.state, nil): ("invitation.created", true)
    case (.state, .active?), (.state, .full?): (ends, false)
    case (.state, .notYetOpen?): ("not_before", false)
    case (.state, .expired?): ("expires", true)
    case (.state, .revoked?): ("revoked", true)
    }
  }

  private static func value(
    of row: Invitation, by sort: InvitationSort, _ state: InvitationState?
  ) -> Value {
    switch (sort, state) {
    case (.label, _): folded(row.label).databaseValue
    case (.newest, _), (.state, nil): row.created.databaseValue
    case (.state, .active?), (.state, .full?):
      .integer(row.expires?.seconds ?? .max)
    case (.state, .notYetOpen?): (row.notBefore ?? row.created).databaseValue
    case (.state, .expired?): (row.expires ?? row.created).databaseValue
    case (.state, .revoked?): (row.revoked ?? row.created).databaseValue
    }
  }

  /// Active ones that end before that moment, the first first.
  package func ending(before moment: Moment, limit: Int, at now: Moment) throws -> [Invitation] {
    try withPaths(
      connection.all(
        """
        SELECT \(Self.columns) \(Self.from)
        WHERE \(Self.condition(of: .active, at: now)) AND \(Self.ends) < \(moment)
        ORDER BY \(Self.ends), invitation.id LIMIT \(limit)
        """, Self.read))
  }

  /// The one that this inviter made last.
  package func latest(by inviter: Account.ID) throws -> Invitation? {
    try connection.first(
      """
      SELECT \(Self.columns) \(Self.from) WHERE inviter = \(inviter)
      ORDER BY invitation.created DESC, invitation.id DESC LIMIT 1
      """, Self.read)
  }

  /// Codes of one inviter's, whether they are over or not.
  package func codes(of inviter: Account.ID, limit: Int) throws -> [InvitationCode] {
    try connection.all(
      "SELECT code FROM invitation WHERE inviter = \(inviter) LIMIT \(limit)"
    ) { row in try row.text() }.compactMap { InvitationCode($0) }
  }

  func withPaths(_ invitations: [Invitation]) throws -> [Invitation] {
    var paths: [Department.ID: String] = [:]
    return try invitations.map { invitation in
      var invitation = invitation
      guard let department = invitation.department else { return invitation }
      let path = try paths[department] ?? departments.path(of: department)
      paths[department] = path
      invitation.departmentPath = path
      return invitation
    }
  }
}
