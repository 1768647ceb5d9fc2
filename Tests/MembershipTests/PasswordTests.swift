// Tests which passwords people may choose: long ones of any kind, and none that is guessed first.

import Membership
import TestTools
import Testing

@Suite struct PasswordTests {
  private func problem(_ typed: String, _ personal: [String] = []) -> Password.Problem? {
    do throws(Password.Problem) {
      let password = try Password(typed, personal: personal)
      return password.text == typed ? nil : .common
    } catch {
      return error
    }
  }

  @Test(
    "A password has at least 15 characters, and may have very many",
    arguments: [
      ("kestrel violins", nil), ("kestrel violin", .tooShort), ("", .tooShort),
      // NIST SP 800-63B-4 counts code points.
      ("山高月小水落石出赤壁之下江流有", nil), ("山高月小水落石出赤壁之下江流", .tooShort),
    ] as [(String, Password.Problem?)])
  func shortest(typed: String, expected: Password.Problem?) {
    #expect(problem(typed) == expected)
  }

  @Test("64 characters and many more are taken")
  func longest() {
    let phrase = "kestrel violins borrow seven quiet umbrellas before breakfast, "
    #expect(problem(String(phrase.prefix(63)) + "!") == nil)
    #expect(problem(phrase + phrase.uppercased() + "and once more with feeling") == nil)
    var dice = SplitMix64(seed: 11)
    let letters = Array("abcdefghijklmnopqrstuvwxyz")
    let long = String(
      (0..<Password.longest).compactMap { _ in letters.randomElement(using: &dice) })
    #expect(problem(long) == nil)
    #expect(problem(long + "x") == .tooLong)
    #expect(problem(String(repeating: "é", count: 513)) == .tooLong)
  }

  @Test(
    "No kind of character is asked for",
    arguments: [
      "kestrelviolinsborrow", "KESTRELVIOLINSBORROW", "kestrel violins borrow",
      "Kestrel-9-violins!",
      "незабудки растут здесь", "  kestrel violins  ", "kestrel\tviolins", "k3str3l v10l1ns",
      "🦅🎻 kestrel violin", "Tr0ub4dor&3xkcd936",
      // No rules about kinds of characters.
      "839201847562918", "!?*#+-_.:;,<>|~^", "🦅🎻🌵🚲🧭🪁🦅🎻🌵🚲🧭🪁🦊🐙🍋",
    ])
  func anyKind(typed: String) {
    #expect(problem(typed) == nil)
  }

  @Test(
    "What is guessed first is refused",
    arguments: [
      "passwordpassword", "PasswordPassword", "password12345678", "PASSWORD PASSWORD",
      "password!!!!!!!!!",
      "p-a-s-s-w-o-r-d-1-2-3", "aaaaaaaaaaaaaaaaaaaa", "abababababababab", "abcabcabcabcabcabc",
      "qwertyuiopasdfghjklzxcvbnm", "qwertyuiop12345", "qwertyqwertyqwerty", "123456789012345",
      "correct horse battery staple", "correcthorsebatterystaple", "iloveyouiloveyou",
      "letmeinletmein123",
      "thisismypassword", "this is my password", "welcome welcome1", "administrator123",
      "abcdefghijklmnop",
      "abcdefghijklmnopqrstuvwxyz", "1q2w3e4r5t6y7u8i9o0p", "               ",
      "password in the world",
      "kestrelkestrel1", "motdepassemotdepasse", "contraseñacontraseña",
      "contrasen\u{303}acontraseña1",
      "111111111111111", "987654321098765", "121212121212121", "admin admin login",
      "changemechangeme", "abcacbbacabcbca12",
    ])
  func common(typed: String) {
    #expect(problem(typed) == .common)
  }

  @Test(
    "What an attacker knows of the account is no password",
    arguments: [
      ("grace.hopper1906", ["grace.hopper", "Grace Hopper"]),
      ("GraceHopper1906!", ["Grace Hopper"]),
      ("grace@navy.example", ["grace@navy.example"]),
      ("xx-Grace Hopper-x", ["grace hopper"]),
      ("Our Organisation1", ["Our organisation"]),
      ("李小龙李 小龙2026abcd", ["李小龙李小龙2026"]),
    ])
  func personal(typed: String, words: [String]) {
    #expect(problem(typed, words) == .personal)
    #expect(problem(typed) == nil)
  }

  @Test(
    "A long phrase may name its owner, and short words do not count",
    arguments: [
      ("grace hopper found a moth in the relay", ["Grace Hopper"]),
      ("kestrel violins", ["k", "vio", "", "–––––", "strel violins borrow"]),
    ])
  func notPersonal(typed: String, words: [String]) {
    #expect(problem(typed, words) == nil)
  }

  @Test("Any text is a password or a problem")
  func anything() {
    var dice = SplitMix64(seed: 12)
    let pieces = [
      "password", "1", "a", "qwerty", "é", "\u{301}", "İ", "\0", "😀", " ", "ß", "\u{202E}", "x",
    ]
    for _ in 0..<3000 {
      let count = Int.random(in: 0...20, using: &dice)
      let text = (0..<count).map { _ in pieces.randomElement(using: &dice) ?? "" }.joined()
      _ = problem(text, [text, "password"])
    }
  }
}
