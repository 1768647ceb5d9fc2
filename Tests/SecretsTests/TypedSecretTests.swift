// Tests the secrets that people get by mail or on paper: 80 random bits that a person can type, and how
// they are read however they are typed.

import Secrets
import TestTools
import Testing

@Suite struct TypedSecretTests {
  private static let symbols = Set("0123456789abcdefghjkmnpqrstvwxyz")

  @Test("A secret is four groups of four, of 32 symbols: 80 bits")
  func shape() {
    #expect(Self.symbols.count == 32)
    for secret in (0..<500).flatMap({ _ in [newInitialPassword(), newRecoveryCode()] }) {
      let groups = secret.split(separator: "-", omittingEmptySubsequences: false)
      #expect(groups.map(\.count) == [4, 4, 4, 4])
      #expect(groups.joined().allSatisfy(Self.symbols.contains))
    }
  }

  @Test("Every place takes every symbol, about as often")
  func spread() {
    var counts: [Character: Int] = [:]
    var seen = [Set<Character>](repeating: [], count: 16)
    for _ in 0..<2000 {
      for (place, symbol) in newInitialPassword().filter({ $0 != "-" }).enumerated() {
        counts[symbol, default: 0] += 1
        seen[place].insert(symbol)
      }
    }
    #expect(seen.map(\.count) == Array(repeating: 32, count: 16))
    // 1,000 are expected of each; ten standard deviations either way.
    #expect(counts.values.allSatisfy { (700...1300).contains($0) })
  }

  @Test("No two are the same")
  func unique() {
    let secrets = (0..<500).flatMap { _ in [newInitialPassword(), newRecoveryCode()] }
    #expect(Set(secrets).count == 1000)
  }

  @Test(
    "A secret is read in either case, with letters that look alike, with and without hyphens",
    arguments: [
      "7k3m-q9xt-2hva-b10w", "7K3M-Q9XT-2HVA-B10W", "7k3mq9xt2hvab10w", "7k3m q9xt 2hva blow",
      " 7K3MQ9XT-2HVA--BiOw\r\n", "7k3m\u{2011}q9xt–2hva—bIow", "-7-k-3-m-q-9-x-t-2-h-v-a-b-L-o-w-",
      "7k3m\u{A0}q9xt\u{3000}2hva\tb10w",
    ])
  func typed(text: String) {
    #expect(typedSecret(text) == "7k3m-q9xt-2hva-b10w")
  }

  @Test(
    "What has not 16 symbols is no secret",
    arguments: [
      "", "-", "7k3m-q9xt-2hva-b10", "7k3m-q9xt-2hva-b10w7", "7k3m-q9xt-2hva-b10u",
      "7k3m_q9xt_2hva_b10w", "7k3m-q9xt-2hva-b10w.", "7k3m-q9xt-2hva-b10w\0",
      "7\u{212A}3m-q9xt-2hva-b10w",
      "７k3m-q9xt-2hva-b10w", "7k3m-q9xt-2hva-b10w\u{301}", "7k3m-q9xt-2hva-b10é",
      "[k3m-q9xt-2hva-b10w",
      "@k3m-q9xt-2hva-b10w", "`k3m-q9xt-2hva-b10w", "{k3m-q9xt-2hva-b10w",
      String(repeating: "0", count: 100),
    ])
  func notTyped(text: String) {
    #expect(typedSecret(text) == nil)
  }

  @Test("Every secret reads back, however it is spelled")
  func roundTrip() {
    var dice = SplitMix64(seed: 80)
    for _ in 0..<500 {
      let secret = newRecoveryCode()
      #expect(typedSecret(secret) == secret)
      let spelled = secret.map { symbol in
        let alike: [Character: [String]] = [
          "0": ["0", "o", "O"], "1": ["1", "i", "I", "l", "L"], "-": ["-", " ", "", " - "],
        ]
        return alike[symbol]?.randomElement(using: &dice)
          ?? (Bool.random(using: &dice) ? symbol.uppercased() : String(symbol))
      }
      #expect(typedSecret(spelled.joined()) == secret)
    }
  }
}
