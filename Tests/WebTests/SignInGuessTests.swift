// What a stranger sees who guesses: the same for every name, down to the byte.

import Actions
import Foundation
import Membership
import TestSite
import Testing

@Suite("Guessing over the web") struct SignInGuessTests {
  private func ask(
    _ site: TestSite, _ name: String, _ password: String = "wrong wrong wrong",
    cookie: String = "", from address: String = ""
  ) -> Answer {
    site.ask(
      "/sign-in", form: [("name", name), ("password", password), ("back", "/admin/find?q=x")],
      cookie: cookie, variables: ["REMOTE_ADDR": address])
  }

  /// Without what the asker typed, and without the moment that passes while one tests.
  private func shape(_ answer: Answer, _ name: String) -> [String] {
    [
      "\(answer.status)", answer.headers.map { "\($0.0)" }.joined(separator: " "),
      answer.body.replacingOccurrences(of: "\"\(name)\"", with: "\"NAME\"")
        .replacing(/again at [^<]*/, with: "AT"),
    ]
  }

  @Test("Unknown, known and suspended: the same answers, before and after there were too many")
  func alike() throws {
    let site = try TestSite()
    func answers(_ name: String, _ password: String) -> [[String]] {
      (0..<7).map { _ in shape(ask(site, name, password), name) }
    }
    let unknown = answers("nobody", "wrong wrong wrong")
    #expect(unknown.map { $0[0] } == ["422", "422", "422", "422", "422", "429", "429"])
    #expect(answers("ada", "wrong wrong wrong") == unknown)
    try site.run("DELETE FROM guess")
    try site.run("UPDATE account SET state = 'suspended'")
    #expect(answers("ada", "wrong wrong wrong") == unknown)
    try site.run("DELETE FROM guess")
    #expect(answers("ada", TestSite.password) == unknown)
  }

  @Test(
    "Five tries as an address, one as its part before the @: the same with and without an account")
  func sameStatus() throws {
    let site = try TestSite()
    func statuses(_ login: String) -> [Int] {
      (0..<5).map { _ in ask(site, "\(login)@example.org").status } + [ask(site, login).status]
    }
    #expect(statuses("ada") == [422, 422, 422, 422, 422, 429])
    #expect(statuses("grace") == [422, 422, 422, 422, 422, 429])
  }

  @Test("Too many: the name and the way back are kept, and the page says until when")
  func tooMany() throws {
    let site = try TestSite()
    for _ in 0..<5 { _ = ask(site, "ada") }
    // A moment between two full minutes: the page says the later one.
    try site.run("UPDATE guess SET again = (again / 60 + 1) * 60 + 1")
    #expect(ask(site, "ada").status == 429)
    let again = Moment(seconds: Int64(try site.count("SELECT again FROM guess")) + 59)
    let said = try site.open().settings.timeZone.clock(at: again).time
    #expect(ask(site, "ada").body.contains("\(said)"))
    try site.run("UPDATE guess SET again = at + 15")
    let answer = ask(site, "ada", TestSite.password)
    #expect(answer.status == 429)
    let seconds = Int(answer["Retry-After"] ?? "") ?? 0
    #expect((1...15).contains(seconds))
    #expect(answer.body.contains("There were too many tries. Please try again at "))
    #expect(answer.body.contains("value=\"ada\""))
    #expect(answer.body.contains("value=\"/admin/find?q=x\""))
    #expect(!answer.body.contains(TestSite.password))
    #expect(answer.sessionCookie == nil)
  }

  @Test("The web server's address counts, and no header that says another")
  func address() throws {
    let site = try TestSite()
    for place in 0..<20 {
      #expect(ask(site, "nobody\(place)", from: "192.0.2.1").status == 422)
    }
    let forged = site.ask(
      "/sign-in", form: [("name", "ada"), ("password", TestSite.password)],
      variables: [
        "REMOTE_ADDR": "192.0.2.1", "HTTP_X_FORWARDED_FOR": "198.51.100.7",
        "HTTP_FORWARDED": "for=198.51.100.7",
      ])
    #expect(forged.status == 429)
    #expect(ask(site, "ada", TestSite.password, from: "192.0.2.2").status == 303)
  }

  @Test(
    "The device's cookie: for 400 days, out of reach of scripts and other sites; then no lock-out")
  func device() throws {
    let site = try TestSite()
    func deviceCookie(_ answer: Answer) -> String? {
      answer.headers.first { $0.0 == "Set-Cookie" && $0.1.contains("-device=") }?.1
    }
    let text = try #require(deviceCookie(ask(site, "ada", TestSite.password)))
    #expect(text.hasPrefix("__Host-usher-device="))
    #expect(
      text.hasSuffix("; Path=/; HttpOnly; SameSite=Lax; Max-Age=34560000; Secure"), "\(text)")
    let cookie = String(text.prefix { $0 != ";" })
    for _ in 0..<6 { _ = ask(site, "ada") }
    #expect(ask(site, "ada", TestSite.password).status == 429)
    let known = ask(site, "ada", TestSite.password, cookie: cookie)
    #expect(known.status == 303)
    #expect(deviceCookie(known)?.hasPrefix(cookie) == true)
    #expect(deviceCookie(ask(site, "nobody")) == nil)
    try site.set(.baseAddress, "http://127.0.0.1:8080")
    let plain = try #require(
      deviceCookie(
        ask(
          site, "ada", TestSite.password,
          cookie: cookie.replacingOccurrences(of: "__Host-", with: ""))))
    #expect(plain.hasPrefix("usher-device=") && !plain.contains("Secure"))
  }
}
