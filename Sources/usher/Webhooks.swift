// `usher webhook add|list|stop|start|secret`

import Actions
import ArgumentParser
import Membership

struct Webhooks: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "webhook", abstract: "Tell other programs who applied and who joined.",
    discussion: """
      They are told by POST, signed as https://www.standardwebhooks.com says; `usher mail list` shows what \
      became of each message.
      """,
    subcommands: [Add.self, List.self, Stop.self, Start.self, Secret.self])

  struct Add: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Add an address; its secret is printed this once.")

    @Argument(help: "https://host[:port][/path][?query]")
    var address: String

    @Option(help: "Of what it is told, with commas between: applied, decided, joined.")
    var events: String

    @OptionGroup var options: SiteOptions

    func run() throws {
      let words = events.split(separator: ",").map { trimmed($0) }
      let known = words.compactMap { WebhookEvent(rawValue: $0) }
      guard known.count == words.count else { throw noEvent }
      let add = AddWebhook(address, events: known, by: .commandLine)
      switch try add.perform(in: try options.open(), at: .now) {
      case .added(let webhook, let secret):
        print("\(webhook.id.text) tells \(webhook.address.text). Its secret, shown this once:")
        print(secret)
      case .invalid(let problem): throw complaint(about: problem)
      case .noEvent: throw noEvent
      }
    }

    private var noEvent: Complaint {
      Complaint(
        "\"\(events)\" names no events", mend: "give some of applied,decided,joined")
    }

    private func complaint(about problem: WebhookAddress.Problem) -> Complaint {
      switch problem {
      case .notHTTPS: Complaint("\(address) is not https", mend: "begin it with https://")
      case .hasUser:
        Complaint("\(address) names a user", mend: "leave out what stands before the @")
      case .hasFragment:
        Complaint("\(address) has a fragment", mend: "leave out the # and the rest")
      case .noHost: Complaint("\(address) names no host", mend: "give https://host/path")
      case .tooLong:
        Complaint(
          "the address is too long", mend: "give \(WebhookAddress.longest) characters at most")
      case .malformed:
        Complaint("\(address) is no address", mend: "give https://host[:port][/path][?query]")
      }
    }
  }

  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "List them, the oldest first.")

    @Flag(help: "Print JSON.")
    var json = false

    @OptionGroup var options: SiteOptions

    private struct Line: Encodable {
      let id, address, state, created: String
      let events: [String]

      init(_ webhook: Webhook) {
        id = webhook.id.text
        address = webhook.address.text
        state = webhook.state.rawValue
        created = webhook.created.rfc3339
        events = webhook.events.map(\.rawValue)
      }
    }

    func run() throws {
      let lines = try options.open().webhooks().map(Line.init)
      if json {
        try printJSON(lines)
      } else {
        printTable(
          ["ID", "CREATED", "STATE", "EVENTS", "ADDRESS"],
          lines.map {
            [$0.id, $0.created, $0.state, $0.events.joined(separator: ","), $0.address]
          })
      }
    }
  }

  struct Stop: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Tell it nothing any more, nor what waits for it.")

    @OptionGroup var one: One

    func run() throws { try one.change(.stop) }
  }

  struct Start: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Tell it what happens from now on.")

    @OptionGroup var one: One

    func run() throws { try one.change(.start) }
  }

  struct Secret: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Make another secret, which is printed this once; the old one signs nothing more.")

    @OptionGroup var one: One

    func run() throws { try one.change(.newSecret) }
  }

  struct One: ParsableArguments {
    @Argument(help: "The webhook's id, as `usher webhook list` shows it.")
    var id: String

    @OptionGroup var options: SiteOptions

    func change(_ change: ChangeWebhook.Change) throws {
      let action = ChangeWebhook(Webhook.ID(id), change, by: .commandLine)
      switch try action.perform(in: try options.open(), at: .now) {
      case .changed(let webhook, let secret):
        print(secret ?? "\(webhook.address.text) is \(webhook.state.rawValue).")
      case .unchanged(let webhook):
        print("\(webhook.address.text) is \(webhook.state.rawValue) already.")
      case .unknown:
        throw Complaint("there is no webhook \(id)", mend: "`usher webhook list` shows them")
      }
    }
  }
}
