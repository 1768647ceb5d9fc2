// The quick search of people by name and address: both sides are folded, so that case and accents do not
// matter, and cut into pairs and threes of neighbours, which an index can hold as words. What the index
// finds may be too much; `matches` decides. Nothing here knows the index.

@_spi(_Unicode) import Swift

/// Every token under which the folded texts are found: each two and three consecutive scalars within a
/// word, and each Han character alone. A token is the lower-case hexadecimal of its scalars' UTF-8, so that any
/// tokenizer takes it as one word: `6772` is `gr`.
package func searchTokens(of texts: [String]) -> [String] {
  var grams = Grams()
  for word in texts.flatMap(splitAtSpaces) { grams.add(all: word) }
  return grams.tokens
}

/// What somebody typed into the search field.
package struct SearchText: Sendable {
  /// Folded, without spaces.
  package let words: [String]

  package init(_ typed: String) { words = splitAtSpaces(folded(typed)).map(String.init) }

  /// Whether it is enough to search: a word of two characters, or of one that is Han.
  package var isSearchable: Bool { !tokens.isEmpty }

  /// What the index is asked for, all of them: at most 8, of each word in turn, so that a long one leaves room
  /// for the others. Threes where a word has as many: fewer rows share them. Of an address the part before the
  /// `@`: what comes after it half the rows may share.
  package var tokens: [String] {
    let all = words.map { word in
      var grams = Grams()
      grams.add(needed: word)
      return grams.tokens
    }
    var tokens: [String] = []
    for place in 0..<Self.mostTokens {
      for word in all where place < word.count && tokens.count < Self.mostTokens {
        if !tokens.contains(word[place]) { tokens.append(word[place]) }
      }
    }
    return tokens
  }

  /// Every word stands in one of the folded texts.
  package func matches(_ texts: [String]) -> Bool {
    words.allSatisfy { word in texts.contains { holds($0, word) } }
  }

  private static let mostTokens = 8
}

/// Case and accents folded, for comparison alone: canonical decomposition (Unicode Standard Annex 15, NFD)
/// without combining marks, small letters, Latin letters that do not decompose by their nearest in ASCII,
/// full-width forms as ASCII, white space as one space between words. Folding again changes nothing.
package func folded(_ text: String) -> String {
  var folding = Folding(capacity: text.utf8.count)
  if text.utf8.allSatisfy({ $0 < 0x80 }) {
    for byte in text.utf8 { folding.add(ascii: byte) }
  } else {
    for scalar in text._nfd { folding.add(scalar) }
  }
  return String(decoding: folding.bytes, as: UTF8.self)
}

private struct Folding {
  private(set) var bytes: [UInt8] = []
  private var isAfterSpace = false

  init(capacity: Int) { bytes.reserveCapacity(capacity) }

  mutating func add(ascii byte: UInt8) {
    switch byte {
    case 9...13, 32: isAfterSpace = true
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): append(byte | 0x20)
    default: append(byte)
    }
  }

  mutating func add(_ scalar: Unicode.Scalar) {
    if scalar.isASCII { return add(ascii: UInt8(scalar.value)) }
    let properties = scalar.properties
    if properties.isWhitespace {
      isAfterSpace = true
    } else if (0xFF01...0xFF5E).contains(scalar.value) {
      add(ascii: UInt8(scalar.value - 0xFEE0))
    } else if !isMark(properties) {
      for small in properties.lowercaseMapping.unicodeScalars { append(small) }
    }
  }

  /// Accents, and what is not seen, such as joiners. Vowel signs, which are not ordered among accents, stay.
  private func isMark(_ properties: Unicode.Scalar.Properties) -> Bool {
    properties.canonicalCombiningClass != .notReordered || properties.isDefaultIgnorableCodePoint
  }

  private mutating func append(_ small: Unicode.Scalar) {
    switch small {
    case "ß": append("ss")
    case "æ": append("ae")
    case "œ": append("oe")
    case "ø": append("o")
    case "ł": append("l")
    case "đ", "ð": append("d")
    case "þ": append("th")
    case "ı": append("i")
    case "ς": append("σ")
    default: append(String(small))
    }
  }

  private mutating func append(_ text: String) {
    for byte in text.utf8 { append(byte) }
  }

  private mutating func append(_ byte: UInt8) {
    if isAfterSpace, !bytes.isEmpty { bytes.append(UInt8(ascii: " ")) }
    isAfterSpace = false
    bytes.append(byte)
  }
}

/// Tokens in their order, each once.
private struct Grams {
  private(set) var tokens: [String] = []
  private var seen: Set<UInt64> = []

  mutating func add(all word: Substring) {
    let scalars = Array(word.unicodeScalars)
    for place in scalars.indices {
      if isIdeographic(scalars[place]) { add(scalars[place...place]) }
      for length in 2...3 where place + length <= scalars.count {
        add(scalars[place..<place + length])
      }
    }
  }

  mutating func add(needed word: String) {
    var scalars = Array(word.unicodeScalars)
    if let at = scalars.firstIndex(of: "@"), at >= 2 { scalars = Array(scalars[...at]) }
    switch scalars.count {
    case 0: break
    case 1: if isIdeographic(scalars[0]) { add(scalars[...]) }
    case 2: add(scalars[...])
    default: for place in 2..<scalars.count { add(scalars[place - 2...place]) }
    }
  }

  private mutating func add(_ gram: ArraySlice<Unicode.Scalar>) {
    let key = gram.reduce(UInt64(1)) { $0 << 21 | UInt64($1.value) }
    guard seen.insert(key).inserted else { return }
    // Three scalars of four bytes, two digits each, at the most.
    tokens.append(
      String(unsafeUninitializedCapacity: 24) { token in
        var count = 0
        for scalar in gram {
          for byte in UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter {
            token[count] = Self.digits[Int(byte >> 4)]
            token[count + 1] = Self.digits[Int(byte & 15)]
            count += 2
          }
        }
        return count
      })
  }

  /// Asking Unicode's tables takes longer than all else; none of them stands before U+3006.
  private func isIdeographic(_ scalar: Unicode.Scalar) -> Bool {
    scalar.value >= 0x3006 && scalar.properties.isIdeographic
  }

  private static let digits = Array("0123456789abcdef".utf8)
}

/// By bytes: to a `Character`, a space with a mark after it is no space.
private func splitAtSpaces(_ folded: String) -> [Substring] {
  folded.utf8.split(separator: UInt8(ascii: " ")).map { Substring($0) }
}

/// Whether the part's bytes stand in the text one after the other.
private func holds(_ text: String, _ part: String) -> Bool {
  let (text, part) = (text.utf8.span, part.utf8.span)
  guard part.count <= text.count else { return false }
  return (0...text.count - part.count).contains { start in
    part.indices.allSatisfy { text[start + $0] == part[$0] }
  }
}
