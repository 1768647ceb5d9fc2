// A node of the tree, with whatever is missing above it.

package import Membership
import Store

package struct AddDepartment {
  /// `Sales / North`
  package var path: String
  /// Where the path begins; nil: at the top.
  package var parent: Department.ID?
  package var actor: Actor

  package init(path: String, under parent: Department.ID? = nil, by actor: Actor = .commandLine) {
    self.path = path
    self.parent = parent
    self.actor = actor
  }

  package enum Outcome {
    case added(Department)
    case exists(Department)
    case badName(String)
    case parentGone
  }

  package func perform(in installation: Installation, at now: Moment) throws -> Outcome {
    let names = Department.names(inPath: path)
    if let bad = names.first(where: { !Department.isName($0) }) { return .badName(bad) }
    let store = installation.store
    return try store.write {
      var last = parent
      if let parent, try store.departments.find(id: parent) == nil { return .parentGone }
      var added = false
      for name in names {
        if let found = try store.departments.find(name: name, under: last) {
          last = found
          continue
        }
        let id = Department.ID.new()
        try store.departments.insert(id: id, name: name, parent: last)
        try store.audit.append(actor, "create", "department", id.text, at: now)
        last = id
        added = true
      }
      // A path has at least one name, which has its department by now.
      guard let department = try last.flatMap({ try store.departments.find(id: $0) }) else {
        return .parentGone
      }
      return added ? .added(department) : .exists(department)
    }
  }
}
