// Looks at the rows of a file of accounts, one after the other, and says what each would bring. Reads the
// database, and changes nothing. What one row is told of another: which logins, addresses and accounts were seen.

import Membership
import Store

struct AccountCheck {
  let installation: Installation
  let createsMissing: Bool
  private(set) var rows: [AccountRow] = []
  private var counts = AccountImport.Counts()
  private var steps: [AccountStep] = []

  /// In the file's order; nil before its first line.
  private var width: Int?
  var places: [AccountColumn: Int] = [:]

  /// By path.
  private var departments: [String: Department.ID]
  private var newDepartments: [Department] = []
  private var holdings: [HoldingName: Holding] = [:]
  private var newHoldings: [Holding] = []

  /// The lines on which they were seen.
  var logins: [Login: Int] = [:]
  var addresses: [String: Int] = [:]
  var accounts: [Account.ID: Int] = [:]
  /// Rows that want the address of an account, which may leave it.
  private var wanted: [(row: Int, holder: Account)] = []
  private var leaving: Set<Account.ID> = []
  /// Steps of newcomers for whom a login is to be found.
  private var nameless: [(row: Int, step: Int)] = []

  struct HoldingName: Hashable {
    let kind: Holding.Kind
    let key: String
  }

  /// The file cannot be looked at.
  struct Failure: Error {
    let problem: AccountFileProblem
  }

  init(_ installation: Installation, createsMissing: Bool) throws {
    self.installation = installation
    self.createsMissing = createsMissing
    departments = Dictionary(
      try installation.departments().map { ($0.path, $0.id) }, uniquingKeysWith: { one, _ in one })
  }

  mutating func take(_ record: CSVReader.Record) throws {
    guard let width else { return try takeHead(record) }
    // Spreadsheets write those below the last row.
    if record.cells.allSatisfy(\.isEmpty) { return }
    guard record.cells.count == width else {
      return refuse(record, [.cells(record.cells.count, of: width)])
    }
    try takeRow(record)
  }

  private mutating func takeHead(_ record: CSVReader.Record) throws {
    for (place, name) in record.cells.enumerated() {
      guard let column = AccountColumn(typed: name) else {
        throw Failure(problem: .columnUnknown(trimmed(name)))
      }
      guard places.updateValue(place, forKey: column) == nil else {
        throw Failure(problem: .columnTwice(column))
      }
    }
    // With logins alone one can change those who are there.
    if places[.login] == nil {
      for column in [AccountColumn.email, .name] where places[column] == nil {
        throw Failure(problem: .columnMissing(column))
      }
    }
    width = record.cells.count
  }

  // MARK: What becomes of a row

  mutating func refuse(_ record: CSVReader.Record, _ problems: [AccountRowProblem]) {
    counts.refused += 1
    rows.append(
      AccountRow(
        line: record.line, login: text(.login, in: record) ?? "",
        name: text(.name, in: record) ?? "", fate: .refused(problems)))
  }

  mutating func create(_ account: Account, hasLogin: Bool, holds: [Holding.ID], line: Int) {
    if !hasLogin { nameless.append((rows.count, steps.count)) }
    counts.created += 1
    rows.append(
      AccountRow(
        line: line, login: account.login.text, name: account.name.text, fate: .create))
    steps.append(AccountStep(line: line, old: nil, new: account, given: holds, taken: []))
  }

  mutating func change(
    _ old: Account, to new: Account, _ columns: [AccountColumn], given: [Holding.ID],
    taken: [Holding.ID], line: Int
  ) {
    let fate: AccountRow.Fate = columns.isEmpty ? .unchanged : .change(columns)
    rows.append(
      AccountRow(line: line, login: new.login.text, name: new.name.text, fate: fate))
    guard !columns.isEmpty else {
      counts.unchanged += 1
      return
    }
    counts.changed += 1
    if old.email.key != new.email.key { leaving.insert(old.id) }
    steps.append(AccountStep(line: line, old: old, new: new, given: given, taken: taken))
  }

  /// The row that comes next wants that account's address.
  mutating func want(addressOf holder: Account) { wanted.append((rows.count, holder)) }

  func text(_ column: AccountColumn, in record: CSVReader.Record) -> String? {
    guard let place = places[column], place < record.cells.count else { return nil }
    return trimmed(csvText(record.cells[place]))
  }

  // MARK: What there is, or will be

  /// nil where there is none, and none is to be made.
  mutating func department(_ names: [String]) -> Department.ID? {
    var parent: Department.ID?
    var path = ""
    for name in names {
      path += (path.isEmpty ? "" : Department.separator) + name
      if let found = departments[path] {
        parent = found
        continue
      }
      guard createsMissing else { return nil }
      let made = Department(id: .new(), name: name, parent: parent, path: path)
      departments[path] = made.id
      newDepartments.append(made)
      parent = made.id
    }
    return parent
  }

  /// nil where there is none, and none is to be made.
  mutating func holding(_ kind: Holding.Kind, _ name: String) throws -> Holding? {
    let key = HoldingName(kind: kind, key: folded(name))
    if let known = holdings[key] { return known }
    if let found = try installation.store.holdings.find(kind, named: name) {
      holdings[key] = found
      return found
    }
    guard createsMissing else { return nil }
    let made = Holding(kind: kind, name: name)
    holdings[key] = made
    newHoldings.append(made)
    return made
  }

  // MARK: The end

  mutating func finish() throws -> ImportAccounts.Checked {
    guard !rows.isEmpty else { throw Failure(problem: .empty) }
    var moving: [Account.ID] = []
    for (row, holder) in wanted {
      if leaving.contains(holder.id) {
        moving.append(holder.id)
      } else {
        settleRefused(row, .addressTaken(by: holder.login))
      }
    }
    try findLogins()
    // In the order of the file, so that it is the order of those who are called alike.
    let ids = steps.filter { $0.old == nil }.map { _ in Account.ID.new() }
      .sorted { $0.text < $1.text }
    var next = 0
    for place in steps.indices where steps[place].old == nil {
      steps[place].new.id = ids[next]
      next += 1
    }
    return ImportAccounts.Checked(
      result: AccountImport(
        rows: rows, counts: counts, departments: newDepartments, holdings: newHoldings),
      steps: steps, moving: moving)
  }

  private mutating func settleRefused(_ row: Int, _ problem: AccountRowProblem) {
    switch rows[row].fate {
    case .refused(let problems):
      rows[row].fate = .refused(problems + [problem])
      return
    case .create: counts.created -= 1
    case .change: counts.changed -= 1
    case .unchanged: counts.unchanged -= 1
    }
    counts.refused += 1
    rows[row].fate = .refused([problem])
  }

  /// After all rows were read: none of the file's own logins is given to another.
  private mutating func findLogins() throws {
    for (row, step) in nameless {
      let login = try installation.freeLogin(for: steps[step].new.email) { logins[$0] != nil }
      logins[login] = steps[step].line
      steps[step].new.login = login
      rows[row].login = login.text
    }
  }
}
