// `usher department add|list`

import Actions
import ArgumentParser
import Membership
import Store

struct Department: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Keep the organisation's tree.", subcommands: [Add.self, List.self])

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
      case .parentGone: break  // It begins at the top.
      case .badName(let name):
        throw Complaint(
          "\"\(name)\" cannot be a department's name", mend: "give 1 to 100 characters")
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
}
