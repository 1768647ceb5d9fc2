// What the address of the list of people asks for.

import Actions
import CGI
import Membership
import Pages

struct PeopleQuery {
  var choice = AccountChoice()
  var filter = AccountFilter()
  var start = ListStart<Account>.first
  /// What is looked up, where that is enough to search for.
  var text: SearchText?
  /// As people read them.
  var holding: String?
  var publicAccount: String?

  init(_ desk: Desk) throws {
    let query = desk.request.query
    let installation = desk.installation
    choice.text = trimmed(query["text"] ?? "")
    guard choice.text.isEmpty else {
      let search = SearchText(String(choice.text.prefix(200)))
      if search.isSearchable { text = search } else { choice.problem = .text }
      return
    }
    filter.state = query["state"].flatMap { Account.State(rawValue: $0) }
    filter.kind = query["kind"].flatMap { Account.Kind(rawValue: $0) }
    choice.state = filter.state?.rawValue ?? ""
    choice.kind = filter.kind?.rawValue ?? ""
    choice.department = query["department"] ?? ""
    choice.holding = query["holding"] ?? ""
    choice.mayUse = query["may-use"] ?? ""
    if !choice.department.isEmpty {
      if case .found(let department) = try installation.department(typed: choice.department) {
        filter.department = department.id
      } else {
        choice.problem = .department
      }
    }
    if !choice.holding.isEmpty {
      if let found = try installation.holding(id: Holding.ID(choice.holding)) {
        filter.holding = found.id
        holding = found.name
      } else {
        choice.problem = .holding
      }
    }
    if !choice.mayUse.isEmpty {
      if let found = try Login(choice.mayUse).flatMap({ try installation.account(login: $0) }),
        found.kind == .public
      {
        filter.mayUse = found.id
        publicAccount = found.name.text
      } else {
        choice.problem = .publicAccount
      }
    }
    if let last = try query["after"].flatMap({ Login($0) }).flatMap({
      try installation.account(login: $0)
    }) {
      start = .after(last)
    }
  }

  /// The query of the same list, from another row on.
  func text(after last: Account? = nil) -> String {
    var pairs = [
      ("state", choice.state), ("kind", choice.kind), ("department", choice.department),
      ("holding", choice.holding), ("may-use", choice.mayUse),
    ].filter { !$0.1.isEmpty }
    if let last { pairs.append(("after", last.login.text)) }
    return pairs.isEmpty ? "" : queryText(pairs)
  }
}
