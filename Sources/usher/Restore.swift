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

  @Option(
    help: "Whose a new site is, where root makes it: usually the user \(SiteOwner.usual).")
  var owner: String?

  @Flag(help: "Replace what a living site remembers without asking.")
  var yes = false

  func run() throws {
    // Whatever umask the shell has: the web server reads the pages, and nobody else writes.
    umask(0o022)
    let target = URL(fileURLWithPath: site).standardizedFileURL
    // Opened as who asks: root may read what the site's owner may not. All else is done as the owner.
    let archive = try openBackup()
    defer { close(archive) }
    let key = try key.map(readKey)
    if FileManager.default.fileExists(atPath: "\(target.path)/\(Configuration.fileName)") {
      guard owner == nil else {
        throw Complaint("\(target.path) has an owner", mend: "leave --owner out")
      }
      try ask(about: target.path)
      try SiteOwner(of: target.path).become()
      try replace(target.path, by: archive, key)
    } else {
      try NewSite.checkFree(target)
      let owner = try SiteOwner.ofNewSite(target.path, named: owner)
      try NewSite.appear(at: target, for: owner) { try fill($0, from: archive, key) }
      try owner?.become()
    }
    try finish(target.path)
  }

  private func openBackup() throws -> Int32 {
    let source = URL(fileURLWithPath: backup).standardizedFileURL
    let descriptor = open(source.path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      let (code, problem) = (errno, String(cString: strerror(errno)))
      throw code == ENOENT
        ? Complaint("there is no file \(source.path)", mend: "name one that `usher backup` wrote")
        : Complaint("cannot read \(source.path) (\(problem))", mend: "mend its rights")
    }
    return descriptor
  }

  private func readKey(_ file: String) throws -> Data {
    guard let bytes = FileManager.default.contents(atPath: file), bytes.count == 32 else {
      throw Complaint("\(file) is no key", mend: "name the usher.key of that site, 32 bytes")
    }
    return bytes
  }

  /// Unpacks the backup, and looks at all of it, so that a mistake is found before anything is replaced.
  /// - Returns: where its content lies, and what its usher.conf says.
  private func unpack(
    _ archive: Int32, into folder: WorkFolder
  ) throws -> (content: String, old: Configuration) {
    let (packed, content) = (folder.path + "/packed", folder.path + "/site")
    let name = URL(fileURLWithPath: backup).standardizedFileURL.path
    let descriptor = open(packed, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard descriptor >= 0, mkdir(content, 0o700) == 0 else { throw cannotWrite(packed) }
    defer { close(descriptor) }
    try copyContent(of: archive, name, to: descriptor, packed)
    try Archive.read(packed, called: name, into: content)
    unlink(packed)
    let database = content + "/usher.db"
    guard FileManager.default.fileExists(atPath: database) else {
      throw Complaint("\(backup) holds no usher.db", mend: "name a file that `usher backup` wrote")
    }
    try CopyDatabase.check(database)
    let old = try Configuration(directory: content)
    var copy = old
    copy.database = database
    // Brought up to date here, so that the living database changes in one step; and sessions of that time
    // open nothing, not even for a moment.
    let installation = try Installation(copy, .migrating)
    try installation.store.write { try installation.store.sessions.deleteAll(at: .now) }
    return (content, old)
  }

  private func fill(_ folder: URL, from archive: Int32, _ key: Data?) throws {
    let work = try WorkFolder(in: folder.path, for: "restore")
    defer { work.remove() }
    let (content, old) = try unpack(archive, into: work)
    try NewSite(folder).make(mail: old.mail, mailUser: old.mailUser)
    chmod(content + "/usher.db", 0o600)
    try move(content + "/usher.db", to: folder.path + "/usher.db")
    if FileManager.default.fileExists(atPath: content + "/templates") {
      rmdir(folder.path + "/templates")
      try move(content + "/templates", to: folder.path + "/templates")
    }
    if let key {
      unlink(folder.path + "/usher.key")
      try write(key, to: folder.path + "/usher.key")
    }
  }

  /// Whatever may fail is done beside; then the database is replaced, then templates and key by their names.
  private func replace(_ site: String, by archive: Int32, _ key: Data?) throws {
    let folder = try WorkFolder(in: site, for: "restore")
    defer { folder.remove() }
    let content = try unpack(archive, into: folder).content
    let configuration = try Configuration(directory: site)
    let time = timeOfKeeping(configuration)
    var beside: [(living: String, new: String)] = []
    let kept: CopyDatabase.Kept
    let keptFile = "\(configuration.database).before-\(time)"
    do {
      if FileManager.default.fileExists(atPath: content + "/templates") {
        let living = URL(fileURLWithPath: configuration.templates).path
        beside.append((living, "\(living).restored-\(time)"))
        // It may lie on another file system than the site's folder.
        try copyFolder(content + "/templates", to: "\(living).restored-\(time)")
      }
      if let key {
        beside.append((configuration.key, "\(configuration.key).restored-\(time)"))
        try write(key, to: "\(configuration.key).restored-\(time)")
      }
      kept = try CopyDatabase(of: configuration.database)
        .replace(by: content + "/usher.db", keeping: keptFile)
    } catch {
      for (_, new) in beside { try? FileManager.default.removeItem(atPath: new) }
      throw error
    }
    switch kept {
    case .copied: print("What the site remembered until now is kept in \(keptFile).")
    case .renamed: print("The database was broken; it is kept as it was in \(keptFile).")
    case .nothing: print("There was no database.")
    }
    for (living, new) in beside {
      try move(living, to: "\(living).before-\(time)", mayBeMissing: true)
      try move(new, to: living)
    }
  }

  /// A second that nothing is kept from yet.
  private func timeOfKeeping(_ configuration: Configuration) -> String {
    var moment = Moment.now
    while true {
      let time = moment.rfc3339.filter(\.isNumber)
      let kept = [configuration.database, configuration.templates, configuration.key].map {
        "\($0).before-\(time)"
      }
      if !kept.contains(where: FileManager.default.fileExists) { return time }
      moment = moment + 1
    }
  }

  private func move(_ from: String, to: String, mayBeMissing: Bool = false) throws {
    guard rename(from, to) == 0 || mayBeMissing && errno == ENOENT else {
      throw Complaint(
        "cannot rename \(from) to \(to) (\(String(cString: strerror(errno))))",
        mend: "mend the folder's rights and rename it")
    }
  }

  private func write(_ bytes: Data, to file: String) throws {
    let descriptor = open(file, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard descriptor >= 0 else { throw cannotWrite(file) }
    try FileHandle(fileDescriptor: descriptor, closeOnDealloc: true).write(contentsOf: bytes)
  }

  private func cannotWrite(_ file: String) -> Complaint {
    Complaint(
      "cannot write \(file) (\(String(cString: strerror(errno))))", mend: "mend the folder's rights"
    )
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
    if !outcome.refused.isEmpty {
      let names = outcome.refused.map(\.name).joined(separator: ", ")
      print(
        """
        Requests of these business systems are refused, since usher.key is another: \(names).
        For each: usher business-system rotate NAME --site \(site)
        """)
    }
    if !outcome.silenced.isEmpty {
      let addresses = outcome.silenced.map { "\($0.id.text) (\($0.address.text))" }
      print(
        """
        These webhooks are told nothing, since usher.key is another: \(addresses.joined(separator: ", ")).
        For each: usher webhook secret ID --site \(site)
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
