// The languages that Usher speaks. A new one is a case here and a file in Languages, which the compiler
// then asks for.

package enum Language: String, CaseIterable, Sendable {
  case english = "en"
  case simplifiedChinese = "zh-Hans"

  /// BCP 47.
  package var tag: String { rawValue }

  package init?(tag: String) {
    if let spelledAlike = Self(rawValue: tag) {
      self = spelledAlike
      return
    }
    let wanted = tag.asciiLowercased
    guard let found = Self.allCases.first(where: { $0.tag.asciiLowercased == wanted })
    else { return nil }
    self = found
  }

  /// The first of a reader's languages that there is: `zh`, `zh-CN` and `zh-Hans-SG` all find `zh-Hans`.
  package static func best(for wanted: [String]) -> Language? {
    for range in wanted {
      let primary = range.prefix { $0 != "-" }.asciiLowercased
      if let found = Language(tag: range)
        ?? allCases.first(where: { $0.tag.prefix { $0 != "-" }.asciiLowercased == primary })
      {
        return found
      }
    }
    return nil
  }
}
