// People's accounts: the list, a new one, one and what is done to it.

import Actions
import CGI
import Membership
import Pages

extension Exchange {
  private static let rows = 50

  func people(_ desk: Desk) throws -> Response {
    let query = try PeopleQuery(desk)
    let installation = desk.installation
    var found: [Account] = []
    var more = false
    if let text = query.text {
      (found, more) = try installation.accounts(text, limit: Self.rows)
    } else if query.choice.problem == nil {
      // One more than fits tells whether there is another page.
      found = try installation.accounts(query.filter, from: query.start, limit: Self.rows + 1)
    }
    let shown = Array(found.prefix(Self.rows))
    let holdings = try installation.holdings()
    let isFirst = if case .first = query.start { true } else { false }
    let list = AccountList(
      rows: try rows(shown, in: installation), choice: query.choice,
      departments: try departmentChoice(in: installation),
      holdings: holdings.count > AccountList.mostHoldings ? [] : holdings,
      holding: query.holding, publicAccount: query.publicAccount,
      next: found.count > shown.count
        ? shown.last.map { address(.people) + query.text(after: $0) } : nil,
      first: isFirst ? nil : address(.people) + query.text(), more: more)
    return page(
      query.choice.problem == nil ? .ok : .unprocessableContent,
      surroundings(translated: true).peoplePage(try signedIn(desk), list))
  }

  private func rows(_ accounts: [Account], in installation: Installation) throws
    -> [AccountList.Row]
  {
    var paths: [Department.ID: String] = [:]
    return try accounts.map { account in
      var path = ""
      if let department = account.department {
        path = try paths[department] ?? installation.departmentPath(of: account)
        paths[department] = path
      }
      return AccountList.Row(
        account: account, departmentPath: path, holdings: try installation.holdings(of: account))
    }
  }

  // MARK: A new one

  func newPerson(_ desk: Desk) throws -> Response {
    var form = PersonForm()
    form.holdings = HoldingChoice(try desk.installation.holdings())
    return try page(.ok, form, desk)
  }

  private func page(_ status: Status, _ form: PersonForm, _ desk: Desk) throws -> Response {
    page(
      status,
      surroundings(translated: status == .ok).newPersonPage(
        try signedIn(desk), form, departments: try departmentChoice(in: desk.installation)))
  }

  mutating func addPerson(_ desk: Desk) throws -> Response {
    var form = PersonForm(desk.request.form)
    form.holdings = HoldingChoice(try desk.installation.holdings(), desk.request.form)
    let typed = trimmed(form.login)
    let login = Login(typed)
    if login == nil, !typed.isEmpty { form.loginProblem = .malformed }
    let read = try read(&form, desk)
    if !form.isWrong, let name = read.name, let email = read.email {
      let add = AddAccount(
        login: login, name: name, email: email, department: read.department?.id,
        language: form.language ?? settings.language, holdings: form.holdings.chosen,
        isMailed: form.isMailed, by: actor(desk))
      switch try add.perform(in: desk.installation, at: now) {
      case .added(let account):
        if form.isMailed { followUps.append(["deliver"]) }
        return done(form.isMailed ? "added" : "added-silently", account)
      case .loginTaken: form.loginProblem = .taken
      case .addressTaken(let holder): form.emailProblem = .taken(by: holder)
      case .departmentGone: form.departmentProblem = true
      case .holdingGone: form.holdings.isGone = true
      }
    }
    return try page(.unprocessableContent, form, desk)
  }

  /// What the fields say; what cannot be read becomes a problem of the form.
  private func read(_ form: inout PersonForm, _ desk: Desk) throws -> (
    name: PersonName?, email: EmailAddress?, department: Department?
  ) {
    var (name, email): (PersonName?, EmailAddress?)
    do throws(PersonName.Problem) { name = try PersonName(form.name) } catch {
      form.nameProblem = error
    }
    do throws(EmailAddress.Problem) { email = try EmailAddress(form.email) } catch {
      form.emailProblem = .malformed(error)
    }
    var department: Department?
    if !form.department.isEmpty {
      if case .found(let found) = try desk.installation.department(typed: form.department) {
        department = found
      } else {
        form.departmentProblem = true
      }
    }
    return (name, email, department)
  }

  // MARK: One

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
    form: PersonForm? = nil
  ) throws -> Response {
    let installation = desk.installation
    let departments = try departmentChoice(in: installation)
    let path = try installation.departmentPath(of: account)
    let person = Person(
      account: account, departmentPath: path, holdings: try installation.holdings(of: account),
      hasSecondFactor: try installation.hasSecondFactor(account),
      links: try installation.livingInvitations(of: account, at: now),
      application: try installation.application(of: account),
      publicAccounts: try installation.publicAccounts(for: account))
    return page(
      status,
      surroundings(translated: status == .ok).personPage(
        try signedIn(desk), person, form ?? PersonForm(account, path: path, departments),
        PersonChoices(
          departments: departments, holdings: try installation.holdings(),
          administrators: try installation.administrators()),
        notice: notice))
  }

  private func done(_ what: String, _ account: Account) -> Response {
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
    return self.done(done, account)
  }

  private func changeHoldings(_ account: Account, _ desk: Desk) throws -> Response {
    let choice = HoldingChoice(try desk.installation.holdings(), desk.request.form)
    let action = ChangeHoldings(of: account.login, choice.change, by: actor(desk))
    switch try action.perform(in: desk.installation, at: now) {
    case .changed: return done("holdings", account)
    case .holdingGone: return try page(.unprocessableContent, account, .holdingGone, desk)
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
      return done("password", account)
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

extension PersonForm {
  /// What was typed.
  fileprivate init(_ form: Fields) {
    self.init()
    login = form["login"] ?? ""
    name = form["name"] ?? ""
    email = form["email"] ?? ""
    department = form["department"] ?? ""
    language = form["language"].flatMap { Language(tag: $0) }
    isMailed = form["welcome"] != "later"
  }

  /// Of an account, as it is.
  fileprivate init(_ account: Account, path: String, _ departments: DepartmentChoice) {
    self.init()
    login = account.login.text
    name = account.name.text
    email = account.email.text
    language = account.language
    switch departments {
    case .list: department = account.department?.text ?? ""
    case .typed: department = path
    }
  }
}
