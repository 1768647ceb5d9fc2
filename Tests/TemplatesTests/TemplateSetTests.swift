// Tests which template is taken, how values stand in it, and that every mistake is found before anything is
// rendered, with its file, its line and what was probably meant.

import Foundation
import Membership
import Templates
import TestTools
import Testing

@Suite final class TemplateSetTests {
  private let folder: URL
  private var installed: String { folder.appendingPathComponent("installed").path }
  private var owner: String { folder.appendingPathComponent("owner").path }

  init() throws {
    folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    for name in ["installed", "owner"] {
      try FileManager.default.createDirectory(
        at: folder.appendingPathComponent(name), withIntermediateDirectories: true)
    }
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  private func write(_ text: String, _ name: String, owner isOwner: Bool = false) throws {
    let path = "\(isOwner ? owner : installed)/\(name).mustache"
    try Data(text.utf8).write(to: URL(fileURLWithPath: path))
  }

  private static let names: Set<String> = ["name", "title", "list", "item", "address"]

  private func set() throws -> TemplateSet {
    try TemplateSet(installed: installed, owner: owner, names: Self.names)
  }

  private func rendered(
    _ text: String, _ values: [String: Any], name: String = "page.html"
  ) throws -> String {
    try write(text, name)
    return try set().render(name, .english, values)
  }

  private func mistake(_ text: String, name: String = "page.html") throws -> TemplateSet.Mistake? {
    try write(text, name)
    do {
      _ = try set()
      return nil
    } catch let mistake as TemplateSet.Mistake {
      return mistake
    }
  }

  // MARK: Which one

  @Test("The owner's file wins, file by file")
  func ownersFile() throws {
    try write("installed page {{> part.html}}", "page.html")
    try write("installed part", "part.html")
    #expect(try set().render("page.html", .english, [:]) == "installed page installed part")
    try write("owner's part", "part.html", owner: true)
    #expect(try set().render("page.html", .english, [:]) == "installed page owner's part")
    try write("owner's page", "page.html", owner: true)
    #expect(try set().render("page.html", .english, [:]) == "owner's page")
  }

  @Test("The template in the reader's language wins")
  func language() throws {
    try write("any", "page.html")
    try write("中文", "page.zh-Hans.html")
    try write("text", "page.txt")
    let set = try set()
    #expect(try set.render("page.html", .simplifiedChinese, [:]) == "中文")
    #expect(try set.render("page.html", .english, [:]) == "any")
    #expect(try set.render("page.txt", .simplifiedChinese, [:]) == "text")
    try write("owner's 中文", "page.zh-Hans.html", owner: true)
    #expect(try self.set().render("page.html", .simplifiedChinese, [:]) == "owner's 中文")
  }

  @Test("The owner's folder may be missing, other files in it do not matter")
  func folders() throws {
    try write("any", "page.html")
    try Data("x".utf8).write(to: URL(fileURLWithPath: "\(owner)/notes.txt"))
    try Data([0xFF]).write(to: URL(fileURLWithPath: "\(owner)/logo.png"))
    #expect(try set().render("page.html", .english, [:]) == "any")
    try FileManager.default.removeItem(atPath: owner)
    #expect(try set().render("page.html", .english, [:]) == "any")
  }

  @Test("A template that is not there is an error that names its file")
  func missing() throws {
    do {
      _ = try set().render("page.html", .english, [:])
      Issue.record("nothing was rendered")
    } catch let error as TemplateSet.Missing {
      #expect(error.description.contains("page.html.mustache"))
    }
  }

  @Test("The sources change with any template, and with nothing else")
  func sources() throws {
    try write("one", "a.html")
    try write("two", "b.html")
    let before = try set().sources
    #expect(try set().sources == before)
    #expect(before.contains("one") && before.contains("two"))
    try write("TWO", "b.html", owner: true)
    let after = try set().sources
    #expect(after != before)
    try write("never read", "b.html")
    #expect(try set().sources == after)
  }

  // MARK: Values

  @Test("Values are escaped in HTML")
  func escaping() throws {
    let hostile = "<script>alert('1')</script> & \"x\""
    let page = try rendered("<p title=\"{{name}}\">{{name}}</p>", ["name": hostile])
    let escaped = "&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt; &amp; &quot;x&quot;"
    #expect(page == "<p title=\"\(escaped)\">\(escaped)</p>")
  }

  @Test(
    "A special character is escaped with an accent on it, too",
    arguments: ["<", ">", "&", "\"", "'"], ["\u{301}", "\u{338}", "\u{200D}", "\u{FE0F}"])
  func accents(special: String, mark: String) throws {
    try write("<i>{{> part.html}}{{#list}}{{item}}{{/list}}</i>", "layout.html")
    try write("{{name}}{{$block}}{{/block}}", "part.html")
    let value = "a\(special)\(mark) b"
    let page = try rendered(
      "{{! A comment. }}\n<a href=\"{{name}}\">{{> layout.html}}</a>\n",
      ["name": value, "list": [["item": value]]])
    #expect(page.unicodeScalars.count { $0 == "<" } == 4)
    #expect(page.unicodeScalars.count { $0 == "\"" } == 2)
    #expect(page.unicodeScalars.count { $0 == "'" } == 0)
    #expect(page.unicodeScalars.count { $0 == "&" } == 3)
    #expect(page.hasPrefix("<a"))
  }

  @Test("Nothing is escaped in text")
  func text() throws {
    let value = "<b> & \"x\" 'y' &amp;"
    #expect(
      try rendered("{{% CONTENT_TYPE:TEXT}}\n{{name}}\n", ["name": value], name: "mail.txt")
        == value + "\n")
    try write("-- {{name}}", "foot.txt")
    let page = try rendered(
      "{{% CONTENT_TYPE:TEXT}}\n{{> foot.txt}}", ["name": value], name: "mail.txt")
    #expect(page == "-- \(value)")
  }

  @Test("A value is put in once: what it holds is no template")
  func valuesAreNoTemplates() throws {
    #expect(
      try rendered(
        "{{name}}", ["name": "{{title}} {{{title}}} {{> page.html}}", "title": "secret"])
        == "{{title}} {{{title}}} {{&gt; page.html}}")
  }

  @Test("Sections show lists and truth; an empty text or list is left out")
  func sections() throws {
    let text = "{{#name}}[{{name}}]{{/name}}{{^name}}none{{/name}}"
    #expect(try rendered(text, ["name": "x"]) == "[x]")
    #expect(try rendered(text, ["name": false]) == "none")
    #expect(try rendered(text, [:]) == "none")
    #expect(try rendered(text, ["name": ""]) == "none")
    let list = "{{#list}}{{item}},{{/list}}{{^list}}none{{/list}}"
    #expect(try rendered(list, ["list": [["item": "a"], ["item": "<"]]]) == "a,&lt;,")
    #expect(try rendered(list, ["list": [[String: Any]]()]) == "none")
  }

  // MARK: Mistakes

  @Test(
    "A mistake is named with its line",
    arguments: [
      ("ok\n{{name", 2, "}} is missing"), ("ok\n\n{{ name\n}}", 3, nil),
      ("{{#name}}\nx\n", 3, "is not closed"),
      ("a\n{{#name}}\n{{/title}}\n", 3, "does not fit"), ("a\nb {{/name}}", 2, "does not fit"),
      ("{{na me}}", 1, "na me"), ("a\n{{}}", 2, "no name"),
      ("x\n\n  {{nmae}}", 3, "no name nmae here; did you mean name?"),
      ("{{{nmae}}}", 1, "did you mean name?"), ("{{&nmae}}", 1, "did you mean name?"),
      ("{{& nmae }}", 1, "did you mean name?"), ("{{#lst}}{{/lst}}", 1, "did you mean list?"),
      ("{{^lst}}{{/lst}}", 1, "did you mean list?"),
      ("{{name}} {{titl}}\n", 1, "no name titl here; did you mean title?"),
      // Of two that are equally near, the first by name: always the same.
      ("{{itle}}\n", 1, "did you mean title?"), ("{{titel}}\n", 1, "did you mean item?"),
      ("{{! x", 1, "}} is missing"),
      ("{{name}}\n{{Name}}", 2, "no name Name here; did you mean name?"),
      ("{{name.first}}", 1, "name.first"),
      ("{{uppercased(name)}}", 1, "uppercased(name)"),
      ("a\n{{> layuot.html}}", 2, "no template layuot.html here; did you mean layout.html?"),
      ("a\n{{<layuot.html}}{{/layuot.html}}", 2, "did you mean layout.html?"),
      ("{{>}}", 1, "no template"),
      ("{{> layout}}", 1, "did you mean layout.html?"), ("{{> *name}}", 1, "no template"),
      ("a\n{{<layout.html}}{{name}}{{/layout.html}}", 2, "not a valid"),
      ("{{% NO:SUCH}}", 1, "not a valid"),
      ("a\n{{% CONTENT_TYPE:PDF}}", 2, "not a valid"), ("{{=x}}", 1, "not a valid"),
    ] as [(String, Int, String?)])
  func mistakes(text: String, line: Int, problem: String?) throws {
    try write("{{$block}}{{/block}}", "layout.html")
    let mistake = try mistake(text)
    guard let problem else {
      #expect(mistake == nil)
      return
    }
    #expect(mistake?.file == "\(installed)/page.html.mustache")
    #expect(mistake?.line == line)
    #expect(mistake?.problem.contains(problem) == true, "\(String(describing: mistake))")
    #expect(
      mistake?.description == "\(installed)/page.html.mustache:\(line): \(mistake?.problem ?? "")")
  }

  @Test("Lines are counted alike in files made on Windows")
  func windowsLines() throws {
    #expect(try mistake("one\r\ntwo\r\n{{nmae}}\r\n")?.line == 3)
    #expect(try mistake("one\r\ntwo\r\n{{name")?.line == 3)
    #expect(try mistake("one\r\n{{#name}}\r\n{{/title}}\r\n")?.line == 3)
  }

  @Test("A mistake counts wherever it stands: in the owner's file, in one that nothing uses")
  func anyFile() throws {
    try write("fine", "page.html")
    try write("a\n{{nmae}}", "unused.html", owner: true)
    do {
      _ = try set()
      Issue.record("the mistake was not found")
    } catch let mistake as TemplateSet.Mistake {
      #expect(mistake.file == "\(owner)/unused.html.mustache")
      #expect(mistake.line == 2)
    }
  }

  @Test("A mistake in an installed file does not matter where the owner's stands in its place")
  func replaced() throws {
    try write("{{nmae}}", "page.html")
    try write("fine", "page.html", owner: true)
    #expect(try set().render("page.html", .english, [:]) == "fine")
  }

  @Test("A file that is no UTF-8 is a mistake in its first line")
  func notUTF8() throws {
    try Data([0x61, 0xFF, 0x62]).write(to: URL(fileURLWithPath: "\(owner)/page.html.mustache"))
    do {
      _ = try set()
      Issue.record("it was read")
    } catch let mistake as TemplateSet.Mistake {
      #expect(mistake.file == "\(owner)/page.html.mustache")
      #expect(mistake.line == 1)
      #expect(mistake.problem.contains("UTF-8"))
    }
  }

  @Test(
    "Templates that contain themselves are a mistake, not an endless page",
    arguments: [
      ["a": "x\n{{> a.html}}"],
      ["a": "{{> b.html}}", "b": "{{> c.html}}", "c": "\n\n{{> a.html}}"],
      ["a": "{{<a.html}}{{/a.html}}"], ["z": "{{#list}}{{> z.html}}{{/list}}"],
    ])
  func circles(templates: [String: String]) throws {
    for (name, text) in templates { try write(text, "\(name).html") }
    do {
      _ = try set()
      Issue.record("the circle was not found")
    } catch let mistake as TemplateSet.Mistake {
      #expect(mistake.problem.contains("contains itself"))
    }
  }

  @Test("The same template twice, and templates in a chain, are no circle")
  func noCircle() throws {
    try write("{{> b.html}}{{> b.html}}{{> c.html}}", "a.html")
    try write("{{> c.html}}", "b.html")
    try write("c", "c.html")
    #expect(try set().render("a.html", .english, [:]) == "ccc")
  }

  @Test("Comments, blocks and layouts are no mistakes")
  func noMistakes() throws {
    try write("<{{$content}}default {{name}}{{/content}}>", "layout.html")
    let page = """
      {{! nmae, and anything else }}
      {{<layout.html}}
      {{$content}}{{#list}}{{.}}{{/list}}{{{ name }}}{{& name}}{{^name}}{{/name}}{{/content}}
      {{/layout.html}}
      """
    #expect(try rendered(page, ["name": "&", "list": ["a", "b"]]).contains("<ab&&"))
  }

  @Test("Any text is a template or a mistake within its lines")
  func anything() throws {
    var dice = SplitMix64(seed: 50)
    let pieces = [
      "{{", "}}", "{{{", "}}}", "{", "}", "{{#name}}", "{{/name}}", "{{^list}}", "{{/list}}",
      "{{> part.html}}",
      "{{<layout.html}}", "{{/layout.html}}", "{{$block}}", "{{/block}}", "{{! x }}", "{{%",
      "{{% CONTENT_TYPE:TEXT}}",
      "{{=<% %>=}}", "<%name%>", "{{=", "=}}", "name", " ", "\n", "\r\n", "\t", "\u{301}", "é",
      "\0", "{{name}}",
      "{{.}}", "{{>", "{{<", "{{$", "{{&", "{{*", "(", ")", "uppercased(name)", "\u{2028}",
    ]
    try write("{{$block}}{{name}}{{/block}}", "layout.html")
    try write("part", "part.html")
    var taken = 0
    for _ in 0..<4000 {
      let count = Int.random(in: 0...10, using: &dice)
      let text = (0..<count).map { _ in pieces.randomElement(using: &dice) ?? "" }.joined()
      if let mistake = try mistake(text) {
        #expect((1...text.filter(\.isNewline).count + 1).contains(mistake.line))
      } else {
        taken += 1
        _ = try set().render("page.html", .english, ["name": "x", "list": [["item": "y"]]])
      }
    }
    #expect(taken > 100)
  }
}
