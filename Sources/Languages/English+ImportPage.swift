// English: the page on which accounts are imported.

import Membership

extension Strings.ImportPage {
  static let english = Strings.ImportPage(
    title: "Import people",
    text:
      "Paste a table in CSV, as your spreadsheet saves it. The first line names the columns, in any order:",
    rules: """
      New people need a name and an e-mail address. Whoever is there already is found by the account, else by the \
      address. A column that is not there leaves everything as it is; an empty cell takes away a department, or what \
      was held. Several positions, groups or roles stand in one cell with a semicolon between them.
      """,
    larger: "For more than about 60 kB there is a command: usher account import FILE",
    fileLabel: "The table",
    createsMissing: "Make departments, positions, groups and roles that are missing",
    welcomes: "Send newcomers a welcome mail with an initial password",
    check: "Check", perform: "Import", export: "Export people", another: "Import more",
    person: "Person", what: "What happens", line: "Line",
    create: "new", unchanged: "stays as it is",
    change: { "changes: \($0.joined(separator: ", "))" },
    columnName: { column in
      switch column {
      case .login: "account"
      case .name: "name"
      case .email: "e-mail address"
      case .department: "department"
      case .positions: "positions"
      case .groups: "groups"
      case .roles: "roles"
      case .language: "language"
      case .state: "state"
      case .kind: "kind"
      }
    },
    checked: { "\(counted($0)). Nothing was changed yet." },
    done: { "Done: \(counted($0))." },
    refused: { count in
      count == 1
        ? "One line cannot be imported. Nothing was changed: mend it and check again."
        : "\(count) lines cannot be imported. Nothing was changed: mend them and check again."
    },
    makes: { "To be made: \($0.joined(separator: ", "))." },
    overtaken: { line in
      let what =
        line.map { "what line \($0) is about" } ?? "departments, positions, groups or roles"
      return "Somebody has just changed \(what). Nothing was changed: check again."
    },
    inLine: { line, sentence in "Line \(line): \(sentence)" },
    fileProblem: { problem in
      switch problem {
      case .unreadable(.spreadsheet):
        "This is a spreadsheet's own file: save it as “CSV UTF-8” and import that."
      case .unreadable(.utf16):
        "This text is in UTF-16, not in UTF-8: save it as “CSV UTF-8”."
      case .unreadable(.notUTF8):
        "This text is not in UTF-8, but perhaps in Windows-1252 or GBK: save it as “CSV UTF-8”."
      case .unreadable(.nul):
        "There is a NUL, which no text has: save the table as “CSV UTF-8”."
      case .unreadable(.openQuote): "A quotation mark is opened here and never closed: close it."
      case .unreadable(.textAfterQuote):
        "Behind a closing quotation mark stands more text: double each quotation mark within a cell."
      case .unreadable(.tooLong):
        "This line is longer than 64 kB: check that it ends where it should."
      case .empty:
        "There are no people in this table: give a line of column names, and one for each person."
      case .columnUnknown(let name) where name.isEmpty: "A column has no name. \(known)."
      case .columnUnknown(let name): "There is no column “\(name)”. \(known)."
      case .columnTwice(let column):
        "The column “\(column.rawValue)” is there twice: leave one of them out."
      case .columnMissing(let column):
        "The column “\(column.rawValue)” is missing: add it. \(known)."
      }
    },
    rowProblem: { problem in
      switch problem {
      case .cells(let count, let width): "There are \(count) cells instead of \(width)."
      case .login:
        "An account has up to 64 small letters, digits, dots, dashes and underscores, with a letter or digit first."
      case .loginMissing: "A public account needs the column “login”."
      case .loginRemoved: "That account was removed. Please choose another."
      case .loginTwice(let line): "That account stands on line \(line) already."
      case .name(let problem): sentence(problem)
      case .email(let problem): sentence(problem)
      case .addressTwice(let line): "That e-mail address stands on line \(line) already."
      case .addressTaken(let login): "Account \(login.text) has this e-mail address already."
      case .columnMissing(let column):
        "There is no such account yet, and a new one needs the column “\(column.rawValue)”."
      case .accountTwice(let line): "The same account stands on line \(line) already."
      case .departmentUnknown(let path): "There is no department “\(path)”."
      case .departmentName(let name): "“\(name)” cannot be a department’s name."
      case .holdingUnknown(let kind, let name):
        switch kind {
        case .position: "There is no position “\(name)”."
        case .group: "There is no group “\(name)”."
        case .role: "There is no role “\(name)”."
        }
      case .holdingName(let name): "“\(name)” cannot be the name of a position, group or role."
      case .language(let tag):
        "“\(tag)” is no language: give \(Language.allCases.map(\.tag).joined(separator: " or "))."
      case .state(let word): "“\(word)” is no state: give active or suspended."
      case .kind(let word): "“\(word)” is no kind: give personal or public."
      case .otherKind(.personal):
        "This is a personal account, which an import does not make public."
      case .otherKind(.public): "This is a public account, which an import does not make personal."
      case .administrator:
        "This is an administrator, whom an import neither suspends nor restores."
      case .hasLinks(let count):
        "This person has \(count == 1 ? "one link" : "\(count) links") in use: suspend on the person’s own page, which asks what becomes of them."
      }
    })
}

private let known =
  "Known columns are \(AccountColumn.allCases.map(\.rawValue).joined(separator: ", "))"

private func counted(_ counts: AccountImport.Counts) -> String {
  "\(counts.created) new, \(counts.changed) changed, \(counts.unchanged) as they were"
}

// As on the landing page.

private func sentence(_ problem: PersonName.Problem) -> String {
  Strings.english.landing.nameProblem(problem)
}

private func sentence(_ problem: EmailAddress.Problem) -> String {
  Strings.english.landing.emailProblem(problem)
}
