// Tests the names that accounts sign in with, and what is suggested to newcomers.

import Membership
import TestTools
import Testing

@Suite struct LoginTests {
  @Test(
    "A login is letters, digits and . _ - in small letters",
    arguments: [
      ("grace", "grace"), ("GRACE", "grace"), ("g", "g"), ("7of9", "7of9"), ("a.b_c-d", "a.b_c-d"),
      ("a--", "a--"), (String(repeating: "x", count: 64), String(repeating: "x", count: 64)),
    ])
  func valid(typed: String, login: String) {
    #expect(Login(typed)?.text == login)
  }

  @Test(
    "Anything else is no login",
    arguments: [
      "", " ", "-a", ".a", "_a", "a b", "a@b", "a/b", "a\n", "a\0", "ä", "\u{212A}ate", "\u{131}da",
      "ſam",
      "a\u{301}", "x\u{200B}", "🙂", String(repeating: "x", count: 65),
    ])
  func invalid(typed: String) {
    #expect(Login(typed) == nil)
  }

  @Test(
    "What is suggested comes from the address, then with a number",
    arguments: [
      ("grace@navy.example", 1, "grace"), ("Grace.Hopper@navy.example", 1, "grace.hopper"),
      ("grace@navy.example", 0, "grace"), ("grace@navy.example", 2, "grace2"),
      ("grace@navy.example", 17, "grace17"), ("a+b=c@navy.example", 1, "abc"),
      ("_x_@navy.example", 1, "x_"), ("!#$%@navy.example", 1, "member"),
      ("___@navy.example", 3, "member3"),
      (String(repeating: "x", count: 64) + "@y.z", 1, String(repeating: "x", count: 48)),
    ])
  func suggestion(email: String, attempt: Int, login: String) throws {
    #expect(Login.suggestion(for: try EmailAddress(email), attempt: attempt).text == login)
  }

  @Test("Every suggestion is a login")
  func suggestionsAreLogins() throws {
    var dice = SplitMix64(seed: 15)
    let marks = Array("ab9._-+!#$%&'*/=?^`{|}~")
    var tried = 0
    for _ in 0..<20_000 {
      let count = Int.random(in: 1...64, using: &dice)
      let local = String((0..<count).compactMap { _ in marks.randomElement(using: &dice) })
      guard let email = try? EmailAddress("\(local)@navy.example") else { continue }
      tried += 1
      let attempt = Int.random(in: 0...1_000_000, using: &dice)
      let login = Login.suggestion(for: email, attempt: attempt)
      #expect(Login(login.text) == login)
    }
    #expect(tried > 100)
  }
}
