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
      add("desk.stateName(\(state))", desk.stateName(state))
      add("desk.already(\(state))", desk.already(someone, state, "Ada", at))
    }
    let progress: [MailProgress] = [
      .waiting(error: "", next: at), .waiting(error: "421 later", next: at), .sent,
      .failed(error: "550 no"),
    ]
    for (place, progress) in progress.enumerated() {
      add("desk.mail(\(place))", desk.mail(progress))
    }
    add("password.rule", password.rule(15))
    add("desk.reasonTooLong", desk.reasonTooLong(1000))
    let clock = ClockReading(
      year: 2026, month: 12, day: 1, hour: 19, minute: 0, second: 0, offset: 60, weekday: 2)
    add("moment", moment(clock))
    add("recently", recently(clock, clock))
    for (name, make) in [
      ("landing.title", landing.title), ("dead.ask", dead.ask), ("entry.title", entry.title),
      ("me.title", me.title), ("desk.approved", desk.approved), ("desk.rejected", desk.rejected),
      ("desk.decidedBy", desk.decidedBy), ("desk.reasonGiven", desk.reasonGiven),
      ("desk.addressTaken", desk.addressTaken), ("mail.greeting", mail.greeting),
      ("mail.closing", mail.closing), ("mail.ask", mail.ask),
      ("mail.welcomeSubject", mail.welcomeSubject),
      ("mail.welcomeText", mail.welcomeText), ("mail.renewedSubject", mail.renewedSubject),
      ("mail.rejectedSubject", mail.rejectedSubject), ("mail.rejectedText", mail.rejectedText),
      ("mail.knownSubject", mail.knownSubject), ("mail.knownText", mail.knownText),
    ] {
      add(name, make(someone))
    }
    return made
  }
}
