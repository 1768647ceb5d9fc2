// One public account: to whom it is open, who may use it for that reason, who did, and what may be done to it.

import Languages
package import Membership

package struct PublicAccountView: Sendable {
  package var account: Account
  package var grants: [Grant]
  /// The first of them.
  package var users: [PublicAccountUser]
  /// The address of the list of all of them; nil where these are all.
  package var allUsers: String?
  /// The newest first.
  package var uses: [PublicAccountUse]
  /// Addresses of the next page of the uses, and of the first where this is another.
  package var next, first: String?
  package var departments: DepartmentChoice
  package var holdings: [Holding]
  package var notice: Notice?
  package var typed = Typed()

  package enum Notice: Sendable {
    case made, converted, renamed
    case changed(PublicAccountChange)
    case associated(String)
    case dissociated(String)
    case notSo, notAssociated
    /// Converted, but pages could not be written: why.
    case unpublished(cause: String)
  }

  /// The forms, as one of them was sent.
  package struct Typed: Sendable {
    package var name: String?
    package var department = "", holding = "", person = ""
    package var email: String?
    package var isNameWrong = false
    package var departmentProblem: SubjectProblem?
    package var holdingKind = ""
    package var holdingProblem: SubjectProblem?
    package var personProblem: SubjectProblem?
    package var emailProblem: ReversionSentence?

    package init() {}

    var hasProblem: Bool {
      isNameWrong || departmentProblem != nil || holdingProblem != nil || personProblem != nil
        || emailProblem != nil
    }
  }

  package enum SubjectProblem: Sendable {
    case unknown
    case refused(AssociationProblem)
  }

  package enum ReversionSentence: Sendable {
    case email(EmailAddress.Problem)
    case refused(ReversionProblem)
  }

  package init(
    account: Account, grants: [Grant], users: [PublicAccountUser], allUsers: String?,
    uses: [PublicAccountUse], next: String?, first: String?, departments: DepartmentChoice,
    holdings: [Holding]
  ) {
    self.account = account
    self.grants = grants
    self.users = users
    self.allUsers = allUsers
    self.uses = uses
    self.next = next
    self.first = first
    self.departments = departments
    self.holdings = holdings
  }
}

extension Surroundings {
  package func publicAccountPage(_ signedIn: SignedIn, _ view: PublicAccountView) -> HTML {
    let texts = strings.publicAccounts
    let account = view.account
    let (good, bad) = sentences(view)
    return desk(
      title: [bad, good, account.name.text].compactMap { $0 }.joined(separator: " · "), signedIn,
      .publicAccounts, isBelow: true,
      """
      <p><a href="\(address(.publicAccounts))">\(texts.back)</a></p>
      <h1>\(account.name.text)</h1>
      \(done(good))
      \(alert(bad))
      <div class="card">
      <p>\(stateMark(of: account))</p>
      <dl class="facts"><dt>\(texts.login)</dt><dd>\(account.login.text)</dd>
      <dt>\(texts.created)</dt><dd>\(time(account.created))</dd></dl>
      <p><a href="\(address(.audit))?subject=\(account.id.text)">\(texts.history)</a></p>
      </div>
      <h2>\(texts.associatedWith)</h2>
      \(view.grants.isEmpty ? "<p class=\"soft\">\(texts.nothing)</p>" : table(view.grants, account, signedIn))
      \(associationForms(view, signedIn))
      <h2>\(texts.users)</h2>
      \(view.users.isEmpty ? "<p class=\"soft\">\(texts.nobody)</p>" : table(view.users))
      \(piece(view.allUsers) { "<p><a href=\"\($0)\">\(texts.allUsers)</a></p>" })
      <h2>\(texts.uses)</h2>
      \(view.uses.isEmpty ? "<p class=\"soft\">\(view.first == nil ? texts.neverUsed : strings.desk.nothingFound)</p>" : table(view.uses))
      \(pager(first: view.first, next: view.next))
      \(changeForms(view, signedIn))
      """)
  }

  private func sentences(_ view: PublicAccountView) -> (good: String?, bad: String?) {
    let texts = strings.publicAccounts
    let name = view.account.name.text
    return switch view.notice {
    case nil: (nil, view.typed.hasProblem ? strings.landing.pleaseCorrect : nil)
    case .made: (texts.made(name), nil)
    case .converted: (texts.converted(name), nil)
    case .renamed: (texts.renamed, nil)
    case .changed(let change): (texts.changed(change, name), nil)
    case .associated(let subject): (texts.associated(subject), nil)
    case .dissociated(let subject): (texts.dissociated(subject), nil)
    case .notSo: (nil, texts.notSo)
    case .notAssociated: (nil, texts.notAssociated)
    case .unpublished(let cause): (nil, texts.unpublished(cause))
    }
  }

  // MARK: Associations

  /// What a public account is associated with, by its name.
  package func name(of grant: Grant) -> String {
    switch grant {
    case .department(let department): department.path
    case .holding(let holding): holding.name
    case .account(let account): account.name.text
    }
  }

  private func table(_ grants: [Grant], _ account: Account, _ signedIn: SignedIn) -> HTML {
    let texts = strings.publicAccounts
    let rows: [HTML] = grants.map { grant in
      """
      <tr><td>\(link(to: grant))<small>\(strings.grants.kind(grant))</small></td>\
      <td><form method="post" action="\(address(.publicAccount(account.login)))">\(signedIn.tokenField)\
      <input type="hidden" name="kind" value="\(grant.subject.kind)">\
      <input type="hidden" name="subject" value="\(grant.subject.id)">\
      <button class="quiet" name="action" value="dissociate">\(texts.remove)\
      <span class="unseen"> \(name(of: grant))</span></button></form></td></tr>

      """
    }
    return """
      <table>
      <tbody>
      \(rows)</tbody>
      </table>
      """
  }

  private func link(to grant: Grant) -> HTML {
    let place: Place =
      switch grant {
      case .department(let department): .department(department.id)
      case .holding(let holding): .holding(holding.id)
      case .account(let account): .person(account.login)
      }
    return "<a href=\"\(address(place))\"><b>\(name(of: grant))</b></a>"
  }

  private func associationForms(_ view: PublicAccountView, _ signedIn: SignedIn) -> HTML {
    let texts = strings.publicAccounts
    let typed = view.typed
    let isOpen =
      typed.departmentProblem != nil || typed.holdingProblem != nil || typed.personProblem != nil
      || view.grants.isEmpty
    return """
      <details class="card"\(piece(if: isOpen, " open"))><summary>\(texts.add)</summary>
      \(form("associate-department", view, signedIn,
                departmentField(view.departments, label: texts.department, none: texts.chooseOne, typed: typed.department,
                  problem: typed.departmentProblem.map { sentence($0, unknown: strings.desk.departmentUnknown) })))
      \(piece(if: !view.holdings.isEmpty, form("associate-holding", view, signedIn,
                holdingField(view.holdings, label: texts.holding, none: texts.chooseOne, kind: typed.holdingKind, typed: typed.holding,
                  problem: typed.holdingProblem.map { sentence($0, unknown: texts.holdingUnknown) }))))
      \(form("associate-person", view, signedIn,
                Field(name: "person", label: texts.person, value: typed.person, autocomplete: "off", hint: texts.personHint,
                  problem: typed.personProblem.map { sentence($0, unknown: texts.personUnknown) }).html))
      </details>
      """
  }

  private func form(
    _ action: String, _ view: PublicAccountView, _ signedIn: SignedIn, _ fields: HTML
  ) -> HTML {
    """
    <form method="post" action="\(address(.publicAccount(view.account.login)))">\(signedIn.tokenField)
    \(fields)
    <button class="quiet" name="action" value="\(action)">\(strings.people.add)</button>
    </form>
    """
  }

  private func sentence(_ problem: PublicAccountView.SubjectProblem, unknown: String) -> String {
    switch problem {
    case .unknown: unknown
    case .refused(let problem): strings.publicAccounts.association(problem)
    }
  }

  // MARK: Who may, and who did

  private func table(_ users: [PublicAccountUser]) -> HTML {
    let texts = strings.publicAccounts
    let rows: [HTML] = users.map { user in
      """
      <tr><td><a href="\(address(.person(user.account.login)))"><b>\(user.account.name.text)</b></a><small>\(user.account.login.text)</small></td>\
      <td data-is="\(texts.why)">\(reasons(user.reasons))</td></tr>

      """
    }
    return """
      <table>
      <thead><tr><th scope="col">\(texts.who)</th><th scope="col">\(texts.why)</th></tr></thead>
      <tbody>
      \(rows)</tbody>
      </table>
      """
  }

  private func table(_ uses: [PublicAccountUse]) -> HTML {
    let rows: [HTML] = uses.map { use in
      """
      <tr><td><a href="\(address(.person(use.account.login)))"><b>\(use.account.name.text)</b></a><small>\(use.account.login.text)</small></td>\(span(of: use))</tr>

      """
    }
    return """
      <table>
      <thead><tr><th scope="col">\(strings.publicAccounts.who)</th><th scope="col">\(strings.actAs.from)</th>\
      <th scope="col">\(strings.actAs.until)</th></tr></thead>
      <tbody>
      \(rows)</tbody>
      </table>
      """
  }

  // MARK: Changes

  private func changeForms(_ view: PublicAccountView, _ signedIn: SignedIn) -> HTML {
    let texts = strings.publicAccounts
    let (account, typed) = (view.account, view.typed)
    let action = address(.publicAccount(account.login))
    let state: [PublicAccountChange] = [account.state == .active ? .suspend : .restore, .remove]
    let changes: [HTML] = state.map { change in
      """
      <details class="card"><summary>\(texts.change(change))</summary>
      <p>\(texts.changeText(change))</p>
      <form method="post" action="\(action)">\(signedIn.tokenField)
      <button name="action" value="\(change.rawValue)">\(texts.change(change))</button>
      </form></details>

      """
    }
    return """
      <h2>\(texts.rename)</h2>
      <form method="post" class="card" action="\(action)">\(signedIn.tokenField)
      \(Field(
                name: "name", label: texts.name, value: typed.name ?? account.name.text, autocomplete: "off",
                problem: typed.isNameWrong ? texts.nameWrong : nil).html)
      <button name="action" value="rename">\(strings.desk.save)</button>
      </form>
      \(changes)<details class="card"\(piece(if: typed.emailProblem != nil, " open"))><summary>\(texts.revertTitle)</summary>
      <p>\(texts.revertText)</p>
      <form method="post" action="\(action)">\(signedIn.tokenField)
      \(Field(
                name: "email", label: texts.email, value: typed.email ?? account.email.text, type: "email", autocomplete: "off",
                problem: typed.emailProblem.map(sentence)).html)
      <button name="action" value="revert">\(texts.revert)</button>
      </form></details>
      """
  }

  private func sentence(_ problem: PublicAccountView.ReversionSentence) -> String {
    switch problem {
    case .email(let problem): strings.landing.emailProblem(problem)
    case .refused(let problem): strings.publicAccounts.reversion(problem)
    }
  }
}
