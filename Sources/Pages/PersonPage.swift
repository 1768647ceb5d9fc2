// One person's account: all that is known of it, what may be changed about it, and how it leaves.

import Languages
package import Membership

package struct Person {
  package var account: Account
  package var departmentPath: String
  package var holdings: [Holding]
  package var hasSecondFactor: Bool
  /// Those that are not over.
  package var links: LivingInvitations
  /// What brought the account.
  package var application: Application?
  package var publicAccounts: [PublicAccess]

  package init(
    account: Account, departmentPath: String, holdings: [Holding], hasSecondFactor: Bool,
    links: LivingInvitations, application: Application?, publicAccounts: [PublicAccess]
  ) {
    self.account = account
    self.departmentPath = departmentPath
    self.holdings = holdings
    self.hasSecondFactor = hasSecondFactor
    self.links = links
    self.application = application
    self.publicAccounts = publicAccounts
  }
}

package enum PersonNotice: Hashable, Sendable {
  case added, addedSilently, changed, same, holdingsSaved, passwordRenewed
  case acted(AccountChange)
  case erased
  /// These settings say something of who was erased.
  case stillNamed([Settings.Name])
  /// Done, but pages could not be written: why.
  case unpublished(cause: String)
  case refused(AccountChange.Problem)
  /// Nothing was changed, since it was not said what becomes of the links.
  case unanswered(AccountChange)
  case notConverted(ConversionProblem)
  /// It stays personal, since it was not said what becomes of the links.
  case conversionUnanswered
}

/// What can be chosen from on the page of a person.
package struct PersonChoices {
  package var departments: DepartmentChoice
  package var holdings: HoldingChoice
  package var administrators: [Account]

  package init(
    departments: DepartmentChoice, holdings: HoldingChoice, administrators: [Account]
  ) {
    self.departments = departments
    self.holdings = holdings
    self.administrators = administrators
  }
}

extension Surroundings {
  package func personPage(
    _ signedIn: SignedIn, _ person: Person, _ form: PersonForm, _ choices: PersonChoices,
    notice: PersonNotice?
  ) -> HTML {
    let texts = strings.accounts
    let account = person.account
    let (good, bad) = sentences(notice, form, choices.holdings, account)
    let isRemoved = account.state == .removed
    return desk(
      title: [bad, good, account.name.text].compactMap { $0 }.joined(separator: " · "), signedIn,
      .people, isBelow: true,
      """
      <p><a href="\(address(.people))">\(texts.back)</a></p>
      <h1>\(account.name.text)</h1>
      \(done(good))
      \(alert(bad))
      <div class="card">
      <p>\(stateMark(account.state))</p>
      \(piece(if: isRemoved, "<p>\(account.isErased ? texts.isErased : texts.isRemoved)</p>"))
      <dl class="facts">\(facts(of: person))</dl>
      <p><a href="\(address(.invitations))?state=all&amp;inviter=\(account.id.text)">\(texts.links)</a>: \
      \(texts.linksOpen(person.links.links))<br>
      \(piece(person.application) { "<a href=\"\(address(.application(reference: $0.reference)))\">\(texts.application)</a>: \($0.reference)<br>" })
      <a href="\(address(.audit))?subject=\(account.id.text)">\(texts.history)</a></p>
      </div>
      \(isRemoved ? eraseLink(account) : keeping(person, form, choices, notice, signedIn))
      """)
  }

  private func sentences(
    _ notice: PersonNotice?, _ form: PersonForm, _ holdings: HoldingChoice, _ account: Account
  ) -> (good: String?, bad: String?) {
    let texts = strings.accounts
    let name = account.name.text
    return switch notice {
    case nil: (nil, form.isWrong || holdings.isWrong ? strings.landing.pleaseCorrect : nil)
    case .added: (texts.added(name), nil)
    case .addedSilently: (texts.addedSilently(name), nil)
    case .changed: (texts.changed, nil)
    case .same: (texts.nothingChanged, nil)
    case .holdingsSaved: (texts.holdingsSaved, nil)
    case .passwordRenewed: (texts.passwordRenewed(name), nil)
    case .acted(let change): (texts.acted(change, name), nil)
    case .erased: (texts.erased, nil)
    case .stillNamed(let names):
      (
        texts.erased,
        texts.stillNamed(strings.holdings.list(names.map(strings.settingsPage.label)))
      )
    case .unpublished(let cause): (nil, texts.unpublished(cause))
    case .refused(let problem): (nil, strings.people.problem(problem))
    case .unanswered, .conversionUnanswered: (nil, texts.answerMissing)
    case .notConverted(let problem): (nil, strings.publicAccounts.conversion(problem))
    }
  }

  private func facts(of person: Person) -> HTML {
    let texts = strings.accounts
    let account = person.account
    let held: [HTML] = Holding.Kind.allCases.compactMap { kind in
      let names = person.holdings.filter { $0.kind == kind }.map(\.name)
      guard !names.isEmpty else { return nil }
      return
        "<dt>\(strings.holdings.kinds(kind))</dt><dd>\(strings.holdings.list(names))</dd>\n"
    }
    let access: [HTML] = person.publicAccounts.map {
      "<a href=\"\(address(.publicAccount($0.account.login)))\">\($0.account.name.text)</a> <small>(\(strings.reasons($0.reasons)))</small><br>"
    }
    let mayUse: HTML = access.isEmpty ? "\(texts.mayUseNone)" : "\(access)"
    return """
      <dt>\(texts.kind)</dt><dd>\(kind(of: account))</dd>
      <dt>\(texts.login)</dt><dd>\(account.login.text)</dd>
      \(piece(if: !account.email.text.isEmpty, "<dt>\(texts.email)</dt><dd>\(breakable: account.email)</dd>"))
      <dt>\(texts.department)</dt><dd>\(person.departmentPath.isEmpty ? texts.noDepartment : person.departmentPath)</dd>
      \(piece(if: person.links.links > 0, "<dt>\(strings.invitations.title)</dt><dd><a href=\"\(address(.invitations))?inviter=\(account.id.text)\">\(person.links.links)</a></dd>"))
      \(held)<dt>\(texts.language)</dt><dd>\(Strings.of(account.language).name)</dd>
      <dt>\(texts.since)</dt><dd>\(time(account.created))</dd>
      \(piece(if: account.mustChangePassword, "<dt>\(strings.signIn.password)</dt><dd>\(texts.passwordMissing)</dd>"))
      \(piece(if: account.isAdministrator, "<dt>\(texts.secondStep)</dt><dd>\(person.hasSecondFactor ? texts.on : texts.off)</dd>"))
      \(piece(if: account.state != .removed, "<dt>\(texts.mayUse)</dt><dd>\(mayUse)</dd>"))
      """
  }

  // MARK: What may be done

  private func keeping(
    _ person: Person, _ form: PersonForm, _ choices: PersonChoices, _ notice: PersonNotice?,
    _ signedIn: SignedIn
  ) -> HTML {
    let account = person.account
    let isOneself = account.id == signedIn.account.id
    var changes: [AccountChange] = [.signOut]
    if account.state == .suspended { changes.append(.restore) }
    if !isOneself {
      if account.state == .active { changes.append(.suspend) }
      changes.append(.remove)
    }
    return """
      \(changeForm(person, form, choices.departments, signedIn))
      \(holdingsForm(person, choices.holdings, signedIn))
      \(piece(if: account.state == .active && !isOneself, passwordForm(account, signedIn)))
      \(changes.map { actionForm($0, person, choices.administrators, notice, signedIn) })
      \(piece(if: !isOneself && !account.isAdministrator, convertForm(person, choices.administrators, notice, signedIn)))
      """
  }

  private func changeForm(
    _ person: Person, _ form: PersonForm, _ departments: DepartmentChoice, _ signedIn: SignedIn
  ) -> HTML {
    let account = person.account
    let department =
      switch departments {
      case .list: account.department?.text ?? ""
      case .typed: person.departmentPath
      }
    return """
      <details class="card"\(piece(if: form.isWrong, " open"))><summary>\(strings.accounts.change)</summary>
      <form method="post" action="\(address(.person(account.login)))">\(signedIn.tokenField)
      <input type="hidden" name="before-name" value="\(account.name.text)">
      <input type="hidden" name="before-email" value="\(account.email.text)">
      <input type="hidden" name="before-department" value="\(department)">
      <input type="hidden" name="before-language" value="\(account.language.tag)">
      \(personFields(form, departments))
      <button name="action" value="change">\(strings.desk.save)</button>
      </form></details>
      """
  }

  private func holdingsForm(
    _ person: Person, _ choice: HoldingChoice, _ signedIn: SignedIn
  ) -> HTML {
    guard !choice.all.isEmpty || choice.isGone else { return "" }
    return """
      <form method="post" class="card" action="\(address(.person(person.account.login)))">\(signedIn.tokenField)
      \(holdingFields(choice))
      <button name="action" value="holdings">\(strings.desk.save)</button>
      </form>
      """
  }

  private func passwordForm(_ account: Account, _ signedIn: SignedIn) -> HTML {
    """
    <details class="card"><summary>\(strings.accounts.newPassword)…</summary>
    <p>\(strings.accounts.newPasswordText)</p>
    <form method="post" action="\(address(.person(account.login)))">\(signedIn.tokenField)
    <button name="action" value="password">\(strings.accounts.newPassword)</button>
    </form></details>
    """
  }

  private func actionForm(
    _ change: AccountChange, _ person: Person, _ administrators: [Account],
    _ notice: PersonNotice?, _ signedIn: SignedIn
  ) -> HTML {
    let texts = strings.accounts
    let account = person.account
    let isAsked = (change == .suspend || change == .remove) && person.links.links > 0
    let isUnanswered = notice == .unanswered(change)
    return """
      <details class="card"\(piece(if: isUnanswered, " open"))><summary>\(texts.action(change))…</summary>
      <p>\(texts.actionText(change))</p>
      <form method="post" action="\(address(.person(account.login)))">\(signedIn.tokenField)
      \(piece(if: isAsked, linksQuestion(
                person.links, of: account, heirs: administrators, id: change.rawValue, isUnanswered: isUnanswered)))
      <button name="action" value="\(change.rawValue)">\(texts.action(change))</button>
      </form></details>
      """
  }

  private func convertForm(
    _ person: Person, _ administrators: [Account], _ notice: PersonNotice?, _ signedIn: SignedIn
  ) -> HTML {
    let texts = strings.publicAccounts
    let account = person.account
    let isUnanswered = notice == .conversionUnanswered
    return """
      <details class="card"\(piece(if: isUnanswered, " open"))><summary>\(texts.convert)…</summary>
      <p>\(texts.convertText)</p>
      <form method="post" action="\(address(.person(account.login)))">\(signedIn.tokenField)
      \(piece(if: person.links.links > 0, linksQuestion(
                person.links, of: account, heirs: administrators, id: "convert", isUnanswered: isUnanswered)))
      <button name="action" value="convert">\(texts.convert)</button>
      </form></details>
      """
  }

  // MARK: Erasing

  private func eraseLink(_ account: Account) -> HTML {
    guard !account.isErased else { return "" }
    return
      "<p class=\"bar\"><a class=\"button quiet\" href=\"\(address(.erasePerson(account.login)))\">\(strings.accounts.erase)</a></p>"
  }

  /// - Parameter isUnanswered: whether it was not said what becomes of the links.
  package func erasePage(
    _ signedIn: SignedIn, _ account: Account, links: LivingInvitations, administrators: [Account],
    problem: AccountChange.Problem?, isUnanswered: Bool
  ) -> HTML {
    let texts = strings.accounts
    let bad = problem.map(strings.people.problem) ?? (isUnanswered ? texts.answerMissing : nil)
    return desk(
      title: [bad, texts.eraseTitle].compactMap { $0 }.joined(separator: " · "), signedIn, .people,
      isBelow: true,
      """
      <p><a href="\(address(.person(account.login)))">\(strings.desk.back)</a></p>
      <h1>\(texts.eraseTitle)</h1>
      \(alert(bad))
      <div class="card">
      <dl class="facts"><dt>\(texts.name)</dt><dd>\(account.name.text)</dd>
      <dt>\(texts.login)</dt><dd>\(account.login.text)</dd>
      <dt>\(texts.email)</dt><dd>\(breakable: account.email)</dd></dl>
      <p>\(texts.eraseText)</p>
      <p>\(texts.eraseBackups)</p>
      <form method="post" action="\(address(.erasePerson(account.login)))">\(signedIn.tokenField)
      \(piece(if: links.links > 0, linksQuestion(
                links, of: account, answers: [.revoke, .handOver], heirs: administrators, id: "erase",
                isUnanswered: isUnanswered)))
      <button>\(texts.eraseButton)</button>
      </form>
      </div>
      """)
  }
}
