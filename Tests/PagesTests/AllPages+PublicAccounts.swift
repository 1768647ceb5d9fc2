// The pages of public accounts, a member's and the administrators', in every state.

import Languages
import Membership
import Pages

extension AllPages {
  func publicAccount(_ state: Account.State = .active) -> Account {
    var account = account(isAdministrator: false)
    account.kind = .public
    account.state = state
    return account
  }

  private var grants: [Grant] {
    [.department(Department(id: .new(), name: text, parent: nil, path: text))]
      + Holding.Kind.allCases.map { .holding(Holding(kind: $0, name: text)) }
      + [.account(account())]
  }

  private var uses: [PublicAccountUse] {
    [nil, Self.now].map {
      PublicAccountUse(
        id: .new(), publicAccount: publicAccount(), account: account(), began: Self.now, ended: $0)
    }
  }

  var publicAccounts: [(String, HTML)] { actAsPages + listPages + onePages }

  private var actAsPages: [(String, HTML)] {
    var pages: [(String, HTML)] = []
    for open in [[], [PublicAccess(account: publicAccount(), reasons: grants)]] {
      for (isLeft, isRefused) in [(false, false), (true, false), (false, true)] {
        var list = ActAsList(open: open, uses: open.isEmpty ? [] : uses)
        (list.isLeft, list.isRefused) = (isLeft, isRefused)
        pages.append(("act as, \(open.count)", surroundings.actAsPage(signedIn(), list)))
      }
    }
    var inUse = signedIn()
    if let acting = inUse.acting {
      let list = ActAsList(open: [PublicAccess(account: acting, reasons: grants)], uses: uses)
      pages.append(("act as, in use", surroundings.actAsPage(inUse, list)))
    }
    inUse.acting = nil
    for wasForm in [true, false] where !isActing {
      pages.append(
        (
          "acting ended",
          surroundings.actingEndedPage(inUse, publicAccount(), wasForm: wasForm, next: address)
        ))
    }
    return pages
  }

  private var listPages: [(String, HTML)] {
    var pages: [(String, HTML)] = []
    func add(
      isEmpty: Bool = false, _ done: PublicAccountList.Done? = nil,
      _ change: (inout PublicAccountList.Typed) -> Void = { _ in }
    ) {
      let rows = [publicAccount(), publicAccount(.suspended)].map { (account: $0, associations: 3) }
      var list = PublicAccountList(
        rows: isEmpty ? [] : rows, next: isEmpty ? nil : address, first: isEmpty ? nil : address)
      list.done = done
      (list.typed.login, list.typed.name, list.typed.person) = (text, text, text)
      change(&list.typed)
      pages.append(("public accounts", surroundings.publicAccountsPage(signedIn(), list)))
    }
    add(isEmpty: true)
    add()
    add(.removed(publicAccount(.removed)))
    add(.reverted(account()))
    for problem in [AdministratorList.LoginProblem.malformed, .taken] {
      add { ($0.loginProblem, $0.isNameWrong) = (problem, true) }
    }
    for problem in [
      PublicAccountList.PersonProblem.unknown, .conversion(.administrator), .conversion(.yourself),
      .conversion(.noHeir), .links(account()),
    ] {
      add { $0.personProblem = problem }
    }
    return pages
  }

  private var onePages: [(String, HTML)] {
    let department = Department(id: .new(), name: text, parent: nil, path: text)
    let holdings = Holding.Kind.allCases.map { Holding(kind: $0, name: text) }
    var pages: [(String, HTML)] = []
    func add(
      _ state: Account.State = .active, isEmpty: Bool = false,
      _ change: (inout PublicAccountView) -> Void = { _ in }
    ) {
      var view = PublicAccountView(
        account: publicAccount(state), grants: isEmpty ? [] : grants,
        users: isEmpty ? [] : [PublicAccountUser(account: account(), reasons: grants)],
        allUsers: isEmpty ? nil : address, uses: isEmpty ? [] : uses,
        next: isEmpty ? nil : address, first: isEmpty ? nil : address,
        departments: isEmpty ? .typed : .list([department]), holdings: isEmpty ? [] : holdings)
      change(&view)
      pages.append(("public account", surroundings.publicAccountPage(signedIn(), view)))
    }
    add()
    add(.suspended, isEmpty: true)
    let notices: [PublicAccountView.Notice] = [
      .made, .converted, .renamed, .changed(.suspend), .changed(.restore), .associated(text),
      .dissociated(text), .notSo, .notAssociated, .unpublished(cause: text),
    ]
    for notice in notices { add { $0.notice = notice } }
    let problems: [PublicAccountView.SubjectProblem] =
      [.unknown] + AssociationProblem.allCases.map { .refused($0) }
    for problem in problems {
      for isEmpty in [true, false] {
        add(isEmpty: isEmpty) {
          ($0.typed.department, $0.typed.holding, $0.typed.person) = (text, text, text)
          ($0.typed.departmentProblem, $0.typed.holdingProblem) = (problem, problem)
          $0.typed.personProblem = problem
          if case .unknown = problem {
            $0.holdings = typedHoldings(isWrong: true).all
            $0.typed.holdingKind = "role"
          }
        }
      }
    }
    let emails: [PublicAccountView.ReversionSentence] = [
      .email(.missing), .email(.malformed), .refused(.suspended),
      .refused(.addressTaken(by: account().login)),
    ]
    for problem in emails {
      add {
        ($0.typed.name, $0.typed.isNameWrong) = (text, true)
        ($0.typed.email, $0.typed.emailProblem) = (text, problem)
      }
    }
    return pages
  }
}
