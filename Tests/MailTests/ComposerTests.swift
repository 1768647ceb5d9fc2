// Tests the mails as people get them, from the templates that come with Usher: each kind in each language,
// with everything in it that its reader needs and nothing that is empty.

import Foundation
import Languages
import Mail
import Membership
import Templates
import TestTools
import Testing

@Suite struct ComposerTests {
  private static let templates = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent(
      "templates/mail"
    ).path
  private static let now = Moment(seconds: 1_796_148_000)
  private static let password = "7k3m-q9xt-2hva-b123"

  private func settings() throws -> Settings {
    var settings = Settings()
    try settings.set(.organisation, to: "Ada & Söhne <\"GmbH\">")
    try settings.set(.baseAddress, to: "https://join.example.org")
    try settings.set(.contact, to: "Room 12 & 13")
    try settings.set(.sender, to: "join@example.org")
    return settings
  }

  private func composer(_ settings: Settings) throws -> Composer {
    Composer(
      settings: settings,
      templates: try TemplateSet(
        installed: Self.templates, owner: "/no/such/folder", names: Composer.names))
  }

  private func account(_ language: Language) throws -> Account {
    Account(
      login: try #require(Login("grace.hopper")), name: try PersonName("Grace O'Hopper <i>"),
      email: try EmailAddress("grace@navy.example"), language: language, mustChangePassword: true,
      created: Self.now)
  }

  private func application(
    _ language: Language, reason: String = "", department: String = "Sales / R&D"
  ) throws
    -> Application
  {
    Application(
      id: .new(), reference: "K7QM-93XT", invitation: .new(), invitationLabel: "Secret label",
      inviter: .new(), inviterName: "Ada \"L\" Lovelace", department: nil,
      departmentPath: department,
      requiresApproval: true,
      name: try PersonName("Grace O'Hopper <i>"), email: try EmailAddress("grace@navy.example"),
      language: language,
      applied: Self.now,
      decision: Decision(state: .rejected, at: Self.now, approver: "Ada", reason: reason))
  }

  private func entry(_ kind: MailKind, _ language: Language) throws -> OutboxEntry {
    OutboxEntry(
      id: .new(), kind: kind, account: nil, application: nil,
      recipient: "grace@navy.example",
      language: language, sealed: nil, messageID: "01ABC@join.example.org", nextAttempt: Self.now,
      givesUp: Self.now + 86400, created: Self.now)
  }

  private func compose(
    _ kind: MailKind, _ language: Language, account: Account? = nil,
    application: Application? = nil, waiting: WaitingApplications? = nil,
    password: String? = nil, settings: Settings? = nil
  ) throws -> Message {
    try composer(settings ?? self.settings()).compose(
      entry(kind, language), account: account, application: application, waiting: waiting,
      password: password, at: Self.now)
  }

  /// As HTML holds it.
  private func escaped(_ text: String) -> String {
    [("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ("\"", "&quot;"), ("'", "&#39;")].reduce(text) {
      $0.replacing($1.0, with: $1.1)
    }
  }

  /// Both parts hold these, each in its own way, and none of those.
  private func expect(
    _ message: Message, holds: [String], lacks: [String],
    _ location: SourceLocation = #_sourceLocation
  ) {
    for text in holds {
      #expect(message.text.contains(text), "\(text)", sourceLocation: location)
      #expect(message.html.contains(escaped(text)), "\(text)", sourceLocation: location)
    }
    for text in lacks {
      #expect(!message.text.contains(text), "\(text)", sourceLocation: location)
      #expect(!message.html.contains(escaped(text)), "\(text)", sourceLocation: location)
    }
    for escape in ["&amp;", "&lt;", "&gt;", "&quot;", "&#"] {
      #expect(!message.text.contains(escape), sourceLocation: location)
    }
    for part in [message.text, message.html] {
      #expect(!part.contains("{{") && !part.contains("}}"), sourceLocation: location)
      #expect(!part.contains("CONTENT_TYPE"), sourceLocation: location)
      #expect(!part.contains("Secret label"), "strangers never see it", sourceLocation: location)
    }
    #expect(
      !message.html.contains("<i>") && !message.html.contains("<\"GmbH"), sourceLocation: location)
    let lines = message.text.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(
      lines.first?.isEmpty == false, "a text begins in its first line", sourceLocation: location)
    #expect(
      !message.text.contains("\n\n\n\n"), "three empty lines in a row", sourceLocation: location)
    #expect(
      !lines.contains { $0.hasSuffix(":") && !$0.contains(" ") }, "a label without value",
      sourceLocation: location)
    #expect(
      !message.html.contains("<p></p>") && !message.html.contains("<code></code>"),
      sourceLocation: location)
  }

  // MARK: Kinds

  @Test(
    "A welcome says how to sign in, with what, until when, and who invited",
    arguments: Language.allCases)
  func welcome(language: Language) throws {
    let texts = Strings.of(language)
    let message = try compose(
      .welcome, language, account: account(language), application: application(language),
      password: Self.password)
    expect(
      message,
      holds: [
        texts.mail.greeting("Grace O'Hopper <i>"), texts.mail.welcomeText("Ada & Söhne <\"GmbH\">"),
        "https://join.example.org/usher/sign-in", texts.mail.login, "grace.hopper",
        texts.mail.password,
        Self.password,
        texts.mail.department, "Sales / R&D", texts.mail.invitedBy, "Ada \"L\" Lovelace",
        texts.mail.validUntil,
        texts.moment(Self.now + 86400, in: .utc), texts.mail.mustChange,
        texts.mail.ask("Room 12 & 13"),
        texts.mail.closing("Ada & Söhne <\"GmbH\">"),
      ], lacks: [texts.mail.reason])
    #expect(message.subject == texts.mail.welcomeSubject("Ada & Söhne <\"GmbH\">"))
    #expect(message.html.contains("<a href=\"https://join.example.org/usher/sign-in\">"))
    #expect(message.html.contains("<html lang=\"\(language.tag)\">"))
  }

  @Test("A renewed password says that it is a new one", arguments: Language.allCases)
  func renewed(language: Language) throws {
    let texts = Strings.of(language).mail
    let message = try compose(
      .renewed, language, account: account(language), password: Self.password)
    expect(
      message,
      holds: [
        texts.renewedText, Self.password, "grace.hopper", "https://join.example.org/usher/sign-in",
      ],
      lacks: [texts.department, texts.invitedBy, texts.welcomeText("Ada & Söhne <\"GmbH\">")])
    #expect(message.subject == texts.renewedSubject("Ada & Söhne <\"GmbH\">"))
  }

  @Test("Who has an account without an application is told so", arguments: Language.allCases)
  func added(language: Language) throws {
    let strings = Strings.of(language)
    let message = try compose(
      .welcome, language, account: account(language), password: Self.password)
    expect(
      message, holds: [strings.accounts.mailText("Ada & Söhne <\"GmbH\">"), "grace.hopper"],
      lacks: [strings.people.welcome("Ada & Söhne <\"GmbH\">"), strings.mail.invitedBy])
  }

  @Test("Who was made an administrator is welcomed as one", arguments: Language.allCases)
  func administrator(language: Language) throws {
    let strings = Strings.of(language)
    var account = try self.account(language)
    account.isAdministrator = true
    let message = try compose(
      .welcome, language, account: account, password: Self.password)
    expect(
      message,
      holds: [
        strings.people.welcome("Ada & Söhne <\"GmbH\">"), Self.password, "grace.hopper",
        "https://join.example.org/usher/sign-in",
      ],
      lacks: [
        strings.mail.department, strings.mail.invitedBy,
        strings.mail.welcomeText("Ada & Söhne <\"GmbH\">"),
      ])
    #expect(message.subject == strings.mail.welcomeSubject("Ada & Söhne <\"GmbH\">"))
  }

  @Test("A rejection gives its reason, and no way to sign in", arguments: Language.allCases)
  func rejected(language: Language) throws {
    let texts = Strings.of(language).mail
    let reason = "Not a member of <R&D>.\nPlease ask \"Ada\"."
    let message = try compose(
      .rejected, language, application: application(language, reason: reason))
    let never = [
      texts.signInAt, texts.password, "sign-in", texts.login, texts.mustChange,
      "Ada \"L\" Lovelace",
    ]
    expect(
      message, holds: [texts.rejectedText("Ada & Söhne <\"GmbH\">"), texts.reason, reason],
      lacks: never)
    #expect(message.subject == texts.rejectedSubject("Ada & Söhne <\"GmbH\">"))
    expect(
      try compose(.rejected, language, application: application(language)),
      holds: [texts.rejectedText("Ada & Söhne <\"GmbH\">")], lacks: never + [texts.reason])
  }

  @Test("A reminder names the account, and no password", arguments: Language.allCases)
  func known(language: Language) throws {
    let texts = Strings.of(language).mail
    let message = try compose(.known, language, account: account(language), password: Self.password)
    expect(
      message,
      holds: [
        texts.knownText("Ada & Söhne <\"GmbH\">"), "grace.hopper",
        "https://join.example.org/usher/sign-in",
      ],
      lacks: [Self.password, texts.password, texts.mustChange, texts.validUntil])
    #expect(message.subject == texts.knownSubject("Ada & Söhne <\"GmbH\">"))
  }

  @Test(
    "A digest counts who waits, names ten without addresses, and leads to the list",
    arguments: Language.allCases)
  func digest(language: Language) throws {
    let texts = Strings.of(language).digest
    let organisation = "Ada & Söhne <\"GmbH\">"
    let application = try application(language)
    let list = "https://join.example.org/usher/admin/applications"
    for (count, named) in [(1, 1), (10, 10), (12, 10), (1000, 10)] {
      let message = try compose(
        .digest, language, account: account(language),
        waiting: WaitingApplications(
          count: count, longest: Array(repeating: application, count: named)))
      let rest = [texts.longestOnly(10)]
      expect(
        message,
        holds: [
          texts.text(count, organisation), texts.decide, list,
          texts.person("Grace O'Hopper <i>", "Sales / R&D"),
          Strings.of(language).moment(Self.now, in: .utc), texts.howOften,
        ] + (count > named ? rest : []),
        lacks: ["grace@navy.example", "sign-in", "Ada \"L\" Lovelace"] + (count > named ? [] : rest)
      )
      #expect(message.subject == texts.subject(count, organisation))
      #expect(message.html.contains("<a href=\"\(list)\">"))
      #expect(
        message.text.components(separatedBy: "O'Hopper <i>").count - 1 == named + 1,
        "each once, and the greeting")
    }
  }

  @Test("Python's email reads a digest as it was written", arguments: Language.allCases)
  func digestOnTheWire(language: Language) throws {
    let message = try compose(
      .digest, language, account: account(language),
      waiting: WaitingApplications(count: 1000, longest: [try application(language)]))
    let script = """
      import email, email.policy, sys
      mail = email.message_from_bytes(sys.stdin.buffer.read(), policy=email.policy.default)
      assert not mail.defects and mail["Content-Language"], mail.defects
      print(mail["Subject"])
      for kind in ("plain", "html"):
          print(mail.get_body((kind,)).get_content())
      """
    let found = try python(script, message.wire).replacing("\r\n", with: "\n")
    #expect(found.hasPrefix(message.subject + "\n"))
    #expect(found.contains(message.text) && found.contains(message.html))
  }

  @Test("What is not set is not mentioned", arguments: Language.allCases)
  func unset(language: Language) throws {
    var settings = try settings()
    try settings.set(.contact, to: "")
    let texts = Strings.of(language).mail
    let message = try compose(
      .welcome, language, account: account(language),
      application: application(language, department: ""),
      password: Self.password, settings: settings)
    expect(
      message, holds: [Self.password],
      lacks: [texts.department, texts.ask("Room 12 & 13"), texts.ask("")])
  }

  // MARK: Envelope

  @Test("It goes from the organisation to the person, under the outbox's own id")
  func envelope() throws {
    let message = try compose(.known, .english, account: account(.english))
    #expect(message.from.name == "Ada & Söhne <\"GmbH\">")
    #expect(message.from.address.text == "join@example.org")
    #expect(message.to.name == "Grace O'Hopper <i>")
    #expect(message.to.address.text == "grace@navy.example")
    #expect(message.id == "01ABC@join.example.org")
    #expect(message.date == TimeZone.utc.clock(at: Self.now))
  }

  @Test("Without a sender it comes from usher at the site's own host")
  func sender() throws {
    var settings = try settings()
    try settings.set(.sender, to: "")
    let message = try compose(.known, .english, account: account(.english), settings: settings)
    #expect(message.from.address.text == "usher@join.example.org")
  }

  @Test("The sign-in address that is set is the one that is named")
  func signInAddress() throws {
    var settings = try settings()
    try settings.set(.signInAddress, to: "https://id.example.org/?a=1&b=2")
    let message = try compose(.known, .english, account: account(.english), settings: settings)
    #expect(message.text.contains("https://id.example.org/?a=1&b=2"))
    #expect(message.html.contains("<a href=\"https://id.example.org/?a=1&amp;b=2\">"))
  }

  @Test("A mail that lacks what it tells of is an error, not half a mail")
  func incomplete() throws {
    let (account, application) = (try account(.english), try application(.english))
    for kind in [MailKind.welcome, .renewed] {
      #expect(throws: Composer.Incomplete.self) { try compose(kind, .english, account: account) }
      #expect(throws: Composer.Incomplete.self) {
        try compose(kind, .english, application: application, password: Self.password)
      }
    }
    #expect(throws: Composer.Incomplete.self) { try compose(.digest, .english, account: account) }
    #expect(throws: Composer.Incomplete.self) { try compose(.rejected, .english, account: account) }
    #expect(throws: Composer.Incomplete.self) {
      try compose(.known, .english, application: application)
    }
  }
}
