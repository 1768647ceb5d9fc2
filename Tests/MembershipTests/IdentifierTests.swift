// Tests the keys of rows, the references of applications and Crockford's base 32, of which both are made.

import Glibc
import Testing

@testable import Membership

@Suite struct IdentifierTests {
  @Test("An id made in a later millisecond sorts later")
  func order() {
    let ids = (0..<20).map { _ in
      usleep(2000)
      return Account.ID.new().text
    }
    #expect(ids == ids.sorted())
    #expect(ids.allSatisfy { $0.count == 25 })
    #expect(ids.joined().utf8.allSatisfy(Base32.symbols.contains))
  }

  @Test("An id begins with the milliseconds since 1970")
  func time() {
    let text = Account.ID.new().text.prefix(9)
    let milliseconds = text.utf8.reduce(0) { $0 * 32 + (Base32.value(of: $1) ?? 0) }
    #expect(abs(milliseconds / 1000 - Int(Moment.now.seconds)) <= 1)
  }

  @Test("Ids of one moment differ")
  func unique() {
    #expect(Set((0..<10_000).map { _ in Account.ID.new() }).count == 10_000)
  }

  @Test(
    "Base 32 spells the lowest bits, most significant first",
    arguments: [
      (0, 1, "0"), (31, 1, "Z"), (32, 1, "0"), (32, 2, "10"), (1023, 2, "ZZ"),
      (UInt64.max, 13, "FZZZZZZZZZZZZ"),
      (0x1234_5678, 8, "00938NKR"),
    ] as [(UInt64, Int, String)])
  func spelling(number: UInt64, characters: Int, text: String) {
    let value = text.utf8.reduce(UInt64(0)) { $0 &* 32 &+ UInt64(Base32.value(of: $1) ?? 99) }
    let mask = characters >= 13 ? UInt64.max : (UInt64(1) << UInt64(5 * characters)) - 1
    #expect(value == number & mask, "the table is right")
    #expect(Base32.spell(number, characters: characters) == text)
  }

  @Test("A symbol is read in either case, O as 0, I and L as 1, and nothing else")
  func symbols() {
    #expect(Set(Base32.symbols).count == 32)
    for byte in UInt8.min...UInt8.max {
      let upper = (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) ? byte - 32 : byte
      let alias: [UInt8: Int] = [UInt8(ascii: "O"): 0, UInt8(ascii: "I"): 1, UInt8(ascii: "L"): 1]
      #expect(Base32.value(of: byte) == alias[upper] ?? Base32.symbols.firstIndex(of: upper))
    }
  }

  @Test("A reference is 4 and 4 symbols that a person can read aloud")
  func reference() {
    let references = (0..<200).map { _ in Application.newReference() }
    #expect(Set(references).count == 200)
    for reference in references {
      #expect(reference.split(separator: "-").map(\.count) == [4, 4])
      #expect(reference.utf8.allSatisfy { Base32.symbols.contains($0) || $0 == UInt8(ascii: "-") })
    }
  }
}
