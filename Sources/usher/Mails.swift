// `usher mail list|resend`

import Actions
import ArgumentParser
import Membership

struct Mails: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "mail", abstract: "Look at the mails, and send one again.",
    subcommands: [List.self, Resend.self])

  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "List the mails, the newest first.")

    @Option(help: "Only those that are queued, sent or failed.")
    var state: String?

    @Option(help: "How many at the most.")
    var limit: Int = 50

    @Flag(help: "Print JSON.")
    var json = false

    @OptionGroup var options: SiteOptions

    private struct Line: Encodable {
      let id, kind, recipient, state, created: String
      /// What a webhook is told of.
      let event: String?
      let nextAttempt: String?
      let attempts: Int
      let lastError: String
      let replaced: Bool

      init(_ entry: OutboxEntry) {
        let isWaiting = entry.state == .queued || entry.state == .sending
        id = entry.id.text
        kind = entry.kind.rawValue
        event = entry.event?.rawValue
        recipient = entry.recipient
        // One under way counts as one that waits.
        state = isWaiting ? MailState.queued.rawValue : entry.state.rawValue
        created = entry.created.rfc3339
        nextAttempt = isWaiting ? entry.nextAttempt.rfc3339 : nil
        attempts = entry.attempts
        lastError = entry.lastError
        replaced = entry.isReplaced
      }
    }

    func run() throws {
      let installation = try options.open()
      let wanted = state.flatMap { MailState(rawValue: $0) }
      guard state == nil || (wanted != nil && wanted != .sending) else {
        throw Complaint("there is no state \(state ?? "")", mend: "give queued, sent or failed")
      }
      guard limit > 0 else { throw Complaint("--limit cannot be \(limit)", mend: "give 1 or more") }
      let lines = try installation.mails(wanted, limit: limit).map(Line.init)
      if json {
        try printJSON(lines)
      } else {
        printTable(
          ["ID", "CREATED", "KIND", "STATE", "TRIES", "TO", "ERROR"],
          lines.map {
            [
              $0.id, $0.created, $0.event.map { "webhook \($0)" } ?? $0.kind,
              $0.replaced ? "\($0.state), replaced" : $0.state,
              String($0.attempts), $0.recipient, $0.lastError,
            ]
          })
      }
    }
  }

  struct Resend: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Send a mail again, or at once if it waits.",
      discussion:
        "In the place of an initial password, which is wiped when it is sent, a new one is made.")

    @Argument(help: "The mail's id, as `usher mail list` shows it.")
    var id: String

    @OptionGroup var options: SiteOptions

    func run() throws {
      let resend = ResendMail(OutboxEntry.ID(id), by: .commandLine)
      switch try resend.perform(in: try options.open(), at: .now) {
      case .queued(let entry):
        print("\(entry.id.text) to \(entry.recipient) is due: `usher deliver` sends it.")
      case .refused(_, let problem): throw complaint(about: problem)
      case .unknown:
        throw Complaint("there is no mail \(id)", mend: "`usher mail list` shows them")
      }
    }

    private func complaint(about problem: ResendProblem) -> Complaint {
      switch problem {
      case .underWay: Complaint("it is being sent right now", mend: "look again in a minute")
      case .replaced:
        Complaint("another took its place", mend: "`usher mail list` shows the newer one")
      case .hasSignedIn:
        Complaint(
          "the person has signed in already",
          mend: "for a new initial password use `usher account reissue`")
      case .notActive: Complaint("the account is not active", mend: "restore the account first")
      case .decidedAnew:
        Complaint("the application is not rejected any more", mend: "leave it as it is")
      case .nobodyWaits: Complaint("nobody waits any more", mend: "leave it as it is")
      case .notTold:
        Complaint("the webhook is stopped", mend: "start it with `usher webhook start`")
      }
    }
  }
}
