// The style sheet as it is sent.

import Foundation
import TestSite
import Testing

@testable import Site

@Suite("Style sheet") struct StyleSheetTests {
  private func compact(_ text: String) -> String {
    String(decoding: StyleSheet.compact(Array(text.utf8)), as: UTF8.self)
  }

  @Test(
    "Comments and white space go, what means something stays",
    arguments: [
      ("/* a */ b { c: d; }\n", "b{c:d}"),
      (
        "a :hover,\n  b > c { d: e  f; g: calc(1px + 2px); }",
        "a :hover,b > c{d:e f;g:calc(1px + 2px)}"
      ),
      ("a::before { content: \" /* x */ { ; } \"; }", "a::before{content:\" /* x */ { ; } \"}"),
      ("a { content: '\\'  '; }", "a{content:'\\'  '}"),
      ("@media (max-width: 30rem) { a { b: c; } }", "@media (max-width:30rem){a{b:c}}"),
      ("/* not closed", ""), ("", ""),
    ])
  func rules(_ text: String, _ expected: String) {
    #expect(compact(text) == expected)
    #expect(compact(expected) == expected)
  }

  @Test("Ours is under 10 kB")
  func size() throws {
    let file = URL(fileURLWithPath: TestSite.repository + "/public/assets/style.css")
    let sent = StyleSheet.compact(Array(try Data(contentsOf: file)))
    #expect(sent.count < 10_000 && sent.count > 5000)
  }
}
