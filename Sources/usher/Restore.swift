// `usher restore`: a backup becomes a new site, or takes the place of what a living one remembers. All is
// checked before anything is replaced, and what is replaced is kept.

import Actions
import ArgumentParser
import Foundation
import Membership
import Store

struct Restore: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Make a site out of a backup, or bring a living one back to it.",
    discussion: """
      Without the usher.key of that time, initial passwords that waited are made anew and mailed, and \
      second factors have to be set up again.
      """)

  @Argument(help: "The file that `usher backup` wrote.")
  var backup: String

  @Option(help: "The site's folder: a new one, or a living site's.")
  var site: String

  @Option(help: "The usher.key that belongs to the backup.")
  var key: String?

  @Flag(help: "Replace what a living site remembers without asking.")
  var yes = false

  func run() throws {
    let target = URL(fileURLWithPath: site).standardizedFileURL
    let source = URL(fileURLWithPath: backup).standardizedFileURL
    guard FileManager.default.fileExists(atPath: source.path) else {
      throw Complaint("there is no file \(source.path)", mend: "name one that `usher backup` wrote")
    }
    let isLiving = FileManager.default.fileExists(
      atPath: "\(target.path)/\(Configuration.fileName)")
    if isLiving { try ask(about: target.path) } else { try NewSite.checkFree(target) }
    try? FileManager.default.createDirectory(
      at: target.deletingLastPathComponent(), withIntermediateDirectories: true)
    let folder = try WorkFolder(beside: target)
    defer { folder.remove() }
    let content = folder.path + "/site"
    try Archive.read(source.path, into: content)
    let old = try checked(content)
    let owner = try isLiving ? SiteOwner(of: target.path) : SiteOwner.ofNewSite(target.path)
    if isLiving {
      try replace(target.path, by: content, for: owner)
    } else {
      try NewSite.appear(at: target, for: owner) { try fill($0, from: content, old) }
    }
    folder.remove()
    try owner?.become()
    try finish(target.path)
  }

  /// What a backup holds, opened once so that a mistake is found before anything is replaced.
  private func checked(_ content: String) throws -> Configuration {
    let database = content + "/usher.db"
    guard FileManager.default.fileExists(atPath: database) else {
      throw Complaint("\(backup) holds no usher.db", mend: "name a file that `usher backup` wrote")
    }
    try CopyDatabase.check(database)
    let old = try Configuration(directory: content)
    var copy = old
    copy.database = database
    // Brought up to date here, so that the living database changes in one step.
    _ = try Installation(copy, .migrating)
    return old
  }

  private func fill(_ folder: URL, from content: String, _ old: Configuration) throws {
    try NewSite(folder).make(mail: old.mail, mailUser: old.mailUser)
    let files = FileManager.default
    try files.moveItem(atPath: content + "/usher.db", toPath: folder.path + "/usher.db")
    chmod(folder.path + "/usher.db", 0o600)
    if files.fileExists(atPath: content + "/templates") {
      try files.removeItem(atPath: folder.path + "/templates")
      try files.moveItem(atPath: content + "/templates", toPath: folder.path + "/templates")
    }
    if let key { try putKey(key, to: folder.path + "/usher.key") }
  }

  private func replace(_ site: String, by content: String, for owner: SiteOwner?) throws {
    let configuration = try Configuration(directory: site)
    let files = FileManager.default
    let time = Moment.now.rfc3339.filter(\.isNumber)
    let database = CopyDatabase(of: configuration.database)
    let kept = "\(configuration.database).before-\(time)"
    try database.perform(to: kept)
    try owner?.take(URL(fileURLWithPath: kept))
    if files.fileExists(atPath: content + "/templates") {
      let beside = "\(configuration.templates).before-\(time)"
      if files.fileExists(atPath: configuration.templates) {
        try files.moveItem(atPath: configuration.templates, toPath: beside)
      }
      // The living site may lie on another file system than the backup was unpacked on.
      try files.copyItem(atPath: content + "/templates", toPath: configuration.templates)
      try owner?.take(URL(fileURLWithPath: configuration.templates))
    }
    if let key {
      try? files.moveItem(
        atPath: configuration.key, toPath: "\(configuration.key).before-\(time)")
      try putKey(key, to: configuration.key)
      try owner?.take(URL(fileURLWithPath: configuration.key))
    }
    try database.restore(from: content + "/usher.db")
    print("What the site remembered until now is kept in \(kept).")
  }

  private func putKey(_ key: String, to file: String) throws {
    guard let bytes = FileManager.default.contents(atPath: key), bytes.count == 32 else {
      throw Complaint("\(key) is no key", mend: "name the usher.key of that site, 32 bytes")
    }
    try? FileManager.default.removeItem(atPath: file)
    let descriptor = open(file, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard descriptor >= 0 else {
      throw Complaint(
        "cannot write \(file) (\(String(cString: strerror(errno))))",
        mend: "mend the folder's rights")
    }
    try FileHandle(fileDescriptor: descriptor, closeOnDealloc: true).write(contentsOf: bytes)
  }

  private func finish(_ site: String) throws {
    let installation = try Installation(Configuration(directory: site), .migrating)
    let outcome = try SettleRestored().perform(in: installation, at: .now)
    let done = try BuildAll(installation).run(showingProgress: isatty(STDERR_FILENO) == 1)
    print("\(site) is restored; \(done.written) files written.")
    if !outcome.renewed.isEmpty {
      print("New initial passwords are on their way: \(list(outcome.renewed)).")
    }
    if !outcome.lockedOut.isEmpty {
      print(
        """
        These cannot give their second factor, since usher.key is another: \(list(outcome.lockedOut)).
        For each: usher admin reset-second-factor LOGIN --site \(site)
        """)
    }
    let configuration = installation.configuration
    if !configuration.mailUser.isEmpty, configuration.mailPassword.isEmpty {
      print("Write mail_password into \(site)/\(Configuration.fileName): backups do not hold it.")
    }
  }

  private func list(_ logins: [Login]) -> String {
    logins.map(\.text).joined(separator: ", ")
  }

  private func ask(about site: String) throws {
    if yes { return }
    let refusal = Complaint(
      "\(site) is a living site, and what it remembers would be replaced",
      mend: "add --yes, or name a folder that does not exist yet")
    guard isatty(STDIN_FILENO) == 1 else { throw refusal }
    complain("\(site) is a living site. Replace what it remembers by \(backup)? (yes/no) ")
    guard readLine() == "yes" else { throw refusal }
  }
}
