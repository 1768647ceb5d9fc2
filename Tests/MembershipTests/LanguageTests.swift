// Tests which of our languages a reader gets.

import Membership
import Testing

@Suite struct LanguageTests {
  @Test(
    "The first of a reader's languages that there is",
    arguments: [
      (["en"], .english), (["EN"], .english), (["en-GB"], .english), (["zh"], .simplifiedChinese),
      (["zh-CN"], .simplifiedChinese), (["zh-Hans"], .simplifiedChinese),
      (["ZH-HANS"], .simplifiedChinese),
      (["zh-Hans-SG"], .simplifiedChinese), (["zh-cn", "en"], .simplifiedChinese),
      (["fr", "zh", "en"], .simplifiedChinese), (["de-AT", "en-US", "zh"], .english),
    ] as [([String], Language)])
  func best(wanted: [String], language: Language) {
    #expect(Language.best(for: wanted) == language)
  }

  @Test(
    "None where none fits",
    arguments: [
      [], [""], ["*"], ["-"], ["-en"], ["e"], ["eng"], ["fr", "de"], ["english"], ["ＥＮ"],
    ])
  func none(wanted: [String]) {
    #expect(Language.best(for: wanted) == nil)
  }

  @Test("A tag is read in any case, and as a whole", arguments: Language.allCases)
  func tags(language: Language) {
    #expect(Language(tag: language.tag) == language)
    #expect(Language(tag: language.tag.uppercased()) == language)
    #expect(Language(tag: language.tag + "-x") == nil)
    #expect(Language(tag: "") == nil)
  }
}
