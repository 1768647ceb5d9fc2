// `usher audit list|verify`

import Actions
import ArgumentParser
import Foundation
import Membership
import Store

struct Audit: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Read and check the log of who did what.", subcommands: [List.self, Verify.self])

  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "List the log, the newest first.")

    @Option(help: "How many lines at the most.")
    var limit: Int = 50

    @Option(help: "Only what was done to that one: an id, or a setting's name.")
    var subject: String?

    @Flag(help: "Print JSON.")
    var json = false

    @OptionGroup var options: SiteOptions

    private struct Line: Encodable {
      let number: Int
      let at, actor, verb, subjectKind, subject, digest: String
      let login: String?

      init(_ line: AuditLine) {
        let entry = line.entry
        number = entry.number
        at = entry.at.rfc3339
        actor = entry.actor.text
        login = line.actor?.login.text
        verb = entry.verb
        subjectKind = entry.subjectKind
        subject = entry.subject
        digest = entry.digest
      }
    }

    func run() throws {
      guard limit > 0 else { throw Complaint("--limit cannot be \(limit)", mend: "give 1 or more") }
      let lines = try options.open().auditLines(subject: subject, limit: limit).map(Line.init)
      if json {
        try printJSON(lines)
      } else {
        printTable(
          ["LINE", "AT", "WHO", "DID", "TO", "WHICH"],
          lines.map {
            [String($0.number), $0.at, $0.login ?? $0.actor, $0.verb, $0.subjectKind, $0.subject]
          })
      }
    }
  }

  struct Verify: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Check that no line of the log was changed, moved or taken out.",
      discussion: """
        Write the last digest down somewhere else: as long as a later log has it in that line, \
        nobody has written the log anew.
        """)

    @OptionGroup var options: SiteOptions

    func run() throws {
      let installation = try options.open()
      let showsProgress = isatty(STDERR_FILENO) == 1
      let verdict = try installation.verifyAudit { lines in
        if showsProgress { complain("\r\(lines) lines") }
      }
      if showsProgress { complain("\r\u{1B}[K") }
      switch verdict {
      case .whole(let lines, let digest):
        print("whole: \(lines) lines, last \(digest)")
      case .broken(let number):
        throw Complaint("broken at line \(number)", mend: "compare it with a backup")
      }
    }
  }
}
