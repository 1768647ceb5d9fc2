// `usher backup`: all that cannot be made again, in one tar file: the database as it is at one moment, the
// owner's templates, usher.conf. What opens secrets, usher.key and the mail password, is not in it.

import Actions
import ArgumentParser
import Foundation
import Processes

struct Backup: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Write everything the site remembers into one file, while it goes on.",
    discussion: """
      usher.key is not in it: whoever finds the file opens no secret with it. Keep a copy of the key \
      somewhere else.
      """)

  @Argument(help: "The file to write, such as /backups/join-2026-11-25.tar.gz.")
  var file: String

  @OptionGroup var options: SiteOptions

  func run() throws {
    let target = URL(fileURLWithPath: file).standardizedFileURL
    guard target.path.hasSuffix(".tar.gz") else {
      throw Complaint("\(file) is no name of such an archive", mend: "end it with .tar.gz")
    }
    guard !FileManager.default.fileExists(atPath: target.path) else {
      throw Complaint("\(target.path) is there already", mend: "give another name")
    }
    // Whoever asks writes the file; what is in the site is looked at as its owner only.
    let beside = try FileBeside(target)
    defer { beside.remove() }
    let owner = try SiteOwner(of: options.readConfiguration().directory)
    let (archive, key) = try owner.act {
      let installation = try options.open()
      let configuration = installation.configuration
      let folder = try WorkFolder(in: configuration.directory, for: "backup")
      defer { folder.remove() }
      try collect(installation, into: folder)
      return (
        try Archive.write(folder.path + "/site", to: folder.path + "/archive"), configuration.key
      )
    }
    defer { close(archive) }
    try copyContent(of: archive, "the archive", to: beside.descriptor, target.path)
    try beside.appear()
    print("\(target.path) is written and checked. It does not hold \(key).")
  }

  private func collect(_ installation: Installation, into folder: WorkFolder) throws {
    let configuration = installation.configuration
    guard mkdir(folder.path + "/site", 0o700) == 0 else {
      throw Complaint(
        "cannot write into \(folder.path) (\(String(cString: strerror(errno))))",
        mend: "look at the disk")
    }
    let progress = PageProgress(isShown: isatty(STDERR_FILENO) == 1)
    try CopyDatabase(of: configuration.database)
      .perform(to: folder.path + "/site/usher.db", progress: progress.show)
    progress.finish()
    let file = "\(configuration.directory)/\(Configuration.fileName)"
    let lines = String(decoding: try Data(contentsOf: URL(fileURLWithPath: file)), as: UTF8.self)
      .split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    let kept = lines.filter {
      !$0.drop { $0 == " " || $0 == "\t" }.hasPrefix("mail_password")
    }
    try Data(kept.joined(separator: "\n").utf8).write(
      to: URL(fileURLWithPath: "\(folder.path)/site/\(Configuration.fileName)"))
    if FileManager.default.fileExists(atPath: configuration.templates) {
      try copyFolder(configuration.templates, to: folder.path + "/site/templates")
    }
    try Archive.check(folder.path + "/site", of: self.file)
  }
}

/// Where something is put together: a new folder into which only its maker may look, and whose name nobody
/// can have guessed and put something else there.
struct WorkFolder {
  let path: String

  /// - Parameter name: what it is for.
  init(in parent: String, for name: String) throws {
    var name = Array("\(parent)/.\(name).XXXXXX".utf8CString)
    guard mkdtemp(&name) != nil else {
      throw Complaint(
        "cannot write into \(parent) (\(String(cString: strerror(errno))))",
        mend: "choose a folder that you may write")
    }
    path = String(decoding: name.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
  }

  func remove() { try? FileManager.default.removeItem(atPath: path) }
}

/// A file that appears under its name when it is whole; until then it lies beside, for its owner alone.
private struct FileBeside {
  let descriptor: Int32
  private let path: String
  private let target: URL

  init(_ target: URL) throws {
    self.target = target
    let parent = target.deletingLastPathComponent().path
    var name = Array("\(parent)/.\(target.lastPathComponent).XXXXXX".utf8CString)
    descriptor = mkstemp(&name)
    guard descriptor >= 0 else {
      throw Complaint(
        "cannot write into \(parent) (\(String(cString: strerror(errno))))",
        mend: "choose a folder that you may write")
    }
    path = String(decoding: name.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
  }

  /// Durably, and in the place of no other file, whoever was faster.
  func appear() throws {
    let parent = open(target.deletingLastPathComponent().path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    defer { close(parent) }
    guard parent >= 0, fsync(descriptor) == 0, takeName(), fsync(parent) == 0 else {
      throw Complaint(
        "cannot write \(target.path) (\(String(cString: strerror(errno))))",
        mend: "see to the disk, or choose another folder")
    }
  }

  /// Claims the name with an empty file of our own, and replaces that; not every file system knows link(2).
  private func takeName() -> Bool {
    let claim = open(target.path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard claim >= 0 else { return false }
    close(claim)
    guard rename(path, target.path) == 0 else {
      let problem = errno
      unlink(target.path)
      errno = problem
      return false
    }
    return true
  }

  func remove() {
    close(descriptor)
    unlink(path)
  }
}

/// tar(1) and gzip(1): every host has them, and gzip's checksum finds any byte that was changed.
enum Archive {
  /// Seconds for a big site.
  private static let patience: Int32 = 3600

  /// Writes the folder's content into a new file.
  /// - Returns: that file, open to be read.
  static func write(_ folder: String, to file: String) throws -> Int32 {
    try tar(
      ["--create", "--file", file, "--directory", folder, "--use-compress-program=gzip -1", "."],
      about: file)
    let descriptor = open(file, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw Complaint(
        "cannot read \(file) (\(String(cString: strerror(errno))))", mend: "look at the disk")
    }
    return descriptor
  }

  /// Puts files and folders into a folder; owners and links of the archive are not taken over.
  /// - Parameter name: what the file is called in messages.
  static func read(_ file: String, called name: String, into folder: String) throws {
    try tar(
      [
        "--extract", "--gzip", "--file", file, "--directory", folder, "--no-same-owner",
        "--no-same-permissions",
      ], about: name)
    try check(folder, of: name)
  }

  /// Nothing but files and folders is taken out of an archive, so nothing else is put into one.
  static func check(_ folder: String, of file: String) throws {
    let content = FileManager.default.enumerator(atPath: folder)
    while let path = content?.nextObject() as? String {
      let kind = content?.fileAttributes?[.type] as? FileAttributeType
      guard kind == .typeRegular || kind == .typeDirectory else {
        throw Complaint("\(path) in \(file) is no file", mend: "take a backup that Usher wrote")
      }
    }
  }

  private static func tar(_ arguments: [String], about file: String) throws {
    let programs = ["/usr/bin/tar", "/bin/tar"]
    guard let program = programs.first(where: FileManager.default.isExecutableFile) else {
      throw Complaint("there is no program tar", mend: "install it")
    }
    let outcome = try Child(program, arguments).run(input: [], seconds: patience)
    guard outcome.exit == 0 else {
      let cause = outcome.complaint.split(whereSeparator: \.isNewline).first.map(String.init) ?? ""
      throw Complaint(
        "tar failed with \(file) (\(cause))",
        mend: "see that the file is whole and the disk not full")
    }
  }
}

/// A line on a terminal that says how far it is.
private struct PageProgress {
  let isShown: Bool

  func show(_ done: Int, of all: Int) {
    if isShown { complain("\r\(all == 0 ? 100 : 100 * done / all) % of the database") }
  }

  func finish() { if isShown { complain("\r\u{1B}[K") } }
}
