// `usher business-system add|list|rotate|revoke|limit`

import Actions
import ArgumentParser
import Membership

struct BusinessSystemCommands: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "business-system",
    abstract: "Keep the other web applications in which members make invitations.",
    subcommands: [Add.self, List.self, Rotate.self, Revoke.self, Limit.self])

  struct Add: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Let a business system ask; its key is printed once.")

    @Argument(help: "What people call it.")
    var name: String

    @Option(help: "Invitations of all its people within 24 hours.")
    var linksPerDay = 1000

    @OptionGroup var options: SiteOptions

    func run() throws {
      let add = AddBusinessSystem(named: name, linksPerDay: linksPerDay, by: .commandLine)
      switch try add.perform(in: options.open(), at: .now) {
      case .added(_, let key): key.show()
      case .refused(let problem): throw complaint(about: problem, name)
      }
    }
  }

  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "List the business systems, by name.")

    @Flag(help: "Print JSON.")
    var json = false

    @OptionGroup var options: SiteOptions

    func run() throws {
      let installation = try options.open()
      let lines = try installation.businessSystems().map { system in
        Line(
          name: system.name, key: try installation.businessKey(of: system)?.text,
          linksPerDay: system.linksPerDay, since: system.created.rfc3339,
          revoked: system.revoked?.rfc3339)
      }
      if json {
        try printJSON(lines)
      } else {
        printTable(
          ["NAME", "KEY", "LINKS PER DAY", "REVOKED"],
          lines.map { [$0.name, $0.key ?? "", String($0.linksPerDay), $0.revoked ?? ""] })
      }
    }

    private struct Line: Encodable {
      let name: String
      let key: String?
      let linksPerDay: Int
      let since: String
      let revoked: String?
    }
  }

  struct Rotate: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Make a new key, printed once; the one of now is good for 24 hours more.")

    @OptionGroup var which: Which

    func run() throws {
      if let key = try which.change(.rotate).key { key.show() }
    }
  }

  struct Revoke: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Refuse its requests from now on, for good; invitations it has made stay.")

    @OptionGroup var which: Which

    func run() throws { print("\(try which.change(.revoke).system.name) is revoked") }
  }

  struct Limit: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Set how many invitations all its people may make within 24 hours.")

    @OptionGroup var which: Which

    @Argument(help: "1 to 100000.")
    var linksPerDay: Int

    func run() throws {
      let system = try which.change(.limit(linksPerDay)).system
      print("\(system.name) may make \(system.linksPerDay) within 24 hours")
    }
  }

  struct Which: ParsableArguments {
    @Argument(help: "Its name, in any spelling.")
    var name: String

    @OptionGroup var options: SiteOptions

    func change(_ change: BusinessSystemChange) throws -> (
      system: BusinessSystem, key: BusinessKey?
    ) {
      let installation = try options.open()
      guard let system = try installation.businessSystem(named: name) else { throw unknown }
      let action = ChangeBusinessSystem(system.id, change, by: .commandLine)
      switch try action.perform(in: installation, at: .now) {
      case .changed(let system, let key): return (system, key)
      case .refused(let system, let problem): throw complaint(about: problem, system.name)
      case .unknown: throw unknown
      }
    }

    private var unknown: Complaint {
      Complaint(
        "there is no business system \(name)", mend: "`usher business-system list` shows them")
    }
  }
}

extension BusinessKey {
  fileprivate func show() {
    print("key     \(id.text)")
    print("secret  \(secret)")
  }
}

private func complaint(about problem: BusinessSystemChange.Problem, _ name: String) -> Complaint {
  switch problem {
  case .name: Complaint("that is no name", mend: "give 1 to 100 characters on one line")
  case .taken:
    Complaint("there is a business system \(name) already", mend: "give it another name")
  case .limit:
    Complaint(
      "that is no limit", mend: "give a number from 1 to \(BusinessSystem.limits.upperBound)")
  case .revoked:
    Complaint("\(name) is revoked already", mend: "add another with `usher business-system add`")
  }
}
