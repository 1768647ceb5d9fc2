// `usher applications approve|reject|reopen`: what can be decided is; who cannot is named, with the reason.

import Actions
import ArgumentParser
import Membership
import Site

extension Applications {
  struct Approve: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Approve applications: each gets an account and a welcome mail.")

    @Argument(help: "References, such as K7QM-93XT.")
    var references: [String]

    @Option(help: "The deciding administrator's login; the first administrator if not given.")
    var approver: String?

    @OptionGroup var options: SiteOptions

    func run() throws {
      let installation = try options.open()
      try Applications.decide(
        Decide(
          references, .approve, approver: try installation.administrator(typed: approver),
          by: .commandLine),
        in: installation)
    }
  }

  struct Reject: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Reject applications.")

    @Argument(help: "References, such as K7QM-93XT.")
    var references: [String]

    @Option(help: "Why: kept with the decision.")
    var reason: String = ""

    @Flag(help: "Tell the applicants by mail, with the reason.")
    var tell = false

    @Option(help: "The deciding administrator's login; the first administrator if not given.")
    var approver: String?

    @OptionGroup var options: SiteOptions

    func run() throws {
      let installation = try options.open()
      try Applications.decide(
        Decide(
          references, .reject, reason: reason, isMailed: tell,
          approver: try installation.administrator(typed: approver), by: .commandLine),
        in: installation)
    }
  }

  struct Reopen: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Let a rejected application wait once more.")

    @Argument(help: "The reference, such as K7QM-93XT.")
    var reference: String

    @OptionGroup var options: SiteOptions

    func run() throws {
      let installation = try options.open()
      let reopen = ReopenApplication(reference: asStored(reference), by: .commandLine)
      switch try reopen.perform(in: installation, at: .now) {
      case .reopened(let application, let closed):
        if let closed { try BuildAll(installation).run(only: [closed]) }
        print("\(application.reference) \(application.name.text): pending")
      case .notRejected(let application):
        throw Complaint(
          "\(application.reference) is \(application.state.rawValue)",
          mend: "only a rejected application can be reopened")
      case .full(let application, let isRevoked):
        throw Complaint(
          "the invitation of \(application.reference) is full",
          mend: isRevoked
            ? "it is revoked: let the applicant apply through another"
            : "raise its limit with `usher invite retarget`")
      case .appliedAgain(let application):
        throw Complaint(
          "\(application.email.text) has applied again meanwhile", mend: "decide on that one")
      case .addressTaken(let application, let login):
        throw Complaint(
          "account \(login.text) has the address \(application.email.text) by now",
          mend: "there is nothing left to decide")
      case .unknown: throw unknown(reference)
      }
    }
  }

  /// All that can be decided is, however many there are.
  private static func decide(_ all: Decide, in installation: Installation) throws {
    var complaints: [Complaint] = []
    var (changed, mails): ([InvitationCode], Int) = ([], 0)
    var rest = all.references.map(asStored)[...]
    while !rest.isEmpty {
      var part = all
      part.references = Array(rest.prefix(Decide.most))
      rest = rest.dropFirst(Decide.most)
      guard let outcome = try part.perform(in: installation, at: .now) else {
        throw Complaint(
          "the reason is too long", mend: "give at most \(Decision.longestReason) characters")
      }
      for application in outcome.decided {
        print(
          "\(application.reference) \(application.name.text): \(application.state.rawValue)")
      }
      changed += outcome.reopened
      if outcome.mail { mails += outcome.decided.count }
      complaints += outcome.already.map { before($0, installation) }
      complaints += outcome.taken.map { application, login in
        Complaint(
          "\(application.reference): account \(login.text) has the address \(application.email.text) already",
          mend: "reject the application")
      }
      complaints += outcome.unknown.map(unknown)
      complaints += outcome.notTried.map {
        Complaint("\($0): the database was busy", mend: "try again")
      }
    }
    try BuildAll(installation).run(only: changed)
    if mails > 0 {
      print("\(mails) \(mails == 1 ? "mail waits" : "mails wait"); `usher deliver` sends them")
    }
    guard complaints.isEmpty else { throw Complaints(all: complaints) }
  }

  private static func before(_ application: Application, _ installation: Installation) -> Complaint
  {
    let decision = application.decision
    let by = decision.map { " by \($0.approver)" } ?? ""
    let at = said(decision?.at, installation).map { ", \($0)" } ?? ""
    return Complaint(
      "\(application.reference) was \(application.state.rawValue) before\(by)\(at)",
      mend: application.state == .rejected
        ? "`usher applications reopen` lets it wait once more" : "there is nothing left to decide")
  }
}

/// References are stored in upper case.
private func asStored(_ typed: String) -> String { typed.uppercased() }

private func unknown(_ reference: String) -> Complaint {
  Complaint(
    "there is no application \(reference)", mend: "`usher applications list` shows them")
}
