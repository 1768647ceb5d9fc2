// Mustache templates: the installed ones and, file by file, the owner's instead. All are read and checked
// before the first is rendered, so that a mistake leaves the old pages as they are.

import Foundation
package import Membership
import Mustache

package struct TemplateSet: Sendable {
  private var library = MustacheLibrary()
  private var files: [String: String] = [:]
  /// The text of every template, in the order of their names: what rendered pages depend on.
  package private(set) var sources = ""

  /// A mistake in a template, and where.
  package struct Mistake: Error, Hashable, CustomStringConvertible {
    package let file: String
    package let line: Int
    package let problem: String

    package var description: String { "\(file):\(line): \(problem)" }
  }

  /// - Parameters:
  ///   - installed: the folder that comes with Usher.
  ///   - owner: a folder of the same shape, whose files win; it may be missing.
  ///   - names: what templates may name; anything else is a mistake.
  package init(installed: String, owner: String, names: Set<String>) throws {
    for folder in [installed, owner] {
      for name in try Self.templates(in: folder) { files[name] = "\(folder)/\(name)\(Self.ending)" }
    }
    let read = try files.mapValues { try TemplateSource(file: $0) }
    for (name, source) in read.sorted(by: { $0.key < $1.key }) {
      try source.check(names: names, partials: Set(files.keys))
      try source.checkCircle(from: name, in: read)
      library.register(try source.parsed(), named: name)
      sources += "\(name)\n\(source.text)\n"
    }
  }

  /// - Parameters:
  ///   - name: `landing.html`; `landing.zh-Hans.html` is taken before it for that language.
  ///   - values: text, truth, lists and dictionaries of these, by the names that templates use.
  package func render(_ name: String, _ language: Language, _ values: [String: Any]) throws
    -> String
  {
    let values = values.mapValues(Self.prepared)
    guard let found = find(name, language), let text = library.render(values, withTemplate: found)
    else { throw Missing(name: name) }
    return text
  }

  /// An empty text is none: a section about it is left out. To Mustache alone it would be something.
  private static func prepared(_ value: Any) -> Any {
    switch value {
    case let text as String: text.isEmpty ? Nothing() : text
    case let list as [Any]: list.map(prepared)
    case let values as [String: Any]: values.mapValues(prepared)
    default: value
    }
  }

  private struct Nothing: MustacheCustomRenderable {
    var renderText: String { "" }
    var isNull: Bool { true }
  }

  package struct Missing: Error, CustomStringConvertible {
    let name: String
    package var description: String {
      "the template \(name)\(TemplateSet.ending) is missing: install Usher's templates again"
    }
  }

  private static let ending = ".mustache"

  private func find(_ name: String, _ language: Language) -> String? {
    let stem = name.prefix { $0 != "." }
    let special = "\(stem).\(language.tag)\(name.dropFirst(stem.count))"
    return [special, name].first { files[$0] != nil }
  }

  private static func templates(in folder: String) throws -> [String] {
    guard FileManager.default.fileExists(atPath: folder) else { return [] }
    return try FileManager.default.contentsOfDirectory(atPath: folder)
      .filter { $0.hasSuffix(ending) }.map { String($0.dropLast(ending.count)) }
  }
}
