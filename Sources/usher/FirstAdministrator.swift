// Who can sign in as soon as the site is made: `usher init --admin`.

import Actions
import Foundation
import Membership

/// `Ada Lovelace <ada@example.org>`, as in a mail's header: account ada.
struct FirstAdministrator {
  let login: Login
  let name: PersonName
  let email: EmailAddress

  init(_ typed: String) throws {
    let halves = typed.split(separator: "<", omittingEmptySubsequences: false)
    guard halves.count == 2, halves[1].hasSuffix(">") else {
      throw Complaint(
        "\"\(typed)\" is no administrator", mend: "give \"Ada Lovelace <ada@example.org>\"")
    }
    name = try personName(halves[0].trimmingCharacters(in: .whitespaces))
    email = try emailAddress(String(halves[1].dropLast()))
    login = try adminLogin(email.text.prefix { $0 != "@" }.lowercased())
  }

  func added(language: Language) -> AddAdministrator {
    AddAdministrator(
      login: login, name: name, email: email, language: language, password: nil, isMailed: false)
  }
}
