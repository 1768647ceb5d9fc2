// Every page of signing in safely, and of the administrators' accounts, in every state.

import Languages
import Membership
import Pages

extension AllPages {
  /// The second step of signing in, and forms of before.
  var guarded: [(String, HTML)] {
    let around = surroundings
    var pages: [(String, HTML)] = []
    let problems: [CodeProblem?] = [nil, .wrong, .formExpired, .tooMany(until: AllPages.now)]
    for problem in problems {
      for kept in ["", text] {
        pages.append(
          (
            "code",
            around.codePage(
              signedIn(), then: SignInReturn(back: text, kept: kept, by: kept), problem: problem)
          ))
      }
      var states: [SecondFactorState] = [
        .off, .on(codesLeft: 10, newCodes: problem, off: nil),
        .on(codesLeft: 0, newCodes: nil, off: problem), .codes([text, "b"], isNew: problem == nil),
      ]
      for qr in [HTML(unsafeMarkup: "<svg viewBox=\"0 0 1 1\"><title>x</title></svg>"), nil] {
        for isRenewed in [true, false] {
          states.append(
            .new(sealed: text, secret: "ABCDEFG", qr: qr, problem: problem, isRenewed: isRenewed))
        }
      }
      for state in states {
        pages.append(
          (
            "second factor, \(state)",
            around.secondFactorPage(signedIn(), state, turnedOff: problem == nil)
          ))
      }
    }
    for isSignedInAgain in [true, false] {
      for fields in [[(name: text, value: text), (name: "b", value: "")], nil] {
        let resumption = Resumption(
          address: address, fields: fields, isSignedInAgain: isSignedInAgain)
        pages.append(("resume", around.resumePage(signedIn(), resumption)))
      }
    }
    return pages
  }

  var administrators: [(String, HTML)] {
    let (active, me) = (account(), signedIn())
    var suspended = account()
    suspended.state = .suspended
    var lists: [AdministratorList] = []
    func add(
      _ notice: AdministratorList.Notice?,
      _ change: (inout AdministratorList.Typed) -> Void = { _ in }
    ) {
      // Logins are told apart by a number, as in a real list.
      let rows = [active, suspended, me.account].enumerated().map { place, account in
        var account = account
        account.login = Login.suggestion(for: account.email, attempt: place + 2)
        return account
      }
      var list = AdministratorList(
        rows: rows, secured: [active.id, suspended.id], notice: notice)
      change(&list.typed)
      lists.append(list)
    }
    add(nil)
    add(.added(active))
    for change in AdministratorChange.allCases { add(.changed(change, active)) }
    for problem in AdministratorChange.Problem.allCases { add(.refused(problem)) }
    add(.unpublished(cause: text))
    for login in [AdministratorList.LoginProblem.malformed, .taken] {
      for email in [
        AdministratorList.EmailProblem.malformed(.malformed), .taken(by: active.login),
      ] {
        add(nil) {
          ($0.login, $0.name, $0.email) = (text, text, text)
          ($0.loginProblem, $0.nameProblem, $0.emailProblem) = (login, .missing, email)
        }
      }
    }
    lists += [true, false].map { isUnanswered in
      var list = AdministratorList(rows: [], secured: [])
      list.leaving = LeavingAdministrator(
        account: suspended, links: LivingInvitations(links: 2, printed: 1, pending: 1),
        isUnanswered: isUnanswered)
      return list
    }
    return lists.map { ("administrators", surroundings.administratorsPage(me, $0)) }
  }
}
