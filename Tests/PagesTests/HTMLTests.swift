// Tests that whatever is interpolated into a piece of a page is escaped, once, and that pieces are not.

import TestTools
import Testing

@testable import Pages

@Suite struct HTMLTests {
  private func piece(_ value: String) -> String {
    let html: HTML = "<b title=\"\(value)\">\(value)</b>"
    return html.text
  }

  @Test(
    "What means something in HTML is escaped in text and in attributes",
    arguments: [
      ("<script>", "&lt;script&gt;"), ("a & b", "a &amp; b"), ("&amp;", "&amp;amp;"),
      ("\"x\"", "&quot;x&quot;"),
      ("it's", "it&#39;s"), ("</b>", "&lt;/b&gt;"), ("<!--", "&lt;!--"), ("", ""),
      ("plain", "plain"),
      ("é 龙 😀", "é 龙 😀"), ("`=/", "`=/"), ("\\(x)", "\\(x)"),
      // With an accent on it, each is another character, and to a browser the same.
      ("\"\u{301} onclick=x", "&quot;\u{301} onclick=x"), ("<\u{338}", "&lt;\u{338}"),
      ("'\u{200D}", "&#39;\u{200D}"),
      ("&\u{301}lt;", "&amp;\u{301}lt;"), (">\u{FE0F}", "&gt;\u{FE0F}"),
    ])
  func escaping(value: String, escaped: String) {
    #expect(Array(piece(value).utf8) == Array("<b title=\"\(escaped)\">\(escaped)</b>".utf8))
  }

  @Test("Parts of a text are escaped as well")
  func substrings() {
    let text = "a<b"
    let html: HTML = "\(text.dropFirst())\(text.prefix(1))"
    #expect(html.text == "&lt;ba")
  }

  @Test("Pieces go into pieces as they are")
  func nesting() {
    let (inner, none): (HTML, HTML) = ("<i>\("<")</i>", "")
    let middle: HTML = "<b>\(inner)\(none)</b>"
    let outer: HTML = "<p>\(middle)\([inner, middle])\([HTML]())</p>"
    #expect(middle.text == "<b><i>&lt;</i></b>")
    #expect(outer.text == "<p><b><i>&lt;</i></b><i>&lt;</i><b><i>&lt;</i></b></p>")
  }

  @Test("Numbers are written, foreign markup only by its long name")
  func others() {
    let html: HTML = "\(7) \(-1) \(HTML(unsafeMarkup: "<hr>"))"
    #expect(html.text == "7 -1 <hr>")
  }

  @Test("A piece is there where its condition or its value is")
  func conditions() {
    #expect(Pages.piece(if: true, "<i>\("&")</i>").text == "<i>&amp;</i>")
    #expect(Pages.piece(if: false, "<i></i>").text == "")
    let (some, none): (String?, String?) = ("<", nil)
    #expect(Pages.piece(some) { "<i>\($0)</i>" }.text == "<i>&lt;</i>")
    #expect(Pages.piece(none) { "<i>\($0)</i>" }.text == "")
    #expect(
      Pages.piece(
        if: false,
        {
          Issue.record("it was made")
          return ""
        }()
      ).text == "")
  }

  @Test("Nothing of what is interpolated means anything, whatever it is")
  func anything() {
    var dice = SplitMix64(seed: 70)
    let pieces = [
      "<", ">", "&", "\"", "'", "\u{301}", "\u{200D}", "a", "lt;", "script", " ", "\0", "\r\n", "😀",
      "é",
    ]
    for _ in 0..<10_000 {
      let value = (0..<8).map { _ in pieces.randomElement(using: &dice) ?? "" }.joined()
      let scalars = piece(value).unicodeScalars
      #expect(scalars.count { $0 == "<" } == 2)
      #expect(scalars.count { $0 == ">" } == 2)
      #expect(scalars.count { $0 == "\"" } == 2)
      #expect(scalars.count { $0 == "'" } == 0)
    }
  }
}
