// The accounts as CSV, however many: read a thousand at a time, so that memory does not grow with them and no
// writer waits for a slow reader. What is written can be imported again, and then changes nothing.

package import Membership
import Store

package struct ExportAccounts {
  package var filter: AccountFilter

  package init(_ filter: AccountFilter = AccountFilter()) { self.filter = filter }

  private static let batch = 1000

  /// Hands over some lines at a time, the column names first.
  /// - Parameter progress: is told how many accounts were handed over.
  package func perform(
    in installation: Installation, progress: (Int) -> Void = { _ in },
    _ write: (String) throws -> Void
  ) throws {
    let store = installation.store
    let paths = Dictionary(
      try installation.departments().map { ($0.id, $0.path) }, uniquingKeysWith: { one, _ in one })
    try write(csvLine(AccountColumn.allCases.map(\.rawValue)))
    var start = ListStart<Account>.first
    var count = 0
    while true {
      let batch = try store.accounts.list(filter, from: start, limit: Self.batch)
      guard let last = batch.last else { return }
      var lines = ""
      for account in batch {
        let held = try store.holdings.all(of: account.id)
        let path = account.department.flatMap { paths[$0] } ?? ""
        lines += csvLine(AccountColumn.allCases.map { cell($0, account, path, held) })
      }
      try write(lines)
      count += batch.count
      progress(count)
      if batch.count < Self.batch { return }
      start = .after(last)
    }
  }

  private func cell(
    _ column: AccountColumn, _ account: Account, _ path: String, _ held: [Holding]
  ) -> String {
    switch column {
    case .login: account.login.text
    case .name: account.name.text
    case .email: account.email.text
    case .department: path
    case .positions, .groups, .roles:
      held.filter { $0.kind == column.holdingKind }.map(\.name)
        .joined(separator: AccountColumn.listSeparator)
    case .language: account.language.tag
    case .state: account.state.rawValue
    case .kind: account.kind.rawValue
    }
  }
}
