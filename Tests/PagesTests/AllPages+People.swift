// Every page about people's accounts, in every state.

import Languages
import Membership
import Pages

extension AllPages {
  private var department: Department {
    Department(id: .new(), name: text, parent: nil, path: text)
  }

  private var holdings: [Holding] { Holding.Kind.allCases.map { Holding(kind: $0, name: text) } }

  private func account(_ state: Account.State, isErased: Bool = false) -> Account {
    var account = account(isAdministrator: state == .suspended, mustChangePassword: true)
    account.state = state
    if isErased {
      account.login = .erased()
      account.name = .erased
      account.email = EmailAddress(stored: "")
    }
    return account
  }

  private func person(_ account: Account, links: Int = 0) -> Person {
    Person(
      account: account, departmentPath: links == 0 ? "" : text, holdings: holdings,
      hasSecondFactor: links == 0,
      links: LivingInvitations(links: links, printed: links, pending: links),
      application: links == 0 ? nil : application(.approved),
      publicAccounts: links == 0
        ? []
        : [
          PublicAccess(
            account: account,
            reasons: [.account(account), .department(department)] + holdings.map(Grant.holding))
        ])
  }

  private var wrong: PersonForm {
    var form = PersonForm()
    (form.login, form.name, form.email, form.department) = (text, text, text, text)
    (form.loginProblem, form.nameProblem) = (.malformed, .missing)
    (form.emailProblem, form.departmentProblem) = (.malformed(.malformed), true)
    form.holdings = HoldingChoice(holdings)
    form.holdings.isGone = true
    return form
  }

  var people: [(String, HTML)] { lists + forms + persons }

  private var lists: [(String, HTML)] {
    let rows = [Account.State.active, .suspended, .removed].map {
      AccountList.Row(account: account($0), departmentPath: text, holdings: holdings)
    }
    var lists = [nil, address].map { next in
      AccountList(
        rows: next == nil ? [] : rows, choice: AccountChoice(), departments: .list([department]),
        holdings: holdings, next: next, first: next)
    }
    for problem in [nil] + AccountChoice.Problem.allCases.map(Optional.some) {
      var choice = AccountChoice()
      (choice.state, choice.kind, choice.department) = ("active", "public", text)
      (choice.holding, choice.mayUse, choice.text, choice.problem) = (text, text, text, problem)
      lists.append(
        AccountList(
          rows: [], choice: choice, departments: .typed, holdings: [], holding: text,
          publicAccount: text, next: nil, first: nil, more: problem == nil))
    }
    return lists.map { ("people", surroundings.peoplePage(signedIn(), $0)) }
  }

  private var forms: [(String, HTML)] {
    var taken = PersonForm()
    (taken.loginProblem, taken.emailProblem) = (.taken, .taken(by: account().login))
    return [PersonForm(), wrong, taken].map { form in
      (
        "new person",
        surroundings.newPersonPage(
          signedIn(), form, departments: form.isWrong ? .typed : .list([department]))
      )
    }
  }

  private var persons: [(String, HTML)] {
    var notices: [PersonNotice?] = [
      nil, .added, .addedSilently, .changed, .same, .holdingsSaved, .passwordRenewed, .erased,
      .stillNamed([.contact, .sender]), .unpublished(cause: text),
    ]
    notices += [.conversionUnanswered] + ConversionProblem.allCases.map { .notConverted($0) }
    for change in AccountChange.allCases { notices += [.acted(change), .unanswered(change)] }
    for problem in AccountChange.Problem.allCases { notices.append(.refused(problem)) }
    let choices = PersonChoices(
      departments: .list([department]), holdings: HoldingChoice(holdings),
      administrators: [account()])
    var pages: [(String, HTML)] = []
    for state in [Account.State.active, .suspended, .removed] {
      for notice in notices {
        pages.append(
          (
            "person, \(state)",
            surroundings.personPage(
              signedIn(), person(account(state), links: 2), PersonForm(), choices, notice: notice)
          ))
      }
    }
    let me = signedIn()
    var gone = HoldingChoice((0...20).map { Holding(kind: .role, name: "\(text) \($0)") })
    gone.isGone = true
    for holdings in [gone, typedHoldings(isWrong: false), typedHoldings(isWrong: true)] {
      let many = PersonChoices(departments: .typed, holdings: holdings, administrators: [])
      for account in [account(.active), account(.removed, isErased: true), me.account] {
        pages.append(
          ("person", surroundings.personPage(me, person(account), wrong, many, notice: nil)))
      }
    }
    for count in [0, 2] {
      for problem in [nil, AccountChange.Problem.noHeir] {
        pages.append(
          (
            "erase",
            surroundings.erasePage(
              me, account(.removed), links: .init(links: count, printed: 0, pending: 1),
              administrators: [account()], problem: problem, isUnanswered: count > 0)
          ))
      }
    }
    return pages
  }
}
