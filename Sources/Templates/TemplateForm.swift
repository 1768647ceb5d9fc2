// A template rendered once for many pages that differ in a few texts alone: what stands between the texts is
// kept, and each page is put together from it. Mustache looks every name up through reflection, which took
// a third of a build's time.

package import Membership

package struct TemplateForm: Sendable {
  private enum Piece: Sendable {
    case fixed([UInt8])
    case text(Int, isEscaped: Bool)
  }

  private let pieces: [Piece]

  /// Finds the marks of texts in what was rendered.
  fileprivate init(_ rendered: String, marks: [String]) {
    var pieces: [Piece] = [.fixed(Array(rendered.utf8))]
    for (place, mark) in marks.enumerated() {
      for (form, isEscaped) in [(TemplateSource.escaped(mark), true), (mark, false)] {
        pieces = pieces.flatMap { piece in
          guard case .fixed(let bytes) = piece else { return [piece] }
          return Self.split(bytes, at: Array(form.utf8), .text(place, isEscaped: isEscaped))
        }
      }
    }
    self.pieces = pieces
  }

  private static func split(_ bytes: [UInt8], at mark: [UInt8], _ piece: Piece) -> [Piece] {
    var pieces: [Piece] = []
    var start = 0
    var place = 0
    while place + mark.count <= bytes.count {
      if bytes[place] == mark[0], bytes[place..<place + mark.count] == mark[...] {
        pieces += [.fixed(Array(bytes[start..<place])), piece]
        place += mark.count
        start = place
      } else {
        place += 1
      }
    }
    return pieces + [.fixed(Array(bytes[start...]))]
  }

  /// The page with these texts.
  package func filled(with texts: [String]) -> [UInt8] {
    var page: [UInt8] = []
    page.reserveCapacity(8192)
    for piece in pieces {
      switch piece {
      case .fixed(let bytes): page += bytes
      case .text(let place, true): page += TemplateSource.escaped(texts[place]).utf8
      case .text(let place, false): page += texts[place].utf8
      }
    }
    return page
  }
}

extension TemplateSet {
  /// A template as a form for some texts; nil where it does more with them than to show them, and each
  /// page has to be rendered.
  /// - Parameters:
  ///   - isThere: of each text, whether there is one; an empty one is none.
  ///   - values: what the template may name, with these texts in it.
  package func form(
    _ name: String, _ language: Language, isThere: [Bool], values: ([String]) -> [String: Any]
  ) throws -> TemplateForm? {
    // Characters for private use; the sign between them tells whether they were escaped.
    let marks = isThere.indices.map { "\u{F8E0}&\($0)\u{F8E1}" }
    func texts(_ all: [String]) -> [String] { zip(isThere, all).map { $0 ? $1 : "" } }
    let form = TemplateForm(try render(name, language, values(texts(marks))), marks: marks)
    // What two pages show that were rendered as a whole, the form has to show too.
    for sample in [#"aZ <ü"&'> 1"#, "Éy\u{301}-\u{4E2D}\u{6587} \u{1F600}0"] {
      let all = texts(isThere.indices.map { "\(sample)\($0)" })
      guard form.filled(with: all) == Array(try render(name, language, values(all)).utf8) else {
        return nil
      }
    }
    return form
  }
}
