// Writes what a file of accounts brings, within one transaction. What was checked before may have been changed
// since: then a row of the database refuses, or is not as it was, and nothing of it stays.

import Membership
import Store

struct AccountWriting {
  private let installation: Installation
  private let actor: Actor
  private let now: Moment
  /// Lines of the log, written at the end in one go.
  private var log: [AuditRows.Line] = []
  /// Of links that say who invites, and by another name now.
  private(set) var pages: [InvitationCode] = []

  /// An account is not as it was when it was checked.
  struct Overtaken: Error {}

  init(_ installation: Installation, by actor: Actor, at now: Moment) {
    self.installation = installation
    self.actor = actor
    self.now = now
  }

  private var store: Store { installation.store }

  mutating func make(_ department: Department) throws {
    try store.departments.insert(
      id: department.id, name: department.name, parent: department.parent)
    log.append(AuditRows.Line("create", "department", department.id.text))
  }

  mutating func make(_ holding: Holding) throws {
    try store.holdings.insert(holding)
    log.append(AuditRows.Line("create", "holding", holding.id.text))
  }

  mutating func write(_ step: AccountStep, _ password: InitialPassword?) throws {
    if let old = step.old {
      try change(old, to: step.new)
    } else {
      try create(step.new, password)
    }
    for holding in step.given { try store.holdings.give(holding, to: step.new.id) }
    for holding in step.taken { try store.holdings.take(holding, from: step.new.id) }
  }

  mutating func finish(imported count: Int) throws {
    try store.audit.append(log, by: actor, at: now)
    try store.audit.append(actor, "import", "import", String(count), at: now)
  }

  /// Without a password its text is empty: none matches that.
  private mutating func create(_ account: Account, _ password: InitialPassword?) throws {
    var account = account
    account.created = now
    try store.accounts.insert(
      account, passwordHash: password?.hash ?? "", expires: password?.expires)
    if let password {
      try installation.queuePassword(.welcome, to: account, password, at: now)
    }
    log.append(AuditRows.Line("create", "account", account.id.text))
  }

  private mutating func change(_ old: Account, to new: Account) throws {
    guard try store.accounts.change(old, to: new) else { throw Overtaken() }
    if old.name != new.name, pages.count < ChangeAccount.mostPages {
      pages += try store.invitations.codes(of: new.id, limit: ChangeAccount.mostPages - pages.count)
    }
    // A password that waits goes where it should have gone.
    if old.email != new.email { try store.outbox.redirectWaiting(for: new.id, to: new.email) }
    let verb: String
    switch (old.state, new.state) {
    case (.active, .suspended):
      verb = "suspend"
      try signOut(new)
    case (.suspended, .active): verb = "restore"
    default: verb = "change"
    }
    log.append(AuditRows.Line(verb, "account", new.id.text))
  }

  private func signOut(_ account: Account) throws {
    if account.kind == .public { return try store.accesses.endAll(of: account.id, at: now) }
    guard try store.invitations.living(of: account.id, at: now).links == 0 else {
      throw Overtaken()
    }
    try store.sessions.deleteAll(of: account.id, at: now)
    try store.devices.deleteAll(of: account.id)
    // An initial password that is on its way opens nothing any more.
    try store.outbox.cancelWaiting(for: account.id, error: "the account is suspended")
  }
}
