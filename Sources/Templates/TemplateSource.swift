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
        do {
            return try MustacheTemplate(string: text)
        } catch let error as MustacheTemplate.ParserError {
            throw TemplateSet.Mistake(
                file: file, line: error.context.lineNumber, problem: Self.sentence(error.error))
        }
    }

    func check(names: Set<String>, partials: Set<String>) throws {
        for tag in tags {
            let known = tag.isPartial ? partials : names
            guard !known.contains(tag.name) else { continue }
            let near = known.sorted { distance($0, tag.name) < distance($1, tag.name) }.first ?? ""
            let kind = tag.isPartial ? "template" : "name"
            throw TemplateSet.Mistake(
                file: file, line: tag.line,
                problem: "there is no \(kind) \(tag.name) here; did you mean \(near)?")
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
        for (place, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
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
                let cost = min(row[column] + 1, row[column + 1] + 1, diagonal + (letter == otherLetter ? 0 : 1))
                diagonal = row[column + 1]
                row[column + 1] = cost
            }
        }
        return row[other.count]
    }
}
