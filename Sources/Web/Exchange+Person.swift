// One person's account, and what is done to it, up to erasing it.

import Actions
import CGI
import Membership
import Pages

extension Exchange {
  func person(_ login: String, _ desk: Desk) throws -> Response {
    guard let account = try find(login, desk) else { return failure(.notFound, .notFound) }
    let query = desk.request.query["done"]
    let notice: PersonNotice? =
      switch query {
      case "added": .added
      case "added-silently": .addedSilently
      case "changed": .changed
      case "same": .same
      case "holdings": .holdingsSaved
      case "password": .passwordRenewed
      case "erased": .erased
      default: query.flatMap { AccountChange(rawValue: $0) }.map { .acted($0) }
      }
    return try page(.ok, account, notice, desk)
  }

  private func find(_ login: String, _ desk: Desk) throws -> Account? {
    guard let account = try Login(login).flatMap({ try desk.installation.account(login: $0) }),
      account.kind == .personal
    else { return nil }
    return account
  }

  private func page(
    _ status: Status, _ account: Account, _ notice: PersonNotice?, _ desk: Desk,
    form: PersonForm? = nil, holdings choice: HoldingChoice? = nil
  ) throws -> Response {
    let installation = desk.installation
    let departments = try departmentChoice(in: installation)
    let path = try installation.departmentPath(of: account)
    let held = try installation.holdings(of: account)
    let person = Person(
      account: account, departmentPath: path, holdings: held,
      hasSecondFactor: try installation.hasSecondFactor(account),
      links: try installation.livingInvitations(of: account, at: now),
      application: try installation.application(of: account),
      publicAccounts: try installation.publicAccounts(for: account))
    return page(
      status,
      surroundings(translated: status == .ok).personPage(
        try signedIn(desk), person, form ?? PersonForm(account, path: path, departments),
        PersonChoices(
          departments: departments,
          holdings: try choice
            ?? HoldingChoice(try installation.holdings(), chosen: Set(held.map(\.id))),
          administrators: try installation.administrators()),
        notice: notice))
  }

  /// To the page of that person, which says what was done.
  func toPerson(_ what: String, _ account: Account) -> Response {
    redirect(to: "\(absolute(.person(login: account.login.text)))?done=\(what)")
  }

  mutating func changePerson(_ login: String, _ desk: Desk) throws -> Response {
    guard let account = try find(login, desk) else { return failure(.notFound, .notFound) }
    let action = desk.request.form["action"] ?? ""
    switch action {
    case "change": return try change(account, desk)
    case "holdings": return try changeHoldings(account, desk)
    case "password": return try renewPassword(account, desk)
    case "convert": return try convert(account, desk)
    default:
      guard let change = AccountChange(rawValue: action) else {
        return failure(.badRequest, .badRequest)
      }
      return try perform(change, account, desk)
    }
  }

  private mutating func change(_ account: Account, _ desk: Desk) throws -> Response {
    var form = PersonForm(desk.request.form)
    let read = try read(&form, desk)
    let sent = desk.request.form
    // Only what this form changed: another may have changed the rest since it was opened.
    func isChanged(_ name: String) -> Bool { sent["before-\(name)"] != sent[name] }
    if !form.isWrong {
      var change = ChangeAccount(login: account.login, by: actor(desk))
      if isChanged("name") { change.name = read.name }
      if isChanged("email") { change.email = read.email }
      if isChanged("department") { change.department = .some(read.department?.id) }
      if isChanged("language") { change.language = form.language }
      switch try change.perform(in: desk.installation, at: now) {
      case .changed(let changed, let pages):
        return try published(pages, changed == account ? "same" : "changed", changed, desk)
      case .addressTaken(let holder): form.emailProblem = .taken(by: holder)
      case .departmentGone: form.departmentProblem = true
      case .removed(let found):
        return try page(.unprocessableContent, found, .refused(.notSo), desk)
      case .unknown: return failure(.notFound, .notFound)
      }
    }
    return try page(.unprocessableContent, account, nil, desk, form: form)
  }

  /// Pages are written before the answer, which leads back to the page of that account.
  private mutating func published(
    _ pages: [InvitationCode], _ done: String, _ account: Account, _ desk: Desk
  ) throws -> Response {
    if !pages.isEmpty, let cause = publish(pages, in: desk.installation) {
      // Whatever is left to write is written behind the answer.
      followUps.append(["build"])
      let found = try desk.installation.account(login: account.login) ?? account
      return try page(.ok, found, .unpublished(cause: cause), desk)
    }
    return toPerson(done, account)
  }

  private func changeHoldings(_ account: Account, _ desk: Desk) throws -> Response {
    var choice = HoldingChoice(try desk.installation.holdings(), desk.request.form)
    guard choice.unknown.isEmpty else {
      return try page(.unprocessableContent, account, nil, desk, holdings: choice)
    }
    let action = ChangeHoldings(of: account.login, choice.change, by: actor(desk))
    switch try action.perform(in: desk.installation, at: now) {
    case .changed: return toPerson("holdings", account)
    case .holdingGone:
      choice.isGone = true
      return try page(.unprocessableContent, account, nil, desk, holdings: choice)
    case .unknown: return try page(.unprocessableContent, account, .refused(.notSo), desk)
    }
  }

  private mutating func renewPassword(_ account: Account, _ desk: Desk) throws -> Response {
    // One's own is changed on one's own page: this would end the session.
    guard account.id != desk.session.account.id else {
      return try page(.unprocessableContent, account, .refused(.yourself), desk)
    }
    let reissue = ReissuePassword(login: account.login, by: actor(desk))
    switch try reissue.perform(in: desk.installation, at: now) {
    case .reissued:
      followUps.append(["deliver"])
      return toPerson("password", account)
    case .notActive: return try page(.unprocessableContent, account, .refused(.notSo), desk)
    case .unknown: return failure(.notFound, .notFound)
    }
  }

  private mutating func perform(
    _ change: AccountChange, _ account: Account, _ desk: Desk
  ) throws -> Response {
    let action = ChangeAccountState(
      login: account.login, change, links: leavingLinks(desk.request.form), by: actor(desk))
    switch try action.perform(in: desk.installation, at: now) {
    case .changed(let changed, let pages):
      return try published(pages, change.rawValue, changed, desk)
    case .refused(let found, let problem):
      return try page(.unprocessableContent, found, .refused(problem), desk)
    case .asks(let found, _):
      return try page(.unprocessableContent, found, .unanswered(change), desk)
    case .unknown: return failure(.notFound, .notFound)
    }
  }

  private mutating func convert(_ account: Account, _ desk: Desk) throws -> Response {
    let convert = ConvertAccount(
      login: account.login, links: leavingLinks(desk.request.form), by: actor(desk))
    switch try convert.perform(in: desk.installation, at: now) {
    case .converted(let account, let pages): return try converted(account, pages, desk)
    case .refused(let found, let problem):
      return try page(.unprocessableContent, found, .notConverted(problem), desk)
    case .asks(let found, _):
      return try page(.unprocessableContent, found, .conversionUnanswered, desk)
    case .unknown: return try page(.unprocessableContent, account, .refused(.notSo), desk)
    }
  }

  /// What a form says becomes of the links of who leaves; nil where it does not.
  func leavingLinks(_ form: Fields) -> LeavingLinks? {
    switch form[LinksAnswer.field].flatMap({ LinksAnswer(rawValue: $0) }) {
    case .keep: .keep
    case .revoke: .revoke
    case .handOver: form[LinksAnswer.heir].flatMap { Login($0) }.map { .handOver(to: $0) }
    case nil: nil
    }
  }

  // MARK: Erasing

  func erasePage(_ login: String, _ desk: Desk) throws -> Response {
    guard let account = try find(login, desk) else { return failure(.notFound, .notFound) }
    guard account.state == .removed, !account.isErased else {
      return redirect(to: absolute(.person(login: account.login.text)))
    }
    return try erasePage(.ok, account, nil, desk)
  }

  private func erasePage(
    _ status: Status, _ account: Account, _ problem: AccountChange.Problem?, _ desk: Desk,
    isUnanswered: Bool = false
  ) throws -> Response {
    let installation = desk.installation
    return page(
      status,
      surroundings(translated: status == .ok).erasePage(
        try signedIn(desk), account,
        links: try installation.livingInvitations(of: account, at: now),
        administrators: try installation.administrators(), problem: problem,
        isUnanswered: isUnanswered))
  }

  mutating func erasePerson(_ login: String, _ desk: Desk) throws -> Response {
    guard let account = try find(login, desk) else { return failure(.notFound, .notFound) }
    guard account.state == .removed, !account.isErased else {
      return try page(.unprocessableContent, account, .refused(.notSo), desk)
    }
    let erase = EraseAccount(
      login: account.login, links: leavingLinks(desk.request.form), by: actor(desk))
    switch try erase.perform(in: desk.installation, at: now) {
    case .erased(let erased, let pages):
      // With it goes what is left in unused parts of the file.
      followUps.append(["deliver"])
      let answer = try published(pages, "erased", erased, desk)
      let naming = desk.installation.settingsNaming(account)
      return naming.isEmpty ? answer : try page(.ok, erased, .stillNamed(naming), desk)
    case .refused(let found, let problem):
      return try erasePage(.unprocessableContent, found, problem, desk)
    case .asks(let found, _):
      return try erasePage(.unprocessableContent, found, nil, desk, isUnanswered: true)
    case .unknown: return failure(.notFound, .notFound)
    }
  }
}
