// The key of a row: text made by the program, so that every database engine treats it alike.
// Ids made later sort later, which keeps the ends of indexes warm.

package struct Identifier<Noun>: Hashable, Sendable {
    package let text: String

    package init(_ text: String) { self.text = text }

    /// 45 bits of milliseconds and 80 random bits, in Crockford's base 32: 25 characters.
    package static func new(at moment: Moment = .now) -> Identifier {
        var random = SystemRandomNumberGenerator()
        let time = Base32.spell(UInt64(max(0, moment.seconds)) &* 1000, characters: 9)
        let high = Base32.spell(random.next(), characters: 8)
        let low = Base32.spell(random.next(), characters: 8)
        return Identifier(time + high + low)
    }
}
