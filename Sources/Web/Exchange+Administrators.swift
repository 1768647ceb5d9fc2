// The administrators, and what one does to another's account.

import Actions
import CGI
import Membership
import Pages

extension Exchange {
  func administrators(_ desk: Desk) throws -> Response {
    var list = try list(desk)
    list.notice = notice(desk, list.rows)
    return page(.ok, surroundings(translated: true).administratorsPage(try signedIn(desk), list))
  }

  private func list(_ desk: Desk) throws -> AdministratorList {
    AdministratorList(
      rows: try desk.installation.administrators(),
      secured: try desk.installation.haveSecondFactor())
  }

  /// What was done just now, as the redirection here said.
  private func notice(_ desk: Desk, _ rows: [Account]) -> AdministratorList.Notice? {
    let query = desk.request.query
    guard let account = rows.first(where: { $0.login.text == query["who"] }) else { return nil }
    if query["done"] == "add" { return .added(account) }
    return query["done"].flatMap { AdministratorChange(rawValue: $0) }.map {
      .changed($0, account)
    }
  }

  private func done(_ what: String, _ login: Login) -> Response {
    redirect(to: "\(absolute(.administrators))?done=\(what)&who=\(percentEncoded(login.text))")
  }

  mutating func addAdministrator(_ desk: Desk) throws -> Response {
    var typed = AdministratorList.Typed()
    let form = desk.request.form
    typed.login = form["login"] ?? ""
    typed.name = form["name"] ?? ""
    typed.email = form["email"] ?? ""
    typed.language = form["language"].flatMap { Language(tag: $0) }
    var (name, email): (PersonName?, EmailAddress?)
    do throws(PersonName.Problem) { name = try PersonName(typed.name) } catch {
      typed.nameProblem = error
    }
    do throws(EmailAddress.Problem) { email = try EmailAddress(typed.email) } catch {
      typed.emailProblem = .malformed(error)
    }
    let login = Login(trimmed(typed.login))
    if login == nil { typed.loginProblem = .malformed }
    if let name, let email, let login {
      let add = AddAdministrator(
        login: login, name: name, email: email, language: typed.language ?? settings.language,
        password: nil, isMailed: true, by: .account(desk.session.account.id))
      switch try add.perform(in: desk.installation, at: now) {
      case .added:
        followUps.append(["deliver"])
        return done("add", login)
      case .loginTaken: typed.loginProblem = .taken
      case .addressTaken(let holder): typed.emailProblem = .taken(by: holder)
      }
    }
    var list = try list(desk)
    list.typed = typed
    return page(
      .unprocessableContent, surroundings().administratorsPage(try signedIn(desk), list))
  }

  mutating func changeAdministrator(_ login: String, _ desk: Desk) throws -> Response {
    guard let what = desk.request.form["change"].flatMap({ AdministratorChange(rawValue: $0) })
    else { return failure(.badRequest, .badRequest) }
    guard let login = Login(login) else { return failure(.notFound, .notFound) }
    let form = desk.request.form
    let change = ChangeAdministrator(
      login: login, what, links: leavingLinks(form), by: .account(desk.session.account.id))
    switch try change.perform(in: desk.installation, at: now) {
    case .changed(let account, let pages):
      if what == .reset { followUps.append(["deliver"]) }
      if !pages.isEmpty, let cause = publish(pages, in: desk.installation) {
        followUps.append(["build"])
        var list = try list(desk)
        list.notice = .unpublished(cause: cause)
        return page(.ok, surroundings().administratorsPage(try signedIn(desk), list))
      }
      return done(what.rawValue, account.login)
    case .asks(let account, let living):
      var list = try list(desk)
      list.leaving = LeavingAdministrator(account: account, links: living, isUnanswered: true)
      return page(
        .unprocessableContent, surroundings().administratorsPage(try signedIn(desk), list))
    case .refused(_, let problem):
      var list = try list(desk)
      list.notice = .refused(problem)
      return page(
        .unprocessableContent, surroundings().administratorsPage(try signedIn(desk), list))
    case .unknown: return failure(.notFound, .notFound)
    }
  }
}
