// The page on which accounts are imported, in every state.

import Languages
import Membership
import Pages

extension AllPages {
  var imports: [(String, HTML)] {
    let rows: [AccountRow.Fate] = [
      .create, .change(AccountColumn.allCases), .unchanged,
      .refused([.departmentUnknown(text), .cells(1, of: 2), .kind(text)]),
    ]
    var found = AccountImport(
      rows: rows.map { AccountRow(line: 2, login: text, name: text, fate: $0) },
      counts: .init(created: 1, changed: 1, unchanged: 1, refused: 0),
      departments: [Department(id: .new(), name: text, parent: nil, path: text)],
      holdings: [Holding(kind: .role, name: text)])
    var states: [ImportForm.State] = [
      .blank, .unreadable(.columnUnknown(text)), .unreadable(.unreadable(.openQuote(line: 3))),
      .overtaken(line: 3), .overtaken(line: nil), .checked(found), .done(found),
    ]
    found.counts.refused = 1
    states.append(.checked(found))
    return states.flatMap { state in
      [true, false].map { isTicked in
        var form = ImportForm()
        form.text = text
        (form.createsMissing, form.isWelcomed, form.state) = (isTicked, isTicked, state)
        return ("import", surroundings.importPage(signedIn(), form))
      }
    }
  }
}
