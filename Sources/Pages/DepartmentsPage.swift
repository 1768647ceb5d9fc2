// The organisation's tree: all of it where it is small, else one level at a time.

import Languages
package import Membership

/// Departments that stand under one, or at the top.
package struct DepartmentLevel: Sendable {
  package struct Node: Sendable {
    package var id: Department.ID
    package var name: String
    /// What lies under it; empty too where that is shown on its own page.
    package var children: [Node]

    package init(id: Department.ID, name: String, children: [Node] = []) {
      self.id = id
      self.name = name
      self.children = children
    }
  }

  package var nodes: [Node]
  /// Addresses of the next page, and of the first where this is another.
  package var next, first: String?

  package init(_ nodes: [Node], next: String? = nil, first: String? = nil) {
    self.nodes = nodes
    self.next = next
    self.first = first
  }

  /// Of a tree that is small enough to be shown whole.
  /// - Parameter all: in the order of the paths.
  package init(of all: [Department], under parent: Department.ID?) {
    let children = Dictionary(grouping: all) { $0.parent }
    func nodes(_ parent: Department.ID?) -> [Node] {
      (children[parent] ?? []).map { Node(id: $0.id, name: $0.name, children: nodes($0.id)) }
    }
    self.init(nodes(parent))
  }
}

/// What somebody typed into the forms about departments, and what is wrong with it.
package struct DepartmentForm: Hashable, Sendable {
  package enum Step: String, Hashable, Sendable { case add, rename, move, merge, remove }

  /// The form that was sent; nil: none.
  package var step: Step?
  /// In the form of a new one.
  package var name = ""
  package var newName = ""
  /// An id, or a path.
  package var under = ""
  package var into = ""
  package var problems: [DepartmentChange.Problem] = []
  /// There is no such department, or more than one.
  package var isUnknown = false

  package init() {}

  var isWrong: Bool { isUnknown || !problems.isEmpty }
}

package enum DepartmentNotice: Hashable, Sendable {
  case added(path: String)
  case exists(path: String)
  case renamed, moved, merged, removed
}

extension Surroundings {
  package func departmentsPage(
    _ signedIn: SignedIn, _ level: DepartmentLevel, _ form: DepartmentForm,
    notice: DepartmentNotice? = nil
  ) -> HTML {
    let texts = strings.departments
    let isEmpty = level.nodes.isEmpty && level.first == nil
    return desk(
      title: title(texts.title, notice, form), signedIn, .departments,
      """
      <h1>\(texts.title)</h1>
      \(done(notice.map(sentence)))
      \(isEmpty ? "<p class=\"empty\">\(texts.none)</p>" : list(level))
      \(addForm(form, at: address(.departments), signedIn))
      """)
  }

  func title(_ title: String, _ notice: DepartmentNotice?, _ form: DepartmentForm) -> String {
    [sentence(form), notice.map(sentence), title].compactMap { $0 }.joined(separator: " · ")
  }

  /// What is wrong with a form as a whole.
  func sentence(_ form: DepartmentForm) -> String? {
    guard form.isWrong else { return nil }
    return form.step == .remove ? strings.departments.notRemoved : strings.landing.pleaseCorrect
  }

  func sentence(_ notice: DepartmentNotice) -> String {
    let texts = strings.departments
    return switch notice {
    case .added(let path): texts.added(path)
    case .exists(let path): texts.exists(path)
    case .renamed: texts.renamed
    case .moved: texts.moved
    case .merged: texts.merged
    case .removed: texts.removed
    }
  }

  func list(_ level: DepartmentLevel) -> HTML {
    """
    <ul class="tree">
    \(level.nodes.map(item))</ul>
    \(pager(first: level.first, next: level.next))
    """
  }

  private func item(_ node: DepartmentLevel.Node) -> HTML {
    let below: HTML =
      node.children.isEmpty ? "" : "\n<ul>\n\(node.children.map(item))</ul>\n"
    return """
      <li><a href="\(address(.department(node.id)))">\(node.name)</a>\(below)</li>

      """
  }

  /// - Parameter place: where it is sent; what is added stands there.
  func addForm(_ form: DepartmentForm, at place: String, _ signedIn: SignedIn) -> HTML {
    let texts = strings.departments
    let problem = form.step == .add ? form.problems.first.map(texts.problem) : nil
    return """
      <form method="post" class="card" action="\(place)">\(signedIn.tokenField)
      \(Field(
                name: "name", label: texts.name, value: form.name, autocomplete: "off",
                hint: texts.addHint, problem: problem).html)
      <button name="action" value="add">\(texts.add)</button>
      </form>
      """
  }
}
