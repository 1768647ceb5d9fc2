// English: the page of the mails, and the mail that tells administrators who waits.

import Membership

extension Strings.MailPage {
  static let english = Strings.MailPage(
    title: "Mail",
    recipient: "To", kind: "What", state: "State", made: "Written",
    kindName: { kind in
      switch kind {
      case .welcome: "Welcome, with initial password"
      case .renewed: "New initial password"
      case .rejected: "Application not accepted"
      case .known: "Applied, but has an account"
      case .digest: "Who is waiting"
      case .webhook: "Webhook"
      }
    },
    eventName: { event in
      switch event {
      case .applied: "somebody applied"
      case .decided: "an application was decided"
      case .joined: "somebody joined"
      }
    },
    stateName: { state in
      switch state {
      case .queued, .sending: "waiting"
      case .sent: "sent"
      case .failed: "failed"
      }
    },
    tries: { $0 == 1 ? "tried once" : "tried \($0) times" },
    next: { "next try \($0)" },
    settled: "sent again since, or not needed any more",
    sendNow: "Send now", sendAgain: "Send again",
    queued: { "The mail to \($0) is on its way." },
    told: { "The message to \($0) is on its way." },
    problem: { problem in
      switch problem {
      case .underWay: "This mail is being sent right now. Look again in a minute."
      case .replaced: "This mail was sent again already, or a newer one took its place."
      case .hasSignedIn:
        "This person has signed in already and chosen a password, so the mail is not needed any more."
      case .notActive: "This account is not active any more, so nothing was sent."
      case .decidedAnew: "This application is not rejected any more, so nothing was sent."
      case .nobodyWaits: "Nobody is waiting any more, so nothing was sent."
      case .notTold: "This webhook is stopped, so nothing was sent."
      }
    },
    none: "No mails yet. They appear here as soon as somebody is approved.")
}

extension Strings.Digest {
  static let english = Strings.Digest(
    subject: { count, organisation in
      switch count {
      case 1: "\(organisation): one application is waiting"
      case ..<1000: "\(organisation): \(count) applications are waiting"
      default: "\(organisation): more than 999 applications are waiting"
      }
    },
    text: { count, organisation in
      switch count {
      case 1: "One person has applied to join \(organisation) and waits for your decision."
      case ..<1000:
        "\(count) people have applied to join \(organisation) and wait for your decision."
      default:
        "More than 999 people have applied to join \(organisation) and wait for your decision."
      }
    },
    decide: "Decide here:",
    person: { name, department in
      department.isEmpty ? "\(name), since:" : "\(name), for \(department), since:"
    },
    longestOnly: { "These are the \($0) who have waited longest." },
    howOften: "How often this mail may come, you choose on the page of your account.",
    label: "Mail about waiting applications",
    hint: "It comes only while somebody is waiting.",
    saved: "Your choice is saved.",
    every: { hours in
      switch hours {
      case 0: "never"
      case 1: "at most once an hour"
      case 24: "at most once a day"
      case 168: "at most once a week"
      default: "at most every \(hours) hours"
      }
    })
}
