// Tests the quick search of names and addresses: how texts are folded, which tokens an index gets and is
// asked for, and that the one never misses what the other holds.

import Foundation
import Membership
import TestTools
import Testing

@Suite struct SearchTextTests {
  /// Compared by scalars: `==` would take a decomposed text for the composed one.
  private func scalars(_ text: String) -> [UInt32] { text.unicodeScalars.map(\.value) }

  @Test(
    "Case, accents and width are folded",
    arguments: [
      ("", ""), (" \t\r\n", ""), ("Grace Hopper", "grace hopper"), ("  A \t\r\n B  ", "a b"),
      ("Grace.O'Hopper-1@Navy.EXAMPLE", "grace.o'hopper-1@navy.example"), ("[@`{AZ", "[@`{az"),
      // Composed and with combining marks
      ("Zoë Müller", "zoe muller"), ("Zoe\u{308} Mu\u{308}ller", "zoe muller"),
      ("Ångström", "angstrom"), ("\u{212B}\u{212A}", "ak"), ("a\u{301}\u{323}\u{327}b", "ab"),
      ("\u{301}x \u{301} y", "x y"), ("e\u{301} \u{301}", "e"),
      // Letters that do not decompose
      ("Straße STRASSE ẞ", "strasse strasse ss"), ("Ægir Þór Ǽ", "aegir thor ae"),
      ("Œuvre Søren ǿ", "oeuvre soren o"), ("Łódź Đorđe Ðuro ð", "lodz dorde duro d"),
      ("İstanbul Iğdır ıI", "istanbul igdir ii"), ("Wałęsa Żółć", "walesa zolc"),
      ("Nguyễn Thị Minh Khai Đức Ơn ư", "nguyen thi minh khai duc on u"),
      // Other scripts
      ("Οδυσσεύς ΟΔΥΣΣΕΥΣ ΐ ᾧ", "οδυσσευσ οδυσσευσ ι ω"),
      ("Йосиф Ёлкин ЩЪ", "иосиф елкин щъ"), ("李小龙 毛\u{3000}泽东", "李小龙 毛 泽东"),
      ("\u{F900}", "\u{8C48}"), ("ガッツ ぱ", "カッツ は"), ("한", "\u{1112}\u{1161}\u{11AB}"),
      ("שָׁלוֹם", "שלום"), ("مُحَمَّد", "محمد"), ("สมหญิง", "สมหญิง"), ("हिन्दी", "हिनदी"),
      // Full width, and what is not seen
      ("Ｇｒａｃｅ＠ｎａｖｙ．ｅｘａｍｐｌｅ１", "grace@navy.example1"), ("Ａ\u{3000}Ｂ", "a b"),
      ("A\u{200D}B\u{AD}C\u{FEFF}\u{FE0F}", "abc"), ("a\u{A0}\u{2003}b\u{85}", "a b"), ("😀", "😀"),
    ])
  func folding(text: String, expected: String) {
    #expect(scalars(folded(text)) == scalars(expected))
  }

  @Test("Letters of Latin, Greek, Cyrillic, Kana and Hangul fold as Python decomposes them")
  func independentFolding() throws {
    let ranges: [ClosedRange<UInt32>] = [
      0xC0...0x24F, 0x370...0x52F, 0x1E00...0x1FFE, 0x3041...0x30FF, 0xAC00...0xAD00,
      0xD700...0xD7A3,
    ]
    let letters = ranges.joined().compactMap(Unicode.Scalar.init).filter {
      $0.properties.generalCategory != .unassigned
    }
    let expected = try python(
      """
      import sys, unicodedata as u
      own = {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th",
             "ı": "i", "ς": "σ"}
      for letter in sys.stdin.buffer.read().decode().split():
          bases = (c.lower() for c in u.normalize("NFD", letter) if u.combining(c) == 0)
          print("".join(own.get(c, c) for c in "".join(bases)))
      """, letters.flatMap { Array("\(Character($0))\n".utf8) })
    let lines = expected.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.count == letters.count + 1)
    for (letter, line) in zip(letters, lines) {
      #expect(
        scalars(folded(String(letter))) == line.map(\.value),
        "U+\(String(letter.value, radix: 16))")
    }
  }

  @Test("Tokens of a text are its pairs, threes and Han characters, in hexadecimal, each once")
  func textTokens() {
    #expect(searchTokens(of: []) == [])
    #expect(searchTokens(of: ["", " "]) == [])
    #expect(searchTokens(of: ["a"]) == [])
    #expect(
      searchTokens(of: ["grr a", "a@b"])
        == ["6772", "677272", "7272", "6140", "614062", "4062"])
    #expect(searchTokens(of: ["anana", "nan"]) == ["616e", "616e61", "6e61", "6e616e"])
    #expect(searchTokens(of: ["李小", "小"]) == ["e69d8e", "e69d8ee5b08f", "e5b08f"])
    #expect(searchTokens(of: ["a😀"]) == ["61f09f9880"])
  }

  @Test(
    "A search asks for the threes of each word, else its pair, else its Han character",
    arguments: [
      ("", []), (" ", []), ("g", []), ("é", []), ("g h", []), ("か", []), ("😀", []), ("-", []),
      ("Gr", ["6772"]), ("g hop", ["686f70"]), ("nana NAN", ["6e616e", "616e61"]),
      ("ab@c.d", ["616240"]), ("a@bc", ["614062", "406263"]),
      ("李", ["e69d8e"]), ("李小", ["e69d8ee5b08f"]), ("李 小", ["e69d8e", "e5b08f"]),
      ("a李", ["61e69d8e"]), ("g 李", ["e69d8e"]), ("@n", ["406e"]),
      ("하", ["e18492e185a1"]), ("か゚た", ["e3818be3819f"]),
    ])
  func typedTokens(typed: String, tokens: [String]) {
    let text = SearchText(typed)
    #expect(text.tokens == tokens)
    #expect(text.isSearchable == !tokens.isEmpty)
  }

  @Test("A search asks for at most 8 tokens")
  func mostTokens() {
    #expect(SearchText("abcdefghijklmnopqrstuvwxyz").tokens.count == 8)
    #expect(SearchText("abcdefghi jklmnopqr stuvwxyz").tokens.count == 8)
    // A long word leaves room for the others.
    #expect(SearchText("abcdefghijkl yara").tokens.contains("796172"))
  }

  @Test(
    "A search matches where every word stands in one of the texts",
    arguments: [
      ("grace", true), ("hop gra", true), ("navy HOPPER", true), ("e h", true), ("e.h", true),
      ("@navy", true), ("race hopp", true), ("Gräce", true), ("", true), ("gracehopper", false),
      ("grace z", false), ("hopper.navy", false), ("grace\0", false), ("gracé", true),
    ])
  func matching(typed: String, matches: Bool) {
    let texts = ["grace hopper", "grace.hopper@navy.example"]
    #expect(SearchText(typed).matches(texts) == matches)
  }

  @Test("Parts of a syllable or of a cluster match: a search while it is typed")
  func partialSyllables() {
    #expect(SearchText("하").matches([folded("한")]))
    #expect(SearchText("ह").matches([folded("हि")]))
    #expect(!SearchText("x").matches([]))
  }

  private static let alphabet: [Unicode.Scalar] = [
    "a", "A", "é", "e", "\u{301}", "\u{323}", "ß", "İ", "ı", "Ł", "ễ", "Σ", "ς", "Й", "李", "小", "龙",
    "한",
    "국", "が", "\u{3099}", "ि", "Ａ", "\u{3000}", " ", "\t", "\u{200D}", "@", ".", "-", "😀", "\0",
    "\u{F900}",
  ]

  private func random(_ lengths: ClosedRange<Int>, using dice: inout SplitMix64) -> String {
    var text = String.UnicodeScalarView()
    for _ in 0..<Int.random(in: lengths, using: &dice) {
      if let scalar = Self.alphabet.randomElement(using: &dice) { text.append(scalar) }
    }
    return String(text)
  }

  @Test("Folding again changes nothing, and leaves single spaces within")
  func idempotence() {
    var dice = SplitMix64(seed: 15)
    for _ in 0..<3000 {
      var text = String.UnicodeScalarView(random(0...12, using: &dice).unicodeScalars)
      for _ in 0..<4 {
        if let any = Unicode.Scalar(UInt32.random(in: 0...0x1FFFF, using: &dice)) {
          text.append(any)
        }
      }
      let once = folded(String(text))
      #expect(scalars(folded(once)) == scalars(once))
      let words = scalars(once).split(separator: 0x20, omittingEmptySubsequences: false)
      #expect(once.isEmpty || words.filter(\.isEmpty) == [])
    }
  }

  @Test("What stands in a text is found: its tokens are among the text's, and it matches")
  func parts() {
    var dice = SplitMix64(seed: 16)
    for _ in 0..<2000 {
      let texts = [random(0...20, using: &dice), random(1...20, using: &dice)].map(folded)
      let tokens = Set(searchTokens(of: texts))
      for whole in texts.map({ Array($0.unicodeScalars) }) {
        let start = Int.random(in: 0...whole.count, using: &dice)
        let end = Int.random(in: start...whole.count, using: &dice)
        var part = String.UnicodeScalarView()
        part.append(contentsOf: whole[start..<end])
        let search = SearchText(String(part))
        #expect(tokens.isSuperset(of: search.tokens))
        #expect(search.matches(texts))
      }
    }
  }

  @Test("Every pair of scalars within a word finds the text")
  func pairs() {
    var dice = SplitMix64(seed: 17)
    for _ in 0..<1000 {
      let text = folded(random(0...20, using: &dice))
      let tokens = searchTokens(of: [text])
      #expect(Set(tokens).count == tokens.count)
      let isHexadecimal = tokens.joined().allSatisfy { "0123456789abcdef".contains($0) }
      #expect(isHexadecimal)
      for (one, other) in zip(text.unicodeScalars, text.unicodeScalars.dropFirst())
      where one != " " && other != " " {
        #expect(tokens.contains(hexadecimal([one, other])))
      }
      for scalar in text.unicodeScalars where scalar.properties.isIdeographic {
        #expect(tokens.contains(hexadecimal([scalar])))
      }
    }
  }

  private func hexadecimal(_ gram: [Unicode.Scalar]) -> String {
    gram.flatMap { Array(String($0).utf8) }.map { String(format: "%02x", $0) }.joined()
  }

  @Test("A search matches exactly where its words' scalars stand in a text")
  func containment() {
    var dice = SplitMix64(seed: 18)
    var matches = 0
    for _ in 0..<5000 {
      let texts = [random(0...20, using: &dice), random(0...20, using: &dice)].map(folded)
      let search = SearchText(random(0...3, using: &dice))
      let isExpected = search.words.allSatisfy { word in
        texts.contains { scalars($0).contains(scalars(word)) }
      }
      #expect(search.matches(texts) == isExpected)
      if isExpected { matches += 1 }
    }
    #expect((500...4500).contains(matches))
  }
}
