// The sentences of the page on which accounts are imported, in every case.

import Languages
import Membership

extension AccountFileProblem {
  static let all: [AccountFileProblem] =
    [
      CSVReader.Problem.spreadsheet, .utf16, .notUTF8(line: 2), .nul(line: 2), .openQuote(line: 2),
      .textAfterQuote(line: 2), .tooLong(line: 2),
    ].map(AccountFileProblem.unreadable) + [
      .empty, .columnUnknown(""), .columnUnknown(Strings.someone), .columnTwice(.email),
      .columnMissing(.email),
    ]
}

extension AccountRowProblem {
  static let all: [AccountRowProblem] =
    [
      .cells(2, of: 3), .login, .loginMissing, .loginRemoved, .loginTwice(line: 2),
      .addressTwice(line: 2), .columnMissing(.name), .accountTwice(line: 2),
      .departmentUnknown(Strings.someone), .departmentName(Strings.someone),
      .holdingName(Strings.someone), .language(Strings.someone), .state(Strings.someone),
      .kind(Strings.someone), .otherKind(.personal), .otherKind(.public), .administrator,
      .hasLinks(1), .hasLinks(2),
    ]
    + Holding.Kind.allCases.map { .holdingUnknown($0, Strings.someone) }
    + [PersonName.Problem.missing, .tooLong, .unreadable].map(AccountRowProblem.name)
    + [EmailAddress.Problem.missing, .tooLong, .malformed, .notASCII].map(AccountRowProblem.email)
    + (Login("grace").map { [.addressTaken(by: $0)] } ?? [])
}

extension Strings {
  var importSentences: [Sentence] {
    var made: [Sentence] = []
    func add(_ name: String, _ text: String) {
      made.append(Sentence(name: "importPage.\(name)", text: text))
    }
    add("change", importPage.change(AccountColumn.allCases.map(importPage.columnName)))
    for column in AccountColumn.allCases {
      add("columnName(\(column))", importPage.columnName(column))
    }
    let counts = AccountImport.Counts(created: 1, changed: 2, unchanged: 3)
    add("checked", importPage.checked(counts))
    add("done", importPage.done(counts))
    for count in [1, 2] { add("refused(\(count))", importPage.refused(count)) }
    add("makes", importPage.makes([Self.someone, "Ada"]))
    for line in [nil, 7] { add("overtaken", importPage.overtaken(line)) }
    add("inLine", importPage.inLine(7, importPage.export))
    for (place, problem) in AccountFileProblem.all.enumerated() {
      add("fileProblem(\(place))", importPage.fileProblem(problem))
    }
    for (place, problem) in AccountRowProblem.all.enumerated() {
      add("rowProblem(\(place))", importPage.rowProblem(problem))
    }
    return made
  }
}
