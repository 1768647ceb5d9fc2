// The sentences of the pages of mails, settings and audit log, and of the digest, in every case.

import Foundation
import Languages
import Membership

extension Strings {
  var recordSentences: [Sentence] {
    let someone = Self.someone
    var made: [Sentence] = []
    func add(_ name: String, _ text: String) { made.append(Sentence(name: name, text: text)) }

    for kind in MailKind.allCases { add("mailPage.kindName(\(kind))", mailPage.kindName(kind)) }
    for event in WebhookEvent.allCases {
      add("mailPage.eventName(\(event))", mailPage.eventName(event))
    }
    for state in MailState.allCases {
      add("mailPage.stateName(\(state))", mailPage.stateName(state))
    }
    for problem in ResendProblem.allCases {
      add("mailPage.problem(\(problem))", mailPage.problem(problem))
    }
    for count in [1, 2] { add("mailPage.tries(\(count))", mailPage.tries(count)) }
    add("mailPage.next", mailPage.next("19:00"))
    add("mailPage.told", mailPage.told("https://shop.example.org/usher"))
    add("mailPage.queued", mailPage.queued("grace@navy.example"))
    for count in [1, 2, 999, 1000] {
      add("digest.subject(\(count))", digest.subject(count, someone))
      add("digest.text(\(count))", digest.text(count, someone))
    }
    add("digest.person", digest.person(someone, ""))
    add("digest.person(department)", digest.person(someone, "Ada"))
    add("digest.longestOnly", digest.longestOnly(10))
    for hours in [0, 1, 4, 24, 168] { add("digest.every(\(hours))", digest.every(hours)) }
    for group in Settings.Group.allCases {
      add("settingsPage.group(\(group))", settingsPage.group(group))
    }
    for name in Settings.Name.allCases {
      add("settingsPage.label(\(name))", settingsPage.label(name))
      add("settingsPage.hint(\(name))", settingsPage.hint(name))
      add("settingsPage.problem(\(name))", settingsPage.problem(name))
    }
    for answer in OutstandingLinks.allCases {
      add("settingsPage.links(\(answer))", settingsPage.links(answer))
    }
    add("settingsPage.zoneNow", settingsPage.zoneNow("19:00"))
    for verb in Self.verbs { add("auditPage.verb(\(verb))", auditPage.verb(verb)) }
    for subject in AuditPage.Subject.allCases {
      add("auditPage.subjectName(\(subject))", auditPage.subjectName(subject))
    }
    add("auditPage.about", auditPage.about(someone))
    for problem in DepartmentChange.Problem.allCases {
      add("departments.problem(\(problem))", departments.problem(problem))
    }
    add("departments.added", departments.added(someone))
    add("departments.exists", departments.exists(someone))
    for kind in Holding.Kind.allCases {
      add("holdings.kind(\(kind))", holdings.kind(kind))
      add("holdings.kinds(\(kind))", holdings.kinds(kind))
      add("holdings.none(\(kind))", holdings.none(kind))
      add("holdings.new(\(kind))", holdings.new(kind))
      add("holdings.removed(\(kind))", holdings.removed(kind))
      add("holdings.unknown(\(kind))", holdings.unknown(kind, someone))
    }
    for count in [0, 1, 2, 1000] {
      add("holdings.holders(\(count))", holdings.holders(count))
      add("holdings.links(\(count))", holdings.links(count))
    }
    add("holdings.added", holdings.added(someone))
    add("holdings.taken", holdings.taken(someone))
    add("holdings.chosen", holdings.chosen(3))
    add("holdings.list", holdings.list([someone, "Ada"]))
    made += importSentences
    return made
  }

  /// Every verb that an action writes into the audit log, read in the actions themselves.
  static let verbs: [String] = {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("Sources/Actions")
    let files =
      (try? FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil))
      ?? []
    var verbs: Set<String> = []
    for file in files {
      let text = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
      for call in text.matches(of: /audit\.append\(([^)]*?)at: now/) {
        // The last literal is the subject's table.
        verbs.formUnion(call.1.matches(of: /"([a-z ]+)"/).map { String($0.1) }.dropLast())
      }
      for line in text.matches(of: /(?:AuditRows\.Line\(|verb = )"([a-z ]+)"/) {
        verbs.insert(String(line.1))
      }
      for list in text.matches(of: /verbs\.append\("([a-z ]+)"\)/) { verbs.insert(String(list.1)) }
    }
    return verbs.sorted()
  }()
}
