// `usher init`: a new site, whole or not at all.

import Actions
import ArgumentParser
import Foundation
import Mail
import Membership
import Secrets

struct Init: ParsableCommand {
  static let configuration = CommandConfiguration(abstract: "Make a new site.")

  @Argument(help: "The folder to make.")
  var directory: String

  @Option(help: "What the organisation is called.")
  var name: String?

  @Option(help: "Where the site is reached, such as https://join.example.org.")
  var baseAddress: String?

  @Option(help: "The zone in which times are shown, such as Europe/Berlin.")
  var timeZone: String?

  @Option(help: "Whom people ask: an address, a telephone number, a desk.")
  var contact: String?

  @Option(
    help: "The site's first language: \(Language.allCases.map(\.tag).joined(separator: ", ")).")
  var language: String?

  @Option(help: "The address that mails come from.")
  var sender: String?

  @Option(
    help:
      "How mail leaves: sendmail:/path, smtp://host:port, smtps://host:port, folder:path.")
  var mail: String = "sendmail:/usr/sbin/sendmail"

  func run() throws {
    let target = URL(fileURLWithPath: directory).standardizedFileURL
    let files = FileManager.default
    if let present = try? files.contentsOfDirectory(atPath: target.path) {
      guard present.isEmpty else {
        throw Complaint(
          "\(target.path) is not empty", mend: "name a folder that does not exist yet")
      }
    } else if files.fileExists(atPath: target.path) {
      throw Complaint("\(target.path) is a file", mend: "name a folder that does not exist yet")
    }
    _ = try Transport(mail, user: "", password: "", directory: target.path)
    // Everything is made beside, then put in place at once.
    let beside = target.deletingLastPathComponent()
      .appendingPathComponent(".\(target.lastPathComponent).\(getpid())")
    do {
      try make(beside)
      if files.fileExists(atPath: target.path) { try files.removeItem(at: target) }
      try files.moveItem(at: beside, to: target)
    } catch {
      try? files.removeItem(at: beside)
      throw error
    }
    let installation = try Installation(Configuration(directory: target.path), .migrating)
    _ = try BuildAll(installation).run(showingProgress: false)
    print(
      """
      \(target.path) is ready.
      Next: usher admin add LOGIN --name NAME --email ADDRESS --site \(target.path)
      """)
  }

  private func make(_ folder: URL) throws {
    let files = FileManager.default
    let installed = try InstalledSet.find()
    do {
      try files.createDirectory(
        at: folder.deletingLastPathComponent(), withIntermediateDirectories: true)
      for name in ["", "templates", "public", "cgi-bin"] {
        try files.createDirectory(
          at: folder.appendingPathComponent(name), withIntermediateDirectories: true)
      }
      try files.copyItem(
        atPath: installed.cgi, toPath: folder.appendingPathComponent("cgi-bin/usher.cgi").path)
      try files.setAttributes(
        [.posixPermissions: 0o755],
        ofItemAtPath: folder.appendingPathComponent("cgi-bin/usher.cgi").path)
      let configuration = folder.appendingPathComponent(Configuration.fileName)
      try Data(text(installed).utf8).write(to: configuration)
      try files.setAttributes([.posixPermissions: 0o600], ofItemAtPath: configuration.path)
    } catch let error as CocoaError {
      throw Complaint(
        "cannot write \(folder.deletingLastPathComponent().path) (\(error.localizedDescription))",
        mend: "choose a folder that you may write, or mend its rights")
    }
    try SealingKey.create(file: folder.appendingPathComponent("usher.key").path)
    umask(0o077)
    let installation = try Installation(Configuration(directory: folder.path), .creating)
    umask(0o022)
    let chosen: [(Membership.Settings.Name, String?)] = [
      (.organisation, name), (.baseAddress, baseAddress), (.timeZone, timeZone),
      (.contact, contact), (.language, language), (.sender, sender),
    ]
    for case (let name, let value?) in chosen {
      try installation.change(name, to: value)
    }
  }

  private func text(_ installed: InstalledSet) -> String {
    """
    # Where this site keeps its things. Paths are relative to this file.
    database = usher.db
    # Seals what waits in the outbox; keep it out of backups.
    key = usher.key
    # The web server's document root; `usher build` fills it.
    public = public
    # Your changes to templates and look; see the README.
    templates = templates
    # What came with Usher.
    installed = \(installed.share)
    usher = \(InstalledSet.program)
    # sendmail:/path, smtp://host:port, smtps://host:port (with mail_user and mail_password), folder:path
    mail = \(mail)

    """
  }
}

extension Installation {
  /// Checks and stores one setting.
  func change(_ name: Membership.Settings.Name, to value: String) throws {
    let change = ChangeSettings([(name, value)], by: .commandLine)
    guard case .refused(let refusals) = try change.perform(in: self, at: .now) else { return }
    for refusal in refusals {
      throw Complaint("\(name.rawValue) cannot be \"\(value)\"", mend: "give \(refusal.rule)")
    }
  }
}
