// A department is renamed, moved, merged into another or removed. What holds of the tree is looked at in the
// transaction of the change: no circle arises and no two of one name, however many change it at once. Pages of links
// that name a department are out of date by themselves, and the next `usher build` writes them.

package import Membership
import Store

package struct ChangeDepartment {
  package var id: Department.ID
  package var change: DepartmentChange
  package var actor: Actor

  package init(_ id: Department.ID, _ change: DepartmentChange, by actor: Actor) {
    self.id = id
    self.change = change
    self.actor = actor
  }

  package enum Outcome {
    /// As it is by now; of a merged one the other, a removed one as it was.
    case changed(Department)
    /// With every reason at once.
    case refused(Department, [DepartmentChange.Problem])
    case unknown
  }

  package func perform(in installation: Installation, at now: Moment) throws -> Outcome {
    let store = installation.store
    return try store.write {
      guard let department = try store.departments.find(id: id) else { return .unknown }
      switch change {
      case .rename(let typed):
        return try rename(department, to: trimmed(typed), in: store, at: now)
      case .move(let parent): return try move(department, under: parent, in: store, at: now)
      case .merge(let other):
        guard let target = try store.departments.find(id: other) else {
          return .refused(department, [.targetGone])
        }
        guard try !store.departments.lies(other, under: id) else {
          return .refused(department, [.circle])
        }
        try merge(id, into: other, in: store, at: now)
        return .changed(target)
      case .remove: return try remove(department, in: store, at: now)
      }
    }
  }

  // MARK: Its place

  private func rename(
    _ department: Department, to name: String, in store: Store, at now: Moment
  ) throws -> Outcome {
    guard Department.isName(name) else { return .refused(department, [.name]) }
    guard name != department.name else { return .changed(department) }
    guard try store.departments.find(name: name, under: department.parent) == nil else {
      return .refused(department, [.taken])
    }
    try store.departments.rename(id, to: name)
    try store.audit.append(actor, "rename", "department", id.text, at: now)
    return .changed(try store.departments.find(id: id) ?? department)
  }

  private func move(
    _ department: Department, under parent: Department.ID?, in store: Store, at now: Moment
  ) throws -> Outcome {
    if let parent {
      guard try store.departments.find(id: parent) != nil else {
        return .refused(department, [.targetGone])
      }
      guard try !store.departments.lies(parent, under: id) else {
        return .refused(department, [.circle])
      }
    }
    guard parent != department.parent else { return .changed(department) }
    guard try store.departments.find(name: department.name, under: parent) == nil else {
      return .refused(department, [.taken])
    }
    try store.departments.move(id, under: parent)
    try store.audit.append(actor, "move", "department", id.text, at: now)
    return .changed(try store.departments.find(id: id) ?? department)
  }

  // MARK: Its end

  /// What lies under it goes under the other, where two of one name become one; whoever belongs to it, and
  /// whatever points to it, goes over.
  /// - Parameter other: is not it, and does not lie under it.
  private func merge(
    _ department: Department.ID, into other: Department.ID, in store: Store, at now: Moment
  ) throws {
    // Out of the way: what lies under it may bear its name, and come to where it stood.
    try store.departments.rename(department, to: department.text)
    for child in try store.departments.children(of: department) {
      if let same = try store.departments.find(name: child.name, under: other) {
        try merge(child.id, into: same, in: store, at: now)
      } else {
        try store.departments.move(child.id, under: other)
      }
    }
    try store.accounts.move(from: department, to: other)
    try store.departments.redirect(department, to: other)
    try store.settings.redirect(department, to: other)
    try store.grants.redirect(.department(department), to: .department(other))
    try store.departments.delete(department)
    try store.audit.append(actor, "merge", "department", department.text, at: now)
    try store.audit.append(actor, "take up", "department", other.text, at: now)
  }

  private func remove(
    _ department: Department, in store: Store, at now: Moment
  ) throws -> Outcome {
    var problems: [DepartmentChange.Problem] = []
    if try store.accounts.hasMembers(id) { problems.append(.people) }
    if try !store.departments.children(of: id, limit: 1).isEmpty { problems.append(.departments) }
    if try store.invitations.hasLiving(into: id, at: now) { problems.append(.links) }
    if try store.applications.hasPending(into: id) { problems.append(.applications) }
    if try !store.grants.publicAccounts(with: .department(id), limit: 1).isEmpty {
      problems.append(.publicAccounts)
    }
    if try store.settings.load().memberDepartment == id { problems.append(.memberRule) }
    guard problems.isEmpty else { return .refused(department, problems) }
    // What is over points nowhere from now on; what people saw stays, as text.
    try store.accounts.move(from: id, to: nil)
    try store.departments.redirect(id, to: nil)
    try store.grants.deleteAll(with: .department(id))
    try store.departments.delete(id)
    try store.audit.append(actor, "remove", "department", id.text, at: now)
    return .changed(department)
  }
}

extension Installation {
  /// From the top down to a department, which is the last.
  package func line(to department: Department) throws -> [(id: Department.ID, name: String)] {
    try store.departments.line(to: department.id)
  }

  /// Those right under one, or at the top, by name, a page at a time.
  package func departments(
    under parent: Department.ID?, after name: String = "", limit: Int
  ) throws -> [(id: Department.ID, name: String)] {
    try store.departments.children(of: parent, after: name, limit: limit)
  }

  /// Those associated with a department itself, by name; at most a hundred.
  package func publicAccounts(with department: Department) throws -> [Account] {
    try store.grants.publicAccounts(with: .department(department.id), limit: 100)
  }
}
