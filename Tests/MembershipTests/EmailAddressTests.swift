// Tests which texts are e-mail addresses, and which spellings are one mailbox.

import Membership
import TestTools
import Testing

@Suite struct EmailAddressTests {
  private func problem(_ typed: String) -> EmailAddress.Problem? {
    do throws(EmailAddress.Problem) {
      _ = try EmailAddress(typed)
      return nil
    } catch {
      return error
    }
  }

  @Test(
    "An address that browsers take is taken",
    arguments: [
      "grace@navy.example", "g@x.y", "Grace.Hopper@Navy.Example", "a+b@example.org",
      "!#$%&'*+/=?^_`{|}~-@example.org", "1@2.3", "a@xn--mnchen-3ya.example", "a.b.c@d.e.f.g",
      "a@a-b.c--d.example", "x-@example.org", "user%example.com@example.org",
    ])
  func valid(typed: String) throws {
    let address = try EmailAddress(typed)
    #expect(address.text == typed)
    #expect(String(address.localPart) + "@" == typed.prefix { $0 != "@" } + "@")
  }

  @Test(
    "An address that could be misread is refused",
    arguments: [
      ("", .missing), (" \t\r\n ", .missing), ("\u{3000}", .missing),
      ("grace", .malformed), ("@", .malformed), ("@example.org", .malformed), ("a@", .malformed),
      ("a@b", .malformed), ("a@localhost", .malformed), ("a@b@c.d", .malformed),
      ("a@.example.org", .malformed), ("a@example..org", .malformed),
      ("a@example.org.", .malformed),
      ("a@-example.org", .malformed), ("a@example-.org", .malformed),
      ("a@exa_mple.org", .malformed),
      ("a@[127.0.0.1]", .malformed), (".a@example.org", .malformed), ("a.@example.org", .malformed),
      ("a..b@example.org", .malformed), ("a b@example.org", .malformed),
      ("\"a b\"@example.org", .malformed), ("a(c)@example.org", .malformed),
      ("<a@example.org>", .malformed), ("a@example.org,b@example.org", .malformed),
      ("a@example.org;b@example.org", .malformed), ("a\\b@example.org", .malformed),
      ("a:b@example.org", .malformed), ("Grace <a@example.org>", .malformed),
      // sendmail would take it for an option.
      ("-oQ/tmp@example.org", .malformed), ("-@example.org", .malformed),
      ("a@example.org\r\nBcc: b@example.org", .malformed), ("a\n@example.org", .malformed),
      ("a\r\n@example.org", .malformed), ("a\0@example.org", .malformed),
      ("a@example.org\0", .malformed), ("a@exam\tple.org", .malformed),
      // Look like ASCII letters, or become one by some rule of case.
      ("ad\u{131}n@example.org", .notASCII), ("\u{212A}ate@example.org", .notASCII),
      ("\u{17F}am@example.org", .notASCII), ("a@\u{212A}.example", .notASCII),
      ("g\u{301}@example.org", .notASCII), ("a@münchen.example", .notASCII),
      ("а@example.org", .notASCII), ("a＠example.org", .notASCII), ("a@example。org", .notASCII),
      ("a\u{200B}@example.org", .notASCII), ("a@\u{301}example.org", .notASCII),
    ] as [(String, EmailAddress.Problem)])
  func invalid(typed: String, expected: EmailAddress.Problem) {
    #expect(problem(typed) == expected)
  }

  @Test("White space round an address is left out")
  func trimming() throws {
    #expect(try EmailAddress(" \t grace@navy.example\r\n\u{A0}").text == "grace@navy.example")
  }

  /// An address of that many octets, with a local part and labels as long as they may be.
  private func address(local: Int, total: Int) -> String {
    var domain = ""
    var left = total - local - 1
    while left > 0 {
      let label = left > 64 ? 63 : left
      domain += (domain.isEmpty ? "" : ".") + String(repeating: "d", count: label)
      left -= label + 1
    }
    return String(repeating: "l", count: local) + "@" + domain
  }

  @Test(
    "An address has at most 254 octets, its local part 64, a label 63",
    arguments: [
      (64, 254, nil), (64, 255, .tooLong), (64, 100_000, .tooLong), (65, 254, .malformed),
      (65, 100, .malformed), (64, 200, nil), (1, 254, nil), (0, 100, .malformed),
    ] as [(Int, Int, EmailAddress.Problem?)])
  func lengths(local: Int, total: Int, expected: EmailAddress.Problem?) {
    let text = address(local: local, total: total)
    #expect(text.utf8.count == total)
    #expect(problem(text) == expected)
  }

  @Test("A label has at most 63 octets")
  func labels() {
    #expect(problem("a@\(String(repeating: "d", count: 63)).org") == nil)
    #expect(problem("a@\(String(repeating: "d", count: 64)).org") == .malformed)
  }

  @Test("What is counted is octets: a long address in another script is too long")
  func octets() {
    #expect(problem(String(repeating: "é", count: 127) + "@x.y") == .tooLong)
  }

  @Test("Two spellings of a mailbox share their key, and mail goes to what was typed")
  func key() throws {
    let address = try EmailAddress("Grace.HOPPER+x@Navy.EXAMPLE")
    #expect(address.key == "grace.hopper+x@navy.example")
    #expect(address.text == "Grace.HOPPER+x@Navy.EXAMPLE")
    #expect(try EmailAddress(address.key).key == address.key)
    // Whatever the database may hold: no letter of another script becomes an ASCII one.
    #expect(EmailAddress(stored: "\u{212A}\u{130}@x.y").key == "\u{212A}\u{130}@x.y")
  }

  @Test("Case is folded by ASCII's rules alone")
  func asciiCase() {
    #expect("ABCXYZ[@`{".asciiLowercased == "abcxyz[@`{")
    #expect("abcxyz[@`{".asciiUppercased == "ABCXYZ[@`{")
    #expect("\u{212A}\u{130}ÄΣ".asciiLowercased == "\u{212A}\u{130}ÄΣ")
    #expect("\u{131}\u{17F}äß".asciiUppercased == "\u{131}\u{17F}äß")
  }

  @Test("Any text is an address or a problem; an address has neither space, control nor quote")
  func anything() {
    var dice = SplitMix64(seed: 10)
    let alphabet = Array("ab1.-@_+ \r\n\t\0\"<>(),;:\\é\u{301}\u{202E}")
    for _ in 0..<50_000 {
      let count = Int.random(in: 0...16, using: &dice)
      let text = String((0..<count).compactMap { _ in alphabet.randomElement(using: &dice) })
      guard let address = try? EmailAddress(text) else { continue }
      let bytes = Array(address.text.utf8)
      #expect(
        bytes.allSatisfy { (0x21...0x7E).contains($0) && !Array("\"<>(),;:\\".utf8).contains($0) })
      #expect(bytes.first != UInt8(ascii: "-"))
      #expect(bytes.count { $0 == UInt8(ascii: "@") } == 1)
    }
  }
}
