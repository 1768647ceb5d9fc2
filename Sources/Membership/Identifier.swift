// The key of a row: text made by the program, so that every database engine treats it alike.
// Ids made later sort later, which keeps the ends of indexes warm.

import Glibc

package struct Identifier<Noun>: Hashable, Sendable {
  package let text: String

  package init(_ text: String) { self.text = text }

  /// 45 bits of milliseconds and 80 random bits, in Crockford's base 32: 25 characters.
  package static func new() -> Identifier {
    var random = SystemRandomNumberGenerator()
    var now = timespec()
    clock_gettime(CLOCK_REALTIME, &now)
    let time = Base32.spell(UInt64(now.tv_sec * 1000 + now.tv_nsec / 1_000_000), characters: 9)
    let high = Base32.spell(random.next(), characters: 8)
    let low = Base32.spell(random.next(), characters: 8)
    return Identifier(time + high + low)
  }
}
