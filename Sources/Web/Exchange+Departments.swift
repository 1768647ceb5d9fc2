// The organisation's tree: the list, one department, and what becomes of their forms.

import Actions
import CGI
import Membership
import Pages

extension Exchange {
  /// Departments of one level that are shown at a time.
  private static let rows = 200

  func departments(_ desk: Desk) throws -> Response {
    try page(
      .ok, desk, DepartmentForm(),
      notice: desk.request.query["done"] == "removed" ? .removed : nil)
  }

  private func page(
    _ status: Status, _ desk: Desk, _ form: DepartmentForm, notice: DepartmentNotice? = nil
  ) throws -> Response {
    page(
      status,
      surroundings(translated: status == .ok).departmentsPage(
        try signedIn(desk), try level(under: nil, .departments, desk), form, notice: notice))
  }

  /// All that lies there, or where the tree is large what lies right there, a page at a time.
  private func level(under parent: Department.ID?, _ route: Route, _ desk: Desk) throws
    -> DepartmentLevel
  {
    let installation = desk.installation
    if try installation.departmentCount() <= DepartmentChoice.most {
      return DepartmentLevel(of: try installation.departments(), under: parent)
    }
    let last = desk.request.query["after"] ?? ""
    let found = try installation.departments(under: parent, after: last, limit: Self.rows + 1)
    let shown = found.prefix(Self.rows)
    return DepartmentLevel(
      shown.map { DepartmentLevel.Node(id: $0.id, name: $0.name) },
      next: found.count > shown.count
        ? shown.last.map { address(route) + queryText([("after", $0.name)]) } : nil,
      first: last.isEmpty ? nil : address(route))
  }

  func addDepartment(_ desk: Desk) throws -> Response {
    let (form, added) = try add(under: nil, desk)
    guard let added else { return try page(.unprocessableContent, desk, form) }
    return added
  }

  /// - Returns: the form as it was sent, and where it leads; nil where something is wrong with it.
  private func add(under parent: Department.ID?, _ desk: Desk) throws -> (
    DepartmentForm, Response?
  ) {
    var form = DepartmentForm()
    form.step = .add
    form.name = desk.request.form["name"] ?? ""
    let add = AddDepartment(path: form.name, under: parent, by: actor(desk))
    switch try add.perform(in: desk.installation, at: now) {
    case .added(let department): return (form, done("added", department))
    case .exists(let department): return (form, done("exists", department))
    case .badName: form.problems = [.name]
    case .parentGone: return (form, failure(.notFound, .notFound))
    }
    return (form, nil)
  }

  private func done(_ what: String, _ department: Department) -> Response {
    redirect(to: absolute(.department(id: department.id.text)) + queryText([("done", what)]))
  }

  // MARK: One

  func department(_ id: String, _ desk: Desk) throws -> Response {
    guard let department = try desk.installation.department(id: Department.ID(id)) else {
      return failure(.notFound, .notFound)
    }
    let notice: DepartmentNotice? =
      switch desk.request.query["done"] {
      case "added": .added(path: department.path)
      case "exists": .exists(path: department.path)
      case "rename": .renamed
      case "move": .moved
      case "merge": .merged
      default: nil
      }
    return try page(.ok, department, desk, DepartmentForm(), notice: notice)
  }

  private func page(
    _ status: Status, _ department: Department, _ desk: Desk, _ form: DepartmentForm,
    notice: DepartmentNotice? = nil
  ) throws -> Response {
    let installation = desk.installation
    var form = form
    if form.step != .rename { form.newName = department.name }
    if form.step != .move, let parent = department.parent {
      switch try departmentChoice(in: installation) {
      case .list: form.under = parent.text
      case .typed: form.under = try installation.department(id: parent)?.path ?? ""
      }
    }
    let view = DepartmentView(
      department: department, above: try installation.line(to: department).dropLast(),
      level: try level(under: department.id, .department(id: department.id.text), desk),
      others: try others(than: department, in: installation),
      publicAccounts: try installation.publicAccounts(with: department))
    return page(
      status,
      surroundings(translated: status == .ok).departmentPage(
        try signedIn(desk), view, form, notice: notice))
  }

  /// Without itself and what lies under it.
  private func others(than department: Department, in installation: Installation) throws
    -> DepartmentChoice
  {
    switch try departmentChoice(in: installation) {
    case .list(let all):
      let below = department.path + Department.separator
      return .list(all.filter { $0.id != department.id && !$0.path.hasPrefix(below) })
    case .typed: return .typed
    }
  }

  mutating func changeDepartment(_ id: String, _ desk: Desk) throws -> Response {
    guard let department = try desk.installation.department(id: Department.ID(id)) else {
      return failure(.notFound, .notFound)
    }
    let sent = desk.request.form
    var form = DepartmentForm()
    form.step = sent["action"].flatMap { DepartmentForm.Step(rawValue: $0) }
    let change: DepartmentChange?
    switch form.step {
    case .add:
      let (form, added) = try add(under: department.id, desk)
      return try added ?? page(.unprocessableContent, department, desk, form)
    case .rename:
      form.newName = sent["new-name"] ?? ""
      change = .rename(to: form.newName)
    case .move:
      form.under = sent["under"] ?? ""
      change =
        form.under.isEmpty
        ? .move(under: nil)
        : try chosen(form.under, desk).map { DepartmentChange.move(under: $0) }
    case .merge:
      form.into = sent["into"] ?? ""
      change = try chosen(form.into, desk).map { DepartmentChange.merge(into: $0) }
    case .remove: change = .remove
    case nil: return failure(.badRequest, .badRequest)
    }
    guard let change else {
      form.isUnknown = true
      return try page(.unprocessableContent, department, desk, form)
    }
    let action = ChangeDepartment(department.id, change, by: actor(desk))
    switch try action.perform(in: desk.installation, at: now) {
    case .changed(let changed):
      // Pages of links that show it.
      followUps.append(["build"])
      guard change != .remove else {
        return redirect(to: absolute(.departments) + queryText([("done", "removed")]))
      }
      return done(form.step?.rawValue ?? "", changed)
    case .refused(let department, let problems):
      form.problems = problems
      return try page(.unprocessableContent, department, desk, form)
    case .unknown: return failure(.notFound, .notFound)
    }
  }

  private func chosen(_ typed: String, _ desk: Desk) throws -> Department.ID? {
    guard case .found(let department) = try desk.installation.department(typed: typed) else {
      return nil
    }
    return department.id
  }
}
