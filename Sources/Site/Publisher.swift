// Invitations → `public/`: landing pages in every language, QR images, and the pages that are the same
// for everyone. A projection of the database: the same rows give the same bytes, and what is on the disk
// already is not written again.

import Foundation
import Glibc
package import Membership
import QR
import Secrets
package import Templates

package struct Publisher {
  private let settings: Settings
  private let templates: TemplateSet
  private let folder: PublicFolder
  /// Whatever every page depends on beside its invitation.
  private var foundation: String

  /// - Parameter directory: the document root; made where it is missing.
  package init(settings: Settings, templates: TemplateSet, directory: String) throws {
    self.settings = settings
    self.templates = templates
    folder = try PublicFolder(directory)
    foundation = ""
    foundation = Secrets.digest("\(settings)\n\(try samples().joined())")
  }

  /// Other builds wait: what is read from the database inside is what is on the disk when it ends.
  package func exclusively<Result>(_ body: () throws -> Result) throws -> Result {
    try folder.exclusively(body)
  }

  /// Whether invitations can be published at all: their folder is made, and may be written.
  package func prepare() throws { close(try folder.open("I/")) }

  /// One page of each kind in each language: whatever templates and sentences make of the same rows.
  private func samples() throws -> [String] {
    guard let code = InvitationCode("0000-0000-00000") else { return [] }
    let moment = Moment(seconds: 0)
    var open = Invitation(
      code: code, label: "", inviter: Account.ID(""), inviterName: "N", departmentPath: "D",
      language: .english, requiresApproval: true, created: moment)
    return try Language.allCases.flatMap { language in
      open.language = language
      open.revoked = nil
      open.requiresApproval = false
      let direct = try page(of: open, language, at: moment)
      open.requiresApproval = true
      let asking = try page(of: open, language, at: moment)
      open.revoked = moment
      return [direct, asking, try page(of: open, language, at: moment)]
    }
  }

  /// What the files of an invitation are made from, in short; equal digests, equal bytes.
  package func digest(of invitation: Invitation, at now: Moment) -> String {
    let parts = [
      foundation, invitation.code.text, invitation.inviterName, invitation.departmentPath,
      invitation.language.tag, String(invitation.requiresApproval),
      String(describing: invitation.notBefore?.seconds),
      String(describing: invitation.expires?.seconds), invitation.state(at: now).rawValue,
    ]
    return Secrets.digest(parts.joined(separator: "\u{1F}"))
  }

  /// Whether all its files are there.
  package func isPublished(_ invitation: Invitation, at now: Moment) -> Bool {
    let path = "I/\(invitation.code.text)"
    let pages = Language.allCases.map { Self.file($0, first: invitation.language) }
    return folder.holds((pages + ["qr.png", "qr.svg"]).map { "\(path)/\($0)" })
      && folder.holds(["\(path)/\(Self.gone)"]) == Self.isGone(invitation, at: now)
  }

  /// An empty file beside the pages of a dead link, by which web servers know to answer with 410.
  private static let gone = "gone"

  private static func isGone(_ invitation: Invitation, at now: Moment) -> Bool {
    switch invitation.state(at: now) {
    case .expired, .full, .revoked: true
    case .active, .notYetOpen: false
    }
  }

  /// Writes the files of these, durably, and returns how many had to be written.
  package func publish(_ invitations: [Invitation], at now: Moment) throws -> Int {
    var batch = FileBatch(in: folder)
    for invitation in invitations {
      let path = "I/\(invitation.code.text)"
      for language in Language.allCases {
        let page = try page(of: invitation, language, at: now)
        try batch.add(
          "\(path)/\(Self.file(language, first: invitation.language))", Array(page.utf8))
      }
      let code = try QRCode(settings.baseAddress.scannedLink(to: invitation.code))
      try batch.add("\(path)/qr.png", try code.png())
      try batch.add(
        "\(path)/qr.svg",
        Array(code.svg(title: settings.baseAddress.link(to: invitation.code)).utf8))
      if Self.isGone(invitation, at: now) { try batch.add("\(path)/\(Self.gone)", []) }
    }
    let written = try batch.finish()
    // Only when their pages are in place: a link that lives again.
    for invitation in invitations where !Self.isGone(invitation, at: now) {
      _ = folder.remove(Self.gone, in: "I/\(invitation.code.text)")
    }
    return written
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
    var batch = FileBatch(in: folder)
    for (path, bytes) in files.sorted(by: { $0.key < $1.key }) { try batch.add(path, bytes) }
    return try batch.finish()
  }

  /// Removes folders of links that the database does not know, and returns how many.
  /// - Parameter count: how many links are published; where there are as many folders, none is a stranger.
  package func removeStrangers(
    besides count: Int, known: (InvitationCode) throws -> Bool
  ) throws -> Int {
    let names = folder.list("I")
    guard names.count != count else { return 0 }
    var removed = 0
    for name in names {
      guard let code = InvitationCode(name), code.text == name, try !known(code) else { continue }
      if folder.remove(name, in: "I") { removed += 1 }
    }
    return removed
  }

  /// The first language stands at the folder's own address, each other one at `<tag>.html`.
  static func file(_ language: Language, first: Language, index: String = "index") -> String {
    if language == first { return "\(index).html" }
    return index == "index" ? "\(language.tag).html" : "\(index).\(language.tag).html"
  }

  // MARK: Pages

  private func page(of invitation: Invitation, _ language: Language, at now: Moment) throws
    -> String
  {
    let context = PageContext(language, settings: settings, first: invitation.language)
    let state = invitation.state(at: now)
    return state == .active
      ? try templates.render("landing.html", language, context.landing(invitation))
      : try templates.render("dead.html", language, context.dead(invitation, state))
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
      return (path, path == "assets/style.css" ? StyleSheet.compact(bytes) + accent : bytes)
    }
  }

  /// The owner's colour, after all else in the style sheet.
  private var accent: [UInt8] {
    settings.accent == Settings().accent
      ? [] : Array("\n:root { --accent: \(settings.accent); }\n".utf8)
  }
}
