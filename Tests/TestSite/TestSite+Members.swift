// Members of a test's site: what they belong to and hold, and public accounts beside them.

import Actions
import Foundation
package import Membership
import Store

extension TestSite {
  /// A member with the administrator's password; department and holdings are made where they are missing.
  /// - Parameter department: a path.
  @discardableResult
  package func member(
    _ login: String, _ name: String = "Grace Hopper", department: String? = nil,
    holding: [(Holding.Kind, String)] = [], kind: Account.Kind = .personal
  ) throws -> Account {
    let installation = try open()
    let store = installation.store
    if let department {
      _ = try AddDepartment(path: department).perform(in: installation, at: .now)
    }
    guard let login = Login(login),
      let hash = try store.accounts.credentials(signInName: "ada")?.passwordHash
    else { throw Unexpected("no member \(login)") }
    let account = Account(
      login: login, name: try PersonName(name),
      email: try EmailAddress("\(login.text)@example.org"),
      kind: kind, department: try store.departments.all().first { $0.path == department }?.id,
      language: .english, mustChangePassword: false, created: .now)
    try store.write {
      try store.accounts.insert(
        account, passwordHash: kind == .personal ? hash : "", expires: nil)
      for (kind, name) in holding {
        let known = try store.holdings.find(kind, named: name)
        let held = known ?? Holding(kind: kind, name: name)
        if known == nil { try store.holdings.insert(held) }
        try store.holdings.give(held.id, to: account.id)
      }
    }
    return account
  }

  /// Another web application that may ask in members' names, and its key; members are let invite.
  package func businessSystem(_ name: String = "Staff portal") throws -> (
    system: BusinessSystem, key: BusinessKey
  ) {
    try set(.memberInvitations, "yes")
    let add = AddBusinessSystem(named: name, linksPerDay: 100, by: .commandLine)
    guard case .added(let system, let key) = try add.perform(in: open(), at: .now) else {
      throw Unexpected("no business system \(name)")
    }
    return (system, key)
  }

  /// A public account that members of that department may use.
  @discardableResult
  package func publicAccount(_ login: String, for department: String) throws -> Account {
    let account = try member(login, login, kind: .public)
    let store = try store()
    guard let found = try store.departments.all().first(where: { $0.path == department }) else {
      throw Unexpected("no department \(department)")
    }
    try store.write { _ = try store.grants.insert(.department(found.id), for: account.id) }
    return account
  }

  /// In the session of that cookie.
  package func act(as login: String?, cookie: String) throws {
    let installation = try open()
    let token = cookie.split(separator: "=", maxSplits: 1).last.map(String.init)
    guard let session = try Session(cookie: token, in: installation, at: .now),
      case .acting = try ActAs(session, login.flatMap { Login($0) })
        .perform(in: installation, at: .now)
    else { throw Unexpected("cannot act as \(login ?? "oneself")") }
  }
}
