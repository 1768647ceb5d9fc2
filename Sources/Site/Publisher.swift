// Invitations → `public/`: landing pages in every language, QR images, and the pages that are the same
// for everyone. A projection of the database: the same rows give the same bytes, and what is on the disk
// already is not written again.

import Dispatch
import Foundation
import Glibc
package import Membership
import QR
import Secrets
package import Templates

package struct Publisher: Sendable {
  private let settings: Settings
  private let templates: TemplateSet
  let folder: PublicFolder
  private let forms = PageForms()
  /// Of invitations' pages, by the language at a page's own address and its own.
  private let contexts: [Language: [Language: PageContext]]
  /// In short, whatever every page depends on beside its invitation.
  package private(set) var foundation: String

  /// - Parameter directory: the document root; made where it is missing.
  package init(settings: Settings, templates: TemplateSet, directory: String) throws {
    self.settings = settings
    self.templates = templates
    folder = try PublicFolder(directory)
    contexts = Dictionary(
      uniqueKeysWithValues: Language.allCases.map { first in
        let all = Language.allCases.map { ($0, PageContext($0, settings: settings, first: first)) }
        return (first, Dictionary(uniqueKeysWithValues: all))
      })
    foundation = ""
    // All that templates say, and examples of what sentences and drawings make of rows.
    let examples = try sampleFiles().map { Data($0.bytes).base64EncodedString() }
    foundation = Secrets.digest(
      (["\(settings)", templates.sources] + examples).joined(separator: "\n"))
  }

  /// Other builds wait: what is read from the database inside is what is on the disk when it ends.
  package func exclusively<Result>(_ body: () throws -> Result) throws -> Result {
    try folder.exclusively(body)
  }

  /// Whether invitations can be published at all: their folder is made, and may be written.
  package func prepare() throws { close(try folder.open("I/")) }

  /// One in each state, with nothing and with everything that an invitation may have: their pages, in each
  /// language, hold every sentence that pages have.
  static func samples(at now: Moment) -> [Invitation] {
    guard let code = InvitationCode("0000-0000-00000") else { return [] }
    return InvitationState.allCases.flatMap { state in
      [false, true].map { hasAll in
        var sample = Invitation(
          code: code, label: "", inviter: Account.ID(""), inviterName: "N",
          departmentPath: hasAll ? "D" : "", language: .english, requiresApproval: hasAll,
          created: now, expires: hasAll ? now + 1 : nil)
        switch state {
        case .active: break
        case .notYetOpen: sample.notBefore = now + 1
        case .full: (sample.maxUses, sample.usesCompleted) = (1, 1)
        case .expired: sample.expires = now
        case .revoked: sample.revoked = now
        }
        return sample
      }
    }
  }

  /// Their pages, and the images, which differ in nothing but the code.
  func sampleFiles() throws -> [File] {
    let samples = Self.samples(at: Moment(seconds: 0))
    return try samples.flatMap { try pages(of: $0, at: Moment(seconds: 0)) }
      + samples.prefix(1).flatMap { try images(of: $0) }
  }

  /// Whether its files are there, and exactly what they should be.
  package func isPublished(_ invitation: Invitation, at now: Moment) throws -> Bool {
    let path = "I/\(invitation.code.text)"
    return try files(of: invitation, at: now).allSatisfy {
      folder.holds("\(path)/\($0.name)", $0.bytes)
    } && (Self.isGone(invitation, at: now) || !folder.holds("\(path)/\(Self.gone)"))
  }

  /// An empty file beside the pages of a dead link, by which web servers know to answer with 410.
  private static let gone = "gone"

  private static func isGone(_ invitation: Invitation, at now: Moment) -> Bool {
    switch invitation.state(at: now) {
    case .expired, .full, .revoked: true
    case .active, .notYetOpen: false
    }
  }

  /// Writes the files of these, durably, and returns how many had to be written. All cores share the work, in
  /// shares small enough that none waits long for another.
  package func publish(_ invitations: [Invitation], at now: Moment) throws -> Int {
    let isLarge = invitations.count > 2
    let shares = invitations.shared(
      among: isLarge ? ProcessInfo.processInfo.activeProcessorCount * 4 : 1)
    let filled = Results<FileBatch>(count: shares.count)
    DispatchQueue.concurrentPerform(iterations: shares.count) { place in
      var batch = FileBatch(in: folder, isLarge: isLarge)
      do {
        for invitation in shares[place] { try add(invitation, to: &batch, at: now) }
        filled[place] = .success(batch)
      } catch {
        batch.abandon()
        filled[place] = .failure(error)
      }
    }
    var batches = filled.values
    if let error = filled.firstError {
      for place in batches.indices { batches[place].abandon() }
      throw error
    }
    return try FileBatch.finish(&batches)
  }

  private func add(_ invitation: Invitation, to batch: inout FileBatch, at now: Moment) throws {
    let isGone = Self.isGone(invitation, at: now)
    try batch.add(
      files(of: invitation, at: now), to: invitation.code.text, in: "I",
      without: isGone ? nil : Self.gone)
  }

  typealias File = (name: String, bytes: [UInt8])

  private func files(of invitation: Invitation, at now: Moment) throws -> [File] {
    let mark: [File] = Self.isGone(invitation, at: now) ? [(Self.gone, [])] : []
    return try pages(of: invitation, at: now) + images(of: invitation) + mark
  }

  private func pages(of invitation: Invitation, at now: Moment) throws -> [File] {
    try Language.allCases.map { language in
      (Self.file(language, first: invitation.language), try page(of: invitation, language, at: now))
    }
  }

  private func images(of invitation: Invitation) throws -> [File] {
    let code = try QRCode(settings.baseAddress.scannedLink(to: invitation.code))
    let drawing = code.svg(title: settings.baseAddress.link(to: invitation.code))
    return [("qr.png", code.png()), ("qr.svg", Array(drawing.utf8))]
  }

  /// The pages without an invitation, and what is made by hand: style sheet, icons.
  /// - Parameters:
  ///   - installed: the folder of what is made by hand.
  ///   - owner: a folder of the same shape, whose files win; it may be missing.
  package func publishCommon(installed: String, owner: String) throws -> Int {
    var files: [String: [UInt8]] = [:]
    for language in Language.allCases {
      let name = Self.file(language, first: settings.language)
      files[name] = Array(try entryPage(language).utf8)
      files["join/\(name)"] = Array(try joinPage(language).utf8)
      for status in [403, 404, 500, 503] {
        let name = Self.file(language, first: settings.language, index: String(status))
        files["errors/\(name)"] = Array(try errorPage(status, language).utf8)
      }
    }
    // A file made by hand wins over a rendered one of its name.
    files.merge(try handmade(installed: installed, owner: owner)) { _, handmade in handmade }
    var batches = [FileBatch(in: folder, isLarge: true)]
    do {
      for (path, bytes) in files.sorted(by: { $0.key < $1.key }) { try batches[0].add(path, bytes) }
    } catch {
      batches[0].abandon()
      throw error
    }
    return try FileBatch.finish(&batches)
  }

  /// The first language stands at the folder's own address, each other one at `<tag>.html`.
  static func file(_ language: Language, first: Language, index: String = "index") -> String {
    if language == first { return "\(index).html" }
    return index == "index" ? "\(language.tag).html" : "\(index).\(language.tag).html"
  }

  // MARK: Pages

  private func page(of invitation: Invitation, _ language: Language, at now: Moment) throws
    -> [UInt8]
  {
    let first = invitation.language
    let context =
      contexts[first]?[language] ?? PageContext(language, settings: settings, first: first)
    let state = invitation.state(at: now)
    let kind = InvitationPage(
      state: state, language: language, first: invitation.language,
      requiresApproval: invitation.requiresApproval)
    return state == .active
      ? try forms.page("landing.html", kind, context.landingTexts(invitation), in: templates) {
        context.landing(requiresApproval: invitation.requiresApproval, $0)
      }
      : try forms.page("dead.html", kind, context.deadTexts(invitation, state), in: templates) {
        context.dead(state, $0)
      }
  }

  private func entryPage(_ language: Language) throws -> String {
    let context = PageContext(language, settings: settings, first: settings.language)
    return try templates.render("entry.html", language, context.entry)
  }

  private func joinPage(_ language: Language) throws -> String {
    let context = PageContext(language, settings: settings, first: settings.language)
    return try templates.render("join.html", language, context.join)
  }

  private func errorPage(_ status: Int, _ language: Language) throws -> String {
    let context = PageContext(
      language, settings: settings, first: settings.language,
      index: "\(settings.baseAddress.path)/errors/\(status)")
    return try templates.render("error.html", language, context.error(status))
  }

  private func handmade(installed: String, owner: String) throws -> [(String, [UInt8])] {
    var files: [String: String] = [:]
    for folder in [installed, owner] where FileManager.default.fileExists(atPath: folder) {
      for path in try FileManager.default.subpathsOfDirectory(atPath: folder)
      where !path.hasPrefix(".") && !path.contains("/.") {
        var isFolder: ObjCBool = false
        _ = FileManager.default.fileExists(atPath: "\(folder)/\(path)", isDirectory: &isFolder)
        if !isFolder.boolValue { files[path] = "\(folder)/\(path)" }
      }
    }
    return try files.sorted { $0.key < $1.key }.map { path, file in
      let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: file)))
      return switch path {
      case "assets/style.css": (path, StyleSheet.compact(bytes) + accent)
      case "api/openapi.json": (path, described(bytes))
      default: (path, bytes)
      }
    }
  }

  /// The interface's document, with the address of this site in the example's place.
  private func described(_ bytes: [UInt8]) -> [UInt8] {
    let address = "\(settings.baseAddress.origin)\(settings.programPath)/api/v1"
    return Array(
      String(decoding: bytes, as: UTF8.self).replacingOccurrences(
        of: "https://join.example.org/usher/api/v1", with: address
      ).utf8)
  }

  /// The owner's colour, after all else in the style sheet.
  private var accent: [UInt8] {
    settings.accent == Settings().accent
      ? [] : Array("\n:root { --accent: \(settings.accent); }\n".utf8)
  }
}
