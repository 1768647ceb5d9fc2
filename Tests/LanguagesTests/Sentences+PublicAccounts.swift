// The sentences of public accounts, in every case.

import Languages
import Membership

extension Strings {
  var publicAccountSentences: [Sentence] {
    let someone = Self.someone
    var made: [Sentence] = []
    func add(_ name: String, _ text: String) { made.append(Sentence(name: name, text: text)) }

    for grant in Self.allGrants {
      add("grants.through(\(grant.0))", grants.through(grant.1))
      add("grants.kind(\(grant.0))", grants.kind(grant.1))
    }
    add("actAs.acting", actAs.acting(someone))
    add("actAs.endedTitle", actAs.endedTitle(someone))
    for problem in ConversionProblem.allCases {
      add("publicAccounts.conversion(\(problem))", publicAccounts.conversion(problem))
    }
    for change in PublicAccountChange.allCases {
      add("publicAccounts.change(\(change))", publicAccounts.change(change))
      add("publicAccounts.changeText(\(change))", publicAccounts.changeText(change))
      add("publicAccounts.changed(\(change))", publicAccounts.changed(change, someone))
    }
    for problem in AssociationProblem.allCases {
      add("publicAccounts.association(\(problem))", publicAccounts.association(problem))
    }
    add("publicAccounts.reversion(suspended)", publicAccounts.reversion(.suspended))
    if let login = Login("grace") {
      let text = publicAccounts.reversion(.addressTaken(by: login))
      add("publicAccounts.reversion(taken)", text.replacing(login.text, with: someone))
    }
    for (name, make) in [
      ("publicAccounts.made", publicAccounts.made),
      ("publicAccounts.unpublished", publicAccounts.unpublished),
      ("publicAccounts.converted", publicAccounts.converted),
      ("publicAccounts.associated", publicAccounts.associated),
      ("publicAccounts.dissociated", publicAccounts.dissociated),
      ("publicAccounts.reverted", publicAccounts.reverted),
    ] {
      add(name, make(someone))
    }
    return made
  }

  private static let allGrants: [(String, Grant)] = {
    let id = Department.ID.new()
    let account = Account(
      login: Login.suggestion(for: EmailAddress(stored: "grace@navy.example"), attempt: 1),
      name: PersonName(stored: someone), email: EmailAddress(stored: ""), language: .english,
      mustChangePassword: false, created: Moment(seconds: 0))
    let holdings = Holding.Kind.allCases.map {
      ($0.rawValue, Grant.holding(Holding(kind: $0, name: someone)))
    }
    return [
      ("department", .department(Department(id: id, name: someone, parent: nil, path: someone))),
      ("account", .account(account)),
    ] + holdings
  }()
}
