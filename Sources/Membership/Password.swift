// A password that a person chooses, by NIST SP 800-63B-4: at least 15 characters, long ones welcome,
// no rules about kinds of characters, nothing that an attacker would try first.

package struct Password: Sendable {
  package let text: String

  package static let shortest = 15
  /// Bytes; Argon2id would take more, a form need not.
  package static let longest = 1024

  package enum Problem: Error, Hashable { case tooShort, tooLong, common, personal }

  /// - Parameter personal: what the attacker knows of the account: login, name, address, organisation.
  package init(_ typed: String, personal: [String]) throws(Problem) {
    guard typed.unicodeScalars.count >= Self.shortest else { throw .tooShort }
    guard typed.utf8.count <= Self.longest else { throw .tooLong }
    let folded = typed.lowercased().filter { $0.isLetter || $0.isNumber }
    guard Set(typed).count >= 5, !Self.isCommon(folded) else { throw .common }
    for word in personal.map({ $0.lowercased().filter { $0.isLetter || $0.isNumber } })
    where word.count >= 4 && folded.count < word.count + 8 && folded.contains(word) {
      throw .personal
    }
    text = typed
  }

  /// Repetition, rows of a keyboard, and well-known phrases strung together, digits at the end or not.
  private static func isCommon(_ folded: String) -> Bool {
    guard !folded.isEmpty else { return false }  // Signs alone: nobody's first guess.
    var rest = folded
    while let last = rest.last, last.isNumber { rest.removeLast() }
    if rest.isEmpty { return isRun(folded) }
    if Set(rest).count < 4 { return true }
    for length in 1...8 where isRepetition(of: length, in: rest) { return true }
    var left = Substring(rest)
    while !left.isEmpty {
      guard let word = commonWords.first(where: { left.hasPrefix($0) }) else { return false }
      left = left.dropFirst(word.count)
    }
    return true
  }

  /// Digits that go up or down by the same step: 1234567890…, 9876….
  private static func isRun(_ digits: String) -> Bool {
    let values = digits.compactMap(\.wholeNumberValue)
    let steps = Set(zip(values, values.dropFirst()).map { (($1 - $0) % 10 + 10) % 10 })
    return steps.count <= 1 || (1...8).contains { isRepetition(of: $0, in: digits) }
  }

  private static func isRepetition(of length: Int, in text: String) -> Bool {
    let letters = Array(text)
    guard letters.count >= 2 * length else { return false }
    return letters.indices.dropFirst(length).allSatisfy { letters[$0] == letters[$0 - length] }
  }

  /// Longer before shorter where one begins the other.
  private static let commonWords = [
    "abcdefghijklmnopqrstuvwxyz", "qwertyuiopasdfghjklzxcvbnm", "abcdefghijklmnop",
    "qwertzuiopasdfghjklyxcvbnm", "azertyuiopqsdfghjklmwxcvbn", "correcthorsebatterystaple",
    "qwertyuiop", "asdfghjkl", "zxcvbnm", "abcdefgh", "qwertzuiop", "azertyuiop", "qwerty",
    "iloveyou", "letmein", "welcome", "password", "passwort", "motdepasse", "contraseña",
    "administrator", "admin", "changeme", "secret", "sunshine", "princess", "football",
    "baseball", "superman", "trustno", "monkey", "dragon", "master", "shadow", "login",
    "hello", "world", "pass", "word", "test", "user", "love", "this", "is", "my", "the",
    "in", "a", "i", "1q2w3e4r5t6y7u8i9o0p", "1qaz2wsx3edc4rfv", "1q2w3e4r", "1qaz2wsx", "123", "me",
  ]
}
