// `usher department add|list|rename|move|merge|remove`. Pages that show a department follow at once.

import Actions
import ArgumentParser
import Membership
import Site
import Store

struct Department: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Keep the organisation's tree.",
    subcommands: [
      Add.self, List.self, Rename.self, Move.self, Merge.self, Remove.self,
    ])

  struct Add: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Add a department, with what is missing above it.")

    @Argument(help: "Its path from the top, such as \"Sales / North\".")
    var path: String

    @OptionGroup var options: SiteOptions

    func run() throws {
      switch try AddDepartment(path: path).perform(in: options.open(), at: .now) {
      case .added(let department): print(department.path)
      case .exists(let department): print("\(department.path) exists already")
      case .badName(let name): throw Department.complaint(aboutName: name)
      case .parentGone: break  // It begins at the top.
      }
    }
  }

  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "List the departments.")

    @Flag(help: "Print JSON.")
    var json = false

    @OptionGroup var options: SiteOptions

    private struct Line: Encodable {
      let id, name, path: String
      let parent: String?
    }

    func run() throws {
      let departments = try options.open().store.departments.all()
      if json {
        try printJSON(
          departments.map {
            Line(id: $0.id.text, name: $0.name, path: $0.path, parent: $0.parent?.text)
          })
      } else {
        for department in departments { print(department.path) }
      }
    }
  }

  struct Rename: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Give a department another name; its place stays.")

    @OptionGroup var which: Which

    @Argument(help: "Its new name.")
    var name: String

    func run() throws {
      let (before, after) = try which.change(.rename(to: name))
      print("\(before.path) is called \(after.name)")
    }
  }

  struct Move: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Move a department, with whatever is below it.")

    @OptionGroup var which: Which

    @Option(help: "The department that it shall be below.")
    var under: String?

    @Flag(help: "To the top of the tree.")
    var toTop = false

    func validate() throws {
      guard (under == nil) == toTop else {
        throw ValidationError("Give --under or --to-top.")
      }
    }

    func run() throws {
      let (before, after) = try which.change { installation in
        .move(under: try under.map { try installation.department(named: $0).id })
      }
      print("\(before.path) is now \(after.path)")
    }
  }

  struct Merge: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Merge a department into another, and end it.",
      discussion: """
        Its people, links, applications and public accounts go over, and so does whatever is below it; where \
        both have one of the same name, these two become one as well.
        """)

    @OptionGroup var which: Which

    @Option(help: "The department that stays.")
    var into: String

    func run() throws {
      let (before, after) = try which.change { installation in
        .merge(into: try installation.department(named: into).id)
      }
      print("\(before.path) is merged into \(after.path)")
    }
  }

  struct Remove: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Remove a department that nobody belongs to and nothing leads to.")

    @OptionGroup var which: Which

    func run() throws { print("\(try which.change(.remove).before.path) is removed") }
  }

  struct Which: ParsableArguments {
    @Argument(help: "The department: its path, its id, or its name where only one has it.")
    var department: String

    @OptionGroup var options: SiteOptions

    /// Changes it, and writes the pages that show it.
    func change(_ change: DepartmentChange) throws -> (
      before: Membership.Department, after: Membership.Department
    ) {
      try self.change { _ in change }
    }

    func change(_ make: (Installation) throws -> DepartmentChange) throws -> (
      before: Membership.Department, after: Membership.Department
    ) {
      let installation = try options.open()
      let before = try installation.department(named: department)
      let change = try make(installation)
      // Before anything is stored: a folder that cannot be written, a mistake in a template.
      try installation.publisher().prepare()
      let action = ChangeDepartment(before.id, change, by: .commandLine)
      switch try action.perform(in: installation, at: .now) {
      case .changed(let after):
        _ = try BuildAll(installation).run(showingProgress: false)
        return (before, after)
      case .refused(let found, let problems):
        throw Complaints(all: problems.map { complaint(about: $0, found, change) })
      case .unknown:
        throw Complaint(
          "there is no department \"\(department)\"", mend: "`usher department list` shows them")
      }
    }

    private func complaint(
      about problem: DepartmentChange.Problem, _ department: Membership.Department,
      _ change: DepartmentChange
    ) -> Complaint {
      let path = department.path
      return switch problem {
      case .name:
        if case .rename(let name) = change {
          Department.complaint(aboutName: name)
        } else {
          Department.complaint(aboutName: path)
        }
      case .taken:
        Complaint(
          "there is another department of that name in that place",
          mend: "give another name, or merge the two with `usher department merge`")
      case .circle:
        Complaint("\(path) would be below itself", mend: "name a department that is not below it")
      case .targetGone:
        Complaint("the other department is gone", mend: "`usher department list` shows them")
      case .people:
        Complaint("people belong to \(path)", mend: "move them to another department first")
      case .departments:
        Complaint("other departments are below \(path)", mend: "move or remove them first")
      case .links:
        Complaint(
          "links that are not over lead into \(path)",
          mend: "`usher invite list --department \"\(path)\"` shows them; revoke or retarget them")
      case .applications:
        Complaint("applications wait to join \(path)", mend: "decide on them first")
      case .publicAccounts:
        Complaint("a public account is open to \(path)", mend: "end that first")
      case .memberRule:
        Complaint(
          "newcomers through members' invitations join \(path)",
          mend: "name another with `usher settings set member_department`")
      }
    }
  }

  fileprivate static func complaint(aboutName name: String) -> Complaint {
    Complaint(
      "\"\(name)\" cannot be a department's name",
      mend: "give 1 to \(Membership.Department.longestName) characters without a slash")
  }
}
