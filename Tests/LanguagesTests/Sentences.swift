// Every sentence of a language with its name: those that stand in it as texts are found by reflection, those
// that are made of something are made here for every case that there is.

import Languages

@testable import Membership

struct Sentence: Hashable {
  /// `landing.title`, and the case: `dead.title(revoked)`
  let name: String
  let text: String
}

extension Strings {
  /// Names of people, organisations and addresses stand in the sentences as this.
  static let someone = "Grace"

  var sentences: [Sentence] { written + made }

  /// Those that are texts.
  var written: [Sentence] {
    members.compactMap { name, value in (value as? String).map { Sentence(name: name, text: $0) } }
  }

  /// Names of those that are made.
  var makers: Set<String> {
    Set(members.filter { !($0.value is String) && !($0.value is Language) }.map(\.name))
  }

  private var members: [(name: String, value: Any)] {
    Mirror(reflecting: self).children.flatMap { child -> [(String, Any)] in
      let place = child.label ?? ""
      let inner = Mirror(reflecting: child.value)
      guard inner.displayStyle == .struct, !(child.value is String) else {
        return [(place, child.value)]
      }
      return inner.children.map { ("\(place).\($0.label ?? "")", $0.value) }
    }
  }

  /// Those that are made, in every case.
  var made: [Sentence] {
    let (someone, at) = (Self.someone, "19:00")
    var made: [Sentence] = []
    func add(_ name: String, _ text: String) { made.append(Sentence(name: name, text: text)) }

    for truth in [true, false] {
      add("landing.lead(\(truth))", landing.lead(truth))
      add("landing.button(\(truth))", landing.button(truth))
    }
    for problem in [PersonName.Problem.missing, .tooLong, .unreadable] {
      add("landing.nameProblem(\(problem))", landing.nameProblem(problem))
    }
    for problem in [EmailAddress.Problem.missing, .tooLong, .malformed, .notASCII] {
      add("landing.emailProblem(\(problem))", landing.emailProblem(problem))
    }
    for problem in [Password.Problem.tooShort, .tooLong, .common, .personal] {
      add("password.unsuitable(\(problem))", password.unsuitable(problem))
    }
    for state in InvitationState.allCases {
      add("dead.title(\(state))", dead.title(state))
      add("dead.text(\(state))", dead.text(state, nil))
      add("dead.text(\(state), at)", dead.text(state, at))
    }
    for state in ApplicationState.allCases {
      for truth in [true, false] {
        add("status.title(\(state), \(truth))", status.title(state, truth))
        add("status.text(\(state), \(truth))", status.text(state, truth, "grace@navy.example"))
      }
      add("applications.stateName(\(state))", applications.stateName(state))
      add("applications.already(\(state))", applications.already(someone, state, "Ada", at))
    }
    let progress: [MailProgress] = [
      .waiting(error: "", next: at), .waiting(error: "421 later", next: at), .sent,
      .failed(error: "550 no"),
    ]
    for (place, progress) in progress.enumerated() {
      add("applications.mail(\(place))", applications.mail(progress))
    }
    for sort in ApplicationSort.allCases {
      add("applications.sortName(\(sort))", applications.sortName(sort))
    }
    for preset in Validity.Preset.allCases {
      add("invitations.preset(\(preset))", invitations.preset(preset))
    }
    for state in InvitationState.allCases {
      add("invitations.stateName(\(state))", invitations.stateName(state))
    }
    for sort in InvitationSort.allCases {
      add("invitations.sortName(\(sort))", invitations.sortName(sort))
    }
    add("invitations.usesOf(3, 4)", invitations.usesOf(3, 4))
    add("invitations.fewerThanUsed", invitations.fewerThanUsed(3))
    for count in [0, 1, 2] {
      add("invitations.resetLinks(\(count))", invitations.resetLinks(count))
      add("invitations.resetPrinted(\(count))", invitations.resetPrinted(count))
      add("invitations.resetPending(\(count))", invitations.resetPending(count))
      add("invitations.resetDone(\(count))", invitations.resetDone(count))
      add("overview.chart(\(count))", overview.chart(count, count))
      add("overview.failedMails(\(count))", overview.failedMails(String(count)))
      add("find.found(\(count))", find.found(count))
      add("applications.manyApproved(\(count))", applications.manyApproved(count))
      add("applications.manyRejected(\(count))", applications.manyRejected(count))
      add("applications.manyUnknown(\(count))", applications.manyUnknown(count))
      add("applications.manyNotTried(\(count))", applications.manyNotTried(count))
    }
    made += recordSentences + publicAccountSentences + peopleSentences + memberSentences
    add("landing.tooMany", landing.tooMany(at))
    add("inviteButton.lead", inviteButton.lead(someone))
    add("safety.tooManyTries", safety.tooManyTries(at))
    add("secondFactor.tooMany", secondFactor.tooMany(at))
    for count in [0, 1, 2] {
      add("secondFactor.codesLeft(\(count))", secondFactor.codesLeft(count))
    }
    for (name, system) in [("Ada", "Grace"), ("Ada", ""), ("", "Ada"), ("", "")] {
      add("sessions.browser(\(name), \(system))", sessions.browser(name, system))
    }
    for change in AdministratorChange.allCases {
      add("people.change(\(change))", people.change(change))
      add("people.changed(\(change))", people.changed(change, someone))
    }
    for problem in AdministratorChange.Problem.allCases {
      add("people.problem(\(problem))", people.problem(problem))
    }
    add("status.tooMany", status.tooMany(at))
    add("password.rule", password.rule(15))
    add("applications.reasonTooLong", applications.reasonTooLong(1000))
    let clock = ClockReading(
      year: 2026, month: 12, day: 1, hour: 19, minute: 0, second: 0, offset: 60, weekday: 2)
    add("moment", moment(clock))
    add("day", day(clock))
    add("recently", recently(clock, clock))
    for (name, make) in [
      ("landing.title", landing.title), ("dead.ask", dead.ask), ("entry.title", entry.title),
      ("me.title", me.title), ("applications.mended", applications.mended),
      ("invitations.unpublished", invitations.unpublished),
      ("invitations.changedUnpublished", invitations.changedUnpublished),
      ("applications.approved", applications.approved),
      ("applications.rejected", applications.rejected),
      ("applications.by", applications.by), ("applications.reopened", applications.reopened),
      ("applications.addressTaken", applications.addressTaken), ("mail.greeting", mail.greeting),
      ("mail.closing", mail.closing), ("mail.ask", mail.ask),
      ("mail.welcomeSubject", mail.welcomeSubject),
      ("mail.welcomeText", mail.welcomeText), ("mail.renewedSubject", mail.renewedSubject),
      ("mail.rejectedSubject", mail.rejectedSubject), ("mail.rejectedText", mail.rejectedText),
      ("mail.knownSubject", mail.knownSubject), ("mail.knownText", mail.knownText),
      ("people.addressTaken", people.addressTaken), ("people.added", people.added),
      ("people.welcome", people.welcome),
    ] {
      add(name, make(someone))
    }
    return made
  }
}
