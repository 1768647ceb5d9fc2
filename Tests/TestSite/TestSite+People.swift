// People of a test's site: applicants, and other administrators.

import Actions
import Foundation
package import Membership
import Store

extension TestSite {
  /// An application through that link, as a person who was asked to confirm would send it.
  /// - Returns: it, and the token of its status page.
  @discardableResult
  package func apply(
    _ invitation: Invitation, _ name: String = "Grace Hopper",
    _ email: String = "grace@navy.example", at now: Moment = .now
  ) throws -> (application: Application, token: String) {
    let apply = Apply(
      code: invitation.code.text, name: name, email: email, language: .english, isConfirmed: true)
    guard case .applied(let token, _, _, _) = try apply.perform(in: open(), at: now),
      let application = try FindApplication(token: token).perform(in: open())
    else { throw Unexpected("no application of \(name)") }
    return (application, token)
  }

  /// Another administrator, with the same password.
  package func administrator(_ login: String, _ name: String) throws -> Account {
    guard let login = Login(login) else { throw Unexpected("\(login) is no login") }
    let added = AddAdministrator(
      login: login, name: try PersonName(name),
      email: try EmailAddress("\(login.text)@example.org"), language: .english,
      password: try Password(Self.password, personal: []))
    let installation = try open()
    guard case .added = try added.perform(in: installation, at: .now),
      let account = try installation.store.accounts.find(login: login)
    else { throw Unexpected("no administrator \(name)") }
    return account
  }

  package func reload(_ invitation: Invitation) throws -> Invitation {
    guard let found = try open().invitation(code: invitation.code) else {
      throw Unexpected("no invitation \(invitation.code.text)")
    }
    return found
  }
}
