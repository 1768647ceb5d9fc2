// One public account, for administrators: to whom it is open, who may use it, who did, and what is done to it.

import Actions
import CGI
import Membership
import Pages

extension Exchange {
  private static let usesOfPage = 50
  private static let usersOfPage = 20

  func publicAccount(_ typed: String, _ desk: Desk) throws -> Response {
    guard let account = try find(typed, desk) else { return failure(.notFound, .notFound) }
    var view = try view(account, desk)
    view.notice = try notice(desk)
    return page(.ok, surroundings(translated: true).publicAccountPage(try signedIn(desk), view))
  }

  /// On to its page; those of its links are written before.
  mutating func converted(_ account: Account, _ pages: [InvitationCode], _ desk: Desk) throws
    -> Response
  {
    guard !pages.isEmpty, let cause = publish(pages, in: desk.installation) else {
      return changed(account, "converted")
    }
    // Whatever is left to write is written behind the answer.
    followUps.append(["build"])
    var view = try view(account, desk)
    view.notice = .unpublished(cause: cause)
    return page(.ok, surroundings().publicAccountPage(try signedIn(desk), view))
  }

  private func find(_ typed: String, _ desk: Desk) throws -> Account? {
    try Login(typed).flatMap { try desk.installation.publicAccount(login: $0) }
  }

  private func view(_ account: Account, _ desk: Desk) throws -> PublicAccountView {
    let installation = desk.installation
    let last = try desk.request.query["before"].flatMap {
      try installation.use(id: PublicAccountUse.ID($0), at: now)
    }
    let found = try installation.uses(
      of: account, before: last, limit: Self.usesOfPage + 1, at: now)
    let uses = Array(found.prefix(Self.usesOfPage))
    let users = try installation.users(of: account, limit: Self.usersOfPage + 1)
    let address = address(.publicAccount(login: account.login.text))
    return PublicAccountView(
      account: account, grants: try installation.grants(for: account),
      users: Array(users.prefix(Self.usersOfPage)),
      allUsers: users.count > Self.usersOfPage
        ? self.address(.people) + queryText([("may-use", account.login.text)]) : nil,
      uses: uses,
      next: found.count > uses.count
        ? uses.last.map { address + queryText([("before", $0.id.text)]) } : nil,
      first: last == nil ? nil : address,
      departments: try departmentChoice(in: installation), holdings: try installation.holdings())
  }

  /// What was done just now, as the redirection here said.
  private func notice(_ desk: Desk) throws -> PublicAccountView.Notice? {
    let query = desk.request.query
    func subject() throws -> String? {
      guard let kind = query["kind"], let id = query["subject"],
        let subject = GrantSubject(kind: kind, id: id),
        let grant = try desk.installation.grant(subject)
      else { return nil }
      return surroundings().name(of: grant)
    }
    switch query["done"] {
    case "made": return .made
    case "converted": return .converted
    case "renamed": return .renamed
    case "associated": return try subject().map { .associated($0) }
    case "dissociated": return try subject().map { .dissociated($0) }
    case "suspend": return .changed(.suspend)
    case "restore": return .changed(.restore)
    default: return nil
    }
  }

  mutating func changePublicAccount(_ typed: String, _ desk: Desk) throws -> Response {
    guard let account = try find(typed, desk) else { return failure(.notFound, .notFound) }
    switch desk.request.form["action"] {
    case "rename": return try rename(account, desk)
    case "associate-department", "associate-holding", "associate-person":
      return try associate(account, desk)
    case "dissociate": return try dissociate(account, desk)
    case "revert": return try revert(account, desk)
    case let action?:
      guard let change = PublicAccountChange(rawValue: action) else { break }
      return try perform(change, on: account, desk)
    case nil: break
    }
    return failure(.badRequest, .badRequest)
  }

  // MARK: Associations

  private func associate(_ account: Account, _ desk: Desk) throws -> Response {
    let (form, installation) = (desk.request.form, desk.installation)
    var subject: GrantSubject?
    var typed = PublicAccountView.Typed()
    var place = \PublicAccountView.Typed.personProblem
    switch form["action"] {
    case "associate-department":
      place = \.departmentProblem
      typed.department = form["department"] ?? ""
      if !typed.department.isEmpty,
        case .found(let found) = try installation.department(typed: typed.department)
      {
        subject = .department(found.id)
      }
    case "associate-holding":
      place = \.holdingProblem
      typed.holding = form["holding"] ?? ""
      if let kind = form["holding-kind"] {
        typed.holdingKind = kind
        subject = try Holding.Kind(rawValue: kind).flatMap {
          try installation.holding($0, named: trimmed(typed.holding))
        }.map { .holding($0.id) }
      } else if !typed.holding.isEmpty {
        subject = .holding(Holding.ID(typed.holding))
      }
    default:
      typed.person = form["person"] ?? ""
      subject = try installation.account(typed: typed.person).map { .account($0.id) }
    }
    typed[keyPath: place] = .unknown
    if let subject {
      let associate = Associate(login: account.login, subject, by: actor(desk))
      switch try associate.perform(in: installation, at: now) {
      case .associated: return changed(account, "associated", subject)
      case .refused(let problem): typed[keyPath: place] = .refused(problem)
      case .unknown: return failure(.notFound, .notFound)
      }
    }
    return try page(account, desk) { $0.typed = typed }
  }

  private func dissociate(_ account: Account, _ desk: Desk) throws -> Response {
    let form = desk.request.form
    guard let kind = form["kind"], let id = form["subject"],
      let subject = GrantSubject(kind: kind, id: id)
    else { return failure(.badRequest, .badRequest) }
    let dissociate = Dissociate(login: account.login, subject, by: actor(desk))
    switch try dissociate.perform(in: desk.installation, at: now) {
    case .dissociated: return changed(account, "dissociated", subject)
    case .notAssociated: return try page(account, desk) { $0.notice = .notAssociated }
    case .unknown: return failure(.notFound, .notFound)
    }
  }

  // MARK: Changes

  private func rename(_ account: Account, _ desk: Desk) throws -> Response {
    var typed = PublicAccountView.Typed()
    typed.name = desk.request.form["name"] ?? ""
    guard let name = try? PersonName(typed.name ?? "") else {
      typed.isNameWrong = true
      return try page(account, desk) { $0.typed = typed }
    }
    let rename = ChangePublicAccount(login: account.login, .rename(name), by: actor(desk))
    switch try rename.perform(in: desk.installation, at: now) {
    // As it was before is as it was asked for.
    case .changed(let account), .notSo(let account): return changed(account, "renamed")
    case .unknown: return failure(.notFound, .notFound)
    }
  }

  private func perform(
    _ change: PublicAccountChange, on account: Account, _ desk: Desk
  ) throws -> Response {
    let action = ChangePublicAccount(login: account.login, .state(change), by: actor(desk))
    switch try action.perform(in: desk.installation, at: now) {
    case .changed(let account):
      return change == .remove
        ? gone(account, change.rawValue) : changed(account, change.rawValue)
    case .notSo(let account): return try page(account, desk) { $0.notice = .notSo }
    case .unknown: return failure(.notFound, .notFound)
    }
  }

  private mutating func revert(_ account: Account, _ desk: Desk) throws -> Response {
    var typed = PublicAccountView.Typed()
    typed.email = desk.request.form["email"] ?? ""
    var email: EmailAddress?
    do throws(EmailAddress.Problem) { email = try EmailAddress(typed.email ?? "") } catch {
      typed.emailProblem = .email(error)
    }
    if let email {
      let revert = RevertAccount(login: account.login, email: email, by: actor(desk))
      switch try revert.perform(in: desk.installation, at: now) {
      case .reverted(let account):
        followUps.append(["deliver"])
        return gone(account, "revert")
      case .refused(_, let problem): typed.emailProblem = .refused(problem)
      case .unknown: return failure(.notFound, .notFound)
      }
    }
    return try page(account, desk) { $0.typed = typed }
  }

  /// To the list, where it does not stand any more.
  private func gone(_ account: Account, _ what: String) -> Response {
    redirect(
      to: absolute(.publicAccounts) + queryText([("done", what), ("who", account.login.text)]))
  }

  private func page(
    _ account: Account, _ desk: Desk, _ change: (inout PublicAccountView) -> Void
  ) throws -> Response {
    var view = try view(account, desk)
    change(&view)
    return page(
      .unprocessableContent, surroundings().publicAccountPage(try signedIn(desk), view))
  }
}
