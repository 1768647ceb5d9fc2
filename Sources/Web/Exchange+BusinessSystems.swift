// The administrators' page of business systems. What shows a secret is the answer itself, and no redirection.

import Actions
import CGI
import Membership
import Pages

extension Exchange {
  func businessSystems(_ desk: Desk) throws -> Response {
    try page(.ok, try list(desk), desk)
  }

  func changeBusinessSystems(_ desk: Desk) throws -> Response {
    let form = desk.request.form
    let typed = trimmed(form["limit"] ?? "")
    let change: BusinessSystemChange
    switch form["action"] {
    case "add": return try add(form["name"] ?? "", typed, desk)
    case "rotate": change = .rotate
    case "revoke": change = .revoke
    // What is no number is none of those that are taken.
    case "limit": change = .limit(Int(typed) ?? 0)
    default: return failure(.badRequest, .badRequest)
    }
    let action = ChangeBusinessSystem(
      BusinessSystem.ID(form["system"] ?? ""), change, by: actor(desk))
    let outcome = try action.perform(in: desk.installation, at: now)
    var list = try list(desk)
    switch outcome {
    case .changed(let system, let key?): list.notice = .key(system, key)
    case .changed(let system, nil):
      list.notice = system.revoked == nil ? .saved(system) : .revoked(system)
    case .refused(_, let problem):
      list.problem = problem
      return try page(.unprocessableContent, list, desk)
    case .unknown: return failure(.notFound, .notFound)
    }
    return try page(.ok, list, desk)
  }

  private func add(_ name: String, _ limit: String, _ desk: Desk) throws -> Response {
    let add = AddBusinessSystem(named: name, linksPerDay: Int(limit) ?? 0, by: actor(desk))
    let outcome = try add.perform(in: desk.installation, at: now)
    var list = try list(desk)
    switch outcome {
    case .added(let system, let key):
      list.notice = .key(system, key)
      return try page(.ok, list, desk)
    case .refused(let problem):
      list.problem = problem
      list.name = name
      list.linksPerDay = limit
      return try page(.unprocessableContent, list, desk)
    }
  }

  private func list(_ desk: Desk) throws -> BusinessSystemList {
    let installation = desk.installation
    return BusinessSystemList(
      rows: try installation.businessSystems().map {
        BusinessSystemList.Row(system: $0, key: try installation.businessKey(of: $0))
      })
  }

  private func page(_ status: Status, _ list: BusinessSystemList, _ desk: Desk) throws -> Response {
    page(
      status,
      surroundings(translated: desk.request.method != .post).businessSystemsPage(
        try signedIn(desk), list))
  }
}
