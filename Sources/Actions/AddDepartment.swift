// A node of the tree, with whatever is missing above it.

package import Membership
import Store

package struct AddDepartment {
  /// `Sales / North`
  package var path: String

  package init(path: String) { self.path = path }

  package enum Outcome {
    case added(path: String)
    case exists(path: String)
    case badName(String)
  }

  package func perform(in installation: Installation, at now: Moment) throws -> Outcome {
    let names = Department.names(inPath: path)
    if let bad = names.first(where: { !Department.isName($0) }) { return .badName(bad) }
    let store = installation.store
    return try store.write {
      var parent: Department.ID?
      var added = false
      for name in names {
        if let found = try store.departments.find(name: name, under: parent) {
          parent = found
          continue
        }
        let id = Department.ID.new()
        try store.departments.insert(id: id, name: name, parent: parent)
        try store.audit.append(.commandLine, "create", "department", id.text, at: now)
        parent = id
        added = true
      }
      let path = names.joined(separator: Department.separator)
      return added ? .added(path: path) : .exists(path: path)
    }
  }
}
