// Positions, groups and roles: the three lists, one of them, and what becomes of their forms.

import Actions
import CGI
import Membership
import Pages

extension Exchange {
  func holdings(_ desk: Desk) throws -> Response {
    let query = desk.request.query
    var list = HoldingList(try desk.installation.holdings())
    if let id = query["added"] {
      list.notice = list.all.first { $0.id.text == id }.map { .added($0) }
    } else if let kind = query["removed"].flatMap({ Holding.Kind(rawValue: $0) }) {
      list.notice = .removed(kind)
    }
    return page(.ok, surroundings(translated: true).holdingsPage(try signedIn(desk), list))
  }

  /// Each of the three forms has a field of its own.
  func addHolding(_ desk: Desk) throws -> Response {
    let form = desk.request.form
    guard let kind = Holding.Kind.allCases.first(where: { form[$0.rawValue] != nil }) else {
      return failure(.badRequest, .badRequest)
    }
    let name = form[kind.rawValue] ?? ""
    let add = AddHolding(kind, named: name, by: actor(desk))
    switch try add.perform(in: desk.installation, at: now) {
    case .added(let holding):
      return redirect(to: absolute(.holdings) + queryText([("added", holding.id.text)]))
    case .refused(let problem):
      var list = HoldingList(try desk.installation.holdings())
      (list.kind, list.name, list.problem) = (kind, name, problem)
      return page(
        .unprocessableContent, surroundings().holdingsPage(try signedIn(desk), list))
    }
  }

  // MARK: One

  func holding(_ id: String, _ desk: Desk) throws -> Response {
    guard let holding = try desk.installation.holding(id: Holding.ID(id)) else {
      return failure(.notFound, .notFound)
    }
    var view = try view(of: holding, desk)
    view.isRenamed = desk.request.query["done"] == "rename"
    return page(.ok, surroundings(translated: true).holdingPage(try signedIn(desk), view))
  }

  private func view(of holding: Holding, _ desk: Desk) throws -> HoldingView {
    let use = try desk.installation.use(of: holding, at: now)
    return HoldingView(
      holding, holders: use.holders, links: use.links, publicAccounts: use.publicAccounts)
  }

  func changeHolding(_ id: String, _ desk: Desk) throws -> Response {
    let form = desk.request.form
    let newName = form["new-name"] ?? ""
    let change: HoldingChange
    switch form["action"] {
    case "rename": change = .rename(to: newName)
    case "remove": change = .remove
    default: return failure(.badRequest, .badRequest)
    }
    let action = ChangeHolding(Holding.ID(id), change, by: actor(desk))
    switch try action.perform(in: desk.installation, at: now) {
    case .changed(let holding) where change == .remove:
      return redirect(to: absolute(.holdings) + queryText([("removed", holding.kind.rawValue)]))
    case .changed(let holding):
      return redirect(
        to: absolute(.holding(id: holding.id.text)) + queryText([("done", "rename")]))
    case .refused(let holding, let problem):
      var view = try view(of: holding, desk)
      (view.newName, view.problem) = (newName, problem)
      return page(.unprocessableContent, surroundings().holdingPage(try signedIn(desk), view))
    case .unknown: return failure(.notFound, .notFound)
    }
  }
}
