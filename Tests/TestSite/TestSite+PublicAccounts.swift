// Members of a test's site, what they hold, and public accounts.

package import Actions
package import Membership
import Secrets
package import Store

extension TestSite {
  /// A member with the administrator's password.
  /// - Parameter department: its path, which is there.
  package func person(
    _ login: String, in department: String? = nil, holding holdings: [Holding] = []
  ) throws -> Account {
    guard let checked = Login(login) else { throw Unexpected("\(login) is no login") }
    let store = try store()
    let account = Account(
      login: checked, name: try PersonName(login.prefix(1).uppercased() + login.dropFirst()),
      email: try EmailAddress("\(login)@navy.example"),
      department: try department.map { try self.department($0).id }, language: .english,
      mustChangePassword: false, created: .now)
    let hash = try PasswordHash.make(Self.password)
    try store.write {
      try store.accounts.insert(account, passwordHash: hash, expires: nil)
      for holding in holdings { try store.holdings.give(holding.id, to: account.id) }
    }
    return account
  }

  package func department(_ path: String) throws -> Department {
    _ = try AddDepartment(path: path).perform(in: open(), at: .now)
    guard case .found(let found) = try open().department(typed: path) else {
      throw Unexpected("no department \(path)")
    }
    return found
  }

  package func holding(_ kind: Holding.Kind, _ name: String) throws -> Holding {
    let holding = Holding(kind: kind, name: name)
    let store = try store()
    try store.write { try store.holdings.insert(holding) }
    return holding
  }

  package func publicAccount(_ login: String, _ name: String = "Press office") throws -> Account {
    guard let checked = Login(login) else { throw Unexpected("\(login) is no login") }
    let create = CreatePublicAccount(login: checked, name: try PersonName(name), by: .commandLine)
    guard case .created(let account) = try create.perform(in: open(), at: .now) else {
      throw Unexpected("no public account \(login)")
    }
    return account
  }

  package func associate(_ publicAccount: Account, _ subject: GrantSubject) throws {
    let associate = Associate(login: publicAccount.login, subject, by: .commandLine)
    guard case .associated = try associate.perform(in: open(), at: .now) else {
      throw Unexpected("\(publicAccount.login.text) is not associated")
    }
  }

  /// As if that account had signed in.
  /// - Returns: the session's token, which its cookie carries.
  package func beginSession(of account: Account, at now: Moment = .now) throws -> String {
    let token = RandomToken.new()
    let store = try store()
    try store.write {
      try store.sessions.insert(tokenDigest: token.digest, account: account.id, at: now)
    }
    return token.text
  }

  /// As whom, asked as a request would.
  package func acting(_ token: String, at now: Moment = .now) throws -> Acting? {
    try Session(cookie: token, in: open(), at: now)?.acting
  }

  /// - Parameter login: nil for oneself.
  package func act(_ token: String, as login: String?, at now: Moment = .now) throws
    -> ActAs.Outcome?
  {
    let installation = try open()
    return try Session(cookie: token, in: installation, at: now).map {
      try ActAs($0, login.flatMap { Login($0) }).perform(in: installation, at: now)
    }
  }
}
