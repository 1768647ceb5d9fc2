// `usher position|group|role add|list|rename|remove|give|take`: one implementation, three nouns.

import Actions
import ArgumentParser
import Membership

protocol HoldingNoun {
  static var kind: Holding.Kind { get }
}

enum PositionNoun: HoldingNoun { static var kind: Holding.Kind { .position } }
enum GroupNoun: HoldingNoun { static var kind: Holding.Kind { .group } }
enum RoleNoun: HoldingNoun { static var kind: Holding.Kind { .role } }

struct Holdings<Noun: HoldingNoun>: ParsableCommand {
  private static var noun: String { Noun.kind.rawValue }

  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: noun, abstract: "Keep \(noun)s, and who has them.",
      subcommands: [
        Add.self, List.self, Rename.self, Remove.self, Give.self, Take.self,
      ])
  }

  struct Add: ParsableCommand {
    static var configuration: CommandConfiguration {
      CommandConfiguration(commandName: "add", abstract: "Add a \(noun).")
    }

    @Argument(help: "Its name.")
    var name: String

    @OptionGroup var options: SiteOptions

    func run() throws {
      let add = AddHolding(Noun.kind, named: name, by: .commandLine)
      switch try add.perform(in: options.open(), at: .now) {
      case .added(let holding): print(holding.name)
      case .refused(let problem): throw complaint(about: problem, name)
      }
    }
  }

  struct List: ParsableCommand {
    static var configuration: CommandConfiguration {
      CommandConfiguration(commandName: "list", abstract: "List the \(noun)s, by name.")
    }

    @Flag(help: "Print JSON.")
    var json = false

    @OptionGroup var options: SiteOptions

    func run() throws {
      let all = try options.open().holdings().filter { $0.kind == Noun.kind }
      if json {
        try printJSON(all.map { HoldingLine(id: $0.id.text, name: $0.name) })
      } else {
        for holding in all { print(holding.name) }
      }
    }
  }

  struct Rename: ParsableCommand {
    static var configuration: CommandConfiguration {
      CommandConfiguration(
        commandName: "rename", abstract: "Give a \(noun) another name; whoever has it still does.")
    }

    @Argument(help: "Its name, in any spelling.")
    var name: String

    @Argument(help: "Its new name.")
    var newName: String

    @OptionGroup var options: SiteOptions

    func run() throws {
      let installation = try options.open()
      let holding = try installation.holding(Noun.kind, typed: name)
      let change = ChangeHolding(holding.id, .rename(to: newName), by: .commandLine)
      switch try change.perform(in: installation, at: .now) {
      case .changed(let after): print("\(holding.name) is called \(after.name)")
      case .refused(_, let problem): throw complaint(about: problem, newName)
      case .unknown: throw unknown(Noun.kind, name)
      }
    }
  }

  struct Remove: ParsableCommand {
    static var configuration: CommandConfiguration {
      CommandConfiguration(
        commandName: "remove", abstract: "Remove a \(noun): from everyone, from links, for good.")
    }

    @Argument(help: "Its name, in any spelling.")
    var name: String

    @OptionGroup var options: SiteOptions

    func run() throws {
      let installation = try options.open()
      let holding = try installation.holding(Noun.kind, typed: name)
      let change = ChangeHolding(holding.id, .remove, by: .commandLine)
      guard case .changed = try change.perform(in: installation, at: .now) else {
        throw unknown(Noun.kind, name)
      }
      print("\(holding.name) is removed")
    }
  }

  struct Give: ParsableCommand {
    static var configuration: CommandConfiguration {
      CommandConfiguration(commandName: "give", abstract: "Give a \(noun) to accounts.")
    }

    @OptionGroup var whom: Whom

    func run() throws {
      try whom.change {
        HoldingsChange(give: [$0.id])
      } said: { holding, login, isNew in
        isNew ? "\(login) has \(holding) now" : "\(login) has \(holding) already"
      }
    }
  }

  struct Take: ParsableCommand {
    static var configuration: CommandConfiguration {
      CommandConfiguration(commandName: "take", abstract: "Take a \(noun) from accounts.")
    }

    @OptionGroup var whom: Whom

    func run() throws {
      try whom.change {
        HoldingsChange(take: [$0.id])
      } said: { holding, login, isNew in
        isNew ? "\(login) has \(holding) no more" : "\(login) has not had \(holding)"
      }
    }
  }

  struct Whom: ParsableArguments {
    @Argument(help: "Its name, in any spelling.")
    var name: String

    @Argument(help: "The accounts' logins.")
    var logins: [String]

    @OptionGroup var options: SiteOptions

    /// One account after the other; those that there are not are said at the end.
    func change(
      _ make: (Holding) -> HoldingsChange,
      said: (_ holding: String, _ login: String, _ isNew: Bool) -> String
    ) throws {
      let installation = try options.open()
      let holding = try installation.holding(Noun.kind, typed: name)
      var complaints: [any Error] = []
      for typed in logins {
        let outcome = try Login(typed).map {
          try ChangeHoldings(of: $0, make(holding), by: .commandLine)
            .perform(in: installation, at: .now)
        }
        switch outcome {
        case .changed(let account, let done):
          print(said(holding.name, account.login.text, !done.isEmpty))
        case .holdingGone: throw unknown(Noun.kind, name)
        case .unknown, nil:
          complaints.append(
            Complaint("there is no account \(typed)", mend: "check the login's spelling"))
        }
      }
      if !complaints.isEmpty { throw Complaints(all: complaints) }
    }
  }
}

private struct HoldingLine: Encodable {
  let id, name: String
}

private func complaint(about problem: HoldingChange.Problem, _ name: String) -> Complaint {
  switch problem {
  case .name:
    Complaint(
      "\"\(name)\" cannot be a name",
      mend: "give 1 to \(Holding.longestName) characters on one line, without commas and semicolons"
    )
  case .taken(let other):
    Complaint(
      "there is the \(other.kind.rawValue) \(other.name) already", mend: "give another name")
  }
}

private func unknown(_ kind: Holding.Kind, _ name: String) -> Complaint {
  Complaint(
    "there is no \(kind.rawValue) \"\(name)\"",
    mend: "`usher \(kind.rawValue) list` shows them, `usher \(kind.rawValue) add` makes one")
}

extension Installation {
  /// By its name, in any spelling.
  func holding(_ kind: Holding.Kind, typed name: String) throws -> Holding {
    guard let found = try holding(kind, named: name) else { throw unknown(kind, name) }
    return found
  }
}

/// What a link gives besides the department.
struct GivenOptions: ParsableArguments {
  @Option(name: .customLong("position"), help: "A position that newcomers get; may be repeated.")
  var positions: [String] = []

  @Option(name: .customLong("group"), help: "A group that newcomers come into; may be repeated.")
  var groups: [String] = []

  @Option(name: .customLong("role"), help: "A role that newcomers get; may be repeated.")
  var roles: [String] = []

  func names(_ kind: Holding.Kind) -> [String] {
    switch kind {
    case .position: positions
    case .group: groups
    case .role: roles
    }
  }

  var isEmpty: Bool { Holding.Kind.allCases.allSatisfy { names($0).isEmpty } }

  func find(_ kind: Holding.Kind, in installation: Installation) throws -> Set<Holding.ID> {
    Set(try names(kind).map { try installation.holding(kind, typed: $0).id })
  }

  func find(in installation: Installation) throws -> Set<Holding.ID> {
    try Holding.Kind.allCases.reduce(into: []) {
      $0.formUnion(try find($1, in: installation))
    }
  }
}
