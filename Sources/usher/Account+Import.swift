// `usher account import`: new accounts and changes from a file of CSV, however large: all of it, or nothing.

import Actions
import ArgumentParser
import Foundation
import Languages
import Membership

extension Account {
  struct Import: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Make and change accounts from a file of CSV: all of it, or nothing.",
      discussion: """
        The first line names the columns, in any order: \
        \(AccountColumn.allCases.map(\.rawValue).joined(separator: ", ")). New accounts need name and email. \
        Who is there already is found by login, else by email. A column that is not there leaves what there is, an \
        empty cell takes away a department or what is held. Positions, groups and roles stand with ; between them.
        """)

    @Argument(help: "The file to read; standard input if -.")
    var file: String

    @Flag(help: "Check every row and say what would become of it; change nothing.")
    var dryRun = false

    @Flag(help: "Make departments, positions, groups and roles that are missing.")
    var create = false

    @Flag(
      help: """
        Queue a welcome mail with an initial password for each newcomer. Without it they wait for \
        `usher account reissue`.
        """)
    var welcome = false

    @Flag(help: "Print JSON, with a line for each row.")
    var json = false

    @OptionGroup var options: SiteOptions

    func run() throws {
      // Before the command becomes the site's owner, who may not be allowed to read it.
      let input = try openInput()
      let installation = try options.open()
      let action = ImportAccounts(createsMissing: create, isWelcomed: welcome, by: .commandLine)
      let isShown = isatty(STDERR_FILENO) == 1
      let reading = try action.check(
        in: installation,
        progress: { if isShown { complain("\r\($0) rows checked") } },
        { [UInt8](try input.read(upToCount: 1 << 16) ?? Data()) })
      if isShown { complain("\r\u{1B}[K") }
      let checked: ImportAccounts.Checked
      switch reading {
      case .checked(let found): checked = found
      case .unreadable(let problem): throw complaint(about: problem)
      }
      let counts = checked.result.counts
      guard counts.refused == 0 else {
        try show(checked.result, isDone: false, mails: 0)
        throw Complaint(
          "\(counts.refused) of \(checked.result.rows.count) rows cannot be imported, and nothing was changed",
          mend: "mend them, and import the file again")
      }
      if dryRun { return try show(checked.result, isDone: false, mails: 0) }
      let progress = isShown ? Progress(total: counts.created + counts.changed, of: "rows") : nil
      let outcome = try action.perform(checked, in: installation, at: .now) { progress?.show($0) }
      progress?.finish()
      switch outcome {
      case .imported(let mails, let pages):
        try BuildAll(installation).run(changed: pages)
        try show(checked.result, isDone: true, mails: mails)
      case .refused: break
      case .overtaken(let line):
        let what = line.map { "what line \($0) is about" } ?? "departments or what is held"
        throw Complaint(
          "somebody has just changed \(what), and nothing was imported",
          mend: "import the file again")
      }
    }

    private func openInput() throws -> FileHandle {
      if file == "-" { return .standardInput }
      var isFolder: ObjCBool = false
      let exists = FileManager.default.fileExists(atPath: file, isDirectory: &isFolder)
      guard exists, !isFolder.boolValue, let input = FileHandle(forReadingAtPath: file) else {
        throw Complaint(
          isFolder.boolValue
            ? "\(file) is a folder"
            : exists ? "\(file) cannot be read" : "there is no file \(file)",
          mend: "name a file of CSV, or - for standard input")
      }
      return input
    }

    private func complaint(about problem: AccountFileProblem) -> any Error {
      let place =
        (file == "-" ? "standard input" : file) + (problem.line.map { ", line \($0)" } ?? "")
      return Sentence(description: "\(place): \(texts.fileProblem(problem))")
    }

    private struct Sentence: Error, CustomStringConvertible {
      let description: String
    }

    private var texts: Strings.ImportPage { Strings.of(.english).importPage }

    // MARK: What is printed

    private func show(_ found: AccountImport, isDone: Bool, mails: Int) throws {
      if json { return try showJSON(found, isDone: isDone, mails: mails) }
      let counts = found.counts
      if isDone {
        print(texts.done(counts))
        if mails > 0 { print("\(mails) welcome mails wait in the outbox.") }
        return
      }
      // Where something is wrong, only that is looked for.
      for row in found.rows {
        let isRefused = if case .refused = row.fate { true } else { false }
        if isRefused || counts.refused == 0 || dryRun { print(said(row)) }
      }
      for department in found.departments { print("department to be made: \(department.path)") }
      for holding in found.holdings {
        print("\(holding.kind.rawValue) to be made: \(holding.name)")
      }
      if counts.refused == 0 { print(texts.checked(counts)) }
    }

    private func said(_ row: AccountRow) -> String {
      let fate =
        switch row.fate {
        case .create: "\(row.login) \(texts.create)"
        case .change(let columns):
          "\(row.login) changes: \(columns.map(\.rawValue).joined(separator: ", "))"
        case .unchanged: "\(row.login) \(texts.unchanged)"
        case .refused(let problems): problems.map(texts.rowProblem).joined(separator: " ")
        }
      return "line \(row.line): \(fate)"
    }

    private struct Line: Encodable {
      let line: Int
      let login, name, result: String
      let changes, problems: [String]?
    }

    private struct Summary: Encodable {
      let done: Bool
      let created, changed, unchanged, refused, mails: Int
      let departments, positions, groups, roles: [String]
    }

    /// Row by row, so that memory does not grow with them once more.
    private func showJSON(_ found: AccountImport, isDone: Bool, mails: Int) throws {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
      func text(_ value: some Encodable) throws -> String {
        String(decoding: try encoder.encode(value), as: UTF8.self)
      }
      func names(_ kind: Holding.Kind) -> [String] {
        found.holdings.filter { $0.kind == kind }.map(\.name)
      }
      let counts = found.counts
      print("{\"rows\":[")
      for (place, row) in found.rows.enumerated() {
        print(try text(line(row)) + (place == found.rows.count - 1 ? "" : ","))
      }
      let summary = Summary(
        done: isDone, created: counts.created, changed: counts.changed,
        unchanged: counts.unchanged, refused: counts.refused, mails: mails,
        departments: found.departments.map(\.path), positions: names(.position),
        groups: names(.group), roles: names(.role))
      print("],\(try text(summary).dropFirst())")
    }

    private func line(_ row: AccountRow) -> Line {
      var (changes, problems): ([String]?, [String]?)
      let result: String
      switch row.fate {
      case .create: result = "create"
      case .change(let columns):
        result = "change"
        changes = columns.map(\.rawValue)
      case .unchanged: result = "unchanged"
      case .refused(let found):
        result = "refused"
        problems = found.map(texts.rowProblem)
      }
      return Line(
        line: row.line, login: row.login, name: row.name, result: result, changes: changes,
        problems: problems)
    }
  }
}
