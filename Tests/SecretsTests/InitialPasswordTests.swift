// Tests the passwords that newcomers get by mail: 80 random bits that a person can type.

import Secrets
import Testing

@Suite struct InitialPasswordTests {
  private static let symbols = Set("0123456789abcdefghjkmnpqrstvwxyz")

  @Test("An initial password is four groups of four, of 32 symbols: 80 bits")
  func shape() {
    #expect(Self.symbols.count == 32)
    for _ in 0..<500 {
      let groups = newInitialPassword().split(separator: "-", omittingEmptySubsequences: false)
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
    #expect(Set((0..<1000).map { _ in newInitialPassword() }).count == 1000)
  }
}
