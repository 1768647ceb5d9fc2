// The sentences of the pages about people's accounts, in every case.

import Languages
import Membership

extension Strings {
  var peopleSentences: [Sentence] {
    let someone = Self.someone
    var made: [Sentence] = []
    func add(_ name: String, _ text: String) { made.append(Sentence(name: name, text: text)) }
    for state in [Account.State.active, .suspended, .removed] {
      add("accounts.stateName(\(state))", accounts.stateName(state))
    }
    for kind in [Account.Kind.personal, .public] {
      add("accounts.kindName(\(kind))", accounts.kindName(kind))
    }
    for change in AccountChange.allCases {
      add("accounts.action(\(change))", accounts.action(change))
      add("accounts.actionText(\(change))", accounts.actionText(change))
      add("accounts.acted(\(change))", accounts.acted(change, someone))
    }
    for count in [0, 1, 2] {
      add("accounts.linksOpen(\(count))", accounts.linksOpen(count))
      add("accounts.linksOf(\(count))", accounts.linksOf(count))
      add("accounts.linksPrinted(\(count))", accounts.linksPrinted(count))
      add("accounts.linksPending(\(count))", accounts.linksPending(count))
    }
    for (name, make) in [
      ("onlyHolding", accounts.onlyHolding), ("onlyWhoMayUse", accounts.onlyWhoMayUse),
      ("added", accounts.added), ("addedSilently", accounts.addedSilently),
      ("passwordRenewed", accounts.passwordRenewed), ("linksQuestion", accounts.linksQuestion),
      ("unpublished", accounts.unpublished), ("stillNamed", accounts.stillNamed),
      ("mailText", accounts.mailText),
    ] {
      add("accounts.\(name)", make(someone))
    }
    return made
  }
}
