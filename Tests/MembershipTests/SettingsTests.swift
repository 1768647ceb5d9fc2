// Tests what people may set: for each name good and bad values, and that what is set reads back.

import Testing

@testable import Membership

@Suite(.serialized) struct SettingsTests {
  private func set(_ name: Settings.Name, _ value: String) -> String? {
    var settings = Settings()
    do {
      try settings.set(name, to: value)
      return settings[name]
    } catch {
      #expect(error.name == name)
      #expect(!error.rule.isEmpty)
      #expect(settings == Settings(), "what is refused changes nothing")
      return nil
    }
  }

  @Test(
    "A good value is kept, in the form in which it is shown",
    arguments: [
      (.organisation, "  Ada & Söhne <GmbH> ", "Ada & Söhne <GmbH>"),
      (.organisation, String(repeating: "x", count: 100), String(repeating: "x", count: 100)),
      (.baseAddress, "HTTPS://Join.Example.org:443/x/", "https://join.example.org/x"),
      (.programPath, "/usher", "/usher"),
      (.programPath, "/cgi-bin/usher.cgi", "/cgi-bin/usher.cgi"),
      (.timeZone, "Europe/Berlin", "Europe/Berlin"), (.timeZone, " UTC", "UTC"),
      (.signInAddress, "", ""),
      (.signInAddress, "https://example.org/sign-in?a=b&c", "https://example.org/sign-in?a=b&c"),
      (.signInAddress, "http://127.0.0.1:8080", "http://127.0.0.1:8080"),
      (.contact, "", ""), (.contact, "Room 12, +49 30 1234", "Room 12, +49 30 1234"),
      (.contact, String(repeating: "x", count: 200), String(repeating: "x", count: 200)),
      (.language, "en", "en"), (.language, "ZH-hans", "zh-Hans"),
      (.accent, "#1f5fbf", "#1f5fbf"), (.accent, "#000000", "#000000"),
      (.accent, " #1F5FBF ", "#1f5fbf"),
      (.sender, "", ""), (.sender, "join@example.org", "join@example.org"),
      (.initialPasswordHours, "1", "1"), (.initialPasswordHours, "168", "168"),
      (.initialPasswordHours, " 24 ", "24"),
    ] as [(Settings.Name, String, String)])
  func good(name: Settings.Name, typed: String, shown: String) {
    #expect(set(name, typed) == shown)
  }

  @Test(
    "A bad value is refused",
    arguments: [
      (.organisation, ""), (.organisation, "  "),
      (.organisation, String(repeating: "x", count: 101)),
      (.organisation, "a\nb"), (.organisation, "a\r\nBcc: x"), (.organisation, "a\u{202E}b"),
      (.organisation, "a\0b"),
      (.baseAddress, ""), (.baseAddress, "join.example.org"), (.baseAddress, "https://x?y"),
      (.programPath, ""), (.programPath, "/"), (.programPath, "usher"), (.programPath, "/usher/"),
      (.programPath, "//usher"), (.programPath, "/a//b"), (.programPath, "/../x"),
      (.programPath, "/a b"),
      (.programPath, "/a?b"), (.programPath, "/ü"), (.programPath, ":80/x"),
      (.programPath, "/a\"b"),
      (.timeZone, ""), (.timeZone, "Mars/Phobos"), (.timeZone, "Europe"), (.timeZone, "../UTC"),
      (.signInAddress, "example.org"), (.signInAddress, "javascript:alert(1)"),
      (.signInAddress, "https://exam ple.org"), (.signInAddress, "https://example.org/\""),
      (.signInAddress, "https://example.org/\"\u{301}"), (.signInAddress, "https://"),
      (.signInAddress, "https:///path"), (.signInAddress, "https://?x"),
      (.signInAddress, "https://example.org/" + String(repeating: "x", count: 500)),
      (.signInAddress, "data:text/html,x"), (.signInAddress, "https://example.org/\nx"),
      (.contact, String(repeating: "x", count: 201)), (.contact, "a\nb"), (.contact, "a\u{2066}b"),
      (.language, ""), (.language, "fr"), (.language, "zh"), (.language, "en-GB"),
      (.accent, ""), (.accent, "1f5fbf"), (.accent, "#1f5fb"), (.accent, "#1f5fbf0"),
      (.accent, "#ggg000"),
      (.accent, "#+00000"), (.accent, "#-00000"), (.accent, "#ffffff"), (.accent, "black"),
      (.accent, "#é0000"),
      (.accent, "#0000 0"), (.accent, "##00000"), (.accent, "#000000;}"),
      (.sender, "x"), (.sender, "join@localhost"), (.sender, "-f@example.org"),
      (.sender, "a@b.c\r\nX: y"),
      (.initialPasswordHours, ""), (.initialPasswordHours, "0"), (.initialPasswordHours, "169"),
      (.initialPasswordHours, "-1"), (.initialPasswordHours, "1.5"), (.initialPasswordHours, "24h"),
      (.initialPasswordHours, "99999999999999999999"),
    ] as [(Settings.Name, String)])
  func bad(name: Settings.Name, typed: String) {
    #expect(set(name, typed) == nil)
  }

  @Test(
    "Every default but those of the first start can be set as it is shown",
    arguments: Settings.Name.allCases)
  func defaults(name: Settings.Name) {
    #expect(set(name, Settings()[name]) == Settings()[name])
  }

  @Test("A name is spelled as the command line and the database spell it")
  func names() {
    #expect(Set(Settings.Name.allCases.map(\.rawValue)).count == Settings.Name.allCases.count)
    for name in Settings.Name.allCases {
      #expect(name.rawValue.allSatisfy { "abcdefghijklmnopqrstuvwxyz_".contains($0) })
    }
  }

  @Test("Mails name Usher's own sign-in page unless another is set")
  func shownSignInAddress() throws {
    var settings = Settings()
    try settings.set(.baseAddress, to: "https://example.org/join")
    try settings.set(.programPath, to: "/cgi-bin/usher.cgi")
    #expect(settings.shownSignInAddress == "https://example.org/cgi-bin/usher.cgi/sign-in")
    try settings.set(.signInAddress, to: "https://id.example.org/")
    #expect(settings.shownSignInAddress == "https://id.example.org/")
  }

  @Test(
    "Contrast is measured as WCAG 2.2 has it",
    arguments: [
      ("#000000", 21.0), ("#ffffff", 1.0), ("#777777", 4.48), ("#767676", 4.54), ("#ff0000", 4.0),
      ("#0000ff", 8.59), ("#008000", 5.14),
    ])
  func contrast(colour: String, ratio: Double) throws {
    let measured = try #require(Settings.contrastWithWhite(colour))
    #expect(abs(measured - ratio) < 0.006)
  }

  @Test("An accent is dark enough for white text from 4.5 to 1 on")
  func accentBoundary() {
    #expect(set(.accent, "#767676") == "#767676")
    #expect(set(.accent, "#777777") == nil)
  }
}
