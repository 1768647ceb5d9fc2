// The pages of departments, positions, groups and roles, in every state.

import Languages
import Membership
import Pages

extension AllPages {
  var directory: [Page] {
    (departmentPages + holdingPages).map { Page(name: $0.0, html: $0.1, isSignedIn: true) }
  }

  func holding(_ kind: Holding.Kind) -> Holding { Holding(kind: kind, name: text) }

  /// More than are shown without being asked for.
  func holdingChoice(isGone: Bool) -> HoldingChoice {
    let all = Holding.Kind.allCases.flatMap { kind in (0..<5).map { _ in holding(kind) } }
    var choice = HoldingChoice(all, chosen: [all[0].id, all[7].id])
    choice.isGone = isGone
    return choice
  }

  /// More than can be ticked.
  func typedHoldings(isWrong: Bool) -> HoldingChoice {
    let all = Holding.Kind.allCases.flatMap { kind in (0..<35).map { _ in holding(kind) } }
    var choice = HoldingChoice(all, chosen: [all[0].id, all[70].id])
    if isWrong {
      choice.typed = [.role: text, .group: ""]
      choice.unknown = [.role: [text, text]]
    }
    return choice
  }

  private var departmentForms: [DepartmentForm] {
    var forms = [DepartmentForm()]
    for step in [DepartmentForm.Step.add, .rename, .move, .merge] {
      for problem in DepartmentChange.Problem.allCases.prefix(4) {
        var form = DepartmentForm()
        form.step = step
        (form.name, form.newName, form.under, form.into) = (text, text, text, text)
        form.problems = [problem]
        forms.append(form)
      }
    }
    var unknown = DepartmentForm()
    (unknown.step, unknown.into, unknown.isUnknown) = (.merge, text, true)
    var refused = DepartmentForm()
    (refused.step, refused.problems) = (.remove, DepartmentChange.Problem.allCases)
    return forms + [unknown, refused]
  }

  private var departmentPages: [(String, HTML)] {
    let around = surroundings
    let notices: [DepartmentNotice?] = [
      nil, .added(path: text), .exists(path: text), .renamed, .moved, .merged, .removed,
    ]
    let top = Department(id: .new(), name: text, parent: nil, path: text)
    let below = Department(id: .new(), name: text, parent: top.id, path: "\(text) / \(text)")
    let tree = DepartmentLevel(of: [top, below], under: nil)
    let page = DepartmentLevel(
      [DepartmentLevel.Node(id: top.id, name: text)], next: address, first: address)
    var pages: [(String, HTML)] = []
    for notice in notices {
      for level in [tree, page, DepartmentLevel([])] {
        for form in departmentForms where notice == nil || form == DepartmentForm() {
          pages.append(
            ("departments", around.departmentsPage(signedIn(), level, form, notice: notice)))
          let view = DepartmentView(
            department: below, above: level.nodes.isEmpty ? [] : [(top.id, text)], level: level,
            others: level.next == nil ? .list([top]) : .typed,
            publicAccounts: level.nodes.isEmpty ? [] : [account()])
          pages.append(
            ("department", around.departmentPage(signedIn(), view, form, notice: notice)))
        }
      }
    }
    return pages
  }

  private var holdingPages: [(String, HTML)] {
    let around = surroundings
    let all = Holding.Kind.allCases.map(holding)
    let notices: [HoldingList.Notice?] =
      [nil, .added(all[0])] + Holding.Kind.allCases.map { .removed($0) }
    var pages = notices.flatMap { notice in
      [all, []].map {
        ("holdings", around.holdingsPage(signedIn(), HoldingList($0, notice: notice)))
      }
    }
    for problem in [HoldingChange.Problem.name, .taken(by: all[1])] {
      var list = HoldingList(all)
      (list.kind, list.name, list.problem) = (.group, text, problem)
      pages.append(("holdings", around.holdingsPage(signedIn(), list)))
    }
    for problem in [nil, HoldingChange.Problem.name, .taken(by: all[1])] {
      for count in [0, 1, 1000] {
        var view = HoldingView(
          all[0], holders: count, links: count, publicAccounts: count == 0 ? [] : [account()])
        view.problem = problem
        view.isRenamed = count == 1 && problem == nil
        pages.append(("holding", around.holdingPage(signedIn(), view)))
      }
    }
    return pages
  }
}
