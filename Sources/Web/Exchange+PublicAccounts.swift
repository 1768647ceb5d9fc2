// The public accounts, for administrators: the list, one more, one made of a person's account.

import Actions
import CGI
import Membership
import Pages

extension Exchange {
  private static let rows = 50

  func publicAccounts(_ desk: Desk) throws -> Response {
    var list = try list(desk)
    list.done = try doneToAnother(desk)
    return page(.ok, surroundings(translated: true).publicAccountsPage(try signedIn(desk), list))
  }

  private func list(_ desk: Desk) throws -> PublicAccountList {
    let installation = desk.installation
    let last = try desk.request.query["after"].flatMap { Login($0) }.flatMap {
      try installation.publicAccount(login: $0)
    }
    let found = try installation.publicAccounts(
      from: last.map { .after($0) } ?? .first, limit: Self.rows + 1)
    let shown = found.prefix(Self.rows)
    let address = address(.publicAccounts)
    return PublicAccountList(
      rows: try shown.map { ($0, try installation.grantCount(for: $0)) },
      next: found.count > shown.count
        ? shown.last.map { address + queryText([("after", $0.login.text)]) } : nil,
      first: last == nil ? nil : address)
  }

  /// What the redirection here said of one that is not in the list any more.
  private func doneToAnother(_ desk: Desk) throws -> PublicAccountList.Done? {
    let query = desk.request.query
    guard
      let account = try query["who"].flatMap({ try desk.installation.account(typed: $0) })
    else { return nil }
    switch query["done"] {
    case "remove" where account.kind == .public && account.state == .removed:
      return .removed(account)
    case "revert" where account.kind == .personal: return .reverted(account)
    default: return nil
    }
  }

  mutating func addPublicAccount(_ desk: Desk) throws -> Response {
    switch desk.request.form["action"] {
    case "create": return try createPublicAccount(desk)
    case "convert": return try convertAccount(desk)
    default: return failure(.badRequest, .badRequest)
    }
  }

  private func createPublicAccount(_ desk: Desk) throws -> Response {
    var typed = PublicAccountList.Typed()
    typed.login = desk.request.form["login"] ?? ""
    typed.name = desk.request.form["name"] ?? ""
    let (name, login) = (try? PersonName(typed.name), Login(trimmed(typed.login)))
    typed.isNameWrong = name == nil
    if login == nil { typed.loginProblem = .malformed }
    if let name, let login {
      let create = CreatePublicAccount(login: login, name: name, by: actor(desk))
      switch try create.perform(in: desk.installation, at: now) {
      case .created(let account): return changed(account, "made")
      case .loginTaken: typed.loginProblem = .taken
      }
    }
    return try page(typed, desk)
  }

  private mutating func convertAccount(_ desk: Desk) throws -> Response {
    var typed = PublicAccountList.Typed()
    typed.person = desk.request.form["person"] ?? ""
    typed.personProblem = .unknown
    if let account = try desk.installation.account(typed: typed.person) {
      let convert = ConvertAccount(login: account.login, by: actor(desk))
      switch try convert.perform(in: desk.installation, at: now) {
      case .converted(let account, let pages): return try converted(account, pages, desk)
      case .refused(_, let problem): typed.personProblem = .conversion(problem)
      case .asks(let account, _): typed.personProblem = .links(account)
      case .unknown: break
      }
    }
    return try page(typed, desk)
  }

  private func page(_ typed: PublicAccountList.Typed, _ desk: Desk) throws -> Response {
    var list = try list(desk)
    list.typed = typed
    return page(
      .unprocessableContent, surroundings().publicAccountsPage(try signedIn(desk), list))
  }

  /// On to the page of that one, which says what was done.
  func changed(_ account: Account, _ what: String, _ subject: GrantSubject? = nil) -> Response {
    var pairs = [("done", what)]
    if let subject { pairs += [("kind", subject.kind), ("subject", subject.id)] }
    return redirect(to: absolute(.publicAccount(login: account.login.text)) + queryText(pairs))
  }
}
