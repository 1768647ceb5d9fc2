// Nothing of an erased person is left in any file of the site, whatever the person did: applied, was approved,
// invited, approved others, was rejected before, guessed at a password, got mails.

import Actions
import Foundation
import Membership
import Store
import TestSite
import Testing

@Suite("Erase") struct EraseAccountTests {
  private static let name = "Zyxwvü Quagmire"
  private static let email = "Zyx.Quag@obscure-navy.example"
  private static let login = "zyx.quag"

  private let site: TestSite
  private let ada: Actor

  init() throws {
    site = try TestSite()
    ada = .account(site.administrator.id)
  }

  /// Where any of these bytes stand, by file.
  private func traces(_ texts: [String]) throws -> [String] {
    let files = try FileManager.default.subpathsOfDirectory(atPath: site.directory)
    return files.flatMap { file -> [String] in
      let data = FileManager.default.contents(atPath: "\(site.directory)/\(file)") ?? Data()
      return texts.filter { data.range(of: Data($0.utf8)) != nil }.map { "\(file): \($0)" }
    }
  }

  /// How many of these tokens the search's indexes hold.
  private func indexed(_ tokens: [String]) throws -> Int {
    let list = tokens.map { "'\($0)'" }.joined(separator: ", ")
    let tables = ["account_gram", "application_gram"]
    for table in tables {
      try site.run(
        SQLText(
          "CREATE VIRTUAL TABLE IF NOT EXISTS \(table)_terms USING fts5vocab('\(table)', 'row')"))
    }
    return try site.count(
      SQLText(
        """
        SELECT COUNT(DISTINCT term) FROM (SELECT term FROM account_gram_terms
          UNION ALL SELECT term FROM application_gram_terms) WHERE term IN (\(list))
        """))
  }

  /// As it was typed, as it is compared, and as the search knows it where nobody else shares it.
  private func spellings() throws -> [String] {
    let folded = [Membership.folded(Self.name), Self.email.lowercased(), Self.login]
    let whole =
      [Self.name, Self.email] + folded + ["Zyxwv", "Quagmire", "quagmire", "obscure-navy"]
    let installation = try site.open()
    let others = try installation.accounts(AccountFilter(), limit: .max).flatMap {
      [Membership.folded($0.name.text), $0.email.key, $0.login.text]
    }
    let applicants = try installation.applications(
      ApplicationFilter(), by: .newest, limit: .max
    ).flatMap { [Membership.folded($0.name.text), $0.email.key] }
    let shared = Set(searchTokens(of: (others + applicants).filter { !folded.contains($0) }))
    let own = searchTokens(of: folded).filter { !shared.contains($0) && $0.count >= 6 }
    #expect(own.count > 20)
    return whole + own
  }

  private func crowd(_ invitation: Invitation, _ numbers: Range<Int>) throws {
    for number in numbers {
      let token = String(repeating: "k", count: number % 40)
      try site.apply(
        invitation, "Person \(number) \(token)", "person\(number)@example.net")
    }
  }

  /// A person who did all that.
  private func person() throws -> Account {
    let direct = try site.invitation(approval: false)
    let asked = try site.invitation()
    try crowd(asked, 0..<60)
    let rejected = try site.apply(asked, Self.name, Self.email).application
    _ = try Decide(
      [rejected.reference], .reject, reason: "Not yet, \(Self.name)", isMailed: true,
      approver: site.administrator
    ).perform(in: site.open(), at: .now)
    try site.apply(direct, Self.name, Self.email)
    try crowd(asked, 60..<120)
    let store = try site.store()
    let account = try #require(try store.accounts.find(email: try EmailAddress(Self.email)))
    #expect(account.login.text == Self.login)
    // With the known address once more: a receipt, and a mail to its owner.
    _ = try Apply(
      code: asked.code.text, name: Self.name, email: Self.email.uppercased(), language: .english,
      isConfirmed: true
    ).perform(in: site.open(), at: .now)
    try settleMails()
    // An administrator who invites and decides.
    try site.run(
      SQLText("UPDATE account SET is_administrator = 1 WHERE id = '\(account.id.text)'"))
    let inviter = try #require(try store.accounts.find(id: account.id))
    let create = CreateInvitation(
      label: "Stand of \(Self.name)", inviter: inviter, department: nil, language: .english,
      requiresApproval: true, notBefore: nil, validity: .never, maxUses: nil)
    guard case .created(let invitation) = try create.perform(in: site.open(), at: .now) else {
      throw TestSite.Unexpected("no invitation")
    }
    // What its files are made from, as a build notes it.
    try store.write {
      try store.invitations.markPublished(
        invitation.id,
        as: InvitationRows.publication(of: invitation, on: "x", at: .now))
    }
    let waits = try site.apply(invitation, "Mary", "mary@example.org").application
    _ = try Decide([waits.reference], .approve, approver: inviter).perform(
      in: site.open(), at: .now)
    _ = try SignIn(name: Self.email, password: "wrong").perform(in: site.open(), at: .now)
    let change = ChangeAccount(login: account.login, language: .simplifiedChinese, by: ada)
    _ = try change.perform(in: site.open(), at: .now)
    _ = try ReissuePassword(login: account.login, by: ada).perform(in: site.open(), at: .now)
    try crowd(asked, 120..<160)
    return inviter
  }

  /// As a server that complains about the address.
  private func settleMails() throws {
    let installation = try site.open()
    while let taken = try DeliverMail().take(in: installation, at: .now) {
      try DeliverMail().settle(
        taken.entry, .refused("550 no \(taken.entry.recipient)"), in: installation, at: .now)
    }
  }

  private func erase(_ login: Login, _ links: LeavingLinks? = .revoke) throws
    -> EraseAccount.Outcome
  {
    try EraseAccount(login: login, links: links, by: ada).perform(in: site.open(), at: .now)
  }

  @Test("No byte of name, address or login in any file, nor in a new backup; the log is whole")
  func nothingLeft() throws {
    let account = try person()
    let bytes = try spellings()
    // Else the search would find nothing where there is something. The index keeps but the end of most tokens, so
    // it is asked too.
    for text in [Self.name, Self.email, Self.login] { #expect(try traces([text]) != []) }
    let tokens = bytes.filter { $0.allSatisfy(\.isHexDigit) }
    #expect(try indexed(tokens) == tokens.count)
    let lines = try site.count("SELECT COUNT(*) FROM audit_log")
    guard case .erased(let erased, let pages) = try erase(account.login) else {
      return #expect(Bool(false))
    }
    #expect(pages.count == 1)
    #expect(erased.isErased && erased.login.text.hasPrefix("erased-"))
    let installation = try site.open()
    #expect(try FinishErasures().perform(in: installation))
    #expect(try !FinishErasures().perform(in: installation))
    #expect(try traces(bytes) == [])
    #expect(try indexed(tokens) == 0)
    let backup = site.directory + "/backup.db"
    try CopyDatabase(of: site.directory + "/usher.db").perform(to: backup)
    #expect(try traces(bytes) == [])
    #expect(try site.count("SELECT COUNT(*) FROM audit_log") > lines)
    guard case .whole = try site.store().audit.verify() else { return #expect(Bool(false)) }
    let found = try #require(try installation.account(login: erased.login))
    #expect(found == erased && found.id == account.id && found.state == .removed)
    #expect(try site.open().accounts(SearchText("person 7"), limit: 9).found.isEmpty)
    #expect(try site.open().applicants(SearchText("person 77"), limit: 9).found.count == 1)
    #expect(try installation.accounts(SearchText("quagmire"), limit: 9).found.isEmpty)
    // The same address can come again, as anybody's.
    let invitation = try site.invitation()
    #expect(try site.apply(invitation, Self.name, Self.email).application.state == .pending)
  }

  @Test("Without writing the file anew something would be left: rows leave copies when they move")
  func rewriteIsNeeded() throws {
    let account = try person()
    let bytes = try spellings()
    guard case .erased = try erase(account.login) else { return #expect(Bool(false)) }
    #expect(try traces(bytes) != [])
  }

  @Test("Links are ended or handed over, never kept in the name of nobody")
  func links() throws {
    let account = try person()
    let before = try site.tables().flatMap { try site.dump($0) }
    for answer in [nil, LeavingLinks.keep] {
      guard case .asks(_, let living) = try erase(account.login, answer) else {
        return #expect(Bool(false))
      }
      #expect(living.links == 1)
    }
    guard case .refused(_, .noHeir) = try erase(account.login, .handOver(to: account.login)) else {
      return #expect(Bool(false))
    }
    #expect(try site.tables().flatMap { try site.dump($0) } == before)
    guard
      case .erased = try erase(account.login, .handOver(to: site.administrator.login))
    else { return #expect(Bool(false)) }
    #expect(try site.count("SELECT COUNT(*) FROM invitation WHERE revoked IS NOT NULL") == 0)
    let bytes = try spellings()
    try FinishErasures().perform(in: site.open())
    #expect(try traces(bytes) == [])
  }

  @Test("Whoever waits with that address waits no longer, and the place is free again")
  func pending() throws {
    let limited = try site.invitation(maxUses: 1)
    let added = AddAccount(
      login: nil, name: try PersonName(Self.name), email: try EmailAddress("z@obscure.example"),
      language: .english, by: ada)
    guard case .added(let account) = try added.perform(in: site.open(), at: .now) else {
      return #expect(Bool(false))
    }
    let token = try site.apply(limited, Self.name, Self.email).token
    let change = ChangeAccount(
      login: account.login, email: try EmailAddress(Self.email), by: ada)
    _ = try change.perform(in: site.open(), at: .now)
    guard case .erased(_, let pages) = try erase(account.login, nil) else {
      return #expect(Bool(false))
    }
    #expect(pages == [limited.code])
    #expect(try site.reload(limited).usesReserved == 0)
    #expect(try FindApplication(token: token).perform(in: site.open()) == nil)
    guard
      case .refused(_, .notSo) = try erase(
        #require(
          try site.open().accounts(
            AccountFilter(state: .removed), limit: 1
          ).first
        ).login)
    else { return #expect(Bool(false)) }
  }

  @Test("Who came back with the same address is another, and stays")
  func cameBack() throws {
    func add() throws -> Account {
      let add = AddAccount(
        login: nil, name: try PersonName(Self.name), email: try EmailAddress(Self.email),
        language: .english, by: ada)
      guard case .added(let account) = try add.perform(in: site.open(), at: .now) else {
        throw TestSite.Unexpected("not added")
      }
      return account
    }
    let old = try add()
    _ = try ChangeAccountState(login: old.login, .remove, by: ada).perform(
      in: site.open(), at: .now)
    let new = try add()
    guard case .erased = try erase(old.login) else { return #expect(Bool(false)) }
    #expect(try site.open().account(login: new.login) == new)
    #expect(try site.open().accounts(SearchText("quagmire"), limit: 9).found == [new])
  }
}
