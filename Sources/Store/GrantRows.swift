// Rows of `public_account_grant`, and what follows from them: which public accounts somebody may use, and
// through what. Asked upwards, from the account to what it is, belongs to and holds, so that it takes as long
// whatever else there is.

import Database
package import Membership

package struct GrantRows {
  let connection: Connection

  private var departments: DepartmentRows { DepartmentRows(connection: connection) }
  private var holdings: HoldingRows { HoldingRows(connection: connection) }
  private var accounts: AccountRows { AccountRows(connection: connection) }

  /// False where there is one already.
  package func insert(_ subject: GrantSubject, for publicAccount: Account.ID) throws -> Bool {
    try connection.succeeds(
      """
      INSERT INTO public_account_grant (public_account, subject_kind, subject)
      VALUES (\(publicAccount), \(subject.kind), \(subject.id))
      ON CONFLICT DO NOTHING RETURNING 1
      """)
  }

  /// False where there is none.
  package func delete(_ subject: GrantSubject, for publicAccount: Account.ID) throws -> Bool {
    try connection.succeeds(
      """
      DELETE FROM public_account_grant WHERE public_account = \(publicAccount)
        AND subject_kind = \(subject.kind) AND subject = \(subject.id) RETURNING 1
      """)
  }

  package func deleteAll(for publicAccount: Account.ID) throws {
    try connection.run(
      "DELETE FROM public_account_grant WHERE public_account = \(publicAccount)")
  }

  /// Those of one subject, whichever public accounts they are for.
  package func deleteAll(with subject: GrantSubject) throws {
    try connection.run(
      """
      DELETE FROM public_account_grant
      WHERE subject_kind = \(subject.kind) AND subject = \(subject.id)
      """)
  }

  /// What is associated with one subject is associated with another.
  package func redirect(_ subject: GrantSubject, to other: GrantSubject) throws {
    try connection.run(
      """
      INSERT INTO public_account_grant (public_account, subject_kind, subject)
      SELECT public_account, \(other.kind), \(other.id) FROM public_account_grant
      WHERE subject_kind = \(subject.kind) AND subject = \(subject.id)
      ON CONFLICT DO NOTHING
      """)
    try deleteAll(with: subject)
  }

  package func exists(with subject: GrantSubject) throws -> Bool {
    try connection.succeeds(
      """
      SELECT 1 FROM public_account_grant
      WHERE subject_kind = \(subject.kind) AND subject = \(subject.id) LIMIT 1
      """)
  }

  /// The public accounts that are associated with one subject, by name; removed ones not.
  package func publicAccounts(with subject: GrantSubject, limit: Int) throws -> [Account] {
    try connection.all(
      """
      SELECT \(AccountRows.columns) FROM account
      WHERE id IN (SELECT public_account FROM public_account_grant
        WHERE subject_kind = \(subject.kind) AND subject = \(subject.id))
        AND state || '' <> 'removed'
      ORDER BY name_key || '', id LIMIT \(limit)
      """, AccountRows.read)
  }

  package func count(for publicAccount: Account.ID) throws -> Int {
    try connection.first(
      "SELECT COUNT(*) FROM public_account_grant WHERE public_account = \(publicAccount)"
    ) { row in try row.integer() } ?? 0
  }

  /// A public account's associations: departments first, then what is held, then persons.
  package func all(for publicAccount: Account.ID) throws -> [Grant] {
    try grants(try subjects(for: publicAccount))
  }

  /// Whom and what a public account is associated with.
  func subjects(for publicAccount: Account.ID) throws -> [GrantSubject] {
    try connection.all(
      """
      SELECT subject_kind, subject FROM public_account_grant WHERE public_account = \(publicAccount)
      """
    ) { row in GrantSubject(kind: try row.text(), id: try row.text()) }.compactMap { $0 }
  }

  private func grants(_ subjects: [GrantSubject]) throws -> [Grant] {
    try subjects.compactMap { try find($0) }.sorted { ($0.order, $0.text) < ($1.order, $1.text) }
  }

  /// Whom or what it stands for; nil where that is gone.
  package func find(_ subject: GrantSubject) throws -> Grant? {
    switch subject {
    case .account(let id): try accounts.find(id: id).map(Grant.account)
    case .department(let id): try departments.find(id: id).map(Grant.department)
    case .holding(let id): try holdings.find(id: id).map(Grant.holding)
    }
  }

  /// The public accounts that somebody may use by now, by name, each with all reasons.
  package func publicAccounts(for account: Account) throws -> [PublicAccess] {
    let rows = try connection.all(
      """
      \(Self.ways(of: account))
      SELECT \(AccountRows.columns), way.subject_kind, way.subject
      FROM way JOIN account ON account.id = way.public_account
      WHERE account.kind = 'public' AND account.state = 'active'
      ORDER BY account.name_key || '', account.id
      """
    ) { row in
      (
        account: try AccountRows.read(&row),
        subject: GrantSubject(kind: try row.text(), id: try row.text())
      )
    }
    var found: [PublicAccess] = []
    var known: [GrantSubject: Grant] = [:]
    for row in rows {
      guard let subject = row.subject, let reason = try known[subject] ?? find(subject) else {
        continue
      }
      known[subject] = reason
      if found.last?.account.id != row.account.id {
        found.append(PublicAccess(account: row.account, reasons: []))
      }
      found[found.count - 1].reasons.append(reason)
    }
    for place in found.indices {
      found[place].reasons.sort { ($0.order, $0.text) < ($1.order, $1.text) }
    }
    return found
  }

  /// All reasons for which somebody may use that one by now.
  package func reasons(for publicAccount: Account.ID, of account: Account) throws -> [Grant] {
    let subjects = try connection.all(
      """
      \(Self.ways(of: account))
      SELECT subject_kind, subject FROM way WHERE public_account = \(publicAccount)
      """
    ) { row in GrantSubject(kind: try row.text(), id: try row.text()) }
    return try grants(subjects.compactMap { $0 })
  }

  /// Whether somebody may use that one by now. Asked with each request of who does.
  package func mayUse(_ publicAccount: Account.ID, _ account: Account) throws -> Bool {
    try connection.succeeds(
      """
      \(Self.ways(of: account))
      SELECT 1 FROM way JOIN account ON account.id = way.public_account
      WHERE way.public_account = \(publicAccount) AND account.kind = 'public'
        AND account.state = 'active' LIMIT 1
      """)
  }

  /// The associations that hold for an account.
  private static func ways(of account: Account) -> SQL {
    """
    WITH RECURSIVE up (id, parent) AS (
      SELECT id, parent FROM department WHERE id = \(account.department)
      UNION
      SELECT above.id, above.parent FROM department above JOIN up ON above.id = up.parent
    ), way (public_account, subject_kind, subject) AS (
      SELECT public_account, subject_kind, subject FROM public_account_grant
      WHERE subject_kind = 'account' AND subject = \(account.id)
      UNION ALL
      SELECT public_account, subject_kind, subject FROM up
      JOIN public_account_grant ON subject_kind = 'department' AND subject = up.id
      UNION ALL
      SELECT public_account, subject_kind, subject FROM account_holding
      JOIN public_account_grant ON subject_kind = 'holding' AND subject = account_holding.holding
      WHERE account_holding.account = \(account.id)
    )
    """
  }
}

extension Grant {
  fileprivate var order: Int {
    switch self {
    case .department: 0
    case .holding(let holding): 1 + (Holding.Kind.allCases.firstIndex(of: holding.kind) ?? 0)
    case .account: 4
    }
  }

  fileprivate var text: String {
    switch self {
    case .department(let department): folded(department.path)
    case .holding(let holding): folded(holding.name)
    case .account(let account): folded(account.name.text)
    }
  }
}
