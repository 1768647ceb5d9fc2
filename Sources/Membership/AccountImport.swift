// What a file of accounts would bring, or has brought: for each of its rows what becomes of it, or what is wrong
// with it; or what is wrong with the file, of which then nothing is looked at.

package enum AccountFileProblem: Hashable, Sendable {
  case unreadable(CSVReader.Problem)
  /// No line at all, or none but the columns' names.
  case empty
  case columnUnknown(String)
  case columnTwice(AccountColumn)
  case columnMissing(AccountColumn)

  /// nil where it is the whole file's.
  package var line: Int? { if case .unreadable(let problem) = self { problem.line } else { nil } }
}

package enum AccountRowProblem: Hashable, Sendable {
  case cells(Int, of: Int)
  case login, loginMissing
  /// Of an account that was removed.
  case loginRemoved
  case loginTwice(line: Int)
  case name(PersonName.Problem)
  case email(EmailAddress.Problem)
  case addressTwice(line: Int)
  case addressTaken(by: Login)
  /// A new account needs what the file has no column for.
  case columnMissing(AccountColumn)
  /// Another line is about the same account.
  case accountTwice(line: Int)
  case departmentUnknown(String)
  case departmentName(String)
  case holdingUnknown(Holding.Kind, String)
  case holdingName(String)
  case language(String)
  case state(String)
  case kind(String)
  /// It is of another kind, which is not changed here.
  case otherKind(Account.Kind)
  /// Nor is the state of an administrator.
  case administrator
  /// Who is to be suspended has so many living links, and nobody was asked what becomes of them.
  case hasLinks(Int)
}

package struct AccountRow: Sendable {
  package enum Fate: Hashable, Sendable {
    case create
    case change([AccountColumn])
    case unchanged
    case refused([AccountRowProblem])
  }

  package var line: Int
  /// As it is, or will be; of a refused row as typed, empty where it has none.
  package var login: String
  package var name: String
  package var fate: Fate

  package init(line: Int, login: String, name: String, fate: Fate) {
    self.line = line
    self.login = login
    self.name = name
    self.fate = fate
  }
}

package struct AccountImport: Sendable {
  package struct Counts: Hashable, Sendable {
    package var created = 0, changed = 0, unchanged = 0, refused = 0

    package init(created: Int = 0, changed: Int = 0, unchanged: Int = 0, refused: Int = 0) {
      self.created = created
      self.changed = changed
      self.unchanged = unchanged
      self.refused = refused
    }
  }

  package var rows: [AccountRow]
  package var counts: Counts
  /// What the accounts need and there is not yet, those above first.
  package var departments: [Department]
  package var holdings: [Holding]

  package init(
    rows: [AccountRow] = [], counts: Counts = Counts(), departments: [Department] = [],
    holdings: [Holding] = []
  ) {
    self.rows = rows
    self.counts = counts
    self.departments = departments
    self.holdings = holdings
  }
}
