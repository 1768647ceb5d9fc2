// Tests every sentence in every language: it is there, is clean, differs from the other languages' and says
// what it was given.

import Languages
import Membership
import Testing

@Suite struct StringsTests {
  private static func isChinese(_ scalar: Unicode.Scalar) -> Bool {
    (0x4E00...0x9FFF).contains(scalar.value) || (0x3000...0x303F).contains(scalar.value)
      || (0xFF00...0xFFEF).contains(scalar.value)
  }

  @Test("Each language has its own sentences", arguments: Language.allCases)
  func languages(language: Language) {
    #expect(Strings.of(language).language == language)
  }

  @Test("No sentence is missing or unclean", arguments: Language.allCases)
  func clean(language: Language) {
    for sentence in Strings.of(language).sentences {
      #expect(!sentence.text.isEmpty, "\(sentence.name)")
      #expect(trimmed(sentence.text) == sentence.text, "\(sentence.name)")
      #expect(isPrintable(sentence.text), "\(sentence.name)")
      for fault in ["  ", " ,", " .", "..", "Optional(", "nil", "\\(", "{{", "TODO", "$0"] {
        #expect(!sentence.text.contains(fault), "\(sentence.name): \(sentence.text)")
      }
    }
  }

  @Test("A sentence of one language is none of another")
  func translated() {
    let all = Language.allCases.map { Strings.of($0).sentences }
    #expect(all[0].count > 150)
    for other in all.dropFirst() {
      #expect(other.map(\.name) == all[0].map(\.name))
      for (one, another) in zip(all[0], other) {
        #expect(one.text != another.text, "\(one.name)")
      }
    }
  }

  @Test("English has no Chinese in it, and Chinese no English but names and addresses")
  func scripts() {
    for sentence in Strings.of(.english).sentences {
      #expect(!sentence.text.unicodeScalars.contains(where: Self.isChinese), "\(sentence.name)")
    }
    let names = [
      "OpenAPI", "Grace", "Ada", "grace@navy.example", "name@example.org", "421 later", "550 no",
      "UTC+1",
      "CSV", "PNG", "SVG", "UTF-8", "UTF-16", "Windows-1252", "GBK", "kB",
      // As they stand in tables that are imported, and the command for long ones.
      "login", "name", "email", "department", "positions", "groups", "roles", "language", "state",
      "kind", "active", "suspended", "personal", "public", "zh-Hans", "en",
      "account import FILE", "grace",
      // As they are typed into the settings.
      "https://join.example.org", "https://example.org/sign-in", "join@example.org",
      "https://shop.example.org/usher", "/cgi-bin/usher.cgi", "/usher", "usher.cgi", "usher",
      "Europe/Berlin", "UTC", "#1f5fbf", "https://", "Standard Webhooks",
    ]
    for sentence in Strings.of(.simplifiedChinese).sentences {
      #expect(sentence.text.unicodeScalars.contains(where: Self.isChinese), "\(sentence.name)")
      let rest = names.reduce(sentence.text) { $0.replacing($1, with: "") }
      #expect(!rest.contains { $0.isASCII && $0.isLetter }, "\(sentence.name): \(sentence.text)")
      // Punctuation of the other script beside Chinese characters.
      #expect(!rest.contains(","), "\(sentence.name): \(sentence.text)")
      #expect(!rest.contains("?"), "\(sentence.name): \(sentence.text)")
    }
  }

  @Test("What a sentence is made of stands in it", arguments: Language.allCases)
  func arguments(language: Language) {
    let strings = Strings.of(language)
    func text(_ name: String) -> String { strings.made.first { $0.name == name }?.text ?? "" }
    for name in [
      "landing.title", "dead.ask", "entry.title", "me.title", "applications.approved",
      "applications.rejected",
      "applications.by",
      "applications.reopened", "applications.addressTaken", "mail.greeting", "mail.closing",
      "mail.ask",
      "mail.welcomeSubject",
      "mail.welcomeText", "mail.renewedSubject", "mail.rejectedSubject", "mail.rejectedText",
      "mail.knownSubject",
      "mail.knownText", "applications.already(approved)", "applications.already(rejected)",
      "applications.already(withdrawn)", "digest.subject(1)", "digest.subject(1000)",
      "digest.text(2)", "digest.person(department)", "auditPage.about",
      "people.addressTaken", "people.added", "people.welcome", "departments.added",
      "departments.exists", "holdings.added", "holdings.taken", "holdings.list",
      "holdings.unknown(role)",
      "people.changed(suspend)", "people.changed(restore)", "people.changed(reset)",
      "people.changed(removeSecondFactor)",
    ] {
      #expect(text(name).contains(Strings.someone), "\(name)")
    }
    for name in ["applications.already(approved)", "applications.already(rejected)"] {
      #expect(text(name).contains("Ada"))
    }
    for name in [
      "dead.text(expired, at)", "dead.text(notYetOpen, at)", "applications.already(approved)",
      "applications.already(rejected)",
      "applications.already(withdrawn)", "applications.mail(1)", "safety.tooManyTries",
      "secondFactor.tooMany",
    ] {
      #expect(text(name).contains("19:00"), "\(name)")
    }
    for name in [
      "status.text(pending, true)", "status.text(approved, true)", "status.text(approved, false)",
    ] {
      #expect(text(name).contains("grace@navy.example"), "\(name)")
    }
    #expect(text("password.rule").contains("15"))
    #expect(text("password.unsuitable(tooShort)").contains(String(Password.shortest)))
    #expect(text("landing.nameProblem(tooLong)").contains(String(PersonName.longest)))
    #expect(text("applications.reasonTooLong").contains("1000"))
    #expect(text("applications.mail(1)").contains("421 later"))
    #expect(text("applications.mail(3)").contains("550 no"))
  }

  @Test("Every state has sentences of its own", arguments: Language.allCases)
  func states(language: Language) {
    let strings = Strings.of(language)
    func differ(_ texts: [String]) -> Bool { Set(texts).count == texts.count }
    #expect(differ(InvitationState.allCases.map(strings.dead.title)))
    #expect(differ(InvitationState.allCases.map { strings.dead.text($0, nil) }))
    #expect(differ(ApplicationState.allCases.map(strings.applications.stateName)))
    for truth in [true, false] {
      #expect(differ(ApplicationState.allCases.map { strings.status.title($0, truth) }))
      #expect(differ(ApplicationState.allCases.map { strings.status.text($0, truth, "x") }))
    }
    #expect(strings.landing.button(true) != strings.landing.button(false))
    #expect(strings.landing.lead(true) != strings.landing.lead(false))
    #expect(strings.status.title(.approved, true) != strings.status.title(.approved, false))
  }

  @Test("Every sentence that is made of something is looked at here")
  func allMade() {
    let strings = Strings.of(.english)
    let seen = Set(strings.made.map { String($0.name.prefix { $0 != "(" }) })
    #expect(strings.makers.subtracting(seen) == [], "to be added to Sentences.swift")
    #expect(seen.subtracting(strings.makers) == [])
  }

  @Test("Every verb of the audit log has words of its own", arguments: Language.allCases)
  func verbs(language: Language) {
    let texts = Strings.of(language).auditPage
    #expect(Strings.verbs.count > 15 && Strings.verbs.contains("approve"))
    #expect(Set(Strings.verbs.map(texts.verb)).count == Strings.verbs.count)
    #expect(Strings.verbs.filter { texts.verb($0) == $0 } == [], "to be added to AuditPage")
    #expect(texts.verb("some later verb") == "some later verb")
  }

  @Test("In a mail, labels end with a colon", arguments: Language.allCases)
  func colons(language: Language) {
    let mail = Strings.of(language).mail
    let colon = language == .english ? ":" : "："
    for label in [
      mail.signInAt, mail.login, mail.password, mail.department, mail.invitedBy, mail.validUntil,
      mail.reason, Strings.of(language).digest.decide,
      Strings.of(language).digest.person("Grace", ""),
    ] {
      #expect(label.hasSuffix(colon), "\(label)")
    }
  }

  @Test(
    "Chinese keeps a space from Latin letters and digits beside it, and none from Chinese ones",
    arguments: [
      ("Ada 学会", " Ada 学会", " Ada 学会"), ("学会", "学会", "学会"), ("Ada", " Ada ", " Ada"),
      ("学会 7", "学会 7 ", "学会 7"), ("7", " 7 ", " 7"),
    ])
  func spacing(name: String, within: String, atTheEnd: String) {
    let strings = Strings.of(.simplifiedChinese)
    #expect(strings.landing.title(name) == "邀请您加入\(atTheEnd)")
    #expect(strings.mail.knownSubject(name) == "您在\(within)已有账号")
  }
}
