// A site's folder without its database: folders, program, usher.conf, key. `usher init` puts a new database
// into it, `usher restore` one out of a backup.

import Actions
import Foundation
import Secrets

struct NewSite {
  private let folder: URL

  init(_ folder: URL) { self.folder = folder }

  /// The folder to be named, refused unless it is empty or not there yet.
  static func checkFree(_ target: URL) throws {
    let files = FileManager.default
    if let present = try? files.contentsOfDirectory(atPath: target.path) {
      guard present.isEmpty else {
        throw Complaint(
          "\(target.path) is not empty", mend: "name a folder that does not exist yet")
      }
    } else if files.fileExists(atPath: target.path) {
      throw Complaint("\(target.path) is a file", mend: "name a folder that does not exist yet")
    }
  }

  /// Everything is made beside, by its owner, then put in place at once.
  static func appear(at target: URL, for owner: SiteOwner?, _ make: (URL) throws -> Void) throws {
    let parent = target.deletingLastPathComponent()
    try? FileManager.default.createDirectory(at: parent, withIntermediateDirectories: true)
    let beside = try WorkFolder(in: parent.path, for: target.lastPathComponent)
    func asOwner(_ body: () throws -> Void) throws {
      if let owner { try owner.act(body) } else { try body() }
    }
    do {
      try owner?.take(beside.path)
      try asOwner {
        chmod(beside.path, 0o755)
        try make(URL(fileURLWithPath: beside.path))
      }
      // Takes the place of an empty folder too.
      guard rename(beside.path, target.path) == 0 else {
        throw Complaint(
          "cannot make \(target.path) (\(String(cString: strerror(errno))))",
          mend: "name a folder that does not exist yet")
      }
    } catch {
      // What is in it goes as its owner; the owner may not be who may take it out of its parent.
      try? asOwner { beside.remove() }
      rmdir(beside.path)
      throw error
    }
  }

  /// - Parameter mail: how mail leaves, as usher.conf has it.
  func make(mail: String, mailUser: String = "") throws {
    let files = FileManager.default
    let installed = try InstalledSet.find()
    do {
      for name in ["templates", "public", "cgi-bin"] {
        try files.createDirectory(
          at: folder.appendingPathComponent(name), withIntermediateDirectories: false)
      }
      try SiteProgram(directory: folder.path).put(installed.cgi)
      let configuration = folder.appendingPathComponent(Configuration.fileName)
      try Data(text(installed, mail, mailUser).utf8).write(to: configuration)
      try files.setAttributes([.posixPermissions: 0o600], ofItemAtPath: configuration.path)
    } catch let error as CocoaError {
      throw Complaint(
        "cannot write \(folder.deletingLastPathComponent().path) (\(error.localizedDescription))",
        mend: "choose a folder that you may write, or mend its rights")
    }
    try SealingKey.create(file: folder.appendingPathComponent("usher.key").path)
  }

  private func text(_ installed: InstalledSet, _ mail: String, _ mailUser: String) -> String {
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
    # webhooks_private = yes, where webhooks may reach private networks; webhooks_ca = FILE, for certificates of one's own
    \(mailUser.isEmpty ? "# mail_user = " : "mail_user = \(mailUser)")

    """
  }
}
