// One template's text, and what can be wrong with it: Mustache itself is silent about a mistyped name and
// puts nothing in its place, which is found here instead.

import Foundation
import Mustache

struct TemplateSource {
  let file: String
  let text: String

  init(file: String) throws {
    self.file = file
    guard let text = try? String(contentsOfFile: file, encoding: .utf8) else {
      throw TemplateSet.Mistake(file: file, line: 1, problem: "cannot be read as UTF-8 text")
    }
    self.text = text
  }

  func parsed() throws -> MustacheTemplate {
    MustacheContentTypes.register(Markup(), named: "MARKUP")
    let type = file.hasSuffix(".txt.mustache") ? "TEXT" : "MARKUP"
    do {
      return try MustacheTemplate(string: "{{% CONTENT_TYPE:\(type)}}\n\(text)")
    } catch let error as MustacheTemplate.ParserError {
      throw TemplateSet.Mistake(
        file: file, line: error.context.lineNumber - 1, problem: Self.sentence(error.error))
    }
  }

  /// Escapes by scalars. Mustache's own HTML goes by characters, and to it `"` with an accent on it is another
  /// character, which then ends an attribute.
  private struct Markup: MustacheContentType {
    func escapeText(_ text: String) -> String { TemplateSource.escaped(text) }
  }

  static func escaped(_ text: String) -> String {
    var escaped = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": escaped += "&amp;"
      case "<": escaped += "&lt;"
      case ">": escaped += "&gt;"
      case "\"": escaped += "&quot;"
      case "'": escaped += "&#39;"
      default: escaped.unicodeScalars.append(scalar)
      }
    }
    return escaped
  }

  func check(names: Set<String>, partials: Set<String>) throws {
    for tag in tags {
      let known = tag.isPartial ? partials : names
      guard !known.contains(tag.name) else { continue }
      let near = known.min { (distance($0, tag.name), $0) < (distance($1, tag.name), $1) } ?? ""
      let kind = tag.isPartial ? "template" : "name"
      throw TemplateSet.Mistake(
        file: file, line: tag.line,
        problem: "there is no \(kind) \(tag.name) here; did you mean \(near)?")
    }
  }

  /// A template that contains itself would be rendered for ever.
  func checkCircle(from name: String, in templates: [String: TemplateSource]) throws {
    for tag in tags where tag.isPartial {
      var seen: Set<String> = []
      var next = [tag.name]
      while let partial = next.popLast() {
        guard partial != name else {
          throw TemplateSet.Mistake(
            file: file, line: tag.line,
            problem: "the template \(name) contains itself through \(tag.name)")
        }
        guard seen.insert(partial).inserted else { continue }
        next += templates[partial]?.tags.filter(\.isPartial).map(\.name) ?? []
      }
    }
  }

  private struct Tag {
    let name: String
    let line: Int
    let isPartial: Bool
  }

  /// Those that name a value or another template. Comments, blocks and pragmas name neither.
  private var tags: [Tag] {
    var tags: [Tag] = []
    var blocks: Set<String> = []
    let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    for (place, line) in lines.enumerated() {
      for piece in line.components(separatedBy: "{{").dropFirst() {
        guard let inner = piece.components(separatedBy: "}}").first else { continue }
        let sign = inner.first ?? " "
        let name = inner.trimmingCharacters(in: CharacterSet(charactersIn: "{#^/&<>$ \t"))
        switch sign {
        case "!", "%", "=": continue
        case "$": blocks.insert(name)
        case "<", ">":
          blocks.insert(name)
          tags.append(Tag(name: name, line: place + 1, isPartial: true))
        case "/" where blocks.contains(name): continue
        default:
          if name != "." { tags.append(Tag(name: name, line: place + 1, isPartial: false)) }
        }
      }
    }
    return tags
  }

  private static func sentence(_ error: any Error) -> String {
    switch error as? MustacheTemplate.Error {
    case .sectionCloseNameIncorrect: "the closing tag does not fit the section that is open"
    case .unfinishedName: "a tag is not finished: }} is missing"
    case .expectedSectionEnd: "a section is not closed: {{/name}} is missing"
    // The reader's own error, which it does not make known.
    case nil where "\(error)" == "overflow": "a tag is not finished: }} is missing"
    default: "not a valid Mustache template (\(error))"
    }
  }

  /// Levenshtein's.
  private func distance(_ one: String, _ other: String) -> Int {
    var row = Array(0...other.count)
    for (place, letter) in one.enumerated() {
      var diagonal = row[0]
      row[0] = place + 1
      for (column, otherLetter) in other.enumerated() {
        let cost = min(
          row[column] + 1, row[column + 1] + 1, diagonal + (letter == otherLetter ? 0 : 1))
        diagonal = row[column + 1]
        row[column + 1] = cost
      }
    }
    return row[other.count]
  }
}
