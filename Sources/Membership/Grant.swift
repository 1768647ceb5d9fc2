// With whom or what a public account is associated: whoever is, stands under or holds that may use it. It is
// resolved when asked, so that a move takes effect at once.

package enum GrantSubject: Hashable, Sendable {
  /// A personal account.
  case account(Account.ID)
  /// Whoever belongs to it, or to what lies under it.
  case department(Department.ID)
  case holding(Holding.ID)

  /// As the table has it.
  package var kind: String {
    switch self {
    case .account: "account"
    case .department: "department"
    case .holding: "holding"
    }
  }

  package var id: String {
    switch self {
    case .account(let id): id.text
    case .department(let id): id.text
    case .holding(let id): id.text
    }
  }

  package init?(kind: String, id: String) {
    switch kind {
    case "account": self = .account(Account.ID(id))
    case "department": self = .department(Department.ID(id))
    case "holding": self = .holding(Holding.ID(id))
    default: return nil
    }
  }
}

/// One association, as people read it.
package enum Grant: Hashable, Sendable {
  case account(Account)
  case department(Department)
  case holding(Holding)

  package var subject: GrantSubject {
    switch self {
    case .account(let account): .account(account.id)
    case .department(let department): .department(department.id)
    case .holding(let holding): .holding(holding.id)
    }
  }
}

/// A public account that somebody may use, and through what.
package struct PublicAccess: Hashable, Sendable {
  package var account: Account
  /// At least one.
  package var reasons: [Grant]

  package init(account: Account, reasons: [Grant]) {
    self.account = account
    self.reasons = reasons
  }
}

/// Somebody who may use a public account, and through what.
package struct PublicAccountUser: Hashable, Sendable {
  package var account: Account
  /// At least one.
  package var reasons: [Grant]

  package init(account: Account, reasons: [Grant]) {
    self.account = account
    self.reasons = reasons
  }
}

/// Who used which public account, and when.
package struct PublicAccountUse: Hashable, Sendable {
  package typealias ID = Identifier<PublicAccountUse>

  package var id: ID
  package var publicAccount: Account
  package var account: Account
  package var began: Moment
  /// nil: it goes on, or the session has ended without a word.
  package var ended: Moment?

  package init(id: ID, publicAccount: Account, account: Account, began: Moment, ended: Moment?) {
    self.id = id
    self.publicAccount = publicAccount
    self.account = account
    self.began = began
    self.ended = ended
  }
}
