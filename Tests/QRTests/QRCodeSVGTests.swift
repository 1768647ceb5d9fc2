// Tests the SVG image of a code: well-formed, of the right shape, every module where it belongs, and its
// title as it was given.

import TestTools
import Testing

@testable import QR

@Suite struct QRCodeSVGTests {
  private static let texts = [
    "HTTPS://JOIN.EXAMPLE.ORG/I/7K3M-Q9XT-2HVAB/", "x",
    String(repeating: "https://example.org/", count: 40),
  ]

  /// Its view box, title and dark modules as an XML reader finds them.
  private static let reader = """
    import re, sys, xml.etree.ElementTree as tree
    svg = "{http://www.w3.org/2000/svg}"
    root = tree.fromstring(sys.stdin.buffer.read())
    assert root.tag == svg + "svg"
    assert [child.tag for child in root] == [svg + "title", svg + "path", svg + "path"]
    print(root.get("viewBox"))
    print(root[0].text.encode().hex())
    path = root[2].get("d")
    strokes = re.findall(r"M(\\d+) (\\d+)h(\\d+)v1h-(\\d+)z", path)
    assert "".join("M%s %sh%sv1h-%sz" % stroke for stroke in strokes) == path
    assert all(stroke[2] == stroke[3] for stroke in strokes)
    for x, y, length, _ in strokes:
        for step in range(int(length)): print(y, int(x) + step)
    """

  @Test("Every dark module is in the path, once, and no other", arguments: texts)
  func modules(text: String) throws {
    let code = try QRCode(text)
    let lines = try python(Self.reader, Array(code.svg(title: "x").utf8)).split(separator: "\n")
    #expect(lines[0] == "0 0 \(code.fullSize) \(code.fullSize)")
    var expected: [String] = []
    for row in 0..<code.fullSize {
      for column in 0..<code.fullSize where code.isDark(row: row, column: column) {
        expected.append("\(row) \(column)")
      }
    }
    #expect(lines.dropFirst(2).map(String.init) == expected)
  }

  @Test(
    "A title is text, whatever stands in it",
    arguments: [
      "https://example.org/I/7K3M-Q9XT-2HVAB/", "</title><script>alert(1)</script>", "a & b &lt; c",
      "\"'>]]>",
      // With a mark on them, `<` and `&` are other characters, and the same bytes.
      "a <\u{338} b", "a &\u{301} b", "邀请 😀",
    ])
  func title(title: String) throws {
    let svg = try QRCode("x").svg(title: title)
    let lines = try python(Self.reader, Array(svg.utf8)).split(separator: "\n")
    let expected = title.utf8.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    #expect(lines[1] == expected)
  }

  @Test("Dark is black on white, with crisp edges")
  func colours() throws {
    let code = try QRCode("x")
    let svg = code.svg(title: "x")
    #expect(svg.contains("<path fill=\"#fff\" d=\"M0 0h\(code.fullSize)v\(code.fullSize)H0z\"/>"))
    #expect(svg.contains("shape-rendering=\"crispEdges\""))
    #expect(svg == code.svg(title: "x"))
  }
}
