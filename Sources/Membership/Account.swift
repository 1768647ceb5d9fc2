// A login. `personal` belongs to one person; `public` is shared by many.

package struct Account: Hashable, Sendable {
  package typealias ID = Identifier<Account>

  package enum Kind: String, Sendable { case personal, `public` }
  package enum State: String, Sendable { case active, suspended, removed }

  package var id: ID
  package var login: Login
  package var name: PersonName
  package var email: EmailAddress
  package var kind: Kind
  package var department: Department.ID?
  package var isAdministrator: Bool
  package var language: Language
  package var state: State
  package var mustChangePassword: Bool
  package var created: Moment

  package init(
    id: ID = .new(), login: Login, name: PersonName, email: EmailAddress,
    kind: Kind = .personal, department: Department.ID? = nil,
    isAdministrator: Bool = false, language: Language, state: State = .active,
    mustChangePassword: Bool, created: Moment
  ) {
    self.id = id
    self.login = login
    self.name = name
    self.email = email
    self.kind = kind
    self.department = department
    self.isAdministrator = isAdministrator
    self.language = language
    self.state = state
    self.mustChangePassword = mustChangePassword
    self.created = created
  }
}

extension Account {
  /// Whether the person behind it was erased, and only the history knows it.
  package var isErased: Bool {
    state == .removed && name == .erased && login.text.hasPrefix(Login.erasedPrefix)
  }
}

/// The name an account signs in with: 1 to 64 of `a-z 0-9 . _ -`, beginning with a letter or digit.
package struct Login: Hashable, Sendable {
  package let text: String

  package init?(_ typed: some StringProtocol) {
    let text = typed.asciiLowercased
    guard (1...64).contains(text.utf8.count), let first = text.utf8.first,
      Self.isAlphanumeric(first),
      text.utf8.allSatisfy({ Self.isAlphanumeric($0) || Self.marks.contains($0) })
    else { return nil }
    self.text = text
  }

  /// What to try for a person with that address: `grace` for grace@navy.example, then `grace2`, …
  package static func suggestion(for email: EmailAddress, attempt: Int) -> Login {
    var stem = String(
      decoding: email.localPart.asciiLowercased.utf8.filter {
        isAlphanumeric($0) || marks.contains($0)
      }.drop { !isAlphanumeric($0) }.prefix(48), as: UTF8.self)
    if stem.isEmpty { stem = "member" }
    return Login(unchecked: attempt < 2 ? stem : "\(stem)\(attempt)")
  }

  /// Of somebody who was erased: nobody's, and unlike any other.
  package static func erased() -> Login {
    let random = Identifier<Account>.new().text.suffix(12).asciiLowercased
    return Login(unchecked: erasedPrefix + random)
  }

  static let erasedPrefix = "erased-"

  private init(unchecked text: String) { self.text = text }

  private static let marks = Array("._-".utf8)

  private static func isAlphanumeric(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
      || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }
}

extension StringProtocol {
  /// A–Z become a–z and nothing else changes: `K` (Kelvin) and `ı` match no ASCII letter.
  package var asciiLowercased: String {
    String(
      decoding: utf8.map {
        (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) ? $0 | 0x20 : $0
      }, as: UTF8.self)
  }

  package var asciiUppercased: String {
    String(
      decoding: utf8.map {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) ? $0 & 0xDF : $0
      }, as: UTF8.self)
  }
}
